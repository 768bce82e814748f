"""Esc goes one step back, and what was entered is there when the clerk comes back the same way."""

from __future__ import annotations

import datetime as dt

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from desk.backend import WorkList
from desk.demo.stage import screen_text
from desk.errors import Offline
from desk.screens.check import CheckScreen
from desk.screens.prepare import PrepareScreen
from desk.screens.work_list import WorkListScreen
from desk.widgets.check_lines import CheckLines
from desk.widgets.prepare_list import PrepareList
from desk.widgets.slot_list import SlotList
from registry.checks import Step
from registry.commands import Approve
from registry.states import State
from tests.desk.check_flow import CARD, ID, NAME, PID, fill, one, typed
from tests.desk.driving import desk, front, last, opened, press, settle, told
from tests.desk.fakes import PIN, FakeBackend, desk_app, type_text
from tests.desk.people import TOMORROW, approved, record, request

WRONG = "1040-02-99999999"


async def _back_to_the_list(pilot: Pilot[None]) -> None:
    """Press Esc until the work list is in front; every press closes exactly one screen."""
    while not isinstance(pilot.app.screen, WorkListScreen):
        before = len(pilot.app.screen_stack)
        await press(pilot, "escape")
        assert len(pilot.app.screen_stack) == before - 1


def _values(pilot: Pilot[None]) -> dict[str, str]:
    return {line.id or "": line.value for line in pilot.app.screen.query(Input)}


@pytest.mark.parametrize(
    ("keys", "choice", "text", "field"),
    [
        (("enter", "f7"), ("4",), "ถามอีกครั้ง", "text"),
        (("enter", "f8"), ("5",), "เพราะว่า", "text"),
        (("f3",), (), "ตัวอย่าง", "search-for"),
    ],
)
async def test_words_are_there_after_going_all_the_way_back(
    keys: tuple[str, ...], choice: tuple[str, ...], text: str, field: str
) -> None:
    app = desk_app(one())
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, *keys, *choice)
        await type_text(pilot, text)
        await _back_to_the_list(pilot)
        await press(pilot, *keys)
        assert _values(pilot)[field] == text


async def test_a_step_may_be_called_as_a_dialog_calls_its_words() -> None:
    backend = one()
    step = Step(id="reject", label="หมายเหตุ", kind="typed")
    backend.profile = backend.profile.model_copy(update={"steps": (step,)})
    async with opened(backend, CheckScreen(ID)) as pilot:
        await type_text(pilot, "ครึ่ง")
        await press(pilot, "f8")
        assert _values(pilot)["text"] == ""
        await press(pilot, "escape")
        assert "ครึ่ง" in screen_text(pilot.app)


async def test_what_was_looked_for_is_forgotten_once_it_was_found() -> None:
    app = desk_app(one())
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f3")
        await type_text(pilot, "9QRT")
        await press(pilot, "enter", "f3")
        assert _values(pilot)["search-for"] == ""


async def test_a_fee_a_reason_and_a_time_are_there_after_going_all_the_way_back() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "down", "down", "tab")
        await type_text(pilot, "0")
        await press(pilot, "tab")
        await type_text(pilot, "ยกเว้น")
        chosen = pilot.app.screen.query_one(SlotList).chosen
        await _back_to_the_list(pilot)
        await press(pilot, "enter", "f9")
        assert front(pilot.app) == "ApproveDialog"
        assert _values(pilot) == {"fee": "0", "reason": "ยกเว้น"}
        assert pilot.app.screen.query_one(SlotList).chosen == chosen
        backend.error = Offline()
        await press(pilot, "f9")
        assert "ขาดการเชื่อมต่อ" in told(pilot)
        backend.error = None
        await press(pilot, "enter", "f9", "f9")
    command = last(backend)
    assert isinstance(command, Approve)
    assert chosen is not None
    assert (command.fee.baht, command.fee.reason) == (0, "ยกเว้น")
    assert (command.appointment.date, command.appointment.time) == (chosen.date, chosen.time)


async def test_a_time_that_was_only_proposed_is_proposed_anew() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "escape")
        now = backend.records[ID].request
        wish = now.wish.model_copy(update={"date": dt.date(2026, 11, 27)})
        backend.put(record(now.model_copy(update={"wish": wish, "version": now.version + 1})))
        await settle(pilot)
        await press(pilot, "f9", "f9")
    command = last(backend)
    assert isinstance(command, Approve)
    assert command.appointment.date == dt.date(2026, 11, 27)


async def test_a_second_person_s_reason_stays_until_the_decision_and_the_pin_does_not() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot, WRONG)
        await press(pilot, "enter", "ctrl+e")
        for text in ("เห็นบัตรตัวจริง", "wichai", PIN):
            await type_text(pilot, text)
            await press(pilot, "tab")
        await press(pilot, "f9")
        assert front(pilot.app) == "ApproveDialog"
        await _back_to_the_list(pilot)
        await press(pilot, "enter", "ctrl+e")
        assert _values(pilot) == {"reason": "เห็นบัตรตัวจริง", "clerk": "wichai", "pin": ""}


