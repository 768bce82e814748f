"""CUPS as it answers to its commands, played by a script in PATH."""

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from printer.devices import Delivery, open_device
from printer.errors import DriverMissing, PrinterNotReady, PrinterTimeout, PrinterUnreachable
from printer.spoolers import cups
from printer.status import UNKNOWN, Condition, PrinterStatus

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is for POSIX systems")

IDLE = "printer front is idle.  enabled since Sun Nov 22 09:00:00 2026\n\tForm mounted:\n\tAlerts: none\n"
SCRIPT = """#!/bin/sh
cd "$(dirname "$0")"
echo "$0 $*" | sed "s|^$PWD/||; s|^\\./||" >> calls
case "$(basename "$0") $*" in
    "lp "*) cat > job; cat lp.out; exit "$(cat lp.code 2>/dev/null || echo 0)";;
    "lpstat -l -p "*) cat printer.out;;
    "lpstat -a "*) cat accepting.out;;
    "lpstat -W "*) cat waiting.out; : > waiting.out; [ -f stuck ] && cp stuck waiting.out; exit 0;;
    "lpstat -e") printf 'front\\nback_office\\n';;
    "cancel "*) rm -f stuck;;
esac
"""


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("lp", "lpstat", "cancel"):
        script = tmp_path / name
        script.write_text(SCRIPT)
        script.chmod(stat.S_IRWXU)
    (tmp_path / "lp.out").write_text("request id is front-12 (1 file(s))\n")
    (tmp_path / "printer.out").write_text(IDLE)
    (tmp_path / "accepting.out").write_text("front accepting requests since Sun Nov 22 09:00:00 2026\n")
    (tmp_path / "waiting.out").write_text("")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin:/bin")
    return tmp_path


def test_a_slip_is_handed_over_raw_and_only_sent(system: Path) -> None:
    (system / "waiting.out").write_text("front-12  clerk  1024  Sun Nov 22 09:00:00 2026\n")
    data = bytes(range(256)) * 100
    assert open_device("cups://front").send(data, job=7) is Delivery.SENT
    assert (system / "job").read_bytes() == data
    assert "lp -d front -o raw -t slip-7" in (system / "calls").read_text()
    assert "cancel" not in (system / "calls").read_text()


def test_a_slip_that_stays_in_the_queue_is_taken_back(system: Path) -> None:
    for name in ("waiting.out", "stuck"):
        (system / name).write_text("front-12  clerk  1024  Sun Nov 22 09:00:00 2026\n")
    with pytest.raises(PrinterTimeout) as caught:
        open_device("cups://front", timeout=0.3).send(b"slip")
    assert caught.value.may_have_printed
    assert "cancel front-12" in (system / "calls").read_text()


def test_a_refused_slip_was_not_sent(system: Path) -> None:
    (system / "lp.code").write_text("1")
    with pytest.raises(PrinterUnreachable):
        open_device("cups://front").send(b"slip")


@pytest.mark.parametrize(
    ("printer", "accepting", "status"),
    [
        (IDLE, True, UNKNOWN),
        (IDLE.replace("none", "media-empty-error"), True, PrinterStatus.of(Condition.NO_PAPER)),
        (IDLE.replace("none", "media-low-warning"), True, PrinterStatus.of(Condition.PAPER_LOW)),
        (
            IDLE.replace("none", "cover-open-error offline-report"),
            True,
            PrinterStatus.of(Condition.COVER_OPEN, Condition.OFFLINE),
        ),
        (IDLE, False, PrinterStatus.of(Condition.OFFLINE)),
        (
            "printer front disabled since Sun Nov 22 09:00:00 2026 -\n\tPaused\n\tAlerts: paused\n",
            True,
            PrinterStatus.of(Condition.OFFLINE),
        ),
        (
            "printer front now printing front-11.  enabled since Sun Nov 22 09:00:00 2026\n\tAlerts: none\n",
            True,
            PrinterStatus.of(Condition.BUSY),
        ),
    ],
)
def test_the_queue_in_words(system: Path, printer: str, accepting: bool, status: PrinterStatus) -> None:
    (system / "printer.out").write_text(printer)
    if not accepting:
        (system / "accepting.out").write_text("front not accepting requests since Sun Nov 22 2026 -\n")
    device = open_device("cups://front")
    assert device.status() == status
    if not status.may_print:
        with pytest.raises(PrinterNotReady):
            device.send(b"slip")
        assert not (system / "job").exists()


def test_a_queue_that_nobody_knows_is_unplugged(system: Path) -> None:
    (system / "lpstat").write_text("#!/bin/sh\nexit 1\n")
    assert open_device("cups://front").status() == PrinterStatus.of(Condition.UNPLUGGED)


def test_a_scheduler_that_does_not_answer_holds_nobody_up(
    system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (system / "lpstat").write_text("#!/bin/sh\nexec sleep 30\n")
    monkeypatch.setattr(cups, "_ASK_SECONDS", 0.2)
    begin = time.monotonic()
    assert open_device("cups://front").status() == PrinterStatus.of(Condition.UNPLUGGED)
    assert time.monotonic() - begin < 3


def test_no_cups_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DriverMissing, match="cups-client"):
        cups.queues()
    with pytest.raises(DriverMissing):
        open_device("cups://front").send(b"slip")
    with pytest.raises(DriverMissing):
        open_device("cups://front").status()


def test_queues_are_listed(system: Path) -> None:
    assert cups.queues() == ["front", "back_office"]
