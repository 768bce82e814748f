from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.away import Away
from desk.backend import Person, WorkList
from desk.errors import NotWhileAway
from desk.foreseen import UNSENT, Foresight
from desk.lease import Leases
from desk.messages import away as words
from desk.messages.errors import told
from desk.mirror import Mirror
from desk.outbox import Outbox
from desk.screens.help import away_text
from desk.work_lists import Look
from registry import commands as c
from registry.actors import Role
from registry.checks import steps_for
from registry.commands import Envelope, Outcome, OutcomeStatus
from registry.errors import RefusalCode
from registry.identifiers import new_id
from registry.number_blocks import block
from registry.office import OfficeProfile
from registry.records import ChangesPage
from registry.request import Appointment, Check, CheckLine, Fee, Group, Holder, Item, LineResult, Request
from registry.sealing import Keyring
from registry.settings import Settings
from registry.states import State
from tests.desk.mirrors import KEY
from tests.desk.people import NOW, TODAY, record, request
from thai.clusters import cell_width

PROFILE = OfficeProfile.of(Settings())
HERE = Person("somying", "สมหญิง", Role.CLERK, "3")
AT_TEN = Appointment(date=TODAY, time=dt.time(10), counter="3")
WAIT_MINUTES = 15


def expected(reference: str = "BK-9QRT", **changes: object) -> Request:
    return request(reference, state=State.READY, appointment=AT_TEN).model_copy(update=changes)


class Alone:
    """A counter whose daemon is away, on files of its own."""

    def __init__(self, folder: Path, *requests: Request, person: Person = HERE) -> None:
        keys = Keyring.of(KEY)
        self.outbox = Outbox(folder / "outbox.sqlite", keys, "bangkhae")
        self.mirror = Mirror(folder / "mirror.sqlite", keys, "bangkhae")
        self.leases, self.steady = Leases(), 1000.0
        self.away = Away(person, PROFILE, self.outbox, self.mirror, self.leases, steady=lambda: self.steady)
        self.seq = 0
        self.says(*requests)

    def says(self, *requests: Request) -> None:
        """Let the daemon say how requests are."""
        records = []
        for each in requests:
            self.seq += 1
            records.append(record(each).model_copy(update={"seq": self.seq}))
        page = ChangesPage(cursor=f"e:{self.seq}", snapshot=False, more=False, records=tuple(records))
        self.mirror.apply(page)
        Foresight(PROFILE, "3").show(self.mirror, self.outbox)

    def request(self, request_id: str = "id-BK-9QRT") -> Request:
        found = self.mirror.record(request_id)
        assert found is not None
        return found.request

    def do(self, command: c.Decision, request_id: str = "id-BK-9QRT", at: dt.datetime = NOW) -> Outcome:
        version = self.request(request_id).version
        if isinstance(command, c.WalkIn | c.DrawNumber):
            request_id, version = new_id(), 0
        return self.away.decide(
            Envelope(id=new_id(), request_id=request_id, seen_version=version, at=at, command=command)
        )

    def count(self, which: WorkList) -> int:
        return self.mirror.count(Look(which, NOW, "somying"))

    def close(self) -> None:
        self.outbox.close()
        self.mirror.close()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    made = Alone(tmp_path, expected())
    yield made
    made.close()


def refusal(alone: Alone, command: c.Decision) -> str:
    with pytest.raises(NotWhileAway) as refused:
        alone.do(command)
    words = told(refused.value)
    assert words.text
    assert words.next_step
    return refused.value.code


def test_an_arrival_has_its_number_at_once_and_stands_in_the_queue(alone: Alone) -> None:
    done = alone.do(c.Arrive())
    assert (done.status, done.result["unsent"], done.version) == (OutcomeStatus.APPLIED, True, 2)
    shown = alone.request()
    assert shown.queue is not None
    assert done.result["queue"] == shown.queue.number
    assert shown.queue.number.endswith("831")
    assert (shown.state, shown.queue.arrived_at, UNSENT in shown.flags) == (State.ARRIVED, NOW, True)
    kept = alone.outbox.next()
    assert kept is not None
    assert kept.command == c.Arrive(number=shown.queue.number)


