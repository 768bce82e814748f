import datetime as dt

import pytest
from textual import events
from textual.pilot import Pilot

from desk.demo.stage import screen_text
from desk.screens.check import CheckScreen
from desk.widgets.check_lines import CheckLines
from registry.commands import Approve
from registry.request import Item
from registry.states import State
from tests.desk.check_flow import CARD, ID, NAME, PID, WEDNESDAY, fill, one, typed
from tests.desk.driving import (
    desk,
    front,
    kinds,
    last,
    opened,
    press,
    settle,
)
from tests.desk.fakes import SIZES, FakeBackend, StandingClock, desk_app, type_text
from thai.keyboard import to_thai


@pytest.mark.parametrize(
    ("items", "presses", "size"),
    [
        ((1,), 8, SIZES[0]),
        ((2,), 8, SIZES[1]),
        ((3,), 8, SIZES[0]),
        ((4,), 8, SIZES[1]),
        # Every further document is one more record to be looked at.
        ((1, 2), 9, SIZES[0]),
        # A question beside copies is answered in its own list, and costs the check nothing.
        ((4, 5), 8, SIZES[1]),
    ],
)
async def test_a_clean_request_needs_eight_presses_besides_what_is_typed(
    items: tuple[int, ...], presses: int, size: tuple[int, int]
) -> None:
    backend = one(items=tuple(Item(service=service, copies=1) for service in items))
    app = desk_app(backend)
    pressed = 0
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert front(app) == "WorkListScreen"
        script: list[str] = ["enter", "0", f"={PID}", "enter", f"={NAME}", "enter", f"={CARD}", "enter"]
        looked_at = ["enter"] * (presses - 6)
        for step in [*script, *looked_at, "f9"]:
            if step.startswith("="):
                await type_text(pilot, step[1:])
            else:
                assert front(app) != "ApproveDialog" or step == "f9", "one press less would have done"
                pressed += 1
                await press(pilot, step)
        assert front(app) == "WorkListScreen"
    assert pressed == presses
    assert kinds(backend) == ["take", "approve"]
    decided = last(backend)
    assert isinstance(decided, Approve)
    assert (decided.fee.baht, decided.fee.reason) == (10 * len(set(items) - {5}), "")
    assert (decided.appointment.date, decided.appointment.time) == (WEDNESDAY, dt.time(9, 30))
    assert (decided.found.pid, decided.found.name) == ("1104000000010", NAME)
    assert backend.records[ID].request.state is State.APPROVED


async def test_everything_works_in_the_thai_layout_too() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await type_text(pilot, to_thai("0"))
        await typed(pilot, to_thai(PID))
        await typed(pilot, NAME)
        await typed(pilot, to_thai(CARD))
        await type_text(pilot, to_thai("x"))
        lines = pilot.app.screen.query_one(CheckLines)
        assert lines.model.mismatches == (4,)
        await press(pilot, "backspace", "enter", "enter")
        assert front(pilot.app) == "ApproveDialog"
        await press(pilot, "f9")
    assert kinds(backend) == ["take", "approve"]


async def test_a_mismatch_is_shown_and_cannot_be_approved() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot, "1040-02-12345978")
        await press(pilot, "enter", "enter", "f9")
        shown = screen_text(pilot.app)
        assert front(pilot.app) == "CheckScreen"
        assert "1040-02-XX[9]X5678" not in shown
        assert "ในระบบ 1040-02-XXXX5[9]78" in shown or "[9]78" in shown
        assert "ต่างกัน 1 ตัว" in shown
        assert "ไม่ตรง 1 ข้อ: อนุมัติไม่ได้" in shown
        assert "แก้ข้อ 4 · F7 ขอข้อมูลเพิ่ม · F8 ไม่อนุมัติ" in shown
    assert kinds(backend) == ["take"]


