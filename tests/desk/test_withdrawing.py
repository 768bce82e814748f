"""A decision that waits here is withdrawn before it ever left: never after, and never by halves."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.delivery import Delivery
from desk.errors import NotReached, Offline
from desk.foreseen import UNSENT, Foresight
from desk.outbox import Outbox
from desk.sync_client import SyncClient
from registry import commands as c
from registry.commands import Envelope, Outcome, OutcomeStatus
from registry.identifiers import new_id
from registry.request import Request
from registry.sealing import Keyring
from registry.states import State
from tests.desk.mirrors import KEY
from tests.desk.people import NOW
from tests.desk.test_away import PROFILE, Alone, expected

ID = "id-BK-9QRT"


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    made = Alone(tmp_path, expected())
    yield made
    made.close()


def withdraw(alone: Alone, command_id: str, clerk: str = "somying") -> bool:
    done = alone.outbox.withdraw(command_id, clerk, NOW)
    alone.away.show(ID)
    return done


def test_what_is_withdrawn_is_neither_sent_nor_shown(alone: Alone) -> None:
    absent = alone.do(c.NoShow())
    assert withdraw(alone, absent.id)
    assert alone.request() == expected()
    assert alone.outbox.next() is None
    assert alone.do(c.Arrive()).result["queue"] == alone.request().queue.number  # type: ignore[union-attr]


def test_what_is_withdrawn_while_another_thread_is_about_to_show_it_is_not_shown(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent, foresee = alone.do(c.NoShow()), alone.mirror.foresee

    def a_moment_later(request_id: str, foreseen: Callable[[Request], Request]) -> bool:
        monkeypatch.undo()
        assert withdraw(alone, absent.id)
        return foresee(request_id, foreseen)

    monkeypatch.setattr(alone.mirror, "foresee", a_moment_later)
    Foresight(PROFILE, "3").show(alone.mirror, alone.outbox)
    assert alone.request() == expected()


def test_only_the_last_about_a_request_is_withdrawn_and_a_number_is_never_given_again(alone: Alone) -> None:
    arrival, call = alone.do(c.Arrive()), alone.do(c.Call())
    assert not withdraw(alone, arrival.id)
    assert withdraw(alone, call.id)
    assert withdraw(alone, arrival.id)
    assert alone.request() == expected()
    assert alone.do(c.Arrive()).result["queue"] != arrival.result["queue"]


def test_a_fact_is_never_withdrawn_nor_what_happened_before_it(alone: Alone) -> None:
    arrival = alone.do(c.Arrive())
    paid = Envelope(id=new_id(), request_id=ID, seen_version=2, at=NOW, command=c.FeePaid(baht=10))
    alone.outbox.add(paid, "somying")
    assert not withdraw(alone, paid.id)
    assert not withdraw(alone, arrival.id)
    assert alone.outbox.unsent()[0] == 2


def test_a_desk_killed_after_a_refusal_shows_what_the_daemon_has_said(tmp_path: Path) -> None:
    alone = Alone(tmp_path, expected())
    absent = alone.do(c.NoShow())
    alone.outbox.refused(absent.id, Outcome(id=absent.id, status=OutcomeStatus.CONFLICT, code="stale"), NOW)
    alone.close()
    again = Alone(tmp_path)
    assert again.request() == expected()
    again.close()


def test_nobody_withdraws_what_another_has_decided(alone: Alone) -> None:
    absent = alone.do(c.NoShow())
    assert not withdraw(alone, absent.id, "wichai")
    assert withdraw(alone, absent.id)


def test_what_may_have_left_is_not_withdrawn_and_what_has_not_is(alone: Alone) -> None:
    absent = alone.do(c.NoShow())
    assert alone.outbox.leaving(absent.id, NOW)
    alone.outbox.not_left(absent.id)
    assert alone.outbox.still_here(absent.id, "somying")
    assert alone.outbox.leaving(absent.id, NOW)
    assert not withdraw(alone, absent.id)
    assert alone.request().state is State.NO_SHOW
    alone.outbox.refused(absent.id, Outcome(id=absent.id, status=OutcomeStatus.CONFLICT, code="stale"), NOW)
    assert not withdraw(alone, absent.id)
    assert len(alone.outbox.to_settle()) == 1


def test_a_send_and_a_withdrawal_at_the_same_moment_never_both_happen(tmp_path: Path) -> None:
    keys, wins = Keyring.of(KEY), []
    here = Outbox(tmp_path / "o", keys, "bangkhae")
    there: list[Outbox] = []
    ready, start, sent = threading.Barrier(2), threading.Barrier(2), list[bool]()
    ids = [new_id() for _ in range(40)]
    for each in ids:
        here.add(Envelope(id=each, request_id=each, seen_version=1, at=NOW, command=c.NoShow()), "somying")

    def worker() -> None:
        there.append(Outbox(tmp_path / "o", keys, "bangkhae"))
        ready.wait(10)
        for each in ids:
            start.wait(10)
            sent.append(there[0].leaving(each, NOW))
        there[0].close()

    sending = threading.Thread(target=worker)
    sending.start()
    ready.wait(10)
    for each in ids:
        start.wait(10)
        wins.append(here.withdraw(each, "somying", NOW))
    sending.join(20)
    assert [won is not gone for won, gone in zip(wins, sent, strict=True)] == [True] * len(ids)
    assert here.unsent()[0] == sum(sent)
    here.close()


class Line(SyncClient):
    """A daemon that is asked for a command while the clerk does something."""

    def __init__(self, *answers: Exception | None) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)

    async def command(self, envelope: Envelope) -> Outcome:
        self.asked.append(envelope.id)
        if (error := self._answers.pop(0)) is not None:
            raise error
        return Outcome(id=envelope.id, status=OutcomeStatus.APPLIED, version=2)


def delivery(alone: Alone, line: Line) -> Delivery:
    async def caught_up(_: Outcome) -> None:
        await asyncio.sleep(0)

    return Delivery(
        line,
        alone.outbox,
        tell=lambda _: None,
        now=lambda: NOW,
        clerk="somying",
        online=lambda: True,
        caught_up=caught_up,
        refused=lambda _: None,
    )


async def test_what_is_withdrawn_between_two_sends_is_not_sent(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent, line = alone.do(c.NoShow()), Line(None)
    following = alone.outbox.next

    def next_then_withdrawn(*given: object) -> Envelope | None:
        found = following(*given)  # type: ignore[arg-type]
        alone.outbox.withdraw(absent.id, "somying", NOW)
        return found

    monkeypatch.setattr(alone.outbox, "next", next_then_withdrawn)
    await delivery(alone, line).deliver()
    assert line.asked == []


@pytest.mark.parametrize(
    ("error", "still_here"), [(NotReached("ConnectError"), True), (Offline("ReadError"), False)]
)
async def test_a_try_that_reached_nobody_leaves_the_way_back_open(
    alone: Alone, error: Offline, still_here: bool
) -> None:
    absent = alone.do(c.NoShow())
    with pytest.raises(Offline):
        await delivery(alone, Line(error)).deliver()
    assert alone.outbox.still_here(absent.id, "somying") is still_here


async def test_a_daemon_that_is_not_there_is_known_to_have_heard_nothing() -> None:
    client = SyncClient("http://127.0.0.1:9")
    with pytest.raises(NotReached):
        await client.answers()
    await client.close()


_DESK = """
import sys
from pathlib import Path
from tests.desk.test_away import NOW, Alone, expected, c
from tests.desk.test_withdrawing import ID
alone = Alone(Path(sys.argv[1]), expected())
absent = alone.do(c.NoShow())
assert alone.outbox.withdraw(absent.id, "somying", NOW)
print("withdrawn", flush=True)
sys.stdin.read()
"""


def test_a_desk_killed_in_the_middle_of_it_shows_nothing_that_is_not_sent(tmp_path: Path) -> None:
    desk = subprocess.Popen(
        [sys.executable, "-c", _DESK, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert desk.stdout is not None
    assert desk.stdin is not None
    assert desk.stdout.readline() == "withdrawn\n"
    desk.kill()
    desk.wait()
    desk.stdin.close()
    desk.stdout.close()
    alone = Alone(tmp_path)
    Foresight(PROFILE, "3").show(alone.mirror, alone.outbox)
    assert alone.request() == expected()
    assert UNSENT not in alone.request().flags
    assert alone.outbox.unsent()[0] == 0
    alone.close()
