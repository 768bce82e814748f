"""Asks LINE now and then how many of the month's messages are left."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable
from typing import Final, Protocol

from sync.line.allowance import Quota
from sync.logs import failure
from sync.store import allowances
from sync.store.database import Database

_log = logging.getLogger(__name__)

ASK_SECONDS: Final = 900.0


class Asked(Protocol):
    """What can be asked: ``sync.line.line_client.LineClient``."""

    async def quota(self) -> Quota | None:
        """Return what LINE says of the month's messages; None where it does not answer."""

    async def close(self) -> None:
        """Close the connections."""


class QuotaWatch:
    """Keeps what LINE says, until ``ending`` is set."""

    def __init__(
        self,
        *,
        database: Database,
        office_id: str,
        connect: Callable[[], Asked],
        clock: Callable[[], dt.datetime],
        ending: asyncio.Event,
    ) -> None:
        self._database, self._office_id = database, office_id
        self._connect, self._clock, self._ending = connect, clock, ending

    async def run(self) -> None:
        """Ask at once, and every quarter of an hour."""
        while not self._ending.is_set():
            await self.ask()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ASK_SECONDS):
                    await self._ending.wait()

    async def ask(self) -> None:
        """Ask once; without an answer our own count goes on."""
        line = self._connect()
        try:
            quota = await line.quota()
        except Exception as error:  # noqa: BLE001 - no figure is worth more than the sender's own count
            _log.warning("quota not read: %s", failure(error))
            return
        finally:
            await line.close()
        if quota is not None:
            await self._database.write_async(
                lambda session: allowances.heard(
                    session, office_id=self._office_id, quota=quota, now=self._clock()
                )
            )
