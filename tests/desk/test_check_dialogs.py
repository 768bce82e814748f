import datetime as dt

import pytest
from textual.widgets import Input

from desk.demo.stage import screen_text
from desk.screens.check import CheckScreen
from registry.commands import Approve, Ask, Reject
from registry.states import State
from tests.desk.check_flow import CARD, ID, NAME, PID, WEDNESDAY, fill, one, typed
from tests.desk.driving import (
    front,
    kinds,
    last,
    opened,
    press,
    told,
)
from tests.desk.fakes import StandingClock, type_text
from thai.keyboard import to_thai


async def test_giving_back_is_one_key_or_a_choice_of_f7() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "ctrl+r")
        assert front(pilot.app) == "WorkListScreen"
        pilot.app.push_screen(CheckScreen(ID))
        await press(pilot, "f7", "5")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == ["take", "release", "take", "release"]
    assert backend.records[ID].request.state is State.PENDING


async def test_asking_sends_the_words_in_front_of_the_clerk() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "f7", "1")
        assert front(pilot.app) == "AskDialog"
        await type_text(pilot, " น้ำ")
        await press(pilot, "f9")
        assert front(pilot.app) == "WorkListScreen"
    command = last(backend)
    assert isinstance(command, Ask)
    assert command.question.startswith("กรุณาแจ้งเลขประจำตัวประชาชน")
    assert command.question.endswith(" น้ำ")
    assert backend.records[ID].request.state is State.NEEDS_INFORMATION


async def test_half_written_words_survive_esc() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "f8", "5")
        await type_text(pilot, "เพราะว่า")
        await press(pilot, "escape", "f8")
        assert front(pilot.app) == "RejectDialog"
        assert pilot.app.screen.query_one("#text", Input).value == "เพราะว่า"
        await press(pilot, "f9")
    command = last(backend)
    assert isinstance(command, Reject)
    assert command.reason == "เพราะว่า"


@pytest.mark.parametrize("words", ["", "   ", "เลข 1-1040-00000-01-0", "jc1 1234567 12"])
async def test_nothing_is_sent_without_words_or_with_an_identity_number(words: str) -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "f8", "5")
        await type_text(pilot, words)
        await press(pilot, "f9", "enter")
        assert front(pilot.app) == "RejectDialog"
        assert "กรุณา" in screen_text(pilot.app)
    assert kinds(backend) == ["take"]


async def test_a_fee_other_than_the_tables_needs_a_reason() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "tab", "backspace", "backspace")
        await type_text(pilot, to_thai("0"))
        await press(pilot, "f9")
        assert front(pilot.app) == "ApproveDialog"
        assert "กรุณากรอกเหตุผล" in screen_text(pilot.app)
        await type_text(pilot, "ยกเว้นตามระเบียบ")
        await press(pilot, "f9")
    command = last(backend)
    assert isinstance(command, Approve)
    assert (command.fee.baht, command.fee.reason) == (0, "ยกเว้นตามระเบียบ")


@pytest.mark.parametrize("fee", ["", "สิบ", "-5", "100001", "1.5"])
async def test_a_fee_that_is_no_amount_is_not_sent(fee: str) -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "tab", "backspace", "backspace")
        await type_text(pilot, fee)
        await press(pilot, "f9")
        assert front(pilot.app) == "ApproveDialog"
        assert "100,000" in screen_text(pilot.app)
    assert kinds(backend) == ["take"]


async def test_another_time_is_chosen_with_the_arrows_and_kept_over_esc() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "pagedown", "down", "escape", "f9", "f9")
    command = last(backend)
    assert isinstance(command, Approve)
    assert command.appointment.date == WEDNESDAY + dt.timedelta(days=1)
    assert command.appointment.time == dt.time(8, 30)


async def test_times_beyond_the_first_week_are_read_when_they_are_wanted() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, *["pagedown"] * 9, "f9")
    command = last(backend)
    assert isinstance(command, Approve)
    assert command.appointment.date > WEDNESDAY + dt.timedelta(days=9)


async def test_without_a_free_time_nothing_is_approved() -> None:
    backend = one()
    backend.slots_free = ()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "f9")
        assert front(pilot.app) == "ApproveDialog"
        assert "กรุณาเลือกวันเวลานัด" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert front(pilot.app) == "CheckScreen"
    assert kinds(backend) == ["take"]


async def test_nothing_confirms_in_the_first_moment_and_enter_never_does() -> None:
    backend, clock = one(), StandingClock()
    async with opened(backend, CheckScreen(ID), monotonic=clock) as pilot:
        await press(pilot, "0")
        await typed(pilot, PID)
        await typed(pilot, NAME)
        await typed(pilot, CARD)
        for _ in range(2):
            clock.seconds += 1
            await press(pilot, "enter")
        await press(pilot, "f9", "enter")
        assert front(pilot.app) == "ApproveDialog"
        clock.seconds += 1
        await press(pilot, "enter", "enter")
        assert kinds(backend) == ["take"]
        await press(pilot, "f9")
    assert kinds(backend) == ["take", "approve"]


async def test_a_time_given_away_meanwhile_is_told_and_another_can_be_chosen() -> None:
    backend = one()
    backend.office.full.add((WEDNESDAY, dt.time(9, 30)))
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "f9")
        assert "เต็มแล้ว" in told(pilot)
        await press(pilot, "enter", "f9", "down", "f9")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == ["take", "approve", "approve"]
