"""The log: one line an event, and nothing in it that a citizen or a database said."""

from __future__ import annotations

import asyncio
import gc
import io
import logging
import sys
from collections.abc import Iterator

import pytest

from sync import logs

SECRET = "JC1-1234567-12"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the daemon writes on standard error, with the log as it was afterwards."""
    written, root = io.StringIO(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "stderr", written)
    logs.set_up()
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)


def test_nothing_makes_a_second_line_or_steers_a_terminal(said: io.StringIO) -> None:
    logging.getLogger("x").error("a\r\nb\x1b[2J\u2028c\x85d %s", "e\nf")
    (line,) = said.getvalue().splitlines()
    assert line.isprintable()
    assert line.endswith("a  b [2J c d e f")


def test_an_exception_is_told_by_class_and_place(said: io.StringIO) -> None:
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    (line,) = said.getvalue().splitlines()
    assert "ValueError at test_logs.py:" in line
    assert SECRET not in line


async def test_what_nobody_waited_for_is_told_without_its_words(said: io.StringIO) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.stray)

    async def fails() -> None:
        raise ValueError(SECRET)

    def called(words: str) -> None:
        raise KeyError(words)

    task = asyncio.create_task(fails())
    await asyncio.wait([task])
    del task
    gc.collect()
    loop.call_soon(called, SECRET)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    lines = said.getvalue().splitlines()
    assert ["ValueError at test_logs.py" in lines[0], "KeyError at test_logs.py" in lines[1]] == [True, True]
    assert SECRET not in said.getvalue()
