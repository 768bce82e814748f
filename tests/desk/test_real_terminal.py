"""The desk in a real pseudo-terminal: what a pilot cannot show."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk.desk_files import Files
from desk.mirror import Mirror
from registry.records import ChangesPage
from registry.sealing import Keyring
from tests.desk.daemon import Daemon, serving
from tests.desk.mirrors import KEY, make, reference, session
from tests.desk.people import record, request

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal on Windows", allow_module_level=True)

from tests.terminal import terminal

if TYPE_CHECKING:
    from tests.terminal import Terminal

COMMAND = "import sys; from desk.cli import main; sys.exit(main(sys.argv[1:]))"
DEAF = (
    "import signal, subprocess, sys; signal.signal(signal.SIGHUP, lambda *_: None); "
    f"sys.exit(subprocess.call([sys.executable, '-c', {COMMAND!r}, *sys.argv[1:]]))"
)
"""As make does: wait for the child, whatever happens to the terminal."""


@contextmanager
def _desk(folder: Path, server: str = "http://127.0.0.1:9", code: str = COMMAND) -> Iterator[Terminal]:
    config = folder / "config.toml"
    config.write_text(f'[desk]\ndata_dir = "{folder.as_posix()}"\nserver = "{server}"\n', "utf-8")
    with terminal([sys.executable, "-c", code, "--config", str(config)], 80, 24) as shown:
        yield shown


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def test_it_starts_offline_turns_lists_and_ends(tmp_path: Path) -> None:
    make(tmp_path, 100, _now())
    with _desk(tmp_path) as shown:
        shown.wait_for(reference(0))
        shown.wait_for("▸ตรวจ 100")
        shown.wait_for("○ ขาด")
        shown.press("f2")
        shown.wait_for("วันนี้ไม่มีนัด")
        shown.press("ctrl+q")
        shown.wait_for("ออกจากโปรแกรม")
        shown.press("f9")
        assert shown.wait_for_end() == 0
    assert b"\x1b[?1049l" in shown.written


def test_it_gives_the_terminal_back_when_the_system_ends_it(tmp_path: Path) -> None:
    make(tmp_path, 3, _now())
    with _desk(tmp_path) as shown:
        shown.wait_for(reference(0))
        os.kill(shown.pid, signal.SIGTERM)
        assert shown.wait_for_end() == 0
    assert b"\x1b[?1049l" in shown.written


@pytest.mark.parametrize("leader", [True, False])
def test_it_ends_with_its_terminal(leader: bool, tmp_path: Path) -> None:
    make(tmp_path, 3, _now())
    with _desk(tmp_path, code=COMMAND if leader else DEAF) as shown:
        shown.wait_for(reference(0))
        shown.hang_up()
        assert shown.wait_for_exit() in {0, 1}


@pytest.mark.parametrize("leader", [True, False])
def test_it_ends_with_a_terminal_that_was_behind(leader: bool, tmp_path: Path) -> None:
    make(tmp_path, 3, _now())
    with _desk(tmp_path, code=COMMAND if leader else DEAF) as shown:
        shown.wait_for(reference(0))
        # Nobody reads: what it draws fills the terminal, then the queue before the terminal.
        for _ in range(40):
            shown.press("f2", "f1", "escape", "f3")
            time.sleep(0.05)
        shown.hang_up()
        assert shown.wait_for_exit() in {0, 1}


def test_escape_and_enter_in_quick_succession_do_not_confirm(tmp_path: Path) -> None:
    make(tmp_path, 3, _now())
    with _desk(tmp_path) as shown:
        shown.wait_for(reference(0))
        shown.press("ctrl+q")
        shown.wait_for("ออกจากโปรแกรม")
        shown.send("\x1b\r")
        shown.settle(0.3)
        shown.press("f2")
        shown.settle(0.3)
        assert shown.exit_code is None
        shown.press("escape", "ctrl+q")
        shown.settle(0.3)


def test_a_new_request_is_on_screen_within_a_second(tmp_path: Path) -> None:
    make(tmp_path, 3, _now())
    daemon = Daemon(session(expires_at=_now() + dt.timedelta(hours=8)), epoch="another")
    with serving(daemon), _desk(tmp_path, daemon.address) as shown:
        shown.wait_for("● เชื่อม")
        before = shown.wait_for("▸ตรวจ 0")
        daemon.put(record(request("BK-9QRT", submitted_at=_now())))
        after = shown.wait_for("BK-9QRT")
        assert after - before < 1.0


def test_a_scanner_s_burst_runs_no_shortcut_and_takes_nothing(tmp_path: Path) -> None:
    make(tmp_path, 3, _now())
    with _desk(tmp_path) as shown:
        shown.wait_for(reference(0))
        shown.settle(0.3)
        shown.send(f"{reference(1)}\r")
        shown.wait_for("ค้นหา")
        shown.wait_for("กลับ")
        assert "ขาดการเชื่อมต่อ" not in shown.text


def test_typed_thai_keeps_its_marks_and_the_cursor_steps_over_them(tmp_path: Path) -> None:
    make(tmp_path, 3, _now())
    with _desk(tmp_path) as shown:
        _type_thai_in_search(shown, lambda letter: letter)
        shown.press("home", "delete")
        shown.wait_for(" ที่นี่ ")
        shown.press("right", "delete")
        shown.settle(0.1)
        assert "นี่" not in shown.text
        assert "ที่" in shown.text


def test_a_terminal_with_kitty_s_keyboard_protocol_is_asked_for_text_as_text(tmp_path: Path) -> None:
    """Kitty 0.26 with the Thai layout sends a tone mark as ``CSI 3657 ; u`` where all keys are asked for."""
    make(tmp_path, 3, _now())
    with _desk(tmp_path) as shown:

        def as_kitty(letter: str) -> str:
            all_as_codes = _kitty_flags(bytes(shown.written)) & 8
            return f"\x1b[{ord(letter)};u" if all_as_codes else letter

        _type_thai_in_search(shown, as_kitty)
        shown.send("\x1b[27u")
        shown.wait_for("▸ตรวจ 3")


def _type_thai_in_search(shown: Terminal, sent_as: Callable[[str], str]) -> None:
    shown.wait_for(reference(0))
    shown.press("f3")
    shown.wait_for("อย่างน้อย 2 ตัว")
    for letter in "น้ำที่นี่":
        shown.send(sent_as(letter))
        # As a person types: faster would be a scanner.
        shown.settle(0.06, 0.2)
    shown.wait_for("น้ำที่นี่")


def _kitty_flags(written: bytes) -> int:
    """Return what of kitty's keyboard protocol is on, as kitty reckons it."""
    flags = [0]
    for kind, number, how in re.findall(rb"\x1b\[([>=<])(\d*)(?:;(\d))?u", written):
        if kind == b">":
            flags.append(int(number or 0))
        elif kind == b"<":
            del flags[-int(number or 1) :]
        else:
            assert how in {b"", b"1"}
            flags[-1] = int(number)
    return flags[-1]