def test_the_daemons_word_takes_the_place_of_what_was_foreseen(alone: Alone) -> None:
    alone.do(c.Arrive())
    alone.do(c.Call())
    assert alone.count(WorkList.CALLED) == 1
    alone.says(expected(version=7))
    assert (alone.request().version, alone.request().flags) == (7, ())
    assert alone.count(WorkList.CALLED) == 0


def test_what_is_refused_is_not_shown_any_more(alone: Alone) -> None:
    alone.do(c.Arrive())
    first = alone.outbox.next()
    assert first is not None
    refused = Outcome(id=first.id, status=OutcomeStatus.CONFLICT, code=RefusalCode.STALE)
    alone.outbox.refused(first.id, refused, NOW)
    alone.away.show("id-BK-9QRT")
    assert alone.request() == expected()


def test_another_home_counter_is_named(tmp_path: Path) -> None:
    alone = Alone(tmp_path, expected(appointment=AT_TEN.model_copy(update={"counter": "7"})))
    with pytest.raises(NotWhileAway) as refused:
        alone.do(c.Arrive())
    assert "ช่อง 7" in told(refused.value).text + told(refused.value).next_step
    alone.close()


def test_without_a_home_counter_nobody_goes_on_alone(tmp_path: Path) -> None:
    alone = Alone(tmp_path, expected(appointment=AT_TEN.model_copy(update={"counter": None})))
    assert refusal(alone, c.Arrive()) == "no_home"
    assert alone.outbox.unsent()[0] == 0
    alone.close()


NEEDS_DAEMON = (
    c.Take(),
    c.Renew(),
    c.TakeBack(),
    c.Correct(what="withdraw", reason="ตรวจผิดคน"),
    c.Prepare(tray="1"),
    c.Unprepare(),
    c.CallNext(),
    c.SendOn(counter="1"),
    c.DrawNumber(),
    c.WalkIn(items=(Item(service=2),), consent=True),
    c.Reschedule(appointment=AT_TEN),
    c.Cancel(),
    c.Say(text="ค่ะ"),
    c.HandOn(group=Group.CARD),
    c.Close(),
    c.Arrange(appointment=AT_TEN),
)


def test_each_decision_can_be_made_alone_or_says_why_not() -> None:
    assert {type(command) for command in NEEDS_DAEMON} | set(c.AWAY) == set(get_args(c.Decision))


@pytest.mark.parametrize("command", NEEDS_DAEMON, ids=lambda command: command.kind)
def test_what_needs_the_daemon_is_told_in_words_of_its_own(alone: Alone, command: c.Decision) -> None:
    assert refusal(alone, command) == command.kind
    assert alone.outbox.unsent()[0] == 0
    if not isinstance(command, c.Renew):
        assert words.why(NotWhileAway(command.kind)) != words.NEEDS_DAEMON


def test_who_did_not_come_is_recorded_by_the_home_counter_alone(tmp_path: Path) -> None:
    elsewhere = AT_TEN.model_copy(update={"counter": "7"})
    alone = Alone(tmp_path, expected(), expected("BK-CCCC", appointment=elsewhere))
    assert alone.do(c.NoShow()).status is OutcomeStatus.APPLIED
    shown = alone.request()
    assert (shown.state, UNSENT in shown.flags) == (State.NO_SHOW, True)
    with pytest.raises(NotWhileAway, match="not_home"):
        alone.do(c.NoShow(), "id-BK-CCCC")
    too_early = alone.do(c.NoShow(), at=NOW - dt.timedelta(days=1))
    assert too_early.status is OutcomeStatus.REFUSED
    assert alone.outbox.unsent()[0] == 1
    alone.close()


