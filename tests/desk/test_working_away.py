"""The daemon is away: what may still be done is seen, what is done can be taken back, nothing is silent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from unittest.mock import Mock

import pytest

from desk.backend import WorkList
from desk.check_memory import Kept
from desk.demo.stage import screen_text
from desk.errors import StorageError
from desk.foreseen import UNSENT
from desk.messages import afterwards, away, errors
from desk.outgoing import Outgoing
from desk.screens.check import CheckScreen
from desk.screens.inquiry import InquiryScreen
from desk.screens.outbox import OutboxScreen
from desk.screens.pick_up import PickUpScreen
from desk.screens.work_list import WorkListScreen
from desk.undoing import Undoing
from registry import commands as c
from registry.commands import Outcome, OutcomeStatus
from registry.request import Holder, Request
from registry.states import State
from tests.desk.driving import desk, every_kind, front, kinds, opened, press, said, settle, told
from tests.desk.fakes import PIN, SIZES, FakeBackend, StandingClock, type_text
from tests.desk.people import NOW, TODAY, approved, inquiry, record, request
from tests.desk.test_lock import desk as locked_desk
from tests.desk.test_outbox_screen import kept

ID = "id-BK-9QRT"


@dataclass
class Alone(FakeBackend):
    """A backend whose decisions wait here while the daemon is away, each to be withdrawn."""

    async def send(self, request_id: str, seen_version: int, command: c.Decision | c.Fact) -> Outcome:
        if self.online:
            return await super().send(request_id, seen_version, command)
        self.sent.append((request_id, command))
        before = self.records[request_id]
        outcome = self.carry_out(request_id, seen_version, command)
        if outcome.status is OutcomeStatus.APPLIED:
            shown = self.records[request_id].request
            flags = (*shown.flags, UNSENT)
            self.put(record(shown.model_copy(update={"flags": flags}), before.particulars))
            self.withdrawable[outcome.id] = (before,)
            outcome = outcome.model_copy(update={"result": {**outcome.result, "unsent": True}})
        return outcome


def ours(reference: str = "BK-9QRT") -> Request:
    holder = Holder(clerk="somying", clerk_name="สมหญิง", counter="3", until=NOW + dt.timedelta(minutes=9))
    return request(reference, state=State.CHECKING).model_copy(update={"holder": holder})


def alone(*requests: Request, online: bool = False) -> Alone:
    return Alone(records={each.id: record(each) for each in requests}, online=online)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("left", "note"), [(9 * 60.0, "ตัดสินได้อีก 9 นาที"), (0.0, away.LEASE_OVER), (None, away.LEASE_UNKNOWN)]
)
async def test_a_check_says_how_long_it_may_be_decided(
    left: float | None, note: str, size: tuple[int, int]
) -> None:
    backend = alone(ours(), online=True)
    backend.leases[ID] = left
    async with opened(backend, CheckScreen(ID), size=size) as pilot:
        assert away.AWAY not in screen_text(pilot.app)
        backend.online = False
        pilot.app.screen.on_status_changed(None)  # type: ignore[attr-defined]
        await settle(pilot)
        assert note in screen_text(pilot.app)


async def test_a_lease_of_before_this_program_is_renewed_as_soon_as_the_daemon_is_there() -> None:
    backend = alone(ours())
    backend.leases[ID] = None
    async with opened(backend, CheckScreen(ID), monotonic=StandingClock()) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        seen = []
        for online in (False, True, True):
            backend.online = online
            screen.tick()
            await settle(pilot)
            seen.append(every_kind(backend))
        assert seen == [[], ["renew"], ["renew"]]


async def test_a_lease_that_is_known_waits_for_a_third_of_it() -> None:
    backend = alone(ours(), online=True)
    async with opened(backend, CheckScreen(ID), monotonic=StandingClock()) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        screen.tick()
        await settle(pilot)
        assert every_kind(backend) == []


async def test_what_one_holds_is_opened_from_the_list_without_the_daemon() -> None:
    backend = alone(ours(), request("BK-CCCC"))
    async with opened(backend, WorkListScreen(WorkList.MINE)) as pilot:
        await press(pilot, "enter")
        assert front(pilot.app) == "CheckScreen"
        assert backend.sent == []


@pytest.mark.parametrize("size", SIZES)
async def test_a_release_that_waits_is_taken_back_and_the_check_goes_on(size: tuple[int, int]) -> None:
    backend = alone(ours())
    async with opened(backend, CheckScreen(ID), size=size) as pilot:
        await press(pilot, "0", "ctrl+r")
        assert backend.sent[-1][1] == c.Release()
        assert front(pilot.app) == "WorkListScreen"
        assert any("Ctrl+Z" in text for text in said(pilot))
        assert afterwards.TAKE_BACK in screen_text(pilot.app).splitlines()[-1]
        await press(pilot, "ctrl+z")
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        assert backend.records[ID].request == ours()
        assert screen.model.done == 1
        assert kinds(backend) == ["release"]
        await press(pilot, "escape", "ctrl+z")
        assert said(pilot)[-1] == afterwards.NOTHING_TO_TAKE_BACK


async def test_who_did_not_come_is_taken_back_and_arrives_all_the_same() -> None:
    backend = alone(approved("BK-9QRT", day=TODAY))
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f8", "1", "f9")
        assert backend.records[ID].request.state is State.NO_SHOW
        await press(pilot, "ctrl+z")
        assert front(pilot.app) == "PickUpScreen"
        await press(pilot, "f9")
        assert backend.records[ID].request.state is State.ARRIVED


async def test_on_the_screen_of_the_request_it_is_taken_back_in_place() -> None:
    backend = alone(approved("BK-9QRT", day=TODAY))
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f9", "ctrl+z")
        assert backend.records[ID].request.state is State.APPROVED
        assert len(pilot.app.screen_stack) == 2
        await press(pilot, "f9")
        assert backend.records[ID].request.state is State.ARRIVED


async def test_what_the_daemon_refused_can_be_done_again_on_the_screen_that_is_open() -> None:
    backend = alone(approved("BK-9QRT", day=TODAY))
    before = backend.records[ID]
    async with opened(backend, PickUpScreen(ID)) as pilot:
        await press(pilot, "f9", "f5")
        backend.put(before)
        backend.online = True
        await settle(pilot)
        await press(pilot, "f9")
        assert backend.records[ID].request.state is State.ARRIVED
        assert front(pilot.app) == "PickUpScreen"


async def test_a_disk_that_refuses_leaves_the_way_back_open(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = alone(ours())
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "ctrl+r")
        with monkeypatch.context() as full:
            full.setattr(backend, "withdraw", Mock(side_effect=StorageError("OSError")))
            await press(pilot, "ctrl+z")
        assert errors.STORAGE.text in told(pilot)
        await press(pilot, "enter", "ctrl+z")
        assert backend.records[ID].request == ours()
        assert front(pilot.app) == "CheckScreen"


async def test_what_may_have_left_is_not_taken_back_and_that_is_said() -> None:
    backend = alone(ours())
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "ctrl+r")
        desk(pilot).undoing._still_here = lambda _: True
        backend.withdrawable.clear()
        await press(pilot, "ctrl+z")
        assert said(pilot)[-1].replace("\n", "") == away.LEFT_ALREADY
        assert front(pilot.app) == "WorkListScreen"


def test_nobody_takes_back_what_another_has_decided_or_what_has_left() -> None:
    here, who = {"a"}, ["somying"]
    undoing = Undoing(lambda: 0.0, lambda: who[0], here.__contains__)
    waits = Outcome(id="a", status=OutcomeStatus.APPLIED, version=2, result={"unsent": True})
    assert undoing.remember(ours(), waits, Kept(), "check")
    offered = [bool(undoing.last)]
    who[0] = "wichai"
    offered.append(bool(undoing.last))
    who[0] = "somying"
    offered.append(bool(undoing.last))
    here.clear()
    assert [*offered, bool(undoing.last)] == [True, False, True, False]


async def test_a_decision_that_waits_is_withdrawn_from_the_outbox() -> None:
    absent = kept(c.NoShow())
    backend = alone(approved("BK-4FGH", day=TODAY))
    backend.outbox = Outgoing((absent, kept(c.FeePaid(baht=10))), ())
    backend.withdrawable[absent.id] = ()
    async with opened(backend, OutboxScreen()) as pilot:
        await press(pilot, "enter")
        assert "ยังไม่ได้ส่งถึงเครื่องกลาง" in screen_text(pilot.app)
        await press(pilot, "3")
        assert absent.id not in backend.withdrawable
        await press(pilot, "down", "enter")
        assert (front(pilot.app), backend.retried) == ("OutboxScreen", 1)


async def test_an_answer_is_written_on_without_the_daemon_and_nothing_stands_in_the_way() -> None:
    asked = inquiry()
    backend = FakeBackend.of([asked])
    async with opened(backend, InquiryScreen(asked.request.id), size=(80, 24)) as pilot:
        backend.online = False
        await type_text(pilot, "ได้ค่ะ")
        await settle(pilot)
        assert front(pilot.app) == "InquiryScreen"
        assert backend.sent == []
        assert away.DRAFT_KEPT in screen_text(pilot.app)
        backend.online = True
        await type_text(pilot, "ะ")
        await settle(pilot)
        assert kinds(backend) == ["take"]


async def test_a_walk_in_says_at_once_that_it_has_to_wait() -> None:
    backend = alone(ours())
    async with opened(backend, WorkListScreen(WorkList.PENDING), size=(80, 24)) as pilot:
        await press(pilot, "w")
        assert away.WALK_IN_WAITS in screen_text(pilot.app)


def released() -> Request:
    changes = {"state": State.PENDING, "holder": None, "released_by": "หัวหน้า", "version": 9}
    return ours().model_copy(update=changes)


async def test_what_a_head_releases_behind_the_lock_is_told_first_and_once() -> None:
    backend = alone(ours(), online=True)
    async with locked_desk(backend) as (pilot, app, entrance):
        app.lock()
        await settle(pilot)
        backend.put(record(released()))
        await settle(pilot)
        assert front(pilot.app) == "SignInScreen"
        app.begin(await entrance.sign_in("somying", PIN))
        await settle(pilot)
        assert "หัวหน้า คืนเรื่อง BK-9QRT" in told(pilot)
        await press(pilot, "enter")
        backend.put(record(released(), seq=9))
        await settle(pilot)
        assert front(pilot.app) == "WorkListScreen"


async def test_what_a_head_released_while_the_desk_was_away_is_told_with_the_first_word() -> None:
    backend = alone(ours())
    async with opened(backend, WorkListScreen(WorkList.PENDING)) as pilot:
        backend.put(record(released()))
        await settle(pilot)
        assert "หัวหน้า คืนเรื่อง BK-9QRT" in told(pilot)


async def test_whoever_reads_an_inquiry_is_told_of_its_release_too() -> None:
    asked = inquiry()
    holder = Holder(clerk="somying", clerk_name="สมหญิง", counter="3", until=NOW + dt.timedelta(minutes=9))
    mine = asked.request.model_copy(update={"state": State.CHECKING, "holder": holder})
    backend = FakeBackend.of([asked.model_copy(update={"request": mine})])
    async with opened(backend, InquiryScreen(mine.id)) as pilot:
        gone = {"state": State.PENDING, "holder": None, "released_by": "หัวหน้า", "version": mine.version + 1}
        backend.put(asked.model_copy(update={"request": mine.model_copy(update=gone)}))
        await settle(pilot)
        assert "หัวหน้า คืนเรื่อง" in told(pilot)
