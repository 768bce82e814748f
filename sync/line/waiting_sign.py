"""Shows LINE's loading animation in the chats of citizens whose answer takes longer than usual.

Free of charge, and gone as soon as a message comes (LINE, Display a loading animation).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
from collections.abc import Callable
from typing import Final, Protocol

from registry.sealing import Keyring
from sync.line.incoming import user_of
from sync.logs import failure
from sync.store import inbox
from sync.store.database import Database
from sync.store.errors import StoreClosed

_log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 1.0
AFTER: Final = dt.timedelta(seconds=2)
"""Most answers are there sooner, and need no sign."""
WATCHED: Final = dt.timedelta(seconds=60)
"""Who wrote longer ago does not look at the chat any more."""
SHOWN_SECONDS: Final = 20
AT_ONCE: Final = 20
_ANSWERED: Final = frozenset({"message", "postback"})


class LoadingLine(Protocol):
    """What shows the animation: ``sync.line.line_client.LineClient``."""

    async def show_loading(self, user_id: str, seconds: int) -> None:
        """Show it for 5 to 60 seconds, in steps of five; whatever LINE answers is good."""

    async def close(self) -> None:
        """Close the connections."""


class WaitingSign:
    """``connect`` makes the client when somebody waits for the first time."""

    def __init__(
        self,
        *,
        database: Database,
        keys: Keyring,
        office_id: str,
        connect: Callable[[], LoadingLine],
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database, self._keys, self._office_id = database, keys, office_id
        self._connect, self._clock = connect, clock
        self._line: LoadingLine | None = None
        self._shown: dict[str, dt.datetime] = {}

    async def run(self) -> None:
        """Look every second, until the store closes or the task is cancelled."""
        try:
            while not self._database.signals.closed:
                try:
                    await self.show_due()
                except StoreClosed:
                    return
                except Exception as error:  # noqa: BLE001 - a sign that is missing must not end anything
                    _log.warning("no waiting sign: %s", failure(error))
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            if self._line is not None:
                await self._line.close()

    async def show_due(self) -> int:
        """Show the sign to everybody who waits and does not see it yet; returns to how many."""
        now = self._clock()
        self._shown = {key: until for key, until in self._shown.items() if until > now}
        waiting = await self._database.read_async(
            lambda session: inbox.kept_waiting(
                session,
                keys=self._keys,
                office_id=self._office_id,
                between=(now - WATCHED, now - AFTER),
                limit=AT_ONCE,
                without=list(self._shown),
            )
        )
        users = [user for each in waiting if (user := self._to_be_answered(each, now))]
        if not users:
            return 0
        line = self._line = self._line or self._connect()
        # At once: by the time a slow LINE had taken one after the other, the last would have their answer.
        await asyncio.gather(*(line.show_loading(user, SHOWN_SECONDS) for user in users))
        return len(users)

    def _to_be_answered(self, waiting: inbox.Waiting, now: dt.datetime) -> str:
        """Return the user who waits for an answer to an event; empty where nobody does or the sign is up."""
        event = json.loads(waiting.body)
        talk = isinstance(event, dict) and event.get("type") in _ANSWERED and event.get("mode") != "standby"
        if not talk or waiting.conversation_id in self._shown:
            return ""
        self._shown[waiting.conversation_id] = now + dt.timedelta(seconds=SHOWN_SECONDS)
        return user_of(event)
