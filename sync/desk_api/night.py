"""The feed for a desk at which nobody is signed in: in pages that it can keep but not read."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable

from sqlmodel import Session as Transaction

from registry.records import SEALED_AS, ChangesPage, Cursor, NightPage, NightQuery
from registry.sealing import Keyring
from registry.settings import Settings
from sync.desk_api.sign_in import mirror_key
from sync.store import feed, sessions
from sync.store.database import Database
from thai.dates import today


class NightReader:
    """Reads sealed pages for the desk that belongs to a counter."""

    def __init__(
        self, database: Database, keys: Keyring, settings: Settings, clock: Callable[[], dt.datetime]
    ) -> None:
        self._database, self._keys, self._clock = database, keys, clock
        self._office = settings.office.id

    async def read(self, query: NightQuery) -> NightPage | None:
        """Return the next page; None for a desk that is not the counter's own."""
        if not query.counter.isprintable():
            return None
        # Sealed where it is read, beside the event loop: a page of many records takes its time.
        return await self._database.read_async(lambda session: self._page(session, query))

    def _sealed(self, query: NightQuery, page: ChangesPage, total: int, *, anew: bool) -> NightPage:
        key = Keyring.of(mirror_key(self._keys, self._office, query.counter))
        sealed = key.seal(page.model_dump_json().encode(), self._office, SEALED_AS, page.cursor)
        here = Cursor.parse(page.cursor)
        return NightPage(
            cursor=page.cursor,
            anew=anew,
            more=page.more,
            at=here.seq if here is not None else 0,
            total=total,
            records=len(page.records),
            sealed=base64.b64encode(sealed).decode(),
        )

    def _page(self, session: Transaction, query: NightQuery) -> NightPage | None:
        own = sessions.desk_key_matches(
            session,
            keys=self._keys,
            office_id=self._office,
            counter=query.counter,
            desk_key=query.desk_key.get_secret_value(),
        )
        if not own:
            return None
        anew = feed.begins_anew(session, self._office, query.after)
        page = feed.changes(
            session,
            keys=self._keys,
            office_id=self._office,
            after=query.after,
            limit=query.limit,
            today=today(self._clock()),
        )
        return self._sealed(query, page, feed.position(session, self._office).seq, anew=anew)
