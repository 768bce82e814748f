import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from desk.demo.stage import screen_text
from desk.errors import Offline
from desk.screens.pick_up import PickUpScreen
from desk.widgets.check_lines import CheckLines
from desk.widgets.hand_over_panel import HandOverPanel
from printer.errors import BadDevice
from printer.slip import Slip
from printer.spool.errors import SpoolUnavailable
from printer.spool.jobs import Job
from printer.spool.jobs import State as Print
from registry.commands import FACTS, FeePaid, Outcome, OutcomeStatus, Park, Reject, SecondCheck
from registry.office import OfficeProfile
from registry.request import Collector, Fee, Request
from registry.settings import Settings
from registry.states import QueueState, State
from tests.desk.driving import (
    HOSTILE,
    assert_golden,
    assert_harmless,
    front,
    kinds,
    last,
    opened,
    press,
    said,
    settle,
    told,
)
from tests.desk.fakes import SIZES, FakeBackend, StandingClock, type_text
from tests.desk.people import NOW, PARTICULARS, TOMORROW, approved, arrived, record
from thai.keyboard import to_thai

ID = "id-BK-4FGH"
NAMED = PARTICULARS.model_copy(update={"name": "นางสาวตัวอย่าง ใจดี"})


def one(**fields: Any) -> FakeBackend:
    return FakeBackend.of([record(arrived("BK-4FGH", **fields), NAMED)])


def expected(**fields: Any) -> FakeBackend:
    return FakeBackend.of([record(approved("BK-4FGH", state=State.READY, tray="14", **fields), NAMED)])


def with_attorney(backend: FakeBackend) -> FakeBackend:
    profile = OfficeProfile.of(Settings()).model_copy(update={"power_of_attorney": True})
    return FakeBackend(records=backend.records, profile=profile)


CHECKED: Sequence[str] = ("enter", "enter", "enter", "enter")


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_door_to_the_documents(size: tuple[int, int]) -> None:
    backend = expected()
    async with opened(backend, PickUpScreen(ID), size=size) as pilot:
        await press(pilot, "f9")
        assert "คิว B001" in screen_text(pilot.app)
        await press(pilot, "f5", *CHECKED, "f6", "enter", "f9")
        assert front(pilot.app) == "WorkListScreen"
        assert any("มอบเอกสาร BK-4FGH แล้ว" in words for words in said(pilot))
    assert kinds(backend) == [
        "arrive",
        "call",
        "second_check",
        "slip_printed",
        "fee_paid",
        "handed_over",
    ]
    done = backend.records[ID].request
    assert done.state is State.COLLECTED
    assert done.flags == ()
    assert (done.hand_over.slips_printed, done.hand_over.paid_baht) == (1, 10)
    (slip,) = backend.printed
    assert (slip.queue_number, slip.reprint, slip.masked_name) == ("B001", 0, "นางสาวตัวอย่าง จ.")


async def test_nothing_is_printed_or_handed_over_before_the_second_check() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f6")
        assert "ตรวจซ้ำ" in screen_text(pilot.app)
        await press(pilot, "f9")
        assert "ยังไม่ได้ตรวจซ้ำ" in screen_text(pilot.app)
        await press(pilot, "enter", "enter", "enter", "f9")
        assert "เลือกผู้มารับ" in screen_text(pilot.app)
    assert kinds(backend) == []
    assert backend.printed == []


async def test_a_line_that_does_not_match_stops_the_hand_over() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "enter")
        await type_text(pilot, to_thai("x"))
        await press(pilot, "enter", "enter", "enter", "f9")
        assert pilot.app.screen.query_one(CheckLines).model.mismatches == (1,)
        assert "F8" in screen_text(pilot.app)
    assert kinds(backend) == []


async def test_the_mismatch_is_told_to_the_citizen_with_a_reason() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "x", "f8", "1", "1", "f9")
        assert front(pilot.app) == "WorkListScreen"
    command = last(backend)
    assert isinstance(command, Reject)
    assert backend.records[ID].request.state is State.REJECTED


async def test_who_did_not_come_is_asked_about_first() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f8", "2", "enter", "escape")
        assert kinds(backend) == []
        await press(pilot, "f8", "2", "f9")
    assert kinds(backend) == ["no_show"]


