"""Decisions and facts on their way from a working desk: answered, kept, sent again, refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from desk import delivery
from desk.backend import WorkList
from desk.errors import NotReached, Offline, Unanswered
from desk.events import (
    FactRefused,
    SignedOut,
)
from desk.messages import errors
from desk.sync_client import SyncClient
from registry.commands import Envelope, Fact, FeePaid, HandedOver, Outcome, OutcomeStatus, SlipPrinted, Take
from tests.desk.daemon import Daemon
from tests.desk.live_desk import AWAY, NOW, Desk
from tests.desk.people import TODAY, record, request


async def test_a_decision_is_answered_and_its_effect_is_there(desk: Desk, daemon: Daemon) -> None:
    daemon.put(record(request("BK-9QRT")))
    await desk.online()
    outcome = await desk.backend.send("id-BK-9QRT", 1, Take())
    assert outcome.status is OutcomeStatus.APPLIED
    found = desk.backend.record("id-BK-9QRT")
    assert found is not None
    assert found.request.version == 2


async def test_a_lost_answer_is_asked_for_again_with_the_same_id(desk: Desk, daemon: Daemon) -> None:
    daemon.put(record(request("BK-9QRT")))
    await desk.online()
    daemon.lost_answers = 1
    outcome = await desk.backend.send("id-BK-9QRT", 1, Take())
    assert outcome.status is OutcomeStatus.APPLIED
    assert len(daemon.commands) == 1


async def test_a_decision_whose_answer_stays_lost_is_not_told_as_not_done(
    desk: Desk, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "FIRST_DELAY", 0.0)
    daemon.put(record(request("BK-9QRT")))
    await desk.online()
    daemon.lost_answers = delivery.TRIES
    with pytest.raises(Unanswered) as caught:
        await desk.backend.send("id-BK-9QRT", 1, Take())
    assert len(daemon.commands) == 1
    assert errors.told(caught.value) is errors.UNANSWERED


async def test_a_decision_that_never_left_is_told_as_not_done(
    desk: Desk, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon.put(record(request("BK-9QRT")))
    await desk.online()

    async def nobody(_client: SyncClient, _envelope: Envelope) -> Outcome:
        raise NotReached("ConnectError")

    monkeypatch.setattr(delivery, "FIRST_DELAY", 0.0)
    monkeypatch.setattr(SyncClient, "command", nobody)
    with pytest.raises(NotReached) as caught:
        await desk.backend.send("id-BK-9QRT", 1, Take())
    assert errors.told(caught.value) is errors.OFFLINE


async def test_a_decision_without_the_daemon_is_refused_at_once(away: Desk) -> None:
    with pytest.raises(Offline):
        await away.backend.send("a", 1, Take())
    away.start()
    with pytest.raises(Offline):
        await away.backend.send("a", 1, Take())
    assert list(await away.backend.slots(TODAY)) == []


async def test_facts_wait_while_the_daemon_is_away_and_go_once_in_order(
    tmp_path: Path, daemon: Daemon
) -> None:
    away = Desk(tmp_path, AWAY)
    away.start()
    facts: list[Fact] = [SlipPrinted(), FeePaid(baht=10), HandedOver()]
    for fact in facts:
        outcome = await away.backend.send("id-BK-9QRT", 3, fact)
        assert outcome.status is OutcomeStatus.APPLIED
    assert away.backend.status().unsent == 3
    away.backend.close()

    daemon.put(record(request("BK-9QRT")))
    daemon.lost_answers = 1
    back = Desk(tmp_path, daemon.address)
    await back.online()
    await back.until(lambda: back.backend.status().unsent == 0)
    assert [envelope.command for envelope in daemon.commands] == facts
    back.backend.close()


async def test_a_fact_is_delivered_at_once_while_the_daemon_is_there(desk: Desk, daemon: Daemon) -> None:
    daemon.put(record(request("BK-9QRT")))
    await desk.online()
    outcome = await desk.backend.send("id-BK-9QRT", 1, SlipPrinted())
    assert outcome.seq == daemon.seq
    assert desk.backend.status().unsent == 0


async def test_a_fact_goes_before_a_decision_about_the_same_request(tmp_path: Path, daemon: Daemon) -> None:
    away = Desk(tmp_path, AWAY)
    await away.backend.send("id-BK-9QRT", 1, SlipPrinted())
    away.backend.close()
    daemon.put(record(request("BK-9QRT")))
    back = Desk(tmp_path, daemon.address)
    back.start()
    await back.backend.send("id-BK-9QRT", 2, Take())
    assert [envelope.command.kind for envelope in daemon.commands] == ["slip_printed", "take"]
    back.backend.close()


async def test_a_fact_that_is_refused_later_is_told_to_a_person(tmp_path: Path, daemon: Daemon) -> None:
    away = Desk(tmp_path, AWAY)
    await away.backend.send("id-BK-9QRT", 1, SlipPrinted())
    away.backend.close()
    daemon.refuse_with = "not_found"
    back = Desk(tmp_path, daemon.address)
    back.start()
    await back.until(lambda: bool(back.heard(FactRefused)))
    assert (back.backend.status().unsent, back.backend.status().to_settle) == (0, 1)
    back.backend.close()
    daemon.refuse_with = None
    again = Desk(tmp_path, daemon.address)
    daemon.put(record(request("BK-9QRT")))
    await again.online()
    (refused,) = again.backend.outgoing().to_settle
    assert (await again.backend.do_again(refused.id)) is not None
    assert again.backend.status().to_settle == 0
    assert [each.command.kind for each in daemon.commands] == ["slip_printed"] * 2
    assert daemon.commands[1].id != refused.id
    again.backend.close()


async def test_what_the_daemon_does_not_take_holds_up_its_own_request_alone(
    tmp_path: Path, daemon: Daemon
) -> None:
    away = Desk(tmp_path, AWAY)
    for request_id in ("bad", "good", "bad"):
        await away.backend.send(request_id, 1, SlipPrinted())
    away.backend.close()
    daemon.failing.add("bad")
    back = Desk(tmp_path, daemon.address)
    back.start()
    await back.until(lambda: [each.request_id for each in daemon.commands] == ["good"])
    await back.until(lambda: back.backend.status().unsent == 2)
    daemon.failing.clear()
    back.backend.retry_now()
    await back.until(lambda: back.backend.status().unsent == 0)
    assert [each.request_id for each in daemon.commands] == ["good", "bad", "bad"]
    back.backend.close()


async def test_a_fact_that_is_refused_at_once_is_told_by_its_answer_alone(desk: Desk, daemon: Daemon) -> None:
    await desk.online()
    daemon.refuse_with = "not_found"
    outcome = await desk.backend.send("id-BK-9QRT", 1, SlipPrinted())
    assert outcome.status is OutcomeStatus.REFUSED
    assert desk.backend.status().unsent == 0
    daemon.put(record(request("BK-AAAA")))
    await desk.until(lambda: desk.backend.count(WorkList.PENDING) == 1)
    assert not desk.heard(FactRefused)


async def test_an_ended_session_is_told_and_facts_stay(tmp_path: Path, daemon: Daemon) -> None:
    ended = Desk(tmp_path, daemon.address, token="ended")
    await ended.backend.send("id-BK-9QRT", 1, SlipPrinted())
    ended.start()
    await ended.until(lambda: bool(ended.heard(SignedOut)))
    assert ended.backend.status().unsent == 1
    ended.backend.close()


async def test_a_clock_that_was_set_back_makes_nothing_younger_than_new(away: Desk) -> None:
    later = NOW + dt.timedelta(days=3)
    away.backend.now = lambda: later  # type: ignore[method-assign]
    await away.backend.send("id-BK-9QRT", 1, SlipPrinted())
    away.backend.now = lambda: NOW  # type: ignore[method-assign]
    assert away.backend.status().oldest_unsent == dt.timedelta(0)
