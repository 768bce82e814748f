"""A request that was begun and left is reminded of once, and then forgotten by the rules of the chat."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from sync.nightly import drafts
from sync.nightly.work import Night
from sync.purge import purge_all
from sync.store.database import Database
from sync.store.outbox import Purpose
from tests.sync import factories as f
from tests.sync.nightly.conftest import Office
from tests.sync.worker_bench import Bench

HOUR = dt.timedelta(hours=1)


def night(database: Database, after: dt.timedelta) -> Night:
    return Night(database, f.KEYS, f.settings(), f.NOW + after)


async def begun(database: Database) -> Bench:
    """Somebody asks for a copy, consents, and goes away."""
    bench = Bench(database)
    for text in ("ขอสำเนาทะเบียนบ้าน", "ยินยอม"):
        bench.says(text)
        await bench.work()
    return bench


async def test_a_draft_is_reminded_of_once_after_some_hours(database: Database) -> None:
    await begun(database)
    office = Office(database, f.settings())
    assert drafts.remind(night(database, 2 * HOUR)).done == 0
    for after in (3, 4, 30):
        drafts.remind(night(database, after * HOUR))
    assert office.sent()[Purpose.DRAFT] == 1
    (message,) = office.messages(Purpose.DRAFT)
    assert "ยังไม่ได้ส่ง" in message["text"]
    labels = [item["action"]["label"] for item in message["quickReply"]["items"]]
    assert labels == ["ทำรายการต่อ", "ยกเลิก"]


async def test_who_goes_on_is_not_reminded_until_it_is_left_again(sqlite_only: Database) -> None:
    bench = await begun(sqlite_only)
    bench.now += 2 * HOUR
    bench.says("2 ฉบับ", seconds=7200)
    await bench.work()
    assert drafts.remind(night(sqlite_only, 4 * HOUR)).done == 0
    assert drafts.remind(night(sqlite_only, 5 * HOUR)).done == 1


async def test_without_consent_the_reminder_says_how_long_it_stays(sqlite_only: Database) -> None:
    bench = Bench(sqlite_only)
    bench.says("ขอสำเนาทะเบียนบ้าน")
    await bench.work()
    assert drafts.remind(night(sqlite_only, 3 * HOUR)).done == 1
    (message,) = Office(sqlite_only, f.settings()).messages(Purpose.DRAFT)
    assert re.search(r"อีกประมาณ 21 ชั่วโมง", message["text"])


@pytest.mark.parametrize("text", ["สวัสดี", "ยกเลิก"])
async def test_talk_is_no_draft(sqlite_only: Database, text: str) -> None:
    bench = await begun(sqlite_only) if text == "ยกเลิก" else Bench(sqlite_only)
    for word in (text, "ใช่"):
        bench.says(word)
        await bench.work()
    assert drafts.remind(night(sqlite_only, 5 * HOUR)).done == 0


async def test_a_draft_that_is_about_to_go_is_not_reminded_of_and_goes(sqlite_only: Database) -> None:
    await begun(sqlite_only)
    days = dt.timedelta(days=7)
    assert drafts.remind(night(sqlite_only, days - HOUR / 2)).done == 0
    gone = purge_all(sqlite_only, keys=f.KEYS, settings=f.settings(), now=f.NOW + days)
    assert gone.drafts == 1
    assert drafts.remind(night(sqlite_only, days)).done == 0


async def test_it_can_be_switched_off(sqlite_only: Database) -> None:
    await begun(sqlite_only)
    off = Night(sqlite_only, f.KEYS, f.settings(nightly={"draft_hours": 0}), f.NOW + 5 * HOUR)
    assert drafts.remind(off).done == 0
