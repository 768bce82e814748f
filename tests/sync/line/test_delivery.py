"""How messages go out: nothing sure is repeated, nothing that matters is forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.line.delivery import (
    PUSH_AGAIN,
    SMALL_TALK_FRESH,
    Again,
    Answer,
    End,
    Send,
    plan,
    settle,
)
from sync.line.line_client import meaning
from sync.store.outbox import Delivery, Importance, Outgoing, Reply

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
DECISION, SMALL_TALK = Importance.DECISION, Importance.SMALL_TALK
CALL = Importance.PERISHABLE


def outgoing(
    importance: Importance = DECISION,
    *,
    state: Delivery = Delivery.WAITING,
    way: str = "",
    token_seconds: float | None = 50,
    age: dt.timedelta = dt.timedelta(0),
    pushed: dt.timedelta | None = None,
    attempts: int = 0,
) -> Outgoing:
    reply = None if token_seconds is None else Reply("t", NOW + dt.timedelta(seconds=token_seconds))
    return Outgoing(
        id="01900000-0000-7000-8000-000000000000",
        conversation_id="c",
        importance=importance,
        state=state,
        way=way,  # type: ignore[arg-type]
        repeated=False,
        attempts=attempts,
        created_at=NOW - age,
        reply=reply,
        pushed_at=None if pushed is None else NOW - pushed,
        messages=[{"type": "text", "text": "x"}],
    )


UNKNOWN_REPLY = {"state": Delivery.SENDING, "way": "reply"}
LATE = SMALL_TALK_FRESH + dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("what", "step"),
    [
        (outgoing(), Send("reply")),
        (outgoing(SMALL_TALK), Send("reply")),
        (outgoing(token_seconds=None), Send("push")),
        (outgoing(token_seconds=-1), Send("push")),
        (outgoing(SMALL_TALK, token_seconds=-1), Send("push")),
        (outgoing(SMALL_TALK, token_seconds=-1, age=LATE), End(Delivery.DROPPED, "late")),
        (outgoing(CALL, token_seconds=None), Send("push")),
        (outgoing(CALL, token_seconds=None, age=LATE), End(Delivery.DROPPED, "late")),
        (
            outgoing(CALL, token_seconds=None, age=LATE, pushed=LATE, state=Delivery.SENDING, way="push"),
            End(Delivery.DROPPED, "late"),
        ),
        (outgoing(**UNKNOWN_REPLY), Send("reply")),  # type: ignore[arg-type]
        (outgoing(token_seconds=-1, **UNKNOWN_REPLY), Send("push", repeated=True)),  # type: ignore[arg-type]
        (
            outgoing(SMALL_TALK, token_seconds=-1, **UNKNOWN_REPLY),  # type: ignore[arg-type]
            End(Delivery.DROPPED, "uncertain"),
        ),
        (outgoing(pushed=dt.timedelta(hours=1), state=Delivery.SENDING, way="push"), Send("push")),
        (outgoing(pushed=PUSH_AGAIN, state=Delivery.SENDING, way="push"), End(Delivery.HELD, "too_old")),
    ],
)
def test_the_next_step(what: Outgoing, step: Send | End) -> None:
    assert plan(what, NOW, blocked=False) == step


def test_who_blocks_gets_nothing() -> None:
    assert plan(outgoing(), NOW, blocked=True) == End(Delivery.HELD, "blocked")
    assert plan(outgoing(SMALL_TALK), NOW, blocked=True) == End(Delivery.DROPPED, "blocked")


@pytest.mark.parametrize(
    ("before", "way", "answer", "outcome"),
    [
        (outgoing(), "reply", Answer.ACCEPTED, End(Delivery.SENT)),
        (outgoing(), "reply", Answer.BAD_TOKEN, Again(0.0, uncertain=False, token_lost=True)),
        (outgoing(**UNKNOWN_REPLY), "reply", Answer.BAD_TOKEN, End(Delivery.SENT)),  # type: ignore[arg-type]
        (outgoing(SMALL_TALK), "reply", Answer.REFUSED, Again(0.0, uncertain=False, token_lost=True)),
        (outgoing(**UNKNOWN_REPLY), "reply", Answer.REFUSED, Again(0.0, uncertain=True, token_lost=True)),  # type: ignore[arg-type]
        (outgoing(), "push", Answer.QUOTA, End(Delivery.HELD, "quota")),
        (outgoing(SMALL_TALK), "push", Answer.QUOTA, End(Delivery.DROPPED, "quota")),
        (outgoing(CALL), "push", Answer.QUOTA, End(Delivery.DROPPED, "quota")),
        (outgoing(), "push", Answer.REFUSED, End(Delivery.HELD, "refused")),
        (outgoing(), "reply", Answer.UNREACHABLE, Again(1.0, uncertain=False)),
        (outgoing(**UNKNOWN_REPLY), "reply", Answer.UNREACHABLE, Again(1.0, uncertain=True)),  # type: ignore[arg-type]
        (outgoing(), "reply", Answer.UNKNOWN, Again(1.0, uncertain=True)),
        (outgoing(), "push", Answer.UNAUTHORISED, Again(60.0, uncertain=False)),
        (outgoing(attempts=30), "push", Answer.RATE, Again(120.0, uncertain=False)),
    ],
)
def test_what_an_answer_comes_to(before: Outgoing, way: str, answer: Answer, outcome: End | Again) -> None:
    assert settle(before, way, answer, jitter=lambda: 1.0) == outcome  # type: ignore[arg-type]


@given(st.data())
def test_a_decision_ends_only_sent_or_held_and_a_reply_is_repeated_at_most_once(data: st.DataObject) -> None:
    """Play any answers and any waits; count what the citizen may have got."""
    now, what = NOW, outgoing(token_seconds=data.draw(st.one_of(st.none(), st.floats(-5, 60))))
    replies = pushes_marked = pushes_plain = 0
    for _ in range(40):
        step = plan(what, now, blocked=False)
        if isinstance(step, End):
            assert step.state is Delivery.HELD
            break
        answer = data.draw(st.sampled_from(Answer))
        went_out = answer is Answer.ACCEPTED or (answer is Answer.UNKNOWN and data.draw(st.booleans()))
        if step.way == "reply":
            if went_out and replies:
                answer, went_out = Answer.BAD_TOKEN, False
            replies += went_out
        else:
            key_known = pushes_marked + pushes_plain > 0
            if went_out and key_known:
                answer = Answer.ACCEPTED
            elif went_out and step.repeated:
                pushes_marked += 1
            elif went_out:
                pushes_plain += 1
        changed = {
            "state": Delivery.SENDING,
            "way": step.way,
            "repeated": step.repeated,
            "attempts": what.attempts + 1,
            "pushed_at": what.pushed_at or (now if step.way == "push" else None),
        }
        outcome = settle(what, step.way, answer, jitter=lambda: 0.5)
        if isinstance(outcome, End):
            assert outcome.state in {Delivery.SENT, Delivery.HELD}
            break
        changed["state"] = Delivery.SENDING if outcome.uncertain else Delivery.WAITING
        if outcome.token_lost:
            changed["reply"] = None
        from dataclasses import replace

        what = replace(what, **changed)  # type: ignore[arg-type]
        now += dt.timedelta(seconds=outcome.seconds + data.draw(st.integers(0, 4000)))
    assert replies <= 1
    assert pushes_plain + pushes_marked <= 1
    assert not (replies and pushes_plain)


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [
        (409, "{}", Answer.ACCEPTED),
        (429, '{"message": "You have reached your monthly limit."}', Answer.QUOTA),
        (429, '{"message": "The API rate limit has been exceeded. Try again later."}', Answer.RATE),
        (429, "not json", Answer.RATE),
        (400, '{"message": "Invalid reply token"}', Answer.BAD_TOKEN),
        (400, '{"message": "The request body has 1 error(s)"}', Answer.REFUSED),
        (401, "", Answer.UNAUTHORISED),
        (404, "[]", Answer.REFUSED),
        (408, "", Answer.UNKNOWN),
        (500, "", Answer.UNKNOWN),
        (0, "", Answer.UNKNOWN),
    ],
)
def test_what_line_means(status: int, body: str, answer: Answer) -> None:
    assert meaning(status, body) is answer