async def test_back_to_the_queue_and_parked_with_a_note() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f8", "3")
        await press(pilot, "f7", "2", "f9", "2")
        assert "พัก ออกไปข้างนอก · เรียกแล้วไม่พบ" in screen_text(pilot.app)
        await press(pilot, "f5")
        assert "เรียกแล้ว 1 ครั้ง ที่ช่อง 3" in screen_text(pilot.app)
    assert kinds(backend) == ["requeue", "park", "call"]
    parked = backend.sent[1][1]
    assert isinstance(parked, Park)
    assert (parked.note, parked.place) == ("เรียกแล้วไม่พบ", "ออกไปข้างนอก")


async def test_a_power_of_attorney_is_offered_only_where_the_office_allows_it() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "enter", "enter", "enter", "2")
        assert "ผู้รับมอบอำนาจ" not in screen_text(pilot.app)
        assert pilot.app.screen.query_one(HandOverPanel).collector is Collector.OWNER


@pytest.mark.parametrize("keys", [("2",), ("right",), (to_thai("2"),)])
async def test_a_power_of_attorney_is_recorded_and_said_on_the_slip(keys: tuple[str, ...]) -> None:
    backend = with_attorney(one())
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "enter", "enter", "enter")
        for key in keys:
            await (type_text(pilot, key) if len(key) == 1 else press(pilot, key))
        await press(pilot, "enter", "f6")
    command = next(each for _, each in backend.sent if isinstance(each, SecondCheck))
    assert command.collector is Collector.ATTORNEY
    assert backend.printed[0].notes == ("ผู้รับมอบอำนาจเป็นผู้รับเอกสาร",)


@pytest.mark.parametrize("failure", [BadDevice("x"), SpoolUnavailable(), RuntimeError("x"), Print.FAILED])
async def test_a_failed_print_is_told_and_not_recorded(failure: object) -> None:
    backend = one()
    backend.print_error = failure if isinstance(failure, Exception) else None
    backend.print_state = Print.FAILED
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6")
        assert "ไม่ได้บันทึกว่าพิมพ์แล้ว" in told(pilot)
        backend.print_error, backend.print_state = None, Print.SENT
        await press(pilot, "enter", "f6")
    assert kinds(backend) == ["second_check", "slip_printed"]
    assert backend.printed[-1].reprint == 0


@pytest.mark.parametrize("reason", ["PrinterTimeout", "crash", "error"])
async def test_after_a_doubtful_print_the_clerk_looks_and_the_next_slip_says_reprint(reason: str) -> None:
    backend = one()
    backend.print_state, backend.print_reason = Print.UNKNOWN, reason
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6")
        assert front(pilot.app) == "MenuDialog"
        await press(pilot, "2")
        assert kinds(backend) == ["second_check"]
        assert "พิมพ์ซ้ำ ครั้งที่ 1" in screen_text(pilot.app)
        backend.print_state = Print.SENT
        await press(pilot, "f6")
        assert front(pilot.app) == "ConfirmDialog"
        await press(pilot, "f9")
    assert kinds(backend) == ["second_check", "slip_printed"]
    assert backend.printed[-1].reprint == 1


async def test_a_doubtful_print_that_came_out_is_recorded_on_the_clerks_word() -> None:
    backend = one()
    backend.print_state = Print.UNKNOWN
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6", "1")
        assert "พิมพ์แล้ว 1 ครั้ง" in screen_text(pilot.app)
    assert kinds(backend) == ["second_check", "slip_printed"]


async def test_a_second_slip_is_asked_about_and_marked() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6", "f6")
        assert "พิมพ์ซ้ำ ครั้งที่ 1" in screen_text(pilot.app)
        await press(pilot, "enter", "escape")
        assert len(backend.printed) == 1
        await press(pilot, "f6", "f9")
    assert [slip.reprint for slip in backend.printed] == [0, 1]
    assert backend.records[ID].request.hand_over.slips_printed == 2


class SlowPrinter(FakeBackend):
    """Prints when it is let."""

    gate: asyncio.Event

    async def print_slip(self, slip: Slip, request: Request, at: str = "") -> Job:
        await self.gate.wait()
        return await super().print_slip(slip, request, at)


async def test_a_print_that_ends_after_the_screen_was_left_is_still_recorded_once() -> None:
    backend = SlowPrinter(records={ID: record(arrived("BK-4FGH"), NAMED)})
    backend.gate = asyncio.Event()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED)
        await pilot.press("f6", "f6", "escape")
        await pilot.pause()
        assert front(pilot.app) == "WorkListScreen"
        backend.gate.set()
        await settle(pilot)
    assert kinds(backend) == ["second_check", "slip_printed"]


