import socket
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from printer.errors import PrinterInterrupted, PrinterTimeout, PrinterUnreachable
from printer.status import UNKNOWN, Condition, PrinterStatus
from printer.talk.conversation import Conversation

if sys.platform == "win32":
    pytest.skip("device files are POSIX", allow_module_level=True)
else:
    from printer.lines.device_file import DeviceFileLine


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Yield a device of two ways and its other end."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


def test_it_is_asked_and_answers_as_any_printer(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    told = {1: b"\x1a", 2: b"\x32", 3: b"\x12", 4: b"\x72"}

    def answer() -> None:
        for _ in range(4):
            theirs.sendall(told[theirs.recv(3)[2]])

    thread = threading.Thread(target=answer)
    thread.start()
    line = DeviceFileLine(ours.fileno(), readable=True)
    assert Conversation(line).status() == PrinterStatus.of(Condition.NO_PAPER)
    thread.join()


def test_one_that_is_only_written_is_not_waited_for(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = ends
    begin = time.monotonic()
    assert Conversation(DeviceFileLine(ours.fileno(), readable=False)).status() == UNKNOWN
    assert time.monotonic() - begin < 0.3


def test_one_that_takes_no_more_is_a_timeout(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = ends
    with pytest.raises(PrinterTimeout):
        DeviceFileLine(ours.fileno(), readable=True).write(b"\0" * 10_000_000, time.monotonic() + 0.2)


def test_one_that_goes_away_tells_whether_anything_went(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    line = DeviceFileLine(ours.fileno(), readable=True)
    theirs.close()
    with pytest.raises(PrinterUnreachable):
        line.write(b"slip", time.monotonic() + 1)
    assert line.port_status() is None


def test_one_that_goes_away_in_the_middle_may_have_printed(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = ends

    def leave() -> None:
        theirs.recv(1000)
        theirs.close()

    thread = threading.Thread(target=leave)
    thread.start()
    with pytest.raises(PrinterInterrupted):
        DeviceFileLine(ours.fileno(), readable=True).write(b"\0" * 10_000_000, time.monotonic() + 5)
    thread.join()
