import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printer.devices import open_device
from printer.errors import BadDevice, OutputFailed, PrinterError, PrinterTimeout, PrinterUnreachable
from printer.status import Condition, PrinterStatus
from printer.strips import LONGEST_COMMAND
from printer.talk.queries import ending

posix = pytest.mark.skipif(sys.platform == "win32", reason="device files are POSIX")
BEFORE = ending(LONGEST_COMMAND)
SLIP = b"\x1b@" + b"\0\r\n" * 20_000


def test_slips_are_appended(tmp_path: Path) -> None:
    path = tmp_path / "slips.bin"
    device = open_device(path.as_uri())
    device.send(SLIP)
    device.send(b"second\n")
    assert path.read_bytes() == SLIP + b"second\n"


def test_appending_from_many_desks_never_mixes(tmp_path: Path) -> None:
    path = tmp_path / "slips.bin"
    slips = [bytes((number,)) * 30_000 for number in range(8)]
    threads = [threading.Thread(target=open_device(path.as_uri()).send, args=(slip,)) for slip in slips]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    data = path.read_bytes()
    assert sorted(data[start : start + 30_000] for start in range(0, len(data), 30_000)) == slips


def test_half_a_slip_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "slips.bin"
    path.write_bytes(b"first")
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:100]))
    with pytest.raises(OutputFailed):
        open_device(path.as_uri()).send(SLIP)
    assert path.read_bytes() == b"first"


def test_a_missing_folder_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(PrinterUnreachable):
        open_device((tmp_path / "gone" / "slips.bin").as_uri()).send(SLIP)


def test_a_folder_made_later_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    device = open_device(path.as_uri())
    path.mkdir()
    with pytest.raises(PrinterError):
        device.send(SLIP)


@posix
def test_a_full_disk_is_an_error() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(PrinterError):
        open_device("file:///dev/full").send(SLIP)


@posix
def test_a_device_that_takes_everything() -> None:
    open_device("file:///dev/null", timeout=1).send(SLIP)


@posix
def test_a_device_that_takes_no_more_is_a_timeout(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(PrinterTimeout):
            open_device(path.as_uri(), timeout=0.2).send(b"\0" * 1_000_000)
    finally:
        os.close(reader)


@posix
def test_a_device_must_have_passed_on_the_last_piece_before_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with open_pipe(path) as room, pytest.raises(PrinterTimeout) as caught:
            open_device(path.as_uri(), timeout=0.2).send(b"\0" * (room - len(BEFORE)))
        assert caught.value.may_have_printed
    finally:
        os.close(reader)


@contextmanager
def open_pipe(path: Path) -> Iterator[int]:
    """Tell how many bytes a pipe takes while nobody reads; empty again."""
    writer = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        room = os.write(writer, b"\0" * 10_000_000)
        assert len(os.read(reader, room)) == room
        yield room
    finally:
        os.close(writer)
        os.close(reader)


@posix
def test_an_unplugged_printer_is_not_replaced_by_a_plain_file() -> None:
    path = Path("/dev/bangkhae-no-such-printer")
    with pytest.raises(PrinterUnreachable):
        open_device(path.as_uri()).send(SLIP)
    assert open_device(path.as_uri()).status() == PrinterStatus.of(Condition.UNPLUGGED)
    assert not path.exists()


@posix
def test_a_device_gets_every_byte(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    got: list[bytes] = []
    opened = threading.Event()

    def read() -> None:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        opened.set()
        os.set_blocking(file, True)
        while len(b"".join(got)) < len(BEFORE + SLIP * 5):
            got.append(os.read(file, 3000))
        os.close(file)

    thread = threading.Thread(target=read)
    thread.start()
    opened.wait(5)
    open_device(path.as_uri(), timeout=5).send(SLIP * 5)
    thread.join()
    assert b"".join(got) == BEFORE + SLIP * 5


@posix
def test_nobody_at_the_other_end(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    with pytest.raises(PrinterUnreachable):
        open_device(path.as_uri(), timeout=0.2).send(SLIP)


@posix
def test_serial_lines_have_an_address_of_their_own() -> None:
    """A terminal line changes bytes on their way (newlines) unless it is set up as one."""
    parent, child = os.openpty()
    try:
        device = open_device(f"file://{os.ttyname(child)}", timeout=0.2)
        with pytest.raises(BadDevice, match="serial://"):
            device.send(SLIP)
        assert not device.status().known
    finally:
        os.close(parent)
        os.close(child)
