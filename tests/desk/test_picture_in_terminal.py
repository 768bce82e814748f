"""A citizen's picture in a real pseudo-terminal: drawn where the terminal can, gone whenever it must be."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal on Windows", allow_module_level=True)

from desk.messages import shell
from tests.terminal import TerminalError, terminal

if TYPE_CHECKING:
    from tests.terminal import Terminal

PROGRAM: Final = """
import signal, sys
from desk.screens.pictures import PictureScreen
from tests.desk.fakes import desk_app
from tests.desk.test_pictures import ASKED, Clock, backend_of

clock = Clock()
app = desk_app(backend_of(), monotonic=clock)
first = app.open_first

def open_first():
    first()
    app.call_after_refresh(app.push_screen, PictureScreen(ASKED))
    signal.signal(signal.SIGUSR1, lambda *_: app.call_later(fail))
    signal.signal(signal.SIGUSR2, lambda *_: setattr(clock, "seconds", clock.seconds + 1000))

def fail():
    raise RuntimeError

app.open_first = open_first
app.run()
"""
QUESTION: Final = b"\x1b[6n"
NO: Final = "\x1b[3;1R"
YES: Final = "\x1b[9;1R"
ANSWER: Final = {"sixel": YES + NO, "kitty": NO + YES, "cells": NO + NO}
SIXEL: Final = re.compile(rb"\x1b\[\d+;\d+H\x1bP0;0;0q[^\x1b]+\x1b\\")
KITTY: Final = re.compile(rb"\x1b_Ga=T,f=100,[^\x1b]+\x1b\\")
DRAWN: Final = {"sixel": SIXEL, "kitty": KITTY}
DELETED: Final = re.compile(rb"\x1b_Ga=d,d=I,i=5202,q=2\x1b\\")
WHITE: Final = "f8f8f8"


def _read_until(shown: Terminal, pattern: re.Pattern[bytes], start: int) -> int:
    """Read until a pattern has come after a place; return its end."""
    until = time.perf_counter() + 30
    while not (found := pattern.search(shown.written, start)):
        if time.perf_counter() > until:
            raise TerminalError(f"{pattern.pattern!r} has not come:\n{shown.text}")
        shown.read(0.05)
    return found.end()


@contextmanager
def _opened(kind: str, keys: str = "") -> Iterator[Terminal]:
    """Open a picture, answer as such a terminal does, and read until the picture is there."""
    with terminal([sys.executable, "-c", PROGRAM], 80, 24) as shown:
        _read_until(shown, re.compile(re.escape(QUESTION) + b".*" + re.escape(QUESTION), re.DOTALL), 0)
        shown.send(keys + ANSWER[kind] + keys)
        shown.wait_for("เปิดอีก")
        if kind in DRAWN:
            _read_until(shown, DRAWN[kind], 0)
        yield shown


def _white(shown: Terminal) -> bool:
    """Whether a cell has the colour of the picture's right half."""
    rows = [shown.screen.buffer[row] for row in range(3, 20)]
    return any(WHITE in {row[column].bg, row[column].fg} for row in rows for column in range(80))


def _expect_gone(shown: Terminal, kind: str, start: int) -> None:
    """Expect that nothing of the picture has been left or drawn since a place in what was written."""
    shown.settle(0.2)
    after = shown.written[start:]
    assert not DRAWN[kind].search(after), "not drawn again"
    if kind == "kitty":
        assert DELETED.search(after)
        return
    assert not _white(shown)
    assert all(re.search(rb"\x1b\[%d;\d+H" % row, after) for row in range(4, 21)), "all cells are written"


@pytest.mark.parametrize("kind", ["sixel", "kitty"])
def test_it_goes_from_the_terminal_when_it_is_closed_timed_out_covered_or_locked(kind: str) -> None:
    with _opened(kind) as shown:
        start = len(shown.written)
        shown.press("f4")
        shown.wait_for("F4 เปิดดู")
        _expect_gone(shown, kind, start)
        for let_go in ("time", "dialog"):
            start = len(shown.written)
            shown.press("f4")
            start = _read_until(shown, DRAWN[kind], start)
            if let_go == "time":
                os.kill(shown.pid, signal.SIGUSR2)
                shown.wait_for("F4 เปิดดู")
                _expect_gone(shown, kind, start)
        shown.press("ctrl+q")
        shown.wait_for(shell.QUIT_TITLE)
        shown.settle(0.2)
        assert not DRAWN[kind].search(shown.written, start), "a dialog is not drawn over"
        assert kind == "sixel" or DELETED.search(shown.written, start)
        shown.press("escape")
        _read_until(shown, DRAWN[kind], start)
        shown.settle(0.2)
        start = len(shown.written)
        shown.press("f12")
        shown.wait_for("ล็อกอยู่")
        _expect_gone(shown, kind, start)


@pytest.mark.parametrize(("kind", "how"), [("sixel", "failure"), ("kitty", "quit")])
def test_it_is_wiped_before_the_program_ends(kind: str, how: str) -> None:
    with _opened(kind) as shown:
        start = len(shown.written)
        os.kill(shown.pid, signal.SIGUSR1 if how == "failure" else signal.SIGTERM)
        shown.wait_for_end()
        after = shown.written[start:]
        wiped = after.index(b"\x1b[2J")
        assert DELETED.search(after[: wiped + 4])
        assert wiped < after.index(b"\x1b[?1049l")
        assert not DRAWN[kind].search(after[wiped:])


def test_a_terminal_that_draws_nothing_is_sent_no_picture_and_no_key_is_lost_by_asking() -> None:
    with _opened("cells", keys="\x1b[6~") as shown:
        shown.wait_for("10.24")
        shown.press("+")
        shown.wait_for("ขยาย 2 เท่า")
        assert not SIXEL.search(shown.written)
        assert not KITTY.search(shown.written)
        assert _white(shown), "it is there in cells"
