"""Who comes by themselves: from the list to the slip in few keys, and nothing lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from desk.demo.stage import screen_text
from desk.errors import Offline
from registry.commands import Approve, WalkIn
from registry.office import OfficeProfile
from registry.request import Item, Request
from registry.settings import Settings
from registry.states import State
from tests.desk.driving import assert_golden, desk, front, kinds, press, settle, told
from tests.desk.fakes import SIZES, FakeBackend, desk_app, type_text
from tests.desk.people import CARD, PID
from thai.keyboard import to_thai

NAME = "สมหญิง ใจดี"


def office(**queue: Any) -> FakeBackend:
    return FakeBackend(profile=OfficeProfile.of(Settings.model_validate({"queue": queue})))


def made(backend: FakeBackend) -> Request:
    (record,) = backend.records.values()
    return record.request


class Keys:
    """Counts the keys a clerk presses besides what is typed off a card or a screen."""

    def __init__(self, pilot: Any) -> None:
        self.pilot, self.pressed = pilot, 0

    async def press(self, *keys: str) -> None:
        self.pressed += len(keys)
        await press(self.pilot, *keys)

    async def write(self, text: str) -> None:
        await type_text(self.pilot, text)
        await settle(self.pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_list_to_the_slip_in_ten_keys(size: tuple[int, int]) -> None:
    backend = office()
    async with desk_app(backend).run_test(size=size) as pilot:
        await settle(pilot)
        keys = Keys(pilot)
        await keys.press("w")
        assert_golden(pilot.app, "walk-in")
        await keys.press("2", "enter")
        assert front(pilot.app) == "CheckScreen"
        assert "F7" not in screen_text(pilot.app).splitlines()[-1]
        await keys.press("0")
        for text in (PID, NAME, CARD):
            await keys.write(text)
            await keys.press("enter")
        await keys.press("enter", "enter")
        assert front(pilot.app) == "ApproveDialog"
        assert_golden(pilot.app, "walk-in-approve")
        await keys.press("f6")
        assert front(pilot.app) == "PickUpScreen"
        assert_golden(pilot.app, "walk-in-served")
        assert keys.pressed == 10
        await press(pilot, "enter", "enter", "enter", "enter", "enter", "f9")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == ["walk_in", "approve", "slip_printed", "second_check", "fee_paid", "handed_over"]
    done = made(backend)
    assert (done.state, done.flags) == (State.COLLECTED, ())
    (slip,) = backend.printed
    assert (slip.queue_number, slip.appointment, slip.fee) == ("W001", None, 10)


async def test_copies_are_counted_by_digits_in_both_layouts_and_taken_back() -> None:
    backend = office()
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        await type_text(pilot, to_thai("w"))
        await settle(pilot)
        await press(pilot, "1", "2", "1", "4", "backspace")
        await type_text(pilot, to_thai("2"))
        await press(pilot, "5", "9", "enter")
    command = backend.sent[0][1]
    assert isinstance(command, WalkIn)
    assert command.items == (Item(service=1, copies=2), Item(service=2, copies=2))
    assert command.consent


async def test_without_a_document_nothing_is_sent() -> None:
    backend = office()
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        await press(pilot, "w", "enter")
        assert "กรุณาเลือกเอกสาร" in screen_text(pilot.app)
        await press(pilot, "f9", "escape")
        assert front(pilot.app) == "WorkListScreen"
    assert backend.sent == []


@pytest.mark.parametrize("size", SIZES)
async def test_what_the_office_wants_typed_is_read_in_either_layout_and_compared(
    size: tuple[int, int],
) -> None:
    backend = office(walk_in_particulars=["laser", "card", "pid", "name"])
    async with desk_app(backend).run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "w", "1", "enter")
        await type_text(pilot, "jc1-1234567-12")
        await press(pilot, "enter")
        await type_text(pilot, to_thai("1040-02-12345678"))
        await press(pilot, "enter")
        await type_text(pilot, "1104000000011")
        await press(pilot, "enter")
        await type_text(pilot, NAME)
        await press(pilot, "enter")
        assert "เลขประจำตัวประชาชนไม่ครบหรือไม่ถูกต้อง" in screen_text(pilot.app)
        assert_golden(pilot.app, "walk-in-typed")
        await type_text(pilot, PID)
        await press(pilot, "f9")
        assert front(pilot.app) == "CheckScreen"
    command = backend.sent[0][1]
    assert isinstance(command, WalkIn)
    assert (command.laser, command.card, command.pid, command.name) == ("JC1123456712", CARD, PID, NAME)


async def test_esc_and_a_cut_line_lose_nothing_and_the_second_try_is_the_same_request() -> None:
    backend = office()
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        await press(pilot, "w", "3", "escape", "w")
        assert "ทะเบียนการหย่า" in screen_text(pilot.app)
        backend.error = Offline()
        await press(pilot, "enter")
        assert "ขาดการเชื่อมต่อ" in told(pilot)
        backend.error = None
        await press(pilot, "enter", "w", "enter")
        assert front(pilot.app) == "CheckScreen"
        await press(pilot, "escape", "w")
        assert "✓ 3" not in screen_text(pilot.app)
    first, second = backend.sent[:2]
    assert first == second
    assert len(backend.records) == 1


async def test_a_request_whose_answer_was_lost_is_opened_and_not_made_again() -> None:
    backend = office()
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        await press(pilot, "w", "2")
        request_id = desk(pilot).memory.walk_in.request_id
        await backend.send(request_id, 0, WalkIn(items=(Item(service=2),), consent=True))
        await press(pilot, "enter")
        assert front(pilot.app) == "CheckScreen"
    assert len(backend.records) == 1


async def test_a_walk_in_can_be_given_another_day() -> None:
    backend = office()
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        await press(pilot, "w", "2", "enter", "0")
        for text in (PID, NAME, CARD):
            await type_text(pilot, text)
            await press(pilot, "enter")
        await press(pilot, "enter", "enter", "down")
        await settle(pilot)
        await press(pilot, "down", "f9")
        assert front(pilot.app) == "WorkListScreen"
    command = backend.sent[-1][1]
    assert isinstance(command, Approve)
    assert made(backend).state is State.APPROVED
