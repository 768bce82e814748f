"""Taking a decision back while its message waits, correcting it afterwards, and two people's approvals."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from registry import commands as c
from registry.actors import CITIZEN, Actor, Role
from registry.lifecycle import Notice
from registry.request import Check, Item, LineResult, Request
from registry.states import State
from registry.transitions import Write
from sync.store import clerks, outbox, second_person
from sync.store.clerks import Clerk
from tests.sync import factories as f
from tests.sync.store.conftest import Desk

SECONDS = 8


def _decide(desk: Desk, request: Request, command: Any, **changes: Any) -> c.Outcome:
    return desk.send(f.envelope(request.id, command, request.version, undoable=True, **changes))


def _now(desk: Desk, request: Request) -> Request:
    return next(each.request for each in desk.page().records if each.request.id == request.id)


def _rows(desk: Desk, query: str) -> list[Any]:
    return desk.database.read(lambda session: [tuple(r) for r in session.connection().execute(text(query))])


def _due(desk: Desk) -> list[str]:
    return desk.database.read(
        lambda session: [
            row_id for row_id, _ in outbox.heads(session, office_id=f.OFFICE, now=desk.now, limit=9)
        ]
    )


@pytest.fixture
def taken(desk: Desk) -> Request:
    desk.submit()
    request = desk.submit(wish=f.request().wish.model_copy(update={"date": f.TOMORROW, "time": dt.time(9)}))
    return desk.act(request, c.Take())


@pytest.mark.parametrize(
    "command",
    [f.approve(f.appointment(13)), c.Reject(reason="ไม่พบรายการ"), c.Ask(question="เลขใด")],
    ids=lambda command: command.kind,
)
def test_a_decision_is_taken_back_whole_with_its_place_and_nobody_is_told(
    desk: Desk, taken: Request, command: Any
) -> None:
    places = "SELECT date, time, taken FROM slot WHERE taken > 0 ORDER BY time"
    before, kept = _rows(desk, places), _now(desk, taken)
    done = _decide(desk, taken, command)
    assert (done.status, done.result["undo_seconds"]) == (c.OutcomeStatus.APPLIED, SECONDS)
    assert _due(desk) == []
    decided = _now(desk, taken)
    back = desk.send(f.envelope(taken.id, c.TakeBack(), decided.version))
    assert back.status is c.OutcomeStatus.APPLIED
    restored = _now(desk, taken)
    same = {"version": kept.version, "holder": kept.holder}
    assert restored.model_copy(update=same) == kept
    assert restored.version == decided.version + 1
    assert _rows(desk, places) == before
    assert _rows(desk, "SELECT id FROM line_outgoing WHERE request_id IS NOT NULL") == []
    desk.now += dt.timedelta(minutes=1)
    assert _due(desk) == []


def test_what_the_decision_had_found_goes_with_it(desk: Desk, taken: Request) -> None:
    _decide(desk, taken, f.approve())
    desk.send(f.envelope(taken.id, c.TakeBack(), taken.version + 1))
    particulars = next(r.particulars for r in desk.page().records if r.request.id == taken.id)
    assert particulars is not None
    assert (particulars.pid, particulars.name) == (f.CITIZEN.pid, f.CITIZEN.name)


def test_what_the_citizen_has_written_meanwhile_still_waits_for_an_answer(desk: Desk) -> None:
    inquiry = desk.act(desk.submit(items=(Item(service=5),)), c.Take())
    asked = _decide(desk, inquiry, c.Ask(question="เลขใด"))
    assert asked.status is c.OutcomeStatus.APPLIED
    desk.act(inquiry, Write(), CITIZEN)
    desk.send(f.envelope(inquiry.id, c.TakeBack(), inquiry.version + 1))
    restored = _now(desk, inquiry)
    assert restored.state is State.CHECKING
    assert restored.inquiry is not None
    assert restored.inquiry.answer_by is not None


def test_a_message_that_waits_goes_out_when_nobody_takes_it_back(desk: Desk, taken: Request) -> None:
    _decide(desk, taken, f.approve())
    desk.now += dt.timedelta(seconds=SECONDS - 1)
    assert _due(desk) == []
    desk.now += dt.timedelta(seconds=1)
    assert len(_due(desk)) == 1


def test_once_the_sender_has_the_message_it_is_too_late(desk: Desk, taken: Request) -> None:
    _decide(desk, taken, f.approve())
    desk.now += dt.timedelta(seconds=SECONDS)
    (row_id,) = _due(desk)

    def begun(session: Session) -> None:
        sending = outbox.Delivery.SENDING
        outbox.change(session, office_id=f.OFFICE, row_id=row_id, now=desk.now, state=sending)

    desk.database.write(begun).result()
    late = desk.send(f.envelope(taken.id, c.TakeBack(), taken.version + 1))
    assert (late.status, late.code) == (c.OutcomeStatus.REFUSED, "too_late")
    assert _now(desk, taken).state is State.APPROVED


@pytest.mark.parametrize("actor", [f.MALEE, f.HEAD], ids=lambda actor: actor.id)
def test_only_who_decided_takes_it_back(desk: Desk, taken: Request, actor: Actor) -> None:
    _decide(desk, taken, f.approve())
    theirs = desk.send(f.envelope(taken.id, c.TakeBack(), taken.version + 1), actor)
    assert (theirs.status, theirs.code) == (c.OutcomeStatus.REFUSED, "too_late")
    assert desk.send(f.envelope(taken.id, c.TakeBack(), taken.version + 1)).status is c.OutcomeStatus.APPLIED


def test_a_decision_that_others_have_gone_on_with_is_not_taken_back(desk: Desk, taken: Request) -> None:
    _decide(desk, taken, f.approve())
    desk.act(taken, c.Prepare(tray="1"), f.MALEE)
    stale = desk.send(f.envelope(taken.id, c.TakeBack(), taken.version + 1))
    assert (stale.status, stale.code) == (c.OutcomeStatus.CONFLICT, "stale")
    refused = desk.send(f.envelope(taken.id, c.TakeBack(), taken.version + 2))
    assert refused.code == "too_late"


def test_a_place_that_somebody_else_has_by_now_leaves_the_decision_as_it_is(desk: Desk) -> None:
    narrow = Desk(desk.database, f.settings(hours={"slot_places": 1}))
    wish = f.request().wish.model_copy(update={"date": f.TOMORROW, "time": dt.time(9)})
    first, second = narrow.submit(wish=wish), narrow.submit()
    taken = narrow.act(first, c.Take())
    _decide(narrow, taken, f.approve(f.appointment(13)))
    narrow.act(second, c.Take())
    narrow.act(second, f.approve(f.appointment(9)))
    back = narrow.send(f.envelope(taken.id, c.TakeBack(), taken.version + 1))
    assert (back.status, back.code) == (c.OutcomeStatus.REFUSED, "slot_full")
    narrow.now += dt.timedelta(seconds=SECONDS)
    assert _now(narrow, taken).state is State.APPROVED
    assert len(_due(narrow)) == 1


def test_a_desk_that_cannot_offer_it_delays_nothing(desk: Desk, taken: Request) -> None:
    done = desk.send(f.envelope(taken.id, f.approve(), taken.version))
    assert "undo_seconds" not in done.result
    assert len(_due(desk)) == 1


@pytest.mark.parametrize("decision", [f.approve(), c.Reject(reason="ไม่พบ")], ids=["approved", "rejected"])
def test_a_decision_that_was_told_is_withdrawn_with_a_new_message(
    desk: Desk, taken: Request, decision: Any, told: list[Notice]
) -> None:
    decided = desk.act(taken, decision)
    again = desk.act(decided, c.Correct(what="withdraw", reason="ตรวจเลขผิดคน"), f.MALEE)
    assert (again.state, again.fee, again.appointment, again.check_done) == (State.PENDING, None, None, None)
    assert again.hold is not None
    assert told[-1] is Notice.CORRECTED
    assert desk.act(again, c.Take()).state is State.CHECKING


def test_a_fee_is_corrected_once_and_with_its_reason(desk: Desk, taken: Request) -> None:
    approved = desk.act(taken, f.approve())
    corrected = desk.act(approved, c.Correct(what="fee", reason="คัดจากฐานข้อมูลกลาง", baht=40))
    assert corrected.fee is not None
    assert (corrected.fee.baht, corrected.fee.reason) == (40, "คัดจากฐานข้อมูลกลาง")
    same = desk.send(f.envelope(taken.id, c.Correct(what="fee", reason="ซ้ำ", baht=40), corrected.version))
    assert same.code == "illegal_move"


def _mismatch() -> Check:
    clean = f.clean_check()
    wrong = clean.lines[-1].model_copy(update={"result": LineResult.MISMATCH})
    return Check(lines=(*clean.lines[:-1], wrong))


def _with_second(desk: Desk, request: Request, proof: str) -> c.Outcome:
    second = c.Second(proof=proof, reason="เห็นเอกสารตัวจริงแล้ว")
    return _decide(desk, request, f.approve(check_done=_mismatch(), second=second))


@pytest.fixture
def staff(desk: Desk) -> None:
    def add(session: Session) -> None:
        for actor in (f.SOMCHAI, f.MALEE, f.HEAD):
            clerk = Clerk(id=actor.id, name=actor.name, role=Role.CLERK)
            clerks.put(session, office_id=f.OFFICE, clerk=clerk, pin_hash="", now=desk.now)

    desk.database.write(add).result()


def _proof(desk: Desk, request: Request, second: str = "malee", **changes: Any) -> str:
    about: dict[str, Any] = {
        "office_id": f.OFFICE,
        "request_id": request.id,
        "version": request.version,
        "actor": f.SOMCHAI,
        "now": desk.now,
    }
    return second_person.prove(f.KEYS, second=second, **about | changes)


@pytest.mark.usefixtures("staff")
def test_a_mismatch_is_approved_by_two_and_the_trail_says_who_without_the_words(
    desk: Desk, taken: Request
) -> None:
    done = _with_second(desk, taken, _proof(desk, taken))
    assert done.status is c.OutcomeStatus.APPLIED
    second = _now(desk, taken).second_person
    assert second is not None
    assert (second.clerk, second.name, second.reason) == ("malee", "มาลี", "เห็นเอกสารตัวจริงแล้ว")
    (detail,) = _rows(desk, "SELECT detail FROM audit WHERE action = 'approved'")
    assert "malee" in detail[0]
    assert f.clean_check().lines[-1].step in detail[0]
    assert "ตัวจริง" not in str(_rows(desk, "SELECT body FROM request")) + detail[0]


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": 2}, "second_not_proven"),
        ({"request_id": "another"}, "second_not_proven"),
        ({"actor": f.MALEE}, "second_not_proven"),
        ({"now": f.NOW - dt.timedelta(minutes=3)}, "second_not_proven"),
        ({"second": "nobody"}, "second_not_proven"),
        ({"second": "somchai"}, "second_is_first"),
    ],
    ids=["version", "request", "first", "old", "unknown", "self"],
)
def test_a_proof_is_good_for_one_approval_alone(
    desk: Desk, taken: Request, changes: dict[str, Any], code: str
) -> None:
    refused = _with_second(desk, taken, _proof(desk, taken, **changes))
    assert (refused.status, refused.code) == (c.OutcomeStatus.REFUSED, code)
    assert _now(desk, taken).state is State.CHECKING


@pytest.mark.parametrize("proof", ["x", "~~", "malee~1~", "malee~99999999999~" + "0" * 64, "~١~x"])
def test_a_made_up_proof_proves_nothing(desk: Desk, taken: Request, proof: str) -> None:
    assert _with_second(desk, taken, proof).code == "second_not_proven"


@pytest.mark.usefixtures("staff")
def test_two_people_do_not_make_a_check_whole(desk: Desk, taken: Request) -> None:
    part = Check(lines=_mismatch().lines[1:])
    second = c.Second(proof=_proof(desk, taken), reason="รีบ")
    refused = _decide(desk, taken, f.approve(check_done=part, second=second))
    assert refused.code == "check_incomplete"


def test_without_a_second_person_a_mismatch_is_refused_as_ever(desk: Desk, taken: Request) -> None:
    assert _decide(desk, taken, f.approve(check_done=_mismatch())).code == "check_mismatch"


def test_the_head_takes_a_request_from_its_holder_and_both_are_named(desk: Desk, taken: Request) -> None:
    released = desk.act(taken, c.Release(), f.HEAD)
    assert (released.state, released.released_by) == (State.PENDING, f.HEAD.name)
    ((detail, actor),) = _rows(desk, "SELECT detail, actor_id FROM audit WHERE action = 'released'")
    assert (actor, "somchai" in detail) == ("head", True)
    assert desk.act(released, c.Take()).released_by == ""