def test_a_desk_made_anew_gives_no_number_that_its_mirror_knows(tmp_path: Path) -> None:
    first = Alone(tmp_path, expected(), expected("BK-CCCC"))
    letter = str(first.do(c.Arrive()).result["queue"])[0]
    first.outbox.close()
    (tmp_path / "outbox.sqlite").unlink()
    first.mirror.close()
    again = Alone(tmp_path)
    assert again.do(c.Arrive(), "id-BK-CCCC").result["queue"] == f"{letter}832"
    again.close()


def test_a_counter_without_a_block_says_so(tmp_path: Path) -> None:
    at_x = AT_TEN.model_copy(update={"counter": "ก"})
    alone = Alone(tmp_path, expected(appointment=at_x), person=Person("somying", "สมหญิง", Role.CLERK, "ก"))
    assert refusal(alone, c.Arrive()) == "no_number"
    assert alone.outbox.unsent()[0] == 0
    alone.close()


def checking() -> Request:
    holder = Holder(clerk="somying", clerk_name="สมหญิง", counter="3", until=NOW + dt.timedelta(minutes=9))
    hold = AT_TEN.model_copy(update={"counter": None})
    return request("BK-9QRT", state=State.CHECKING).model_copy(update={"holder": holder, "hold": hold})


def approval(time: dt.time = dt.time(10)) -> c.Approve:
    steps = list(steps_for(PROFILE.steps, [item.service for item in checking().items]))
    lines = tuple(CheckLine(step=s.id, kind=s.kind, result=LineResult.MATCH, outcome=0) for s in steps)
    fee = Fee(baht=10, reason="ตามตกลง")
    return c.Approve(fee=fee, appointment=Appointment(date=TODAY, time=time), check_done=Check(lines=lines))


def test_a_lease_is_good_until_a_minute_before_its_end(tmp_path: Path) -> None:
    alone = Alone(tmp_path, checking())
    assert refusal(alone, c.Reject(reason="ไม่ตรง")) == "no_lease"
    alone.leases.given("id-BK-9QRT", 1000.0, WAIT_MINUTES)
    alone.steady = 1000.0 + WAIT_MINUTES * 60 - 60
    assert refusal(alone, approval()) == "lease_over"
    alone.steady -= 1
    assert refusal(alone, approval(dt.time(11))) == "shared_place"
    done = alone.do(approval())
    assert done.status is OutcomeStatus.APPLIED, done.code
    shown = alone.request()
    assert (shown.state, UNSENT in shown.flags) == (State.APPROVED, True)
    assert shown.appointment == AT_TEN
    alone.close()


def test_what_one_holds_is_given_back_whatever_is_known_of_the_lease(tmp_path: Path) -> None:
    alone = Alone(tmp_path, checking())
    done = alone.do(c.Release())
    assert (done.status, done.result["unsent"]) == (OutcomeStatus.APPLIED, True)
    shown = alone.request()
    assert (shown.state, shown.holder, shown.released_by) == (State.PENDING, None, "")
    assert refusal(alone, c.Take()) == "take"
    alone.close()


def test_what_another_holds_is_not_given_back(tmp_path: Path) -> None:
    head = Person("head", "หัวหน้า", Role.HEAD, "3")
    alone = Alone(tmp_path, checking(), person=head)
    assert refusal(alone, c.Release()) == "release"
    assert alone.outbox.unsent()[0] == 0
    alone.close()


def walk_in(**changes: object) -> Request:
    return checking().model_copy(update={"channel": "walk_in", "submitted_at": NOW, **changes})


def test_who_came_by_themselves_gets_a_number_of_the_counters_own(tmp_path: Path) -> None:
    alone = Alone(tmp_path, walk_in())
    alone.leases.given("id-BK-9QRT", 1000.0, WAIT_MINUTES)
    done = alone.do(approval())
    assert (done.status, done.result["queue"]) == (OutcomeStatus.APPLIED, "W831")
    shown = alone.request()
    assert shown.queue is not None
    assert (shown.state, shown.queue.number, shown.queue.counter) == (State.ARRIVED, "W831", "3")
    kept = alone.outbox.next()
    assert kept is not None
    assert isinstance(kept.command, c.Approve)
    assert kept.command.number == "W831"
    assert alone.do(c.Call()).status is OutcomeStatus.APPLIED
    alone.close()