async def test_of_who_came_by_themselves_a_mismatch_offers_no_question_by_chat() -> None:
    async with opened(one(channel="walk_in"), CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        await typed(pilot, PID)
        await typed(pilot, NAME)
        await typed(pilot, "1040-02-12345978")
        await press(pilot, "enter")
        assert _way_out(pilot) == "แก้ข้อ 4 · F8 ไม่อนุมัติ"
        await press(pilot, "enter", "enter")
        assert _way_out(pilot) == "แก้ข้อ 4 · F8 ไม่อนุมัติ · Ctrl+E ผู้ร่วมรับรอง"


def _way_out(pilot: Pilot[None]) -> str:
    shown = screen_text(pilot.app)
    (line,) = [line for line in shown.splitlines() if "แก้ข้อ" in line]
    return line[line.index("แก้ข้อ") :].rstrip("│ ")


async def test_a_mismatch_is_mended_where_it_stands() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot, "1040-02-12345978")
        await press(pilot, "f9", "backspace", "backspace", "backspace")
        await typed(pilot, "678")
        await press(pilot, "enter", "enter", "f9")
    assert kinds(backend) == ["take", "approve"]


async def test_an_outcome_that_is_not_good_stays_in_view() -> None:
    async with opened(one(), CheckScreen(ID)) as pilot:
        await press(pilot, "2")
        lines = pilot.app.screen.query_one(CheckLines)
        seen = [(lines.cursor, lines.model.mismatches)]
        await press(pilot, "3")
        seen.append((lines.cursor, lines.model.mismatches))
        await press(pilot, "0")
        seen.append((lines.cursor, lines.model.mismatches))
        assert seen == [(0, (0,)), (0, (0,)), (1, ())]


async def test_a_no_is_never_turned_into_a_yes_by_enter() -> None:
    async with opened(one(), CheckScreen(ID)) as pilot:
        await press(pilot, "up", "x", "enter", "up", "enter")
        assert pilot.app.screen.query_one(CheckLines).model.mismatches == (5,)


async def test_f9_on_an_unfinished_check_leads_to_the_open_line() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "down", "down", "f9")
        assert pilot.app.screen.query_one(CheckLines).cursor == 0
        assert "ยังตรวจไม่ครบ" in screen_text(pilot.app)
    assert kinds(backend) == ["take"]


async def test_a_held_enter_key_answers_nothing() -> None:
    clock = StandingClock()
    async with opened(one(), CheckScreen(ID), monotonic=clock) as pilot:
        await press(pilot, "up", "enter", "enter")
        lines = pilot.app.screen.query_one(CheckLines)
        assert lines.model.done == 0
        clock.seconds += 0.2
        await press(pilot, "enter")
        assert lines.model.done == 1


async def test_what_was_entered_is_there_after_leaving_and_coming_back() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        await typed(pilot, PID)
        await type_text(pilot, "นางสาวตัว")
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"
        assert backend.records[ID].request.state is State.CHECKING
        pilot.app.push_screen(CheckScreen(ID))
        await settle(pilot)
        lines = pilot.app.screen.query_one(CheckLines)
        assert (lines.model.done, lines.cursor) == (2, 2)
        await typed(pilot, "อย่าง ใจดี")
        assert lines.model.found().name == NAME
    assert kinds(backend) == ["take"]


async def test_another_sign_in_finds_nothing_of_what_was_entered() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        await typed(pilot, PID)
        desk(pilot).begin(FakeBackend(records=dict(backend.records)))
        await settle(pilot)
        pilot.app.push_screen(CheckScreen(ID))
        await settle(pilot)
        assert pilot.app.screen.query_one(CheckLines).model.done == 0


async def test_paste_goes_into_the_line_in_hand_cleaned() -> None:
    async with opened(one(), CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        pilot.app.post_message(events.Paste("1-1040-\x1b]52;c;x\x07\n00000-01-0"))
        await settle(pilot)
        lines = pilot.app.screen.query_one(CheckLines)
        assert lines.drafts["step:pid"] == "1-1040-]52;c;x 00000-01-0"
