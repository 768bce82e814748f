"""Commands with identity: one effect, one lasting answer, nothing half done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from registry import commands as c
from registry.errors import RefusalCode, Refused
from registry.lifecycle import Notice
from registry.request import Fee
from registry.states import State
from sync.store import audit, requests
from sync.store.signals import Topic
from tests.sync import factories as f
from tests.sync.store.conftest import Desk

APPLIED, REFUSED, CONFLICT = c.OutcomeStatus


def _rows(desk: Desk, query: str) -> list[Any]:
    return desk.database.read(lambda session: [tuple(r) for r in session.connection().execute(text(query))])


def test_the_same_id_gets_the_same_answer_for_good(desk: Desk) -> None:
    request = desk.submit()
    take = f.envelope(request.id, c.Take(), 2)
    first = desk.send(take)
    assert (first.status, first.version, first.result["reference"]) == (APPLIED, 3, request.reference)
    desk.act(request, c.Cancel())
    desk.now += dt.timedelta(days=400)
    assert desk.send(take) == first
    assert desk.send(take, f.MALEE) == first
    assert len(_rows(desk, "SELECT id FROM command")) == 1


def test_a_refusal_is_an_answer_for_good_too(desk: Desk) -> None:
    request = desk.submit()
    approve = f.envelope(request.id, f.approve(), 2)
    first = desk.send(approve)
    assert (first.status, first.code, first.detail) == (REFUSED, "illegal_move", {"state": "pending"})
    desk.act(request, c.Take())
    assert desk.send(approve) == first
    unknown = f.envelope(f.request().id, c.Take(), 1)
    assert desk.send(unknown).code == "not_found"
    assert desk.send(unknown) == desk.send(unknown)


@pytest.mark.parametrize(
    "change",
    [
        {"seen_version": 3},
        {"command": c.Cancel()},
        {"at": f.NOW + dt.timedelta(seconds=1)},
        {"request_id": f.request().id},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_same_id_with_another_body_is_refused(desk: Desk, change: dict[str, Any]) -> None:
    request = desk.submit()
    take = f.envelope(request.id, c.Take(), 2)
    first = desk.send(take)
    cursor = desk.page().cursor
    with pytest.raises(Refused) as refused:
        desk.send(take.model_copy(update=change))
    assert refused.value.code is RefusalCode.OTHER_BODY
    assert desk.page().cursor == cursor
    assert desk.send(take) == first


class LaterEnvelope(c.Envelope):
    """A command as a later version knows it."""

    added_since: bool = False


def test_a_command_that_is_sent_again_after_an_update_is_the_same_command(desk: Desk) -> None:
    request = desk.submit()
    sent = f.envelope(request.id, c.FeePaid(baht=20), request.version)
    first = desk.send(sent)
    assert desk.send(LaterEnvelope.model_validate(sent.model_dump())) == first
    changed = LaterEnvelope.model_validate({**sent.model_dump(), "added_since": True})
    with pytest.raises(Refused) as refused:
        desk.send(changed)
    assert refused.value.code is RefusalCode.OTHER_BODY


def test_two_kinds_that_say_nothing_more_are_two_commands(desk: Desk) -> None:
    sent = f.envelope(desk.submit().id, c.Told(), 1)
    desk.send(sent)
    with pytest.raises(Refused) as refused:
        desk.send(sent.model_copy(update={"command": c.Revealed()}))
    assert refused.value.code is RefusalCode.OTHER_BODY


def test_a_decision_on_an_older_version_is_a_conflict_that_says_who_did_what(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Take(), f.MALEE)
    desk.act(request, c.Renew(), f.MALEE)
    outcome = desk.send(f.envelope(request.id, c.Cancel(), 2))
    assert (outcome.status, outcome.code) == (CONFLICT, "stale")
    assert outcome.last_change == c.LastChange(action="taken", actor="มาลี", counter="2", at=f.NOW)


def test_a_lease_is_renewed_whatever_has_been_said_meanwhile(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Take())
    assert desk.send(f.envelope(request.id, c.Renew(), 1)).status is APPLIED


def test_facts_are_never_refused_for_their_age(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Cancel())
    for fact in (c.SlipPrinted(), c.FeePaid(baht=20), c.HandedOver(), c.Revealed()):
        assert desk.send(f.envelope(request.id, fact, 1)).status is APPLIED
    (record,) = desk.page().records
    assert record.request.state is State.CANCELLED
    assert record.request.hand_over.paid_baht == 20
    assert len(record.request.flags) == 3


def test_a_refused_decision_leaves_nothing_behind(desk: Desk, told: list[Notice]) -> None:
    full = Desk(desk.database, f.settings(hours={"slot_places": 1}))
    first, second = full.submit(), full.submit()
    for request in (first, second):
        full.act(request, c.Take())
    full.act(first, f.approve())
    full.act(second, f.approve(f.appointment(13)))
    before = (full.page().cursor, _rows(full, "SELECT date, time, taken FROM slot ORDER BY time"), list(told))
    # The place at 13.00 is given back before the one at 09.00 is found to be taken.
    outcome = full.send(f.envelope(second.id, c.Reschedule(appointment=f.appointment(9)), 4))
    assert (outcome.status, outcome.code) == (REFUSED, "slot_full")
    assert outcome.detail == {"date": "2026-11-24", "time": "09:00"}
    after = (full.page().cursor, _rows(full, "SELECT date, time, taken FROM slot ORDER BY time"), list(told))
    assert after == before
    assert len(_rows(full, "SELECT id FROM command")) == 1


def test_what_fails_is_not_answered_and_can_be_sent_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = desk.submit()
    take = f.envelope(request.id, c.Take(), 2)
    with monkeypatch.context() as broken:

        def fail(*_: object, **__: object) -> None:
            raise OSError

        broken.setattr(audit, "write", fail)
        with pytest.raises(OSError):  # noqa: PT011 - the very one that was raised
            desk.send(take)
    assert _rows(desk, "SELECT id FROM command") == []
    assert desk.send(take).status is APPLIED


def test_what_a_clerk_typed_is_made_harmless_before_it_is_kept(desk: Desk) -> None:
    request = desk.act(desk.submit(), c.Take())
    asked = f.envelope(request.id, c.Ask(question="  ขอ\x1b[2Jบัตร\u202e\x00  "), request.version)
    assert desk.send(asked).status is APPLIED
    assert desk.page().records[0].request.question == "ขอ[2Jบัตร"
    again = desk.act(desk.submit(), c.Take())
    nothing = f.envelope(again.id, c.Ask(question="\u200b \x07"), again.version)
    assert desk.send(nothing).code == "reason_missing"


def test_what_is_kept_of_a_command_holds_nothing_of_its_content(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Take())
    approve = f.approve(fee=Fee(baht=0, reason="ยกเว้นให้คุณสมหญิง"))
    desk.send(f.envelope(request.id, approve, 3))
    kept = str(_rows(desk, "SELECT * FROM command"))
    assert "approved" in kept
    for words in ("สมหญิง", "3104000000024", "มีสุขยิ่ง"):
        assert words not in kept


def test_the_head_may_release_what_another_holds(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Take())
    assert desk.send(f.envelope(request.id, c.Release(), 3), f.MALEE).code == "not_holder"
    assert desk.send(f.envelope(request.id, c.Release(), 3), f.HEAD).status is APPLIED


def test_a_lease_that_has_ended_is_anybodys(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Take())
    assert desk.send(f.envelope(request.id, c.Take(), 3), f.MALEE).code == "held_by_other"
    desk.now += dt.timedelta(minutes=desk.settings.sync.lease_minutes)
    assert desk.send(f.envelope(request.id, c.Take(), 3), f.MALEE).status is APPLIED
    assert desk.send(f.envelope(request.id, f.approve(), 4), f.SOMCHAI).code == "not_holder"


def test_a_refusal_wakes_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.store import feed

    request = desk.submit()
    before = desk.database.signals.number(Topic.FEED, f.OFFICE)

    def refuse(session: Session, office_id: str) -> int:
        feed.take_number(session, office_id)
        raise Refused(RefusalCode.SLOT_FULL)

    monkeypatch.setattr(requests, "take_number", refuse)
    assert desk.send(f.envelope(request.id, c.Take(), 2)).code == "slot_full"
    assert desk.database.signals.number(Topic.FEED, f.OFFICE) == before
