"""Looks after inquiries by the clock: late answers are marked for every desk, quiet conversations close."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from registry.sealing import Keyring
from registry.settings import Settings
from sync.logs import failure
from sync.store import inquiries
from sync.store.database import Database
from sync.store.errors import StoreClosed

_log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 20.0
AT_ONCE: Final = 50


class InquiryClock:
    """Idempotent: what is due stands in the requests themselves, so several daemons may look."""

    def __init__(
        self, *, database: Database, keys: Keyring, settings: Settings, clock: Callable[[], dt.datetime]
    ) -> None:
        self._database, self._keys, self._settings, self._clock = database, keys, settings, clock

    async def run(self) -> None:
        """Look until the store closes."""
        while not self._database.signals.closed:
            try:
                full = await self.look() == AT_ONCE
            except StoreClosed:
                return
            except Exception as error:  # noqa: BLE001 - a locked database must not end it
                _log.error("inquiries not looked at: %s", failure(error))
                full = False
            if not full:
                await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> int:
        """Look at what is due now; returns how many were changed."""
        now, office_id = self._clock(), self._settings.office.id
        ids = await self._database.read_async(
            partial(inquiries.due, office_id=office_id, now=now, limit=AT_ONCE)
        )
        changed = 0
        for request_id in ids:
            look_at = partial(
                inquiries.look_at, keys=self._keys, settings=self._settings, request_id=request_id, now=now
            )
            action = await self._database.write_async(look_at)
            if action:
                changed += 1
                _log.info("inquiry %s: %s", request_id, action)
        return changed
