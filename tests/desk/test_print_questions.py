"""What a clerk is told and asked of prints, on the pick-up screen, in the lists, and after a restart."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from desk.demo.stage import screen_text
from desk.printing import Printing
from desk.screens.pick_up import PickUpScreen
from desk.screens.search import SearchScreen
from printer.content import Heading
from printer.spool.errors import NotNow
from printer.spool.jobs import Job
from printer.spool.jobs import State as Print
from printer.spool.places import counter_place
from printer.spool.store import Spool
from registry.commands import SlipPrinted
from registry.settings import PrinterSettings
from tests.desk.driving import front, kinds, opened, press, said, settle, told
from tests.desk.fake_prints import print_job
from tests.desk.fakes import FakeBackend, desk_app
from tests.desk.people import NOW, PARTICULARS, arrived, record

ID = "id-BK-4FGH"
CHECKED = ("enter", "enter", "enter", "enter")


def one() -> FakeBackend:
    return FakeBackend.of([record(arrived("BK-4FGH"), PARTICULARS)])


def left_behind(backend: FakeBackend, state: Print, reason: str, number: int = 1) -> Job:
    """Leave a print as an earlier run would have."""
    job = print_job(number, backend.records[ID].request, number - 1, NOW)
    left = dataclasses.replace(job, state=state, reason=reason)
    backend.jobs.append(left)
    return left


async def test_a_slip_without_paper_waits_is_shown_and_goes_out_by_itself() -> None:
    backend = one()
    backend.print_state, backend.print_reason = Print.QUEUED, "no_paper"
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6")
        shown = screen_text(pilot.app)
        assert "รอพิมพ์: กระดาษหมด" in shown
        assert "เพื่อพิมพ์บัตรคิว" not in shown, "F6 would ask about this one"
        assert "F6  ยกเลิกพิมพ์" in shown.splitlines()[-1]
        assert front(pilot.app) == "PickUpScreen", "no dialog holds up the clerk's keys"
        assert kinds(backend) == ["second_check"]
        await backend.print_becomes(backend.jobs[0], Print.CONFIRMED)
        await settle(pilot)
        assert "พิมพ์แล้ว 1 ครั้ง" in screen_text(pilot.app)
        assert "F6  พิมพ์บัตรคิว" in screen_text(pilot.app).splitlines()[-1]
    assert kinds(backend) == ["second_check", "slip_printed"]


async def test_a_waiting_slip_is_not_printed_beside_but_cancelled() -> None:
    backend = one()
    backend.print_state, backend.print_reason = Print.QUEUED, "cover_open"
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6", "f6")
        assert front(pilot.app) == "MenuDialog"
        await press(pilot, "1")
        assert [job.state for job in backend.jobs] == [Print.QUEUED]
        await press(pilot, "f6", "2")
        assert [job.state for job in backend.jobs] == [Print.CANCELLED]
        assert "ยังไม่ได้พิมพ์" in screen_text(pilot.app)
        assert "F6 ยกเลิก" not in screen_text(pilot.app)
        assert "กด F6 เพื่อพิมพ์บัตรคิว" in screen_text(pilot.app)
        backend.print_state = Print.SENT
        await press(pilot, "f6")
        await settle(pilot)
    assert [slip.reprint for slip in backend.printed] == [0, 0]
    assert kinds(backend) == ["second_check", "slip_printed"]


async def test_an_answer_that_comes_too_late_changes_nothing() -> None:
    backend = one()
    backend.print_state, backend.print_reason = Print.QUEUED, "cover_open"
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6", "f6")
        await backend.print_becomes(backend.jobs[0], Print.SENT)
        await press(pilot, "2")
        await settle(pilot)
        assert any("ไปต่อแล้ว" in each for each in said(pilot))
    assert backend.jobs[0].state is Print.SENT
    assert kinds(backend) == ["second_check", "slip_printed"]


async def test_a_slip_that_waited_too_long_is_asked_about() -> None:
    backend = one()
    backend.print_state, backend.print_reason = Print.QUEUED, "no_paper"
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6")
        await backend.print_becomes(backend.jobs[0], Print.HELD, "no_paper")
        await settle(pilot)
        assert front(pilot.app) == "MenuDialog"
        assert "ยังต้องการหรือไม่" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "F6  งานพิมพ์" in screen_text(pilot.app).splitlines()[-1]
        await press(pilot, "f6", "1")
    assert backend.jobs[0].state is Print.QUEUED


async def test_after_a_restart_the_question_is_asked_in_the_lists() -> None:
    backend = one()
    job = left_behind(backend, Print.UNKNOWN, "crash")
    async with desk_app(backend).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await backend.print_becomes(job, Print.UNKNOWN, "crash")
        await settle(pilot)
        assert front(pilot.app) == "MenuDialog"
        assert "พิมพ์ออกมาหรือไม่" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"
        assert "F6" in screen_text(pilot.app).splitlines()[-1]
        await press(pilot, "f6", "1")
        assert "พิมพ์ออกมาหรือไม่" in screen_text(pilot.app)
        await press(pilot, "1")
        await settle(pilot)
        assert front(pilot.app) == "WorkListScreen"
        assert "F6" not in screen_text(pilot.app).splitlines()[-1]
        await press(pilot, "f6")
        assert any("ไม่มีบัตรคิว" in each for each in said(pilot))
    (command,) = [each for _, each in backend.sent]
    assert isinstance(command, SlipPrinted)
    assert (command.reprint, command.printed_by) == (0, "somying")


async def test_several_questions_come_as_one_list() -> None:
    backend = one()
    left_behind(backend, Print.HELD, "no_paper")
    job = left_behind(backend, Print.UNKNOWN, "PrinterTimeout", 2)
    async with desk_app(backend).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await backend.print_becomes(job, Print.UNKNOWN, "PrinterTimeout")
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert "พักไว้ รอถาม: กระดาษหมด" in shown
        assert "ไม่ทราบว่าพิมพ์ออกมาหรือไม่" in shown
        await press(pilot, "1", "2")
    assert [each.state for each in backend.jobs] == [Print.CANCELLED, Print.UNKNOWN]


@pytest.mark.parametrize(("state", "words"), [(Print.UNKNOWN, "F6"), (Print.QUEUED, "กระดาษหมด")])
async def test_elsewhere_the_clerk_is_told_in_passing(state: Print, words: str) -> None:
    backend = one()
    backend.print_state, backend.print_reason = Print.QUEUED, ""
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6")
        pilot.app.push_screen(SearchScreen(""))
        await pilot.pause()
        await backend.print_becomes(backend.jobs[0], state, "no_paper")
        await settle(pilot)
        assert front(pilot.app) == "SearchScreen"
        assert any(words in each and "BK-4FGH" in each for each in said(pilot))


async def test_a_print_that_fails_after_the_screen_was_left_is_told() -> None:
    backend = one()
    backend.print_state = Print.QUEUED
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6", "escape")
        assert front(pilot.app) == "WorkListScreen"
        await backend.print_becomes(backend.jobs[0], Print.FAILED, "BadDevice")
        await settle(pilot)
        assert "ไม่ได้บันทึกว่าพิมพ์แล้ว" in told(pilot)


async def test_while_a_print_is_in_doubt_f6_asks_about_that_one_first() -> None:
    backend = one()
    backend.print_state, backend.print_reason = Print.UNKNOWN, "PrinterTimeout"
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6", "escape")
        assert "ไม่ทราบว่าพิมพ์ออกมาหรือไม่" in screen_text(pilot.app)
        backend.print_state = Print.SENT
        await press(pilot, "f6")
        assert front(pilot.app) == "MenuDialog"
        await press(pilot, "2", "f6", "f9")
    assert len(backend.printed) == 2
    assert backend.printed[-1].reprint == 1
    assert [each.reprint for _, each in backend.sent if isinstance(each, SlipPrinted)] == [1]


async def test_a_counter_that_cannot_print_offers_the_others_printers() -> None:
    backend = one()
    backend.prints_here, backend.others = False, ("2", "4")
    backend.print_state = Print.QUEUED
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6")
        assert front(pilot.app) == "MenuDialog"
        assert "พิมพ์ที่ช่องบริการ 4" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert backend.printed == []
        await press(pilot, "f6", "2")
        assert "รอพิมพ์ที่ช่องบริการ 4" in screen_text(pilot.app)
        await backend.print_becomes(backend.jobs[0], Print.UNKNOWN, "crash")
        await settle(pilot)
        assert front(pilot.app) == "PickUpScreen", "who stands at the printer is asked"
        await press(pilot, "f6")
        assert "ช่องบริการ 4 จะดูที่เครื่องพิมพ์แล้วตอบ" in screen_text(pilot.app)
        await press(pilot, "1")
        assert backend.jobs[0].in_doubt
        await backend.print_becomes(backend.jobs[0], Print.FAILED, "expired")
        await settle(pilot)
        assert "ไม่มีใครรับไปพิมพ์" in screen_text(pilot.app)


async def test_a_slip_that_waits_here_is_moved_to_another_counter() -> None:
    backend = one()
    backend.others = ("2",)
    backend.print_state, backend.print_reason = Print.QUEUED, "no_paper"
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED, "f6", "f6")
        assert "ไม่รอแล้ว พิมพ์ที่ช่องบริการ 2" in screen_text(pilot.app)
        await press(pilot, "3")
        await settle(pilot)
        assert [job.state for job in backend.jobs] == [Print.CANCELLED, Print.QUEUED]
        assert "รอพิมพ์ที่ช่องบริการ 2" in screen_text(pilot.app)
        await press(pilot, "f6", "2")
        assert said(pilot)[-1].startswith("ขอยกเลิกที่ช่องบริการ 2 แล้ว")


async def test_a_doubt_of_another_counter_marks_the_next_slip_here() -> None:
    backend = one()
    request = backend.records[ID].request
    doubt = request.hand_over.model_copy(update={"next_slip": 1, "doubtful_slips": (0,)})
    backend.records[ID] = record(request.model_copy(update={"hand_over": doubt}), PARTICULARS)
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, *CHECKED)
        assert "มีใบที่ไม่ทราบว่าออกหรือไม่" in screen_text(pilot.app)
        await press(pilot, "f6")
        assert front(pilot.app) == "ConfirmDialog"
    assert backend.printed == []


async def test_a_paper_of_no_request_is_offered_to_no_other_counter_and_stays_when_it_is_asked_for() -> None:
    backend = one()
    backend.others = ("1",)
    paper = dataclasses.replace(left_behind(backend, Print.QUEUED, "no_paper"), about="", label="บัตรคิว W001")
    backend.jobs[0] = paper
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f6", "1")
        shown = screen_text(pilot.app)
        assert "ยกเลิก" in shown
        assert "ช่อง 1" not in shown


async def test_taking_away_what_has_no_slip_leaves_it_to_be_printed_here(tmp_path: Path) -> None:
    printing = Printing(PrinterSettings(device="tcp://127.0.0.1:9"), tmp_path)
    job = await printing.submit_paper([Heading("สำนักงานเขต", "บัตรคิว")], "บัตรคิว W001", "somying")
    with pytest.raises(NotNow):
        await printing.take_away(job.id)
    with Spool(counter_place(tmp_path).file) as spool:
        assert spool.job(job.id).state is Print.QUEUED