async def test_handing_over_with_something_missing_is_asked_about() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f9")
        shown = screen_text(pilot.app)
        assert "ยังไม่ได้บันทึกว่ารับเงิน" in shown
        assert "ยังไม่ได้พิมพ์บัตรคิว" in shown
        await press(pilot, "enter", "escape")
        assert kinds(backend) == ["second_check"]
        await press(pilot, "f9", "f9")
    assert kinds(backend) == ["second_check", "handed_over"]


async def test_a_waived_fee_needs_no_payment() -> None:
    backend = one(fee=Fee(baht=0, reason="ยกเว้น"))
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6", "enter", "f9")
    assert kinds(backend) == ["second_check", "slip_printed", "handed_over"]


async def test_the_fee_is_recorded_once_at_the_approved_amount() -> None:
    backend = one(fee=Fee(baht=1200))
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "enter", "enter", "enter")
        assert "1,200 บาท   [✓] รับเงินแล้ว" in screen_text(pilot.app)
    paid = [each for _, each in backend.sent if isinstance(each, FeePaid)]
    assert [each.baht for each in paid] == [1200]


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


async def test_the_number_is_revealed_for_the_comparison_with_the_card() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID), monotonic=StandingClock()) as pilot:
        assert "1040-02-XXXX5678" in screen_text(pilot.app)
        await press(pilot, "f4")
        assert "1040-02-12345678" in screen_text(pilot.app)
    assert kinds(backend) == ["revealed"]


async def test_the_paper_never_shows_a_number_or_the_whole_name() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID), size=(80, 24), monotonic=StandingClock()) as pilot:
        await press(pilot, "f4", "tab")
        shown = screen_text(pilot.app)
        assert "นางสาวตัวอย่าง จ." in shown
        assert "ใจดี" not in shown
        assert "12345678" not in shown
        await press(pilot, "escape")
        assert front(pilot.app) == "PickUpScreen"


async def test_training_is_marked_on_the_paper() -> None:
    backend = one()
    backend.training = True
    async with opened(backend, PickUpScreen(ID)) as pilot:
        assert "ฝึกอบรม" in screen_text(pilot.app)
        await press(pilot, *CHECKED, "f6")
    assert backend.printed[0].training


class OutboxBackend(FakeBackend):
    """The line is cut: facts are kept to be sent later, and the mirror does not know them."""

    async def send(self, request_id: str, seen_version: int, command: Any) -> Outcome:
        if self.online or not isinstance(command, FACTS):
            return await super().send(request_id, seen_version, command)
        self.sent.append((request_id, command))
        kept = {"unsent": True}
        return Outcome(id="x", status=OutcomeStatus.APPLIED, version=seen_version, result=kept)


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


@pytest.mark.parametrize("size", SIZES)
async def test_the_screens_look_as_they_did(size: tuple[int, int]) -> None:
    backend = with_attorney(expected())
    async with opened(backend, PickUpScreen(ID), size=size) as pilot:
        assert_golden(pilot.app, "pick-up-expected")
        await press(pilot, "f9", "f5", "enter", "enter", "enter")
        assert_golden(pilot.app, "pick-up-checked")
        await press(pilot, "enter")
        if size[0] == 80:
            await press(pilot, "tab")
            assert_golden(pilot.app, "pick-up-slip")
            await press(pilot, "tab")
        await press(pilot, "f8")
        assert_golden(pilot.app, "pick-up-problem")


@pytest.mark.parametrize("size", SIZES)
async def test_citizen_text_does_nothing_but_show_as_text(size: tuple[int, int]) -> None:
    for text in ("".join(each[:30] for each in HOSTILE), HOSTILE[3]):
        given = PARTICULARS.model_copy(update={"name": text[:300], "display_name": text, "card": text[:60]})
        backend = FakeBackend.of([record(arrived("BK-4FGH", tray=text[:20]), given)])
        async with opened(backend, PickUpScreen(ID), size=size) as pilot:
            assert_harmless(pilot.app)
            await press(pilot, "f4", "enter", "enter", "enter", "enter")
            assert_harmless(pilot.app)
            await press(pilot, "tab", "f6")
            assert_harmless(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_missing_particulars_stop_nobody(size: tuple[int, int]) -> None:
    backend = FakeBackend.of([record(arrived("BK-4FGH", state_since=NOW - dt.timedelta(1)), None)])
    async with opened(backend, PickUpScreen(ID), size=size) as pilot:
        await press(pilot, "f4", *CHECKED, "f6", "enter", "f9")
    assert kinds(backend) == ["second_check", "slip_printed", "fee_paid", "handed_over"]
    assert backend.printed[0].masked_name is None
