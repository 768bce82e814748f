"""Works off the inbox: each citizen's events in order, several citizens at once, one bad event alone."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import logging
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from registry.sealing import Keyring
from registry.settings import Settings
from sync.line.errors import ElsewhereBusy
from sync.logs import failure
from sync.store import inbox
from sync.store.database import Database
from sync.store.errors import StoreClosed

_log = logging.getLogger(__name__)

BATCH: Final = 50
AT_ONCE: Final = 4
"""Conversations in hand together: one commit does for their turns. PostgreSQL's pool is for others, too."""
LOOK_SECONDS: Final = 2.0
GIVE_WAY_SECONDS: Final = 0.25
_STEP_SECONDS: Final = 0.005


class Worker:
    """``busy`` says that LINE waits for a commit: the worker gives way, but never for long."""

    def __init__(
        self,
        *,
        database: Database,
        keys: Keyring,
        settings: Settings,
        clock: Callable[[], dt.datetime],
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        self._database, self._keys, self._settings = database, keys, settings
        self._clock, self._busy = clock, busy
        self._new = asyncio.Event()
        self._giving_way = asyncio.Lock()
        self.caught_up = asyncio.Event()
        """Set once what the last run had left has been worked off."""

    def wake(self) -> None:
        """Say that there are new events; from the loop's own thread."""
        self._new.set()

    async def warm_up(self) -> None:
        """Import the dialogue off the loop: LINE can be answered meanwhile."""
        await asyncio.to_thread(importlib.import_module, "sync.turns")

    async def run(self) -> None:
        """Work until the store closes; what was left by the last run comes first."""
        await self.warm_up()
        while not self._database.signals.closed:
            self._new.clear()
            try:
                found = await self.work_due()
                if found == 0:
                    self.caught_up.set()
                    await self._pause()
            except StoreClosed:
                return
            except Exception as error:  # noqa: BLE001 - a locked database must not end the worker
                _log.error("inbox not read: %s", failure(error))
                await asyncio.sleep(1)

    async def work_due(self) -> int:
        """Work off one batch of what is due now; returns how many events it took."""
        now, office_id = self._clock(), self._settings.office.id
        due = await self._database.read_async(
            lambda session: inbox.due(session, office_id=office_id, now=now, limit=BATCH)
        )
        conversations: dict[str, list[str]] = {}
        for event_id, conversation_id in due:
            conversations.setdefault(conversation_id or event_id, []).append(event_id)
        room = asyncio.Semaphore(AT_ONCE)
        turns = [self._work_through(event_ids, room) for event_ids in conversations.values()]
        counts = await asyncio.gather(*turns, return_exceptions=True)
        for count in counts:
            if isinstance(count, BaseException):
                raise count
        return sum(count for count in counts if isinstance(count, int))

    async def _work_through(self, event_ids: Sequence[str], room: asyncio.Semaphore) -> int:
        """Work off events of one conversation, one after the other; returns how many."""
        async with room:
            for taken, event_id in enumerate(event_ids):
                if self._database.signals.closed:
                    return taken
                # One after the other, lest together they give way to nobody.
                async with self._giving_way:
                    await self._give_way()
                # A later message may not overtake the one that another daemon has in hand.
                if not await self._work(event_id):
                    return taken
            return len(event_ids)

    async def _work(self, event_id: str) -> bool:
        """Work off one event; False when another daemon is at it or its conversation."""
        from sync.turns import work_off

        try:
            removed = await self._database.write_async(
                lambda session: work_off(
                    session, keys=self._keys, settings=self._settings, event_id=event_id, now=self._clock()
                )
            )
        except ElsewhereBusy:
            return False
        except (StoreClosed, OperationalError):
            # The store's fault, not the event's: it is not counted as an attempt.
            raise
        except Exception as error:  # noqa: BLE001 - whatever is in one event, the others go on
            await self._failed(event_id, error)
        else:
            if removed:
                await asyncio.wrap_future(self._database.empty_log())
        return True

    async def _failed(self, event_id: str, error: Exception) -> None:
        def fail(session: Session) -> str:
            return inbox.fail(
                session, office_id=self._settings.office.id, event_id=event_id, now=self._clock()
            )

        state = await self._database.write_async(fail)
        _log.error("event %s: %s, %s", event_id, state, failure(error))

    async def _give_way(self) -> None:
        waited = 0.0
        while waited < GIVE_WAY_SECONDS and self._busy():
            await asyncio.sleep(_STEP_SECONDS)
            waited += _STEP_SECONDS

    async def _pause(self) -> None:
        """Wait for a new event, or for the time: another daemon's events, and those to be tried again."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._new.wait()
        except TimeoutError:
            pass
