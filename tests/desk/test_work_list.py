from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable

import pytest

from desk.app import DeskApp
from desk.backend import WHOLE, WorkList
from desk.demo.stage import screen_text
from desk.errors import Offline
from desk.messages import check, shell
from desk.messages import work_list as m
from desk.screens.work_list import WorkListScreen
from registry.commands import Decision, Fact, LastChange, Outcome, OutcomeStatus, Take, Told
from registry.particulars import ChatLine, Particulars
from registry.records import Record
from registry.request import NEEDS_NEW_DAY
from tests.desk.driving import (
    HOSTILE,
    assert_golden,
    assert_harmless,
    every_kind,
    front,
    press,
    said,
    settle,
    told,
)
from tests.desk.fakes import SIZES, FakeBackend, desk_app, type_text
from tests.desk.list_flow import lists
from tests.desk.people import CARD, LASER, NOW, PARTICULARS, ago, approved, arrived, held, record, request
from thai.keyboard import to_thai


@pytest.mark.parametrize("size", SIZES)
async def test_the_lists_look_as_kept(size: tuple[int, int]) -> None:
    async with lists(size=size) as (pilot, _, _backend):
        for which in WorkList:
            assert_golden(pilot.app, f"work-list-{which}")
            await press(pilot, "f2")


@pytest.mark.parametrize("size", SIZES)
async def test_an_offline_desk_with_facts_unsent_looks_as_kept(size: tuple[int, int]) -> None:
    backend = FakeBackend.of([])
    backend.online, backend.unsent = False, 2
    async with lists(backend, size) as (pilot, _, _backend):
        assert_golden(pilot.app, "work-list-offline")


@pytest.mark.parametrize("size", SIZES)
async def test_help_looks_as_kept(size: tuple[int, int]) -> None:
    async with lists(size=size) as (pilot, _, _backend):
        await press(pilot, "f1")
        assert_golden(pilot.app, "help")
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"


@pytest.mark.parametrize("key", ["f2", "l", to_thai("l")])
async def test_the_lists_turn(key: str) -> None:
    async with lists() as (pilot, screen, _):
        found = []
        for _turn in WorkList:
            await type_text(pilot, key) if len(key) == 1 else await press(pilot, key)
            found.append(screen.which)
        assert found == [*list(WorkList)[1:], WorkList.PENDING]


async def test_each_list_keeps_its_request_in_hand() -> None:
    async with lists() as (pilot, screen, _):
        await press(pilot, "down", "down")
        in_hand = screen.table.selected_id
        await press(pilot, "2", "down", "1")
        assert screen.table.selected_id == in_hand


async def test_a_new_request_is_there_at_once_and_the_one_in_hand_stays() -> None:
    async with lists() as (pilot, screen, backend):
        await press(pilot, "down")
        in_hand = screen.table.selected_id
        backend.put(record(request("BK-2AAA", submitted_at=ago(days=3))))
        await settle(pilot)
        assert "BK-2AAA" in screen_text(pilot.app)
        assert screen.table.selected_id == in_hand
        assert "รอตรวจ 5" in screen_text(pilot.app)


async def test_a_request_that_goes_takes_nothing_else_along() -> None:
    async with lists() as (pilot, screen, backend):
        gone = screen.table.selected_id
        assert gone is not None
        backend.remove(gone)
        await settle(pilot)
        assert screen.table.selected_id not in {None, gone}


async def test_enter_takes_a_request_and_opens_its_check() -> None:
    async with lists() as (pilot, screen, backend):
        taken = screen.table.selected_id
        await press(pilot, "enter")
        assert front(pilot.app) == "CheckScreen"
        assert (taken, Take()) in backend.sent
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"
        assert "ช่อง 3 เรา" in screen_text(pilot.app)


async def test_two_enters_take_once() -> None:
    async with lists() as (pilot, screen, backend):
        screen.action_open()
        screen.action_open()
        await settle(pilot)
        assert [command for _, command in backend.sent if isinstance(command, Take)] == [Take()]


async def test_a_request_that_somebody_else_holds_is_refused_with_the_name() -> None:
    async with lists(FakeBackend.of([record(held("BK-2HXM"))])) as (pilot, _, _backend):
        await press(pilot, "enter")
        assert "วิชัย (ช่อง 1)" in told(pilot)
        await press(pilot, "enter")
        assert front(pilot.app) == "WorkListScreen"


