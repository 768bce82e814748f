import pytest

from desk.demo.stage import screen_text
from desk.errors import Offline
from desk.messages import pick_up as words
from desk.screens.pick_up import PickUpScreen
from desk.widgets.check_lines import CheckLines
from registry.states import QueueState, State
from tests.desk.driving import (
    front,
    kinds,
    opened,
    press,
    settle,
    told,
)
from tests.desk.fakes import FakeBackend
from tests.desk.people import TOMORROW, approved, arrived, record
from tests.desk.pick_up_flow import CHECKED, ID, NAMED, OutboxBackend, one


async def test_an_appointment_of_another_day_is_refused_in_words() -> None:
    backend = FakeBackend.of([record(approved("BK-4FGH", day=TOMORROW), NAMED)])
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f9")
        assert "ไม่ใช่นัดของวันนี้" in told(pilot)
        await press(pilot, "enter", "escape")
        assert front(pilot.app) == "WorkListScreen"


async def test_a_second_check_that_is_recorded_is_shown_after_coming_back() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "escape")
        pilot.app.push_screen(PickUpScreen(ID))
        await settle(pilot)
        assert "ตรวจซ้ำแล้ว" in screen_text(pilot.app)
        assert pilot.app.screen.query_one(CheckLines).model.done == 3
        await press(pilot, "enter", "f6", "f9")
    assert kinds(backend) == ["second_check", "fee_paid", "slip_printed", "handed_over"]


async def test_a_half_done_second_check_waits_in_memory() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "enter", "enter", "escape")
        pilot.app.push_screen(PickUpScreen(ID))
        await settle(pilot)
        assert pilot.app.screen.query_one(CheckLines).model.done == 2


async def test_without_the_daemon_decisions_are_told_and_facts_go_on() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        backend.error = Offline()
        await press(pilot, *CHECKED)
        assert "ขาดการเชื่อมต่อ" in told(pilot)
        backend.error = None
        await press(pilot, "enter", "enter")
        backend.online = False
        await press(pilot, "enter", "f6", "f9")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend)[-3:] == ["fee_paid", "slip_printed", "handed_over"]


async def test_another_counter_calls_the_citizen_and_it_is_said() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        now = backend.records[ID].request
        assert now.queue is not None
        queue = now.queue.model_copy(update={"state": QueueState.CALLED, "counter": "1", "times_called": 1})
        backend.put(record(now.model_copy(update={"queue": queue, "version": 9}), NAMED))
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert "เปลี่ยนแล้ว" in shown
        assert "ที่ช่อง 1" in shown


@pytest.mark.parametrize("state", [State.COLLECTED, State.CANCELLED, State.NO_SHOW])
async def test_a_request_that_ends_elsewhere_leaves_nothing_to_do_but_go_back(state: State) -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        now = backend.records[ID].request
        backend.put(record(now.model_copy(update={"state": state, "version": 9}), None))
        await settle(pilot)
        await press(pilot, "enter", "f4", "f5", "f6", "f7", "f8", "f9")
        assert front(pilot.app) == "PickUpScreen"
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == []


async def test_a_request_that_vanishes_leaves_a_way_back() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        backend.remove(ID)
        await settle(pilot)
        await press(pilot, "enter", "f4", "f6", "f9")
        assert "ไม่มีในรายการแล้ว" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"


async def test_facts_that_wait_in_the_outbox_are_shown_and_not_recorded_twice() -> None:
    backend = OutboxBackend(records={ID: record(arrived("BK-4FGH"), NAMED)})
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED)
        backend.online = False
        await press(pilot, "enter", "f6", "enter")
        shown = screen_text(pilot.app)
        assert "[✓] รับเงินแล้ว" in shown
        assert "พิมพ์แล้ว 1 ครั้ง" in shown
        await press(pilot, "escape")
        pilot.app.push_screen(PickUpScreen(ID))
        await settle(pilot)
        assert "พิมพ์ซ้ำ ครั้งที่ 1" in screen_text(pilot.app)
        await press(pilot, "f9")
        assert front(pilot.app) == "WorkListScreen"
        pilot.app.push_screen(PickUpScreen(ID))
        await settle(pilot)
        await press(pilot, "enter", "f6", "f9")
        assert "รับเอกสารแล้ว" in screen_text(pilot.app)
    assert kinds(backend) == ["second_check", "fee_paid", "slip_printed", "handed_over"]
    assert len(backend.printed) == 1


async def test_what_the_own_slip_changes_is_no_news_when_the_feed_brings_it() -> None:
    backend = OutboxBackend(records=one().records)
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED)
        backend.online = False
        await press(pilot, "f6")
        known = backend.records[ID]
        out = known.request.hand_over.model_copy(update={"slips_printed": 1, "next_slip": 1})
        newer = known.request.model_copy(update={"hand_over": out, "version": known.request.version + 1})
        backend.put(known.model_copy(update={"request": newer}))
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert words.printed(1) in shown
        assert words.CHANGED not in shown
        called = newer.model_copy(update={"version": newer.version + 1, "tray": "99"})
        backend.put(known.model_copy(update={"request": called}))
        await settle(pilot)
        assert words.CHANGED in screen_text(pilot.app)


async def test_a_mismatch_at_the_counter_says_what_can_be_done_there() -> None:
    async with opened(one(), PickUpScreen(ID)) as pilot:
        await press(pilot, "f5", "enter", "x")
        shown = screen_text(pilot.app)
        assert "ไม่ตรง 1 ข้อ: มอบเอกสารไม่ได้" in shown
        await press(pilot, "f9")
        shown = screen_text(pilot.app)
    assert "F8 เลือกว่าจะทำอย่างไร" in shown
    assert "F7 ขอข้อมูลเพิ่ม" not in shown