async def test_a_correction_is_there_after_esc_and_after_a_line_that_was_cut() -> None:
    backend = FakeBackend.of([record(approved("BK-7NPQ", day=TOMORROW))])
    app = desk_app(backend)
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "3", "k", "2")
        await type_text(pilot, "20")
        await press(pilot, "enter")
        await type_text(pilot, "ฐานกลาง")
        await _back_to_the_list(pilot)
        await press(pilot, "k")
        assert _values(pilot) == {"fee": "20", "reason": "ฐานกลาง"}
        backend.error = Offline()
        await press(pilot, "f9", "enter")
        backend.error = None
        await press(pilot, "k", "f9")
        fee = backend.records["id-BK-7NPQ"].request.fee
        assert fee is not None
        assert fee.baht == 20
        await press(pilot, "k")
        assert _values(pilot) == {"fee": "", "reason": ""}


async def test_another_day_in_hand_is_there_after_esc() -> None:
    app = desk_app(FakeBackend.of([record(approved("BK-7NPQ", day=TOMORROW))]))
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "3", "m", "pagedown", "down")
        chosen = app.screen.query_one(SlotList).chosen
        await _back_to_the_list(pilot)
        await press(pilot, "m")
        assert app.screen.query_one(SlotList).chosen == chosen


async def test_marks_and_a_tray_being_typed_are_there_after_esc() -> None:
    names = ("BK-2CDE", "BK-3CDE", "BK-4CDE")
    backend = FakeBackend.of([record(approved(name, day=TOMORROW)) for name in names])
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "ctrl+n", "ctrl+n", "backspace")
        await type_text(pilot, "ตู้ 5")
        await _back_to_the_list(pilot)
        pilot.app.push_screen(PrepareScreen("id-BK-4CDE"))
        await settle(pilot)
        assert _values(pilot)["tray"] == "ตู้ 5"
        shown = pilot.app.screen.query_one(PrepareList)
        assert shown.marked == {"id-BK-2CDE", "id-BK-3CDE"}
        await press(pilot, "f9")
    assert [backend.records[f"id-{name}"].request.tray for name in names] == ["ตู้ 5", "ตู้ 5", ""]


async def test_another_request_opened_by_mistake_leaves_the_one_in_hand_as_it_was() -> None:
    backend = FakeBackend.of([record(request("BK-9QRT")), record(request("BK-55PA"))])
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        await typed(pilot, PID)
        await type_text(pilot, NAME[:5])
        await press(pilot, "f3")
        await type_text(pilot, "55PA")
        await press(pilot, "enter")
        # The search leads to the row, whatever lies over the list.
        screen = pilot.app.screen
        assert isinstance(screen, WorkListScreen)
        assert (screen.which, screen.table.selected_id) == (WorkList.PENDING, "id-BK-55PA")
        await press(pilot, "enter")
        assert front(pilot.app) == "CheckScreen"
        await press(pilot, "0", "ctrl+r")
        assert isinstance(pilot.app.screen, WorkListScreen)
        pilot.app.screen.show_list(WorkList.MINE)
        await press(pilot, "enter")
        lines = pilot.app.screen.query_one(CheckLines)
        assert (lines.model.done, lines.cursor, lines.drafts["step:name"]) == (2, 2, NAME[:5])
    assert backend.records[ID].request.state is State.CHECKING
    assert backend.records["id-BK-55PA"].request.state is State.PENDING


async def test_what_is_held_opens_again_while_the_daemon_is_away() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0", "escape")
        backend.online = False
        await press(pilot, "enter")
        assert front(pilot.app) == "CheckScreen"
        assert pilot.app.screen.query_one(CheckLines).model.done == 1


async def test_a_record_that_comes_meanwhile_moves_neither_caret_nor_line() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        await type_text(pilot, "1-1040-0000-01-0")
        await press(pilot, *["left"] * 5)
        backend.put(record(backend.records[ID].request))
        await settle(pilot)
        await type_text(pilot, "0")
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(CheckLines).model.line(1).done


async def test_a_take_back_that_could_not_be_sent_can_be_tried_again() -> None:
    backend = one()
    backend.undo_seconds = 10_000
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "f9")
        backend.error = Offline()
        await press(pilot, "ctrl+z")
        assert "ขาดการเชื่อมต่อ" in told(pilot)
        assert desk(pilot).undoing.seconds_left
        backend.error = None
        await press(pilot, "enter", "ctrl+z")
        assert front(pilot.app) == "CheckScreen"
    assert backend.records[ID].request.state is State.CHECKING


async def test_a_number_typed_wrong_is_masked_once_its_line_is_left() -> None:
    async with opened(one(), CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        await typed(pilot, "1-1040-00000-01-1")
        assert "1104000000011" not in screen_text(pilot.app).replace("-", "").split("ผลรวม")[1]
        await press(pilot, "down")
        shown = screen_text(pilot.app)
        assert "1-1040-00000-01-1" not in shown
        assert "X-XXXX-XXXXX-01-1" in shown
        assert CARD not in shown
