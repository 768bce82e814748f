import asyncio

import pytest

from desk.demo.stage import screen_text
from desk.screens.pick_up import PickUpScreen
from printer.errors import BadDevice
from printer.spool.errors import SpoolUnavailable
from printer.spool.jobs import State as Print
from registry.commands import SecondCheck
from registry.request import Attorney, Collector
from tests.desk.driving import (
    front,
    kinds,
    opened,
    press,
    settle,
    told,
)
from tests.desk.fakes import StandingClock, type_text
from tests.desk.people import arrived, record
from tests.desk.pick_up_flow import CHECKED, ID, NAMED, SlowPrinter, one, with_attorney
from thai.keyboard import to_thai


async def test_nothing_is_printed_or_handed_over_before_the_second_check() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f6")
        assert "ตรวจซ้ำ" in screen_text(pilot.app)
        await press(pilot, "f9")
        assert "ยังไม่ได้ตรวจซ้ำ" in screen_text(pilot.app)
        await press(pilot, "enter", "enter", "enter", "f9")
        assert "กรุณากด Enter ที่ผู้มารับ" in screen_text(pilot.app)
    assert kinds(backend) == []
    assert backend.printed == []


@pytest.mark.parametrize("keys", [("2",), ("right",), (to_thai("2"),)])
async def test_a_power_of_attorney_is_recorded_and_said_on_the_slip(keys: tuple[str, ...]) -> None:
    backend = with_attorney(one())
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "enter", "enter", "enter")
        for key in keys:
            await (type_text(pilot, key) if len(key) == 1 else press(pilot, key))
        await press(pilot, "enter", "2", "3", "f6")
    command = next(each for _, each in backend.sent if isinstance(each, SecondCheck))
    assert command.collector is Collector.ATTORNEY
    office = backend.profile.attorney
    assert command.attorney == Attorney(paper=office.papers[1], collector=office.collectors[2])
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
