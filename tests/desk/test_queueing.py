"""Calling from the lists, the question after a call, parking and sending on, and who has just come."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest

from desk.arrivals import QUIET_SECONDS, Arrivals
from desk.demo.stage import screen_text
from desk.errors import Offline
from desk.screens.pick_up import PickUpScreen
from registry.commands import Call, CallNext, Decision, Fact, Outcome, Requeue, SendOn
from registry.office import OfficeProfile
from registry.request import Queue
from registry.settings import Settings
from registry.states import QueueState, State
from tests.desk.driving import assert_golden, front, kinds, last, opened, press, said, settle, told
from tests.desk.fakes import SIZES, FakeBackend, StandingClock, desk_app
from tests.desk.people import NOW, PARTICULARS, ago, approved, arrived, record

ID, OTHER = "id-BK-4FGH", "id-BK-6JKM"


def called(times: int = 1, counter: str = "3", **changes: Any) -> Queue:
    queue = Queue(number="B007", state=QueueState.CALLED, since=ago(minutes=1), counter=counter, **changes)
    return queue.model_copy(update={"times_called": times})


def office(*, counters: tuple[str, ...] = ("1", "2", "3"), **queue: Any) -> FakeBackend:
    """Return two citizens who wait, the first with the number B007."""
    profile = OfficeProfile.of(Settings(), counters)
    second = Queue(number="B008", state=QueueState.WAITING, since=ago(minutes=1), arrived_at=ago(minutes=1))
    requests = [arrived("BK-4FGH", **queue), arrived("BK-6JKM", queue=second)]
    records = {each.id: record(each, seq=at) for at, each in enumerate(requests)}
    return FakeBackend(records=records, profile=profile)


@pytest.mark.parametrize("size", SIZES)
async def test_f5_in_the_list_calls_whoever_is_next_and_opens_them(size: tuple[int, int]) -> None:
    backend = office()
    async with desk_app(backend).run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "f5")
        assert front(pilot.app) == "PickUpScreen"
        shown = screen_text(pilot.app)
        assert "เรียกคิว B007 ที่ช่อง 3" in shown
        assert "มาหรือยัง" in shown
        assert_golden(pilot.app, "pick-up-called")
    assert [command for _, command in backend.sent] == [CallNext()]


async def test_calling_again_is_counted_and_capped_and_then_asks_what_becomes_of_them() -> None:
    backend = office()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f5", "f5", "f5")
        assert "เรียกแล้ว 3 ครั้ง ที่ช่อง 3" in screen_text(pilot.app)
        await press(pilot, "f5")
        assert front(pilot.app) == "MenuDialog"
        assert "เรียกซ้ำ ครั้งที่" not in screen_text(pilot.app)
        await press(pilot, "1")
        assert front(pilot.app) == "PickUpScreen"
    assert kinds(backend) == ["call"] * 3


@pytest.mark.parametrize("size", SIZES)
async def test_the_next_is_not_called_before_it_is_said_whether_the_last_one_came(
    size: tuple[int, int],
) -> None:
    backend = office(queue=called())
    async with desk_app(backend).run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "f5")
        assert "คิว B007 มาหรือยัง" in screen_text(pilot.app)
        assert_golden(pilot.app, "pick-up-came")
        await press(pilot, "2")
        queue = backend.records[ID].request.queue
        assert queue is not None
        assert queue.times_called == 2
        await press(pilot, "escape", "f5", "4")
        assert last(backend) == Requeue(behind=True)
        await press(pilot, "escape", "f5")
        assert "เรียกคิว B008" in screen_text(pilot.app)


async def test_nobody_waits_is_said_in_passing() -> None:
    backend = FakeBackend.of([record(approved("BK-4FGH"))])
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f5")
        assert said(pilot) == ["ไม่มีคิวที่รอเรียก"]
        assert front(pilot.app) == "WorkListScreen"


class SlowDaemon(FakeBackend):
    """Answers when it is let."""

    gate: asyncio.Event

    async def send(self, request_id: str, seen_version: int, command: Decision | Fact) -> Outcome:
        await self.gate.wait()
        return await super().send(request_id, seen_version, command)


async def test_a_key_pressed_twice_calls_once_and_who_signed_out_sees_nothing() -> None:
    backend = SlowDaemon(records=office().records)
    backend.gate = asyncio.Event()
    async with desk_app(backend).run_test() as pilot:
        await pilot.pause()
        await pilot.press("f5", "f5", "f5", "f12")
        await pilot.pause()
        backend.gate.set()
        await settle(pilot)
        assert front(pilot.app) == "SignInScreen"
    assert kinds(backend) == ["call_next"]


async def test_without_the_daemon_nobody_is_called_and_it_is_said() -> None:
    backend = office()
    backend.error = Offline()
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f5")
        assert "ขาดการเชื่อมต่อ" in told(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_sent_on_to_another_counter_with_a_note(size: tuple[int, int]) -> None:
    backend = office(queue=called())
    async with opened(backend, PickUpScreen(ID), size=size) as pilot:
        await press(pilot, "f7")
        assert_golden(pilot.app, "park")
        await press(pilot, "5")
        assert "ช่อง 3" not in screen_text(pilot.app).partition("ส่งต่อไปช่องใด")[2].partition("Esc")[0]
        await press(pilot, "2", "1")
        assert_golden(pilot.app, "send-on")
        await press(pilot, "f9")
        assert front(pilot.app) == "WorkListScreen"
        assert "ส่งคิว B007 ต่อไปช่อง 2 แล้ว" in said(pilot)
        await press(pilot, "f5")
        assert "เรียกคิว B008" in screen_text(pilot.app)
    assert backend.sent[0][1] == SendOn(counter="2", note="ถ่ายรูปหรือตรวจภาพก่อน")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("checked", [(), ("enter", "enter", "enter", "enter", "f6")])
async def test_who_is_parked_is_not_served_on_and_it_is_said_whom_f5_calls(
    size: tuple[int, int], checked: tuple[str, ...]
) -> None:
    backend = office(queue=called())
    async with opened(backend, PickUpScreen(ID), size=size) as pilot:
        await press(pilot, *checked, "f7", "2", "f9", "1")
        shown = screen_text(pilot.app)
        assert "รับเงินแล้วกด Enter" not in shown
        for words in ("พักคิวแล้ว", "อยู่ลำดับเดิม", "F5 เรียกใหม่", "Esc แล้ว F5 คิวถัดไป"):
            assert words in shown
        await press(pilot, "escape", "f5")
        assert "เรียกคิว B008" in screen_text(pilot.app)
    assert kinds(backend)[-2:] == ["park", "call_next"]


async def test_where_there_is_no_other_counter_nobody_is_sent_on() -> None:
    backend = office(queue=called(), counters=("3",))
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f7", "5")
        assert "ส่งต่อไม่ได้" in screen_text(pilot.app)
    assert kinds(backend) == []


async def test_who_was_sent_on_shows_the_note_where_they_are_awaited() -> None:
    backend = office(
        queue=called().model_copy(
            update={"state": QueueState.WAITING, "for_counter": "3", "note": "[/]ถ่ายรูป 1104000000010"}
        )
    )
    async with opened(backend, PickUpScreen(ID)) as pilot:
        assert "รอเรียก ส่งต่อช่อง 3" in screen_text(pilot.app)
        now = backend.records[ID]
        sent = now.request.model_copy(update={"version": 9})
        backend.put(record(sent, PARTICULARS))
        await settle(pilot)
        (news,) = said(pilot)
    assert news.startswith("คิว B007 ส่งต่อมาที่ช่องนี้")
    assert "1104000000010" not in news


def by_phone(reference: str, number: str, seconds: int) -> Any:
    at = NOW + dt.timedelta(seconds=seconds)
    queue = Queue(number=number, state=QueueState.WAITING, since=at, arrived_at=at, came_by="phone")
    return record(approved(reference, state=State.ARRIVED, queue=queue))


def test_a_full_morning_is_said_once_a_minute() -> None:
    clock = StandingClock()
    backend = FakeBackend.of([by_phone(f"BK-A{n}", f"A00{n}", n) for n in range(9)])
    arrivals = Arrivals(clock)
    ids = list(backend.records)
    assert arrivals.news(backend, ids[:1]) == ["มาถึงแล้ว: คิว A000"]
    assert [arrivals.news(backend, [each]) for each in ids] == [[]] * 9
    clock.seconds += QUIET_SECONDS
    backend.put(by_phone("BK-B1", "A009", 9))
    assert arrivals.news(backend, ["id-BK-B1"]) == ["มาถึงแล้วอีก 9 คน (เช็กอินด้วย QR)"]
    assert arrivals.news(backend, ["id-BK-B1"]) == []


def test_who_came_in_the_quiet_minute_is_told_of_by_whatever_changes_after_it() -> None:
    clock = StandingClock()
    backend = FakeBackend.of(
        [by_phone("BK-A1", "A001", 1), by_phone("BK-A2", "A002", 2), record(approved("BK-4FGH"))]
    )
    arrivals = Arrivals(clock)
    assert arrivals.news(backend, ["id-BK-A1"]) == ["มาถึงแล้ว: คิว A001"]
    assert arrivals.news(backend, ["id-BK-A2"]) == []
    clock.seconds += QUIET_SECONDS
    assert arrivals.news(backend, [ID]) == ["มาถึงแล้ว: คิว A002"]
    assert arrivals.news(backend, [ID]) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"came_by": "counter"},
        {"state": QueueState.CALLED},
        {"for_counter": "1"},
        # Back in the queue: nobody has come.
        {"since": NOW + dt.timedelta(hours=1)},
    ],
)
def test_what_is_no_arrival_is_not_said(changes: dict[str, Any]) -> None:
    one = by_phone("BK-4FGH", "A001", 0)
    queue = one.request.queue.model_copy(update=changes)
    backend = FakeBackend.of([record(one.request.model_copy(update={"queue": queue}))])
    assert Arrivals(StandingClock()).news(backend, [ID]) == []


def test_many_changes_at_once_are_no_news() -> None:
    backend = FakeBackend.of([by_phone("BK-4FGH", "A001", 0)])
    arrivals = Arrivals(StandingClock())
    assert arrivals.news(backend, []) == []
    assert arrivals.news(backend, [ID, *map(str, range(60))]) == []
    assert arrivals.news(backend, ["id-gone"]) == []


async def test_a_call_by_another_counter_meanwhile_is_no_question_here() -> None:
    backend = office(queue=called(counter="1", times=3))
    async with opened(backend, PickUpScreen(ID, ask_came=True)) as pilot:
        assert front(pilot.app) == "PickUpScreen"
        await press(pilot, "f5")
        assert "เรียกคิว B007 ที่ช่อง 3" in screen_text(pilot.app)
    assert last(backend) == Call()
