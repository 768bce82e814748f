"""How messages go out: by reply or push, again or not, and what LINE's answer comes to. Pure.

A push carries its retry key and can be sent again for a day. A reply cannot be known after a crash or a
time-out: the same token is tried while it is young; later a decision is pushed marked as a
repetition, small talk is dropped (facts.md, LINE Messaging API).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sync.store.outbox import Delivery, Importance, Outgoing, Way

REPLY_SECONDS: Final = 50
"""A reply token is good for about a minute after its webhook; less what a call may take."""
PUSH_AGAIN: Final = dt.timedelta(hours=23)
"""LINE knows a retry key for 24 hours; less a margin for both clocks."""
SMALL_TALK_FRESH: Final = dt.timedelta(minutes=5)
"""Small talk whose token is lost is worth a push only as long as the citizen still waits for it."""
PERISHABLE_FRESH: Final = dt.timedelta(minutes=5)
"""A call to the counter comes too late when the next one has been called."""
LONGEST_WAIT: Final = 120.0
UNAUTHORISED_WAIT: Final = 60.0


class Answer(StrEnum):
    """What came of a call."""

    ACCEPTED = "accepted"
    BAD_TOKEN = "bad_token"  # noqa: S105 - not a token
    REFUSED = "refused"
    RATE = "rate"
    QUOTA = "quota"
    UNAUTHORISED = "unauthorised"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Send:
    """Send this way; ``repeated`` says that the citizen may have it already."""

    way: Way
    repeated: bool = False


@dataclass(frozen=True)
class End:
    """Nothing more is sent; ``reason`` for people, in one word."""

    state: Delivery
    reason: str = ""


@dataclass(frozen=True)
class Again:
    """Look at it again in ``seconds``; ``uncertain`` when it is perhaps gone, ``token_lost`` when used up."""

    seconds: float
    uncertain: bool
    token_lost: bool = False


def plan(outgoing: Outgoing, now: dt.datetime, *, blocked: bool, withheld: str = "") -> Send | End:
    """Return the next step for messages; ``SENDING`` means that the last try has no known end.

    ``withheld`` is why nothing of this purpose is pushed now; a push that was begun is brought to its end.
    """
    if blocked:
        return _give_up(outgoing, "blocked")
    if outgoing.pushed_at is not None:
        return _push_again(outgoing, now)
    if outgoing.reply is not None and now < outgoing.reply.until:
        return Send("reply")
    if outgoing.useful_until is not None and now >= outgoing.useful_until:
        return End(Delivery.DROPPED, "late")
    return _give_up(outgoing, withheld) if withheld else _first_push(outgoing, now)


def _first_push(outgoing: Outgoing, now: dt.datetime) -> Send | End:
    uncertain = outgoing.state is Delivery.SENDING and outgoing.way == "reply"
    if outgoing.importance is Importance.DECISION:
        return Send("push", repeated=uncertain)
    if not uncertain and not _stale(outgoing, now):
        return Send("push")
    return End(Delivery.DROPPED, "uncertain" if uncertain else "late")


def settle(outgoing: Outgoing, way: Way, answer: Answer, *, jitter: Callable[[], float]) -> End | Again:
    """Return what an answer to a try comes to; ``outgoing`` as it was before the try, ``jitter`` in 0..1."""
    before = outgoing.state is Delivery.SENDING
    wait = _wait(outgoing.attempts, jitter())
    match answer:
        case Answer.ACCEPTED:
            return End(Delivery.SENT)
        case Answer.BAD_TOKEN | Answer.REFUSED if way == "reply":
            # A token that is used up was used by the try whose end is not known: that one went out.
            # Otherwise a push tells whether the token or the messages were refused, and then costs nothing.
            went_out = before and answer is Answer.BAD_TOKEN
            return End(Delivery.SENT) if went_out else Again(0.0, uncertain=before, token_lost=True)
        case Answer.REFUSED | Answer.BAD_TOKEN:
            return _give_up(outgoing, "refused")
        case Answer.QUOTA if way == "push":
            return _give_up(outgoing, "quota")
        case Answer.RATE | Answer.QUOTA | Answer.UNREACHABLE | Answer.UNAUTHORISED:
            longer = UNAUTHORISED_WAIT if answer is Answer.UNAUTHORISED else 0.0
            return Again(max(wait, longer), uncertain=before)
        case _:
            return Again(wait, uncertain=True)


def _push_again(outgoing: Outgoing, now: dt.datetime) -> Send | End:
    pushed_at = outgoing.pushed_at or now
    if now - pushed_at >= PUSH_AGAIN:
        return _give_up(outgoing, "too_old")
    if _stale(outgoing, now):
        return End(Delivery.DROPPED, "late")
    return Send("push", repeated=outgoing.repeated)


def _stale(outgoing: Outgoing, now: dt.datetime) -> bool:
    """Whether messages have become worthless."""
    fresh = {Importance.SMALL_TALK: SMALL_TALK_FRESH, Importance.PERISHABLE: PERISHABLE_FRESH}
    return outgoing.importance in fresh and now - outgoing.created_at >= fresh[outgoing.importance]


def _give_up(outgoing: Outgoing, reason: str) -> End:
    decision = outgoing.importance is Importance.DECISION
    return End(Delivery.HELD if decision else Delivery.DROPPED, reason)


def _wait(attempts: int, jitter: float) -> float:
    """Return seconds: doubling from one, bounded, between half and whole so that tries spread."""
    longest = min(LONGEST_WAIT, 2.0 ** min(attempts, 10))
    return longest * (0.5 + jitter / 2)
