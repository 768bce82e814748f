"""Fetches the pictures of a pre-check from LINE and keeps them, beside the worker and never in its way."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from sqlmodel import Session

from registry.advance import PictureRef
from registry.errors import Refused
from registry.sealing import Keyring
from registry.settings import Settings
from sync.line.content import Fetch, Fetched, sniff
from sync.logs import failure
from sync.store import pictures, request_chat, requests
from sync.store.database import Database
from sync.store.errors import StoreClosed
from sync.store.pictures import Wanted
from sync.store.signals import Topic, savepoint

_log = logging.getLogger(__name__)

GIVE_UP: Final = dt.timedelta(hours=24)
"""LINE deletes what was sent; after a day there is nothing left to be fetched."""
LOOK_SECONDS: Final = 5.0
_NOT_READY_SECONDS: Final = (1, 2, 4, 8, 15, 30, 60)
_AGAIN_SECONDS: Final = (5, 15, 60, 300, 900)


class Content(Protocol):
    """LINE's content endpoint."""

    async def fetch(self, message_id: str, most: int) -> Fetched:
        """Return a message's content of at most ``most`` bytes."""

    async def close(self) -> None:
        """Close the connections."""


class PictureKeeper:
    """One picture after the other: it is never more than one in memory."""

    def __init__(
        self,
        *,
        database: Database,
        keys: Keyring,
        settings: Settings,
        connect: Callable[[], Content],
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database, self._keys, self._settings = database, keys, settings
        self._connect, self._clock = connect, clock
        self._office_id = settings.office.id

    async def run(self) -> None:
        """Work until the store closes."""
        await asyncio.to_thread(importlib.import_module, "aiohttp")
        content = self._connect()
        signals = self._database.signals
        try:
            while not signals.closed:
                seen = signals.number(Topic.PICTURE, self._office_id)
                if not await self.keep_next(content):
                    await signals.wait(Topic.PICTURE, self._office_id, seen, LOOK_SECONDS)
        except StoreClosed:
            return
        finally:
            await content.close()

    async def keep_next(self, content: Content) -> bool:
        """Try the picture that is due first; False when none is due."""
        if await self._database.read_async(self._next_due) is None:
            return False
        claim = partial(pictures.claim, office_id=self._office_id, now=self._clock())
        wanted = await self._database.write_async(claim)
        if wanted is None:
            return False
        fetched = await content.fetch(wanted.line_id, self._settings.inquiry.picture_bytes)
        try:
            await self._take(wanted, fetched)
        except StoreClosed:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is in one picture, the others go on
            _log.error("picture %s: %s", wanted.id, failure(error))
        return True

    def _next_due(self, session: Session) -> dt.datetime | None:
        due = pictures.next_due(session, office_id=self._office_id)
        return due if due is not None and due <= self._clock() else None

    async def _take(self, wanted: Wanted, fetched: Fetched) -> None:
        from sync.line.messages import inquiry as say

        match fetched.end:
            case Fetch.DONE if (kind := sniff(fetched.data)) is not None:
                await self._keep(wanted, fetched.data, kind)
            case Fetch.DONE | Fetch.TOO_BIG:
                await self._refuse(wanted, say.PICTURE_NOT_READ)
            case Fetch.GONE:
                await self._refuse(wanted, say.PICTURE_GONE)
            case Fetch.NOT_READY | Fetch.AGAIN:
                await self._later(wanted, fetched.end)

    async def _keep(self, wanted: Wanted, data: bytes, kind: str) -> None:
        size = pictures.PART_BYTES
        for part, start in enumerate(range(0, len(data), size)):
            put = partial(
                pictures.put_part,
                keys=self._keys,
                office_id=self._office_id,
                picture_id=wanted.id,
                part=part,
                data=data[start : start + size],
            )
            if not await self._database.write_async(put):
                return
        picture = PictureRef.model_validate(
            {"id": wanted.id, "at": wanted.created_at, "kind": kind, "size": len(data)}
        )
        await self._database.write_async(partial(self._complete, wanted=wanted, picture=picture))

    def _complete(self, session: Session, *, wanted: Wanted, picture: PictureRef) -> None:
        # First the request, then its picture: a citizen's turn, which may take both back, holds them so.
        requests.hold(session, keys=self._keys, office_id=self._office_id, request_id=wanted.request_id)
        kept = pictures.complete(
            session, office_id=self._office_id, picture_id=wanted.id, kind=picture.kind, size=picture.size
        )
        if not kept:
            return
        try:
            with savepoint(session):
                request_chat.add_picture(
                    session,
                    keys=self._keys,
                    office_id=self._office_id,
                    request_id=wanted.request_id,
                    picture=picture,
                )
        except Refused:
            pictures.forget(session, office_id=self._office_id, picture_id=wanted.id)

    async def _later(self, wanted: Wanted, end: Fetch) -> None:
        now = self._clock()
        if now - wanted.created_at >= GIVE_UP:
            from sync.line.messages import inquiry as say

            await self._refuse(wanted, say.PICTURE_GONE)
            return
        steps = _NOT_READY_SECONDS if end is Fetch.NOT_READY else _AGAIN_SECONDS
        wait = dt.timedelta(seconds=steps[min(wanted.attempts, len(steps)) - 1])
        put_off = partial(pictures.later, office_id=self._office_id, picture_id=wanted.id, due_at=now + wait)
        await self._database.write_async(put_off)

    async def _refuse(self, wanted: Wanted, words: str) -> None:
        """Say that a picture cannot be had: the citizen believes that it arrived."""
        now = self._clock()

        def refuse(session: Session) -> None:
            from sync.line.message_json import text_message
            from sync.store import outbox

            # Gone already where it was unsent meanwhile: then there is nothing to say.
            if not pictures.waits(session, office_id=self._office_id, picture_id=wanted.id):
                return
            pictures.refuse(session, office_id=self._office_id, picture_id=wanted.id)
            outbox.enqueue(
                session,
                keys=self._keys,
                office_id=self._office_id,
                conversation_id=wanted.conversation_id,
                request_id=wanted.request_id,
                messages=[text_message(words)],
                importance=outbox.Importance.DECISION,
                now=now,
                reply=None,
            )

        await self._database.write_async(refuse)
