import pytest

from desk.demo.stage import screen_text
from desk.screens.pick_up import PickUpScreen
from desk.widgets.check_lines import CheckLines
from desk.widgets.hand_over_panel import HandOverPanel
from desk.widgets.preview import describe
from registry.commands import FeePaid, Park, Reject
from registry.request import Attorney, Check, Collector, Fee, HandOver
from registry.states import State
from tests.desk.driving import (
    front,
    kinds,
    last,
    opened,
    press,
    said,
)
from tests.desk.fakes import SIZES, type_text
from tests.desk.pick_up_flow import CHECKED, ID, expected, one, with_attorney
from thai.keyboard import to_thai


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


async def test_esc_goes_back_from_one_question_on_the_attorney_to_the_other_and_records_nothing() -> None:
    backend = with_attorney(one())
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "enter", "enter", "enter", "2", "enter", "1")
        assert "ผู้รับมอบอำนาจเป็นใคร" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "เห็นหลักฐานใด" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert front(pilot.app) == "PickUpScreen"
    assert kinds(backend) == []


async def test_what_was_shown_for_a_collector_stands_on_screen_afterwards_and_masked() -> None:
    shown = Attorney(paper="หนังสือมอบอำนาจ 1104000000010", collector="บุตร")
    hand_over = HandOver(
        second_check=Check(lines=()), collector=Collector.ATTORNEY, attorney=shown, paid_baht=10
    )
    backend = with_attorney(one(hand_over=hand_over))
    async with opened(backend, PickUpScreen(ID)) as pilot:
        text = screen_text(pilot.app)
        assert "บุตร · หนังสือมอบอำนาจ" in text
        assert "1104000000010" not in text
    lines = describe(backend.records[ID], "", backend.now(), room=60)
    (told,) = [line.plain for line in lines if "บุตร" in line.plain]
    assert "1104000000010" not in told


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


@pytest.mark.parametrize(("channel", "asked"), [("line", True), ("walk_in", False)])
async def test_copies_that_were_not_marked_as_prepared_are_asked_about_unless_they_are_made_at_the_counter(
    channel: str, asked: bool
) -> None:
    backend = one(tray="", channel=channel, check_done=Check(lines=()))
    async with opened(backend, PickUpScreen(ID), size=SIZES[0]) as pilot:
        await press(pilot, *CHECKED, "f6", "enter", "f9")
        assert ("ยังไม่ได้บันทึกว่าเตรียมเอกสาร" in screen_text(pilot.app)) is asked
        assert "handed_over" not in kinds(backend) or not asked
        await press(pilot, *(["f9"] if asked else []))
    assert kinds(backend) == ["second_check", "slip_printed", "fee_paid", "handed_over"]


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
