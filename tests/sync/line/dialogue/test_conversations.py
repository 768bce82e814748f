from __future__ import annotations

from pathlib import Path

import pytest

from tests.line_openapi import needs_line_openapi
from tests.sync.line.dialogue.player import Player, scripts


@pytest.mark.parametrize("script", scripts(), ids=lambda path: path.stem)
def test_a_written_conversation_goes_as_written(script: Path) -> None:
    Player().play(script.read_text("utf-8"))


def test_every_message_of_the_conversations_fits_lines_own_description() -> None:
    needs_line_openapi()
    for script in scripts():
        Player(validate=True).play(script.read_text("utf-8"))


def test_there_are_enough_conversations() -> None:
    assert len(scripts()) >= 15


@pytest.mark.parametrize(
    "script",
    ["> เมนู\n< ไม่มีคำนี้", "> เมนู\n= submit BK-R2 1x1", "> ยกเลิก\n> [ไม่มีปุ่มนี้]", "> เมนู\n<! บริการที่ขอได้"],
)
def test_the_player_fails_where_a_conversation_goes_otherwise(script: str) -> None:
    with pytest.raises(AssertionError):
        Player().play(script)
