"""The sender's two transactions: what is about to be sent is written down, and afterwards what came of it.

Both are for several citizens at once. Where a request's record is to be told of an end, that takes the feed's
number, after which nothing may be waited for: it has a transaction of its own.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlmodel import Session

from registry.sealing import Keyring
from sync.line import telling
from sync.line.allowance import withheld
from sync.line.delivery import Again, Answer, End, Send, plan, settle
from sync.store import allowances, conversations, outbox, pushes
from sync.store.outbox import Delivery, Outgoing, Purpose

_log = logging.getLogger(__name__)

CLAIM: Final = dt.timedelta(seconds=15)
"""How long messages belong to the daemon that journaled them; longer than a call can take."""
A_DAY: Final = dt.timedelta(days=1)
ANSWERS: Final = frozenset({Purpose.TALK, Purpose.DECISION})
MOST_ANSWERS: Final = 20
"""How many answers a citizen is pushed in a day, because their free tokens were lost."""


@dataclass(frozen=True)
class Journaled:
    """What is about to be sent, as it was before it was journaled."""

    outgoing: Outgoing
    send: Send
    user_id: str = field(repr=False)


@dataclass(frozen=True)
class Answered:
    """What was sent, and what came of the call."""

    journaled: Journaled
    answer: Answer

    @property
    def outgoing(self) -> Outgoing:
        """The messages, as they were before."""
        return self.journaled.outgoing


class SendingJournal:
    """Writes in the transactions that it is given; ``jitter`` is in 0..1."""

    def __init__(
        self,
        *,
        keys: Keyring,
        office_id: str,
        clock: Callable[[], dt.datetime],
        jitter: Callable[[], float],
    ) -> None:
        self._keys, self._office_id = keys, office_id
        self._clock, self._jitter = clock, jitter

    def begin(self, session: Session, row_ids: Sequence[str]) -> tuple[list[Journaled], list[str]]:
        """Write down what is about to be sent; what may not be sent ends.

        ``row_ids`` are of different conversations. Returns what is to be sent, and the rows that have to
        be begun alone.
        """
        now, office_id = self._clock(), self._office_id
        rows = outbox.open_rows(session, keys=self._keys, office_id=office_id, row_ids=row_ids)
        wanted = [row.conversation_id for row in rows]
        known = conversations.find_all(session, keys=self._keys, office_id=office_id, ids=wanted)
        allowance = allowances.read(session, office_id=office_id, now=now)
        journaled: list[Journaled] = []
        ends: list[tuple[Outgoing, End]] = []
        for row in rows:
            stored = known.get(row.conversation_id)
            if stored is None:
                ends.append((row, End(Delivery.HELD, "no_address")))
                continue
            why = withheld(row.purpose, allowance) or self._too_often(session, row, now)
            step = plan(row, now, blocked=stored.blocked, withheld=why)
            if isinstance(step, End):
                ends.append((row, step))
            else:
                journaled.append(Journaled(row, step, stored.user_id))
        outbox.begin_all(
            session, office_id=office_id, now=now, begun=[_begun(each, now) for each in journaled]
        )
        told = self._told(session, ends)
        if len(row_ids) == 1:
            self._end(session, ends, told, now)
            return journaled, []
        self._end(session, [(row, end) for row, end in ends if row.id not in told], frozenset(), now)
        return journaled, sorted(told)

    def record(self, session: Session, answered: Sequence[Answered]) -> list[Answered]:
        """Write down what came of calls; returns those that have to be recorded alone."""
        now = self._clock()
        outcomes = [(each, self._outcome(each)) for each in answered]
        told = self._told(session, [(each.outgoing, end) for each, end in outcomes if isinstance(end, End)])
        together = [
            (each, outcome)
            for each, outcome in outcomes
            if len(answered) == 1 or each.outgoing.id not in told
        ]
        self._count(session, [each for each, _ in together], now)
        for each, outcome in together:
            if isinstance(outcome, Again):
                self._again(session, each, outcome, now)
        ends = [(each.outgoing, end) for each, end in together if isinstance(end, End)]
        self._end(session, ends, told, now)
        return [] if len(answered) == 1 else [each for each in answered if each.outgoing.id in told]

    def _too_often(self, session: Session, row: Outgoing, now: dt.datetime) -> str:
        """Return why no further answer of the chat is pushed: nobody's flood may spend the office's month."""
        answers = row.request_id is None and row.purpose in ANSWERS
        if not answers or row.pushed_at is not None or (row.reply is not None and now < row.reply.until):
            return ""
        pushed = pushes.of_conversation(
            session, office_id=self._office_id, conversation_id=row.conversation_id, since=now - A_DAY
        )
        return "often" if pushed >= MOST_ANSWERS else ""

    def _outcome(self, answered: Answered) -> End | Again:
        return settle(answered.outgoing, answered.journaled.send.way, answered.answer, jitter=self._jitter)

    def _told(self, session: Session, ends: Sequence[tuple[Outgoing, End]]) -> frozenset[str]:
        """Return the ids of the messages whose end a request's record is told of."""
        states = [(outgoing, end.state) for outgoing, end in ends]
        return telling.concerned(session, office_id=self._office_id, ends=states)

    def _count(self, session: Session, answered: Sequence[Answered], now: dt.datetime) -> None:
        """Keep what the answers say of the month's messages."""
        pushed = [each.answer for each in answered if each.journaled.send.way == "push"]
        if taken := pushed.count(Answer.ACCEPTED):
            allowances.count(session, office_id=self._office_id, now=now, pushed=taken)
        if Answer.QUOTA in pushed:
            allowances.stop(session, office_id=self._office_id, now=now)

    def _again(self, session: Session, answered: Answered, outcome: Again, now: dt.datetime) -> None:
        row_id = answered.outgoing.id
        values: dict[str, Any] = {
            "state": Delivery.SENDING if outcome.uncertain else Delivery.WAITING,
            "due_at": now + dt.timedelta(seconds=outcome.seconds),
        }
        if outcome.token_lost:
            values["reply_until"] = None
        outbox.change(session, office_id=self._office_id, row_id=row_id, now=now, **values)
        _log.warning("message %s: %s, again in %.0f s", row_id, answered.answer.value, outcome.seconds)

    def _end(
        self,
        session: Session,
        ends: Sequence[tuple[Outgoing, End]],
        told: frozenset[str],
        now: dt.datetime,
    ) -> None:
        """End messages, and tell the records of requests of those that are ``told``."""
        ended = [(row.id, end.state, end.reason) for row, end in ends]
        outbox.end_all(session, office_id=self._office_id, now=now, ended=ended)
        for row, end in ends:
            if end.state is not Delivery.SENT:
                _log.warning("message %s: %s, %s", row.id, end.state.value, end.reason)
            if row.id in told:
                telling.ended(
                    session,
                    keys=self._keys,
                    office_id=self._office_id,
                    outgoing=row,
                    state=end.state,
                    now=now,
                )


def _begun(journaled: Journaled, now: dt.datetime) -> dict[str, Any]:
    outgoing, send = journaled.outgoing, journaled.send
    return {
        "of_id": outgoing.id,
        "way": send.way,
        "repeated": send.repeated,
        "attempts": outgoing.attempts + 1,
        "due_at": now + CLAIM,
        "pushed_at": (outgoing.pushed_at or now) if send.way == "push" else outgoing.pushed_at,
    }
