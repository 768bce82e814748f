"""One session in a real pseudo-terminal with a desk full of harm, and a terminal that sends harm itself."""

from __future__ import annotations

import os
import re
import signal
import sys
import unicodedata
from pathlib import Path
from typing import Final

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal on Windows", allow_module_level=True)

from desk.picture_way import QUESTIONS
from desk.terminal_drawing import WIPE
from tests.desk.hostile_desk import DONE, MARK
from tests.terminal import Terminal, terminal

_ATTRIBUTE: Final = rb"(?:[0-57]|[34]9|[34]8;2;\d+;\d+;\d+)"
_MADE_BY_TEXTUAL: Final = re.compile(
    rb"\x1b\]22;default\x07|\x1b\[(?:"
    rb"(?:" + _ATTRIBUTE + rb"(?:;" + _ATTRIBUTE + rb")*)?m"
    rb"|\d+;\d+H|\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026)[hl]|\?20(?:26|48)\$p|>\d+u|=1;1u|<u"
    rb"|2;1H|6n)"
)
"""Colours and attributes, places, modes, and the questions of the self-test."""
_PASTE: Final = "\x1b[200~{}\x1b[201~"


def _told(written: bytes) -> str:
    """Return what was written but for the desk's own sequences; fails where it is no UTF-8."""
    for question in (QUESTIONS, WIPE):
        written = written.replace(question.encode(), b"")
    return _MADE_BY_TEXTUAL.sub(b"", written).decode()


def _obeyed(text: str) -> set[str]:
    """Return what a terminal would obey, or a person would not see, in a text; with what follows it."""
    return {
        repr(text[at : at + 30])
        for at, sign in enumerate(text)
        if sign not in "\r\n" and unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"}
    }


def test_nothing_of_a_person_s_text_is_obeyed_and_nothing_of_a_terminal_s_ends_the_desk(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "tests.desk.hostile_desk", str(tmp_path)]
    # The window's own size counts, which changes.
    with terminal(command, 80, 24, {"COLUMNS": "", "LINES": ""}) as shown:
        shown.wait_for(DONE, 60)
        _send_harm(shown)
        _resize(shown)
        os.kill(shown.pid, signal.SIGTERM)
        assert shown.wait_for_end() == 0, list(tmp_path.glob("*"))
    assert b"\x1b[?1049l" in shown.written
    assert not list(tmp_path.glob("crash-*"))
    seen = _told(bytes(shown.written))
    assert seen.count(MARK) > 100
    assert not _obeyed(seen)
    assert re.search("[\u0335\u0489\u0e49]{6}", seen) is None


def _send_harm(shown: Terminal) -> None:
    """Send what is no key: other encodings, sequences of no terminal, pastes with sequences in them."""
    shown.press("f3")
    shown.wait_for("อย่างน้อย 2 ตัว")
    for harm in (
        "ทะเบียน".encode("tis-620") + b"\xff\xfe\xc3",
        b"\x1b[1114112u\x1b[97;1;99999999u\x1b[55296;1;55296u\x1b[;;u",
        b"\x1b[<9999999;9999999;9999999M\x1b[M\xff\xff\xff\x1b[<0;0;0m",
        b"\x1b[9999;9999R\x1b[?2026;9$y\x1b]52;c;eA==\x07\x1bP1$r0m\x1b\\",
        _PASTE.format("\x1b[48;99999;99999;1;1t\x1b[I" + "น้ำ" * 3400 + "\x1b]52;c;eA==\x07\x00").encode(),
        b"\x1b[48;99999;99999;1;1t",
        _PASTE.format(MARK + "\n\x1b[8m\u202e x\x1b[24~" * 30).encode(),
    ):
        os.write(shown._fd, harm)
        shown.settle(0.1, 1)


def _resize(shown: Terminal) -> None:
    for columns, rows in ((1, 1), (300, 100), (2, 60), (200, 3), (79, 24), (1, 1), (80, 24)) * 3:
        shown.resize(columns, rows)
    shown.settle(0.2, 3)
    shown.press("f1")
    shown.wait_for("ปุ่มของหน้าจอนี้")