def test_who_came_yesterday_gets_no_number_today(tmp_path: Path) -> None:
    yesterday = AT_TEN.model_copy(update={"date": TODAY - dt.timedelta(days=1)})
    alone = Alone(tmp_path, walk_in(hold=yesterday))
    alone.leases.given("id-BK-9QRT", 1000.0, WAIT_MINUTES)
    late = approval().model_copy(update={"appointment": yesterday})
    assert refusal(alone, late) == "shared_place"
    assert alone.outbox.unsent()[0] == 0
    alone.close()


def test_a_version_that_is_not_shown_any_more_is_a_conflict(alone: Alone) -> None:
    old = Envelope(id=new_id(), request_id="id-BK-9QRT", seen_version=9, at=NOW, command=c.Arrive())
    assert alone.away.decide(old).status is OutcomeStatus.CONFLICT
    assert alone.outbox.unsent()[0] == 0


def test_the_help_says_who_may_do_what_and_fits() -> None:
    lines = away_text().plain.split("\n")
    assert all(cell_width(line) <= 68 for line in lines)
    assert all(any(line.startswith(who) for line in lines) for who, _ in words.MAY)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["arrive", "restart", "fails"]), max_size=15))
def test_no_number_is_given_twice_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    path, keys, given_ = tmp_path_factory.mktemp("numbers") / "outbox.sqlite", Keyring.of(KEY), list[int]()
    outbox = Outbox(path, keys, "bangkhae")

    def numbered(so_far: int) -> tuple[Envelope, int]:
        given_.append(block("3")[so_far])
        envelope = Envelope(id=new_id(), request_id="a", seen_version=1, at=NOW, command=c.Arrive())
        return envelope, so_far + 1

    def failing(so_far: int) -> tuple[Envelope, int]:
        raise NotWhileAway("no_number")

    for step in steps:
        if step == "restart":
            outbox.close()
            outbox = Outbox(path, keys, "bangkhae")
        elif step == "arrive":
            outbox.add_numbered(numbered, TODAY, "A", "somying")
        else:
            with pytest.raises(NotWhileAway):
                outbox.add_numbered(failing, TODAY, "A", "somying")
    outbox.close()
    assert given_ == list(block("3")[: len(given_)])


_DESK = """
import sys
from pathlib import Path
from tests.desk.test_away import Alone, expected, c
alone = Alone(Path(sys.argv[1]), *(expected(f"BK-{at:04d}") for at in range(25)))
for at in range(25):
    print(alone.do(c.Arrive(), f"id-BK-{at:04d}").result["queue"], flush=True)
"""


def test_a_killed_desk_gives_no_number_again(tmp_path: Path) -> None:
    desk = subprocess.Popen([sys.executable, "-c", _DESK, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert desk.stdout is not None
    told_ = [desk.stdout.readline().strip() for _ in range(8)]
    desk.kill()
    told_ += [line.strip() for line in desk.stdout if line.endswith("\n")]
    desk.wait()
    desk.stdout.close()
    alone = Alone(tmp_path)
    kept = [each.envelope.command for each in alone.outbox.waiting() if each.envelope]
    numbers = [each.number for each in kept if isinstance(each, c.Arrive)]
    assert len(told_) <= len(numbers) <= len(told_) + 1
    assert numbers[: len(told_)] == told_
    following = alone.do(c.Arrive(), "id-BK-0024").result["queue"] if len(numbers) < 25 else None
    assert following not in numbers
    Foresight(PROFILE, "3").show(alone.mirror, alone.outbox)
    shown = [alone.request(f"id-BK-{at:04d}").queue for at in range(len(numbers))]
    assert [queue.number for queue in shown if queue] == numbers
    alone.close()