async def test_a_conflicting_take_says_who_did_what_when(monkeypatch: pytest.MonkeyPatch) -> None:
    last = LastChange(action="asked", actor="วิชัย", counter="1", at=NOW)
    stale = Outcome(id="x", status=OutcomeStatus.CONFLICT, code="stale", last_change=last)
    async with lists() as (pilot, _, backend):

        async def refused(*_: object) -> Outcome:
            return stale

        monkeypatch.setattr(backend, "send", refused)
        await press(pilot, "enter")
        assert "วิชัย (ช่อง 1) ขอข้อมูลเพิ่ม เมื่อ 10.42 น." in told(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_a_request_whose_lease_has_ended_waits_again(size: tuple[int, int]) -> None:
    backend = FakeBackend.of([record(held("BK-2HXM"))])
    async with lists(backend, size) as (pilot, screen, _):
        assert "กำลังตรวจ · ช่อง 1 วิชัย" in screen_text(pilot.app)
        backend.clock += dt.timedelta(minutes=9)
        screen.table.reload()
        await settle(pilot)
        assert "กำลังตรวจ" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_services_have_the_room_that_others_do_not_need(size: tuple[int, int]) -> None:
    async with lists(size=size) as (pilot, _, _backend):
        assert "ทะเบียนบ้าน + สมรส" in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_printer_s_state_is_a_word(size: tuple[int, int]) -> None:
    async with lists(size=size) as (pilot, _, _backend):
        assert "พร้อม" in screen_text(pilot.app).splitlines()[0]


async def test_a_daemon_that_hangs_is_said_while_it_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.screens.work_list._SIGN_SECONDS", 0.01)
    answer = asyncio.Event()
    async with lists() as (pilot, _, backend):
        send = backend.send

        async def slow(request_id: str, seen_version: int, command: Decision | Fact) -> Outcome:
            await answer.wait()
            return await send(request_id, seen_version, command)

        monkeypatch.setattr(backend, "send", slow)
        await pilot.press("enter")
        async with asyncio.timeout(10):
            while m.TAKING not in said(pilot):
                await pilot.pause()
        answer.set()
        await settle(pilot)
        assert front(pilot.app) == "CheckScreen"


async def test_what_was_taken_is_taken_once_also_where_that_comes_late_to_this_desk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with lists() as (pilot, _, backend):
        late = list[Record]()
        with monkeypatch.context() as slow_feed:
            slow_feed.setattr(backend, "put", late.append)
            await press(pilot, "enter")
            assert front(pilot.app) == "CheckScreen"
            assert check.TAKING in screen_text(pilot.app)
            await press(pilot, "enter")
        backend.put(*late)
        await settle(pilot)
        assert every_kind(backend) == ["take"]
        assert front(pilot.app) == "CheckScreen"
        assert check.TAKING not in screen_text(pilot.app)


async def test_ctrl_c_ends_nothing_and_says_how_to_leave() -> None:
    async with lists() as (pilot, _, _backend):
        await press(pilot, "ctrl+c")
        assert said(pilot) == [shell.HOW_TO_QUIT]
        assert pilot.app.is_running


async def test_offline_nothing_is_taken_and_the_next_step_is_said() -> None:
    backend = FakeBackend.of()
    backend.error = Offline("x")
    async with lists(backend) as (pilot, _, _backend):
        await press(pilot, "enter")
        assert "ติดต่อเครื่องกลางไม่ได้" in told(pilot)


@pytest.mark.parametrize(("turns", "screen"), [(1, "PickUpScreen"), (2, "PrepareScreen")])
@pytest.mark.parametrize("key", ["enter", "f9"])
async def test_the_other_lists_open_their_screens(turns: int, screen: str, key: str) -> None:
    async with lists(FakeBackend.of([record(arrived("BK-4FGH")), *FakeBackend.of().records.values()])) as (
        pilot,
        _,
        _backend,
    ):
        await press(pilot, *["f2"] * turns, "home", key)
        assert front(pilot.app) == screen


async def test_an_empty_list_takes_enter_quietly() -> None:
    async with lists(FakeBackend.of([])) as (pilot, _, backend):
        await press(pilot, "enter", "f9", "down", "f2", "enter", "f2", "enter")
        assert front(pilot.app) == "WorkListScreen"
        assert backend.sent == []


@pytest.mark.parametrize("size", SIZES)
async def test_the_preview_shows_no_number_whole(size: tuple[int, int]) -> None:
    said = ChatLine(at=NOW, who="citizen", text=f"รหัส {LASER} เลข 1040-02-12345678 บัตร ๑-๑๐๔๐-๐๐๐๐๐-๐๑-๐")
    particulars = PARTICULARS.model_copy(update={"chat": (said,), "name": "นางสาวสมหญิง ใจดี"})
    async with lists(FakeBackend.of([record(request(), particulars)]), size) as (pilot, _, _backend):
        shown = screen_text(pilot.app)
        for secret in (LASER, CARD, "1234567-12", "12345678", "๑๐๔๐", "ใจดี"):
            assert secret not in shown
        assert "JC1-XXXXXXX-12" in shown


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("size", SIZES)
async def test_a_citizen_s_text_is_only_text(text: str, size: tuple[int, int]) -> None:
    said = ChatLine(at=NOW, who="citizen", text=text)
    particulars = Particulars(chat=(said,), name=text, display_name=text)
    asked = request(question=text[:400])
    async with lists(FakeBackend.of([record(asked, particulars)]), size) as (pilot, _, _backend):
        assert_harmless(pilot.app)
        assert front(pilot.app) == "WorkListScreen"


@pytest.mark.parametrize("size", SIZES)
async def test_sign_in_and_the_dialogs_look_as_kept(size: tuple[int, int]) -> None:
    app = desk_app(resumed=False)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert_golden(app, "sign-in")
        await press(pilot, "escape")
        assert_golden(app, "quit")


async def test_what_could_not_be_sent_is_said_in_words_until_a_person_has_told_it() -> None:
    untold = approved("BK-AAAA", day=NOW.date()).model_copy(
        update={"not_told": "closure", "coming_on": NOW.date()}
    )
    async with lists(FakeBackend.of([record(untold)])) as (pilot, screen, backend):
        await press(pilot, "t")
        assert backend.sent == [], "nothing in hand in this list"
        screen.show_list(WorkList.TODAY)
        await settle(pilot)
        text = screen_text(pilot.app)
        assert m.not_told("closure") in text
        assert f"{m.NOT_TOLD} · " in text
        assert m.COMING in text
        await press(pilot, to_thai("t"))
        assert [command for _, command in backend.sent] == [Told()]
        assert said(pilot) == [m.TOLD_SAID]
        await press(pilot, "t")
        assert len(backend.sent) == 1
        assert said(pilot)[-1] == m.NOTHING_UNTOLD


async def test_a_day_that_is_to_be_found_is_said_where_the_appointment_was() -> None:
    displaced = approved("BK-AAAA").model_copy(update={"appointment": None, "flags": (NEEDS_NEW_DAY,)})
    async with lists(FakeBackend.of([record(displaced)])) as (pilot, screen, _):
        screen.show_list(WorkList.PREPARATION)
        await settle(pilot)
        assert screen_text(pilot.app).count(m.NEW_DAY) == 2


@pytest.mark.parametrize("layout", [str, to_thai])
async def test_a_list_is_filtered_and_sorted_by_key_and_whole_again_by_esc(
    layout: Callable[[str], str],
) -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        await settle(pilot)
        whole = _shown(app)
        seen = []
        for keys in ("s", "d", "c", "o", "r", "g"):
            await type_text(pilot, layout(keys))
            await settle(pilot)
            seen.append((keys, _shown(app)))
            assert isinstance(app.screen, WorkListScreen)
            if app.screen.view != WHOLE:
                await press(pilot, "escape")
            assert (_shown(app), app.screen.view) == (whole, WHOLE)
        found = dict(seen)
        assert found["s"] == ["BK-2HXM", "BK-7F3K"]
        assert found["d"] == [reference for reference in whole if reference != "BK-55PA"]
        assert found["c"] == ["BK-2HXM"]
        assert found["o"] == ["BK-55PA", "BK-9QRT"]
        assert found["r"] == ["BK-2HXM", "BK-7F3K", "BK-9QRT", "BK-55PA"]
        assert found["g"] == whole
        assert said(pilot) == [m.NOTHING_TO_FILTER]


def _shown(app: DeskApp) -> list[str]:
    assert isinstance(app.screen, WorkListScreen)
    screen = app.screen
    rows = screen.backend.rows(screen.which, 0, 99, screen.view)
    assert screen.table.row_count == len(rows)
    return [row.reference for row in rows]
