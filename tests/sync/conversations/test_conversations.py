"""Every written conversation goes as written, between a phone, LINE and the daemon, over HTTP."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.line_openapi import needs_line_openapi
from tests.sync.conversations.outgoing import SECRETS, check_form
from tests.sync.conversations.page import PAGE, kept, section, whole
from tests.sync.conversations.play import Play
from tests.sync.conversations.script import Script, parse, scripts
from tests.sync.conversations.stage import Stage
from thai.identity import parse_card, parse_laser, parse_pid
from thai.text import fold

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> AsyncIterator[Stage]:
    database = tmp_path_factory.mktemp("conversations") / "office.sqlite"
    shutil.copyfile(sqlite_template, database)
    async with Stage(database) as stage:
        yield stage


@pytest.mark.parametrize("script", scripts(), ids=lambda script: script.name)
async def test_a_written_conversation_goes_as_written_and_as_the_page_shows(
    stage: Stage, script: Script
) -> None:
    seen = await Play(stage, script).run()
    assert kept().get(script.title) == section(script, seen), f"{PAGE.name} is stale: run make conversations"


async def test_the_page_shows_each_conversation_once_in_its_order() -> None:
    titles = [script.title for script in scripts()]
    assert len(set(titles)) == len(titles)
    assert PAGE.read_text("utf-8") == whole(kept()), f"{PAGE.name} is stale: run make conversations"


async def test_every_number_that_a_citizen_writes_is_looked_for_in_what_goes_out() -> None:
    """What the runner compares every body with holds every valid number of the scripts."""
    written = [line.rest for script in scripts() for line in script.lines if line.sign == ">"]
    whole = [word for text in written for word in re.split(r"[\s#]+", fold(text))]
    read = {parse(word) for word in whole for parse in (parse_laser, parse_card, parse_pid)} - {None}
    assert len(read) >= 4
    assert read <= set(SECRETS)


async def test_there_are_enough_conversations() -> None:
    assert len(scripts()) >= 40


async def test_lines_own_description_is_compared_with() -> None:
    needs_line_openapi()
    with pytest.raises(AssertionError, match="required"):
        check_form("ReplyMessageRequest", {"replyToken": "t", "messages": [{"type": "text"}]})


@pytest.mark.parametrize(
    "wrong",
    [
        "> เมนู\n< ไม่มีคำนี้",
        "> เมนู\n<! บริการที่ขอได้",
        "> เมนู\n= BK-1 pending",
        "> ยกเลิก\n> [ไม่มีปุ่มนี้]",
        "> เมนู\n< (nothing)",
        "> 1#JC9-7654321-05 2 ฉบับ 1/12/69 10.30 น. 1040-02-98765432\n> [ยินยอม]\n> [ยืนยัน]",
        "@ dance BK-1",
    ],
)
async def test_the_runner_fails_where_a_conversation_goes_otherwise(stage: Stage, wrong: str) -> None:
    with pytest.raises(AssertionError):
        await Play(stage, parse(f"## ทดสอบ\n{wrong}", f"wrong/{abs(hash(wrong))}")).run()
