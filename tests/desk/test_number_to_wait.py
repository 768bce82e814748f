"""Who came without an appointment and waits with a number: two keys at the door, served in turn."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desk.backend import WorkList
from desk.demo.stage import screen_text
from desk.errors import Offline
from desk.messages import number_card as card_words
from desk.messages import walk_in as words
from desk.number_card import number_card
from desk.screens.pick_up import PickUpScreen
from desk.screens.search import SearchScreen
from desk.widgets.request_words import state_text
from printer.preview import written
from registry.commands import DrawNumber, SecondCheck, WalkIn
from registry.office import OfficeProfile
from registry.request import Check, Collector, Item, Queue, Request
from registry.settings import Settings
from registry.states import QueueState, State
from tests.desk.driving import assert_golden, desk, front, kinds, opened, press, said, settle, told
from tests.desk.fakes import SIZES, FakeBackend, desk_app, type_text
from tests.desk.people import CARD, NOW, PID, ago, arrived, record, request
from thai.keyboard import to_thai

ID = "id-BK-W234"
DAY = dt.date(2026, 11, 23)


def waiting(**queue: Any) -> Request:
    """Return a request of who waits with a number alone."""
    place = {"number": "W001", "state": QueueState.WAITING, "since": ago(minutes=9), "late": True}
    return request(
        "BK-W234",
        channel="walk_in",
        state=State.ARRIVED,
        version=2,
        items=(Item(service=1, copies=2),),
        queue=Queue(**(place | queue)),
        appointment={"date": DAY, "time": dt.time(10, 30), "takes_place": False},
    )


def office(*others: Request, **queue: Any) -> FakeBackend:
    return FakeBackend.of([record(waiting(**queue), None), *(record(each) for each in others)])


def called_here() -> FakeBackend:
    return office(state=QueueState.CALLED, counter="3", times_called=1)


@pytest.mark.parametrize("size", SIZES)
async def test_two_keys_give_a_number_and_its_card_and_the_counter_goes_on(size: tuple[int, int]) -> None:
    backend = FakeBackend(profile=OfficeProfile.of(Settings()))
    async with desk_app(backend).run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "w", "f7")
        assert front(pilot.app) == "WorkListScreen"
        assert said(pilot)[0].startswith("ได้คิว W001")
        await press(pilot, "2")
        assert_golden(pilot.app, "number-drawn")
        await press(pilot, "w")
        assert "✓" not in screen_text(pilot.app)
    assert [command for _, command in backend.sent if isinstance(command, DrawNumber)] == [DrawNumber()]
    ((label, lines),) = backend.papers
    assert label == "บัตรคิว W001"
    assert "พิมพ์ซ้ำ" not in "\n".join(lines)
    (here,) = backend.rows(WorkList.TODAY, 0, 9)
    assert here.has_only_a_number


async def test_what_they_want_may_be_said_at_once_in_either_layout() -> None:
    backend = FakeBackend(profile=OfficeProfile.of(Settings()))
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        await type_text(pilot, to_thai("w"))
        await press(pilot, "2", "2", "f7")
    assert backend.sent[0][1] == DrawNumber(items=(Item(service=2, copies=2),))
    assert "สำเนาทะเบียนสมรส" in "\n".join(backend.papers[0][1])


async def test_without_a_printer_the_number_is_said_and_nothing_fails() -> None:
    backend = FakeBackend(profile=OfficeProfile.of(Settings()), prints_here=False)
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        await press(pilot, "w", "f7")
        assert "กรุณาเขียนเลขให้ผู้ร้อง" in said(pilot)[0]
    assert backend.papers == []


async def test_a_number_that_is_not_seen_here_yet_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = FakeBackend(profile=OfficeProfile.of(Settings()))
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        monkeypatch.setattr(backend, "record", lambda _request_id: None)
        await press(pilot, "w", "f7")
        assert said(pilot) == [card_words.NOT_SEEN_YET]
    assert backend.papers == []


async def test_a_cut_line_or_a_lost_answer_gives_one_number() -> None:
    backend = FakeBackend(profile=OfficeProfile.of(Settings()))
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        backend.error = Offline()
        await press(pilot, "w", "1", "f7")
        assert "ขาดการเชื่อมต่อ" in told(pilot)
        backend.error = None
        request_id, command = backend.sent[0]
        await backend.send(request_id, 0, command)
        await press(pilot, "enter", "w", "f7")
        assert said(pilot)[-1].startswith("ได้คิว W001")
    assert len(backend.records) == 1


async def test_called_in_turn_taken_in_checked_and_served_with_the_same_number() -> None:
    backend = office()
    async with desk_app(backend).run_test() as pilot:
        await settle(pilot)
        await press(pilot, "f5")
        assert front(pilot.app) == "PickUpScreen"
        assert "มาแล้วกด F9 รับเรื่อง" in screen_text(pilot.app)
        await press(pilot, "f9")
        shown = screen_text(pilot.app)
        assert "คิว W001" in shown
        assert words.DRAW not in shown
        await press(pilot, "f7", "enter")
        assert front(pilot.app) == "CheckScreen"
        await press(pilot, "0")
        for text in (PID, "สมหญิง ใจดี", CARD):
            await type_text(pilot, text)
            await press(pilot, "enter")
        await press(pilot, "enter", "enter", "f6")
        assert front(pilot.app) == "PickUpScreen"
        assert "มาเอง อยู่ที่ช่อง 3" in screen_text(pilot.app)
        assert "เหลืออีก 3 ข้อ" in screen_text(pilot.app)
        await press(pilot, "enter", "enter", "enter", "enter", "enter", "f9")
    assert kinds(backend) == [
        *("call_next", "walk_in", "approve"),
        *("slip_printed", "second_check", "fee_paid", "handed_over"),
    ]
    done = backend.records[ID].request
    assert (done.state, done.flags, done.items) == (State.COLLECTED, (), (Item(service=1, copies=2),))
    assert [(slip.queue_number, slip.reprint, slip.fee) for slip in backend.printed] == [("W001", 0, 20)]


@pytest.mark.parametrize("size", SIZES)
async def test_on_the_screen_of_who_only_waits_nothing_is_checked_or_handed_over(
    size: tuple[int, int],
) -> None:
    backend = called_here()
    async with opened(backend, PickUpScreen(ID), size=size) as pilot:
        assert_golden(pilot.app, "number-waits")
        assert words.CHECK_AFTER in screen_text(pilot.app)
        assert "เหลืออีก" not in screen_text(pilot.app)
        await press(pilot, "enter", "enter", "enter", "tab", "enter", "tab", "enter")
        assert "ไม่มีค่าธรรมเนียม" not in screen_text(pilot.app)
        await press(pilot, "f8")
        assert "ไม่มอบเอกสาร" not in screen_text(pilot.app)
    assert kinds(backend) == []
    check = SecondCheck(check_done=Check(lines=()), collector=Collector.OWNER)
    assert (await backend.send(ID, 2, check)).code == "illegal_move"


async def test_what_is_half_typed_off_their_card_is_kept_over_esc_and_gone_once_they_are_taken_in() -> None:
    backend = called_here()
    queue = Settings.model_validate({"queue": {"walk_in_particulars": ["name"]}})
    backend.profile = OfficeProfile.of(queue)
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f9", "3", "tab")
        await type_text(pilot, "สมหญิง")
        await press(pilot, "escape", "f9")
        assert "สมหญิง" in screen_text(pilot.app)
        assert "ทะเบียนการหย่า" in screen_text(pilot.app)
        await press(pilot, "f9")
        assert front(pilot.app) == "CheckScreen"
        assert not any(kept.begun for kept in desk(pilot).memory.kept.values())
    command = backend.sent[0][1]
    assert isinstance(command, WalkIn)
    assert (command.name, len(command.items)) == ("สมหญิง", 2)


async def test_who_is_gone_ends_without_a_word_of_another_day() -> None:
    backend = called_here()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f8", "1")
        shown = screen_text(pilot.app)
        assert words.LEFT_ASK in shown
        assert "เลือกวันใหม่" not in shown
        await press(pilot, "f9")
        assert words.left("BK-W234") in said(pilot)
    assert backend.records[ID].request.state is State.CANCELLED


async def test_the_question_after_a_call_leads_to_taking_in_parking_or_the_end() -> None:
    backend = called_here()
    async with opened(backend, PickUpScreen(ID, ask_came=True)) as pilot:
        assert words.CAME in screen_text(pilot.app)
        assert words.GONE in screen_text(pilot.app)
        await press(pilot, "1")
        assert front(pilot.app) == "WalkInDialog"
        await press(pilot, "escape", "f7", "1", "f9", "1")
        assert "พัก เก้าอี้หน้าช่องบริการ" in screen_text(pilot.app)
        await press(pilot, "f5")
    assert kinds(backend) == ["park", "call"]


async def test_another_card_says_that_it_is_one() -> None:
    backend = office()
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f6")
    ((_, lines),) = backend.papers
    assert "พิมพ์ซ้ำ" in "\n".join(lines)


def test_training_stands_on_the_card_and_nothing_of_a_person() -> None:
    backend = office()
    parts = number_card(waiting(), backend.profile, now=NOW, training=True)
    shown = "\n".join(written(parts, 32))
    assert shown.count("ฝึกอบรม") == 2
    assert "W001" in shown
    assert PID not in shown


async def test_of_who_has_said_nothing_yet_the_search_shows_no_copies_either() -> None:
    unsaid = waiting().model_copy(update={"items": ()})
    async with opened(FakeBackend.of([record(unsaid, None)]), SearchScreen("W234")) as pilot:
        (row,) = [line for line in screen_text(pilot.app).splitlines() if "BK-W234 ยัง" in line]
    assert row.split("BK-W234")[1].split()[:3] == ["ยังไม่ได้แจ้ง", "คิว", "W001"]


def test_who_had_no_appointment_is_not_called_late() -> None:
    assert state_text(waiting(), NOW) == "คิว W001 รอเรียก มาเอง"


async def test_who_came_by_themselves_and_was_checked_is_promised_no_message_either() -> None:
    here = arrived("BK-4FGH", channel="walk_in", check_done=Check(lines=()))
    backend = FakeBackend.of([record(here)])
    async with opened(backend, PickUpScreen("id-BK-4FGH")) as pilot:
        await press(pilot, "f8", "2")
        assert "ไม่มีการสนทนา" in screen_text(pilot.app)
        await press(pilot, "f9")
    assert kinds(backend) == ["no_show"]