def test_hostile_text_reaches_no_terminal(tmp_path: Path) -> None:
    make(tmp_path, 1, _now())
    hostile = record(request("BK-9QRT", question="\x1b]52;c;aGVsbG8=\x07\x9b31m[/]"), seq=99)
    mirror = Mirror(Files.of(tmp_path).mirror, Keyring.of(KEY), "bangkhae")
    mirror.apply(ChangesPage(cursor="e:99", snapshot=False, more=False, records=(hostile,)))
    mirror.close()
    with _desk(tmp_path) as shown:
        shown.wait_for("BK-9QRT")
        shown.press("down", "up")
        shown.settle(0.3)
        assert b"\x1b]52" not in shown.written
        assert b"\x9b31m" not in shown.written


def test_a_failure_shows_no_traceback_on_the_terminal(tmp_path: Path) -> None:
    make(tmp_path, 1, _now())
    code = (
        "import sys, desk.widgets.request_table as t\n"
        "def fail(self, rows):\n"
        "    laser = 'JC1123456712'\n"
        "    raise RuntimeError(laser)\n"
        "t.RequestTable.action_move = fail\n" + COMMAND
    )
    with _desk(tmp_path, code=code) as shown:
        shown.wait_for(reference(0))
        shown.press("down")
        shown.wait_for("ขออภัย")
        shown.wait_for("กด Enter เพื่อกลับไปทำงานต่อ")
        # The way back: the same list, without a sign-in; and the same failure ends as calmly again.
        shown.press("enter")
        shown.wait_for(reference(0))
        shown.settle(0.3)
        shown.press("down")
        shown.wait_for("กด Enter เพื่อกลับไปทำงานต่อ")
        shown.press("x", "enter")
        assert shown.wait_for_end() == 1
        assert "Traceback" not in shown.text
        assert b"JC1123456712" not in shown.written
    reports = list((tmp_path / "reports").glob("*.txt"))
    assert reports
    assert all("JC1123456712" not in report.read_text("utf-8") for report in reports)
