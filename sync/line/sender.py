"""Sends what is in the outbox: journals first, then calls LINE, then records what came of it.

A conversation's messages go one after the other, several conversations at once: they are journaled
together and recorded together.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import logging
import random
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final, Protocol

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from registry.sealing import Keyring
from sync.line.delivery import Answer
from sync.line.message_json import MESSAGES, TEXT, fit, text_message
from sync.line.messages.repeated import REPEATED
from sync.line.sending import Answered, Journaled, SendingJournal
from sync.logs import failure
from sync.store import outbox
from sync.store.database import Database
from sync.store.errors import StoreClosed
from sync.store.signals import Topic

_log = logging.getLogger(__name__)

AT_ONCE: Final = 32
LOOK_SECONDS: Final = 5.0
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
        self._database, self._office_id = database, office_id
        self._connect, self._clock = connect, clock
        self._journal = SendingJournal(keys=keys, office_id=office_id, clock=clock, jitter=jitter)
        self._line: Line | None = None
        self._connecting = asyncio.Lock()
        self._busy: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._freed = asyncio.Event()
        self._answered: list[Answered] = []
        self._recording = asyncio.Lock()
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
            if not self._tasks:
                return
            await asyncio.wait(self._tasks)

    async def _start_due(self) -> float:
        """Start sending to every conversation that has something due; return seconds to the next look."""
        now, room, busy = self._clock(), AT_ONCE - len(self._busy), list(self._busy)
        if room <= 0:
            return LOOK_SECONDS

        def look(session: Session) -> tuple[list[tuple[str, str]], dt.datetime | None]:
            heads = outbox.heads(session, office_id=self._office_id, now=now, limit=room, without=busy)
            return heads, outbox.next_due(session, office_id=self._office_id, after=now)

        heads, following = await self._database.read_async(look)
        self._busy.update(conversation_id for _, conversation_id in heads)
        if heads:
            self._start(heads)
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

    def _free(self, conversation_ids: Iterable[str]) -> None:
        self._busy.difference_update(conversation_ids)
        self._freed.set()

    def _start(self, heads: Sequence[tuple[str, str]]) -> None:
        task = asyncio.create_task(self._send_all(dict(heads)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_all(self, heads: dict[str, str]) -> None:
        """Send these rows, each first in its conversation, which is free again when it has ended."""
        try:
            # Before anything is journaled as perhaps gone: its import takes a part of the claim's time.
            line = await self._connected()
            begin = partial(self._journal.begin, row_ids=list(heads))
            journaled, alone = await self._database.write_async(begin)
        except Exception as error:  # noqa: BLE001 - trouble with some must not end the others
            if len(heads) == 1 or _of_all(error):
                _said(heads, error)
                await asyncio.sleep(FAILED_SECONDS)
                self._free(heads.values())
                return
            journaled, alone = [], list(heads)
        for row_id in alone:
            self._start([(row_id, heads[row_id])])
        going = {each.outgoing.id for each in journaled}
        self._free(heads[row_id] for row_id in heads.keys() - going - set(alone))
        await asyncio.gather(*(self._send(line, each) for each in journaled))

    async def _send(self, line: Line, journaled: Journaled) -> None:
        try:
            answer = await self._call(line, journaled)
            self.last_answer = answer
            self._answered.append(Answered(journaled, answer))
            # While one group is being recorded, the next one gathers.
            async with self._recording:
                group, self._answered = self._answered, []
                if group:
                    await self._record(group)
        except Exception as error:  # noqa: BLE001 - trouble with one must not end the others
            _said([journaled.outgoing.id], error)
        finally:
            self._free([journaled.outgoing.conversation_id])

    async def _record(self, group: Sequence[Answered]) -> None:
        """Write down what came of calls; what cannot be recorded is looked at again after its claim."""
        try:
            alone = await self._database.write_async(partial(self._journal.record, answered=group))
        except Exception as error:  # noqa: BLE001 - trouble with one must not end the others
            if len(group) == 1 or _of_all(error):
                _said([each.outgoing.id for each in group], error)
                return
            alone = list(group)
        for each in alone:
            await self._record([each])

    async def _call(self, line: Line, journaled: Journaled) -> Answer:
        outgoing = journaled.outgoing
        if journaled.send.way == "reply" and outgoing.reply is not None:
            return await line.reply(outgoing.reply.token, outgoing.messages)
        messages = marked(outgoing.messages) if journaled.send.repeated else outgoing.messages
        return await line.push(journaled.user_id, messages, outgoing.id)

    async def _connected(self) -> Line:
        async with self._connecting:
            if self._line is None:
                # Its import takes a while: not on the loop that answers webhooks.
                await asyncio.to_thread(importlib.import_module, "sync.line.line_client")
                self._line = self._connect()
            return self._line

    async def _goodbye(self) -> None:
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=GOODBYE_SECONDS)
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


def _of_all(error: Exception) -> bool:
    """Whether no message can be written down now, and not one of them is at fault."""
    return isinstance(error, StoreClosed | OperationalError)


def _said(row_ids: Iterable[str], error: Exception) -> None:
    for row_id in row_ids:
        if isinstance(error, StoreClosed):
            _log.info("message %s: left for the next start", row_id)
        else:
            _log.error("message %s: %s", row_id, failure(error))
