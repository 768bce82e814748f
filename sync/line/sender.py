"""Sends what is in the outbox: journals first, then calls LINE, then records what came of it.

A conversation's messages go one after the other, several conversations at once.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from sqlmodel import Session

from registry.sealing import Keyring
from sync.line import telling
from sync.line.allowance import withheld
from sync.line.delivery import Again, Answer, End, Send, plan, settle
from sync.line.message_json import MESSAGES, TEXT, fit, text_message
from sync.line.messages.repeated import REPEATED
from sync.logs import failure
from sync.store import allowances, conversations, outbox
from sync.store.database import Database
from sync.store.errors import StoreClosed
from sync.store.outbox import Delivery, Outgoing
from sync.store.signals import Topic

_log = logging.getLogger(__name__)

AT_ONCE: Final = 32
LOOK_SECONDS: Final = 5.0
CLAIM: Final = dt.timedelta(seconds=15)
"""How long messages belong to the daemon that journaled them; longer than a call can take."""
GOODBYE_SECONDS: Final = 3.0
FAILED_SECONDS: Final = 1.0


class Line(Protocol):
    """What sends: ``sync.line.line_client.LineClient``."""

    async def reply(self, token: str, messages: Sequence[dict[str, Any]]) -> Answer:
        """Answer with a reply token."""

    async def push(self, user_id: str, messages: Sequence[dict[str, Any]], retry_key: str) -> Answer:
        """Push with a retry key."""

    async def close(self) -> None:
        """Close the connections."""


@dataclass(frozen=True)
class _Journaled:
    """What is about to be sent, as it was before it was journaled."""

    outgoing: Outgoing
    send: Send
    user_id: str = field(repr=False)


class Sender:
    """``connect`` makes the client, at ``warm_up`` or when there is something to send."""

    def __init__(
        self,
        *,
        database: Database,
        keys: Keyring,
        office_id: str,
        connect: Callable[[], Line],
        clock: Callable[[], dt.datetime],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._database, self._keys, self._office_id = database, keys, office_id
        self._connect, self._clock, self._jitter = connect, clock, jitter
        self._line: Line | None = None
        self._connecting = asyncio.Lock()
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._freed = asyncio.Event()
        self.last_answer: Answer | None = None

    async def warm_up(self) -> None:
        """Make the client before there is anything to send, so that the first answer goes at once."""
        await self._connected()

    async def run(self) -> None:
        """Send until the store closes; what is under way then is given a moment to end."""
        signals, seen = self._database.signals, 0
        while not signals.closed:
            seen = signals.number(Topic.OUTBOX, self._office_id)
            try:
                wait = await self._start_due()
            except StoreClosed:
                break
            except Exception as error:  # noqa: BLE001 - a locked database must not end the sender
                _log.error("outbox not read: %s", failure(error))
                wait = LOOK_SECONDS
            await self._pause(seen, wait)
        await self._goodbye()

    async def send_due(self) -> None:
        """Send what is due now, to its end; for whoever does not want to ``run``."""
        while True:
            await self._start_due()
            if not self._sending:
                return
            await asyncio.wait(self._sending.values())

    async def _start_due(self) -> float:
        """Start a task for every conversation that has something due; return seconds to the next look."""
        now, room, busy = self._clock(), AT_ONCE - len(self._sending), list(self._sending)
        if room <= 0:
            return LOOK_SECONDS

        def look(session: Session) -> tuple[list[tuple[str, str]], dt.datetime | None]:
            heads = outbox.heads(session, office_id=self._office_id, now=now, limit=room, without=busy)
            return heads, outbox.next_due(session, office_id=self._office_id, after=now)

        heads, following = await self._database.read_async(look)
        for row_id, conversation_id in heads:
            task = asyncio.create_task(self._send(row_id))
            self._sending[conversation_id] = task
            task.add_done_callback(lambda _, key=conversation_id: self._ended(key))  # type: ignore[misc]
        if following is None:
            return LOOK_SECONDS
        return min(LOOK_SECONDS, max(0.05, (following - now).total_seconds()))

    async def _pause(self, seen: int, wait: float) -> None:
        """Wait for new messages, for a conversation that is free again, or for the time."""
        moved = asyncio.create_task(self._database.signals.wait(Topic.OUTBOX, self._office_id, seen, wait))
        freed = asyncio.create_task(self._freed.wait())
        try:
            await asyncio.wait({moved, freed}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            moved.cancel()
            freed.cancel()
            self._freed.clear()

    def _ended(self, conversation_id: str) -> None:
        self._sending.pop(conversation_id, None)
        self._freed.set()

    async def _send(self, row_id: str) -> None:
        try:
            # Before anything is journaled as perhaps gone: its import takes a part of the claim's time.
            line = await self._connected()
            journaled = await self._database.write_async(lambda session: self._journal(session, row_id))
            if journaled is None:
                return
            answer = await self._call(line, journaled)
            self.last_answer = answer
            await self._database.write_async(lambda session: self._record(session, journaled, answer))
        except StoreClosed:
            _log.info("message %s: left for the next start", row_id)
        except Exception as error:  # noqa: BLE001 - one message must not end the others
            _log.error("message %s: %s", row_id, failure(error))
            await asyncio.sleep(FAILED_SECONDS)

    def _journal(self, session: Session, row_id: str) -> _Journaled | None:
        """Write down what is about to be sent; None when nothing is."""
        now, office_id = self._clock(), self._office_id
        outgoing = outbox.open_row(session, keys=self._keys, office_id=office_id, row_id=row_id)
        if outgoing is None:
            return None
        stored = conversations.find(
            session, keys=self._keys, office_id=office_id, conversation_id=outgoing.conversation_id
        )
        if stored is None:
            step: Send | End = End(Delivery.HELD, "no_address")
        else:
            allowance = allowances.read(session, office_id=office_id, now=now)
            why_not = withheld(outgoing.purpose, allowance)
            step = plan(outgoing, now, blocked=stored.blocked, withheld=why_not)
        if stored is None or isinstance(step, End):
            self._end(session, outgoing, step, now)
            return None
        values: dict[str, Any] = {"state": Delivery.SENDING, "way": step.way, "repeated": step.repeated}
        if step.way == "push":
            values["pushed_at"] = outgoing.pushed_at or now
        outbox.change(
            session,
            office_id=office_id,
            row_id=row_id,
            now=now,
            attempts=outgoing.attempts + 1,
            due_at=now + CLAIM,
            **values,
        )
        return _Journaled(outgoing, step, stored.user_id)

    async def _call(self, line: Line, journaled: _Journaled) -> Answer:
        outgoing = journaled.outgoing
        if journaled.send.way == "reply" and outgoing.reply is not None:
            return await line.reply(outgoing.reply.token, outgoing.messages)
        messages = marked(outgoing.messages) if journaled.send.repeated else outgoing.messages
        return await line.push(journaled.user_id, messages, outgoing.id)

    def _record(self, session: Session, journaled: _Journaled, answer: Answer) -> None:
        now, before = self._clock(), journaled.outgoing
        outcome = settle(before, journaled.send.way, answer, jitter=self._jitter)
        if journaled.send.way == "push" and answer is Answer.ACCEPTED:
            allowances.count(session, office_id=self._office_id, now=now)
        if journaled.send.way == "push" and answer is Answer.QUOTA:
            allowances.stop(session, office_id=self._office_id, now=now)
        if isinstance(outcome, End):
            self._end(session, before, outcome, now)
            return
        values: dict[str, Any] = {
            "state": Delivery.SENDING if outcome.uncertain else Delivery.WAITING,
            "due_at": now + dt.timedelta(seconds=outcome.seconds),
        }
        if outcome.token_lost:
            values["reply_until"] = None
        outbox.change(session, office_id=self._office_id, row_id=before.id, now=now, **values)
        _log.warning("message %s: %s, again in %.0f s", before.id, answer.value, outcome.seconds)

    def _end(self, session: Session, outgoing: Outgoing, end: Send | End | Again, now: dt.datetime) -> None:
        if not isinstance(end, End):
            return
        office_id, row_id = self._office_id, outgoing.id
        outbox.change(
            session, office_id=office_id, row_id=row_id, now=now, state=end.state, reason=end.reason
        )
        telling.ended(
            session, keys=self._keys, office_id=office_id, outgoing=outgoing, state=end.state, now=now
        )
        if end.state is not Delivery.SENT:
            _log.warning("message %s: %s, %s", row_id, end.state.value, end.reason)

    async def _connected(self) -> Line:
        async with self._connecting:
            if self._line is None:
                # Its import takes a while: not on the loop that answers webhooks.
                await asyncio.to_thread(importlib.import_module, "sync.line.line_client")
                self._line = self._connect()
            return self._line

    async def _goodbye(self) -> None:
        if self._sending:
            _, late = await asyncio.wait(self._sending.values(), timeout=GOODBYE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._line is not None:
            await self._line.close()


def marked(messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return messages that say that they may have come before; the same again whenever it is asked."""
    if len(messages) < MESSAGES:
        return [text_message(REPEATED), *messages]
    at = next((at for at, message in enumerate(messages) if message.get("type") == "text"), None)
    if at is None:
        # No room for the mark: better unmarked than without a part of what was decided.
        return list(messages)
    words = fit(f"{REPEATED}\n{messages[at]['text']}", TEXT)
    return [*messages[:at], {**messages[at], "text": words}, *messages[at + 1 :]]
