"""Reading the feed, and waiting for it without a thread or a session."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from registry.records import ChangesPage, Cursor
from registry.request import Part
from registry.sealing import Keyring
from registry.settings import Settings
from sync.store import feed
from sync.store.database import Database
from thai.dates import today

MAX_WAIT = 25


class ChangesQuery(Part):
    """Where the reader is, how long to wait for something new (seconds), and how much to send at once."""

    after: Annotated[str | None, Field(max_length=100)] = None
    wait: Annotated[float, Field(ge=0, le=MAX_WAIT, allow_inf_nan=False)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


class FeedReader:
    """Reads pages of an office's feed."""

    def __init__(
        self, database: Database, keys: Keyring, settings: Settings, clock: Callable[[], dt.datetime]
    ) -> None:
        self._database, self._keys = database, keys
        self._office_id, self._clock = settings.office.id, clock

    async def read(self, query: ChangesQuery) -> ChangesPage:
        """Return the next page: at once when there is one, else when there is, or empty after the wait."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + query.wait
        after = query.after
        while True:
            page = await self._page(after, query.limit)
            left = deadline - loop.time()
            if page.records or page.snapshot or left <= 0 or self._database.signals.closed:
                return page
            # A reveal takes a number and changes no record: the cursor has moved all the same.
            after = page.cursor
            cursor = Cursor.parse(after)
            await self._database.signals.wait_for_change(self._office_id, cursor.seq if cursor else 0, left)

    async def _page(self, after: str | None, limit: int) -> ChangesPage:
        day = today(self._clock())
        return await self._database.read_async(
            lambda session: feed.changes(
                session,
                keys=self._keys,
                office_id=self._office_id,
                after=after,
                limit=limit,
                today=day,
            )
        )
