from __future__ import annotations

import datetime as dt

import pytest

from desk.outbox import Kept
from desk.outgoing import Outgoing
from desk.screens.outbox import OutboxScreen
from registry.commands import (
    Decision,
    Envelope,
    Fact,
    FeePaid,
    HandedOver,
    LastChange,
    Outcome,
    OutcomeStatus,
    Release,
)
from registry.identifiers import new_id
from tests.desk.driving import assert_golden, desk, front, opened, press, said, settle, told
from tests.desk.fakes import SIZES, FakeBackend
from tests.desk.people import NOW, ago, arrived, record

LAST = LastChange(action="handed_over", actor="วิชัย", counter="1", at=ago(minutes=2))


def kept(
    command: Decision | Fact, *, code: str = "", tries: int = 0, mine: bool = True, for_head: bool = False
) -> Kept:
    number = new_id()
    outcome = Outcome(id=number, status=OutcomeStatus.REFUSED, code=code, last_change=LAST) if code else None
    return Kept(
        id=number,
        request_id="id-BK-4FGH",
        clerk="somying",
        made_at=ago(minutes=4),
        envelope=Envelope(id=number, request_id="id-BK-4FGH", seen_version=3, at=NOW, command=command)
        if mine
        else None,
        tries=tries,
        tried_at=ago(minutes=1) if tries else None,
        refused_at=ago(minutes=1) if code else None,
        outcome=outcome,
        for_head=for_head,
    )


def backend(*refused: Kept) -> FakeBackend:
    made = FakeBackend.of([record(arrived("BK-4FGH"))])
    waiting = (kept(FeePaid(baht=10), tries=3), kept(HandedOver()))
    made.outbox = Outgoing(waiting, refused, others=2, next_try=NOW + dt.timedelta(seconds=12))
    made.unsent, made.online = 2, False
    return made


@pytest.mark.parametrize("size", SIZES)
async def test_it_shows_what_waits_and_what_is_to_be_settled(size: tuple[int, int]) -> None:
    refused = kept(HandedOver(), code="illegal_move")
    async with opened(backend(refused), OutboxScreen(), size=size) as pilot:
        assert_golden(pilot.app, "outbox")


@pytest.mark.parametrize("size", SIZES)
async def test_the_ways_on_are_shown(size: tuple[int, int]) -> None:
    async with opened(backend(kept(HandedOver(), code="illegal_move")), OutboxScreen(), size=size) as pilot:
        await press(pilot, "enter")
        assert_golden(pilot.app, "outbox-settle")


async def test_it_opens_from_the_work_list_and_sends_at_once() -> None:
    made = backend()
    async with opened(made, OutboxScreen()) as pilot:
        await press(pilot, "escape", "ctrl+o")
        assert front(pilot.app) == "OutboxScreen"
        await press(pilot, "f9", "enter")
        assert made.retried == 2


async def test_a_refused_one_is_done_again_on_the_newest_version() -> None:
    refused = kept(FeePaid(baht=10), code="stale")
    made = backend(refused)
    async with opened(made, OutboxScreen()) as pilot:
        await press(pilot, "enter", "1")
        assert [command for _, command in made.sent] == [FeePaid(baht=10)]
        assert made.settled == [(refused.id, "again")]
        assert not made.outgoing().to_settle


async def test_what_cannot_be_read_is_not_done_again() -> None:
    made = backend(kept(FeePaid(baht=10), code="stale", mine=False))
    async with opened(made, OutboxScreen()) as pilot:
        await press(pilot, "enter", "1")
        assert front(pilot.app) == "PickUpScreen"
        assert not made.settled


async def test_it_is_left_to_the_head_or_closed_with_a_reason() -> None:
    refused = kept(HandedOver(), code="illegal_move")
    made = backend(refused)
    async with opened(made, OutboxScreen()) as pilot:
        await press(pilot, "enter", "3")
        assert made.settled == [(refused.id, "head")]
        await press(pilot, "enter", "4", "f9")
        assert front(pilot.app) == "DropDialog", "without a reason nothing is closed"
        await press(pilot, "2", "f9")
        assert made.settled[-1] == (refused.id, "ไม่ต้องทำแล้ว")


async def test_what_is_refused_again_stays_and_says_why() -> None:
    refused = kept(Release(), code="stale")
    made = backend(refused)
    made.online = True
    async with opened(made, OutboxScreen()) as pilot:
        await press(pilot, "enter", "1")
        assert "สถานะของคำร้อง" in told(pilot)
        assert made.outgoing().to_settle == (refused,)


async def test_a_request_that_is_gone_is_said() -> None:
    made = backend(kept(FeePaid(baht=10), code="not_found"))
    made.records.clear()
    async with opened(made, OutboxScreen()) as pilot:
        await press(pilot, "enter", "1")
        await settle(pilot)
        assert any("ไม่อยู่ในเครื่อง" in text for text in said(pilot))
        assert desk(pilot).backend is made
