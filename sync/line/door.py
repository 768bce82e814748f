"""The inbox's door: events from many requests at once, kept in one commit, answered together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial

from registry.sealing import Keyring
from sync.line.errors import NotKept
from sync.logs import failure
from sync.store import inbox
from sync.store.database import Database
from sync.store.errors import StoreClosed
from sync.store.inbox import Received

_log = logging.getLogger(__name__)

ANSWER_SECONDS = 1.7
"""LINE counts an answer after 2 s as none; saying 503 in time makes it send again, which is harmless."""


class Door:
    """Keeps events in groups: while one group is being committed, the next one gathers."""

    def __init__(
        self, database: Database, keys: Keyring, office_id: str, *, kept: Callable[[], None] = lambda: None
    ) -> None:
        self._database, self._kept = database, kept
        self._store = partial(inbox.store, dialect=database.dialect, keys=keys, office_id=office_id)
        self._gathering: list[_Entry] = []
        self._under_way = 0
        self.keeps = True
        """Whether the database took the last events in time; for the health check."""

    @property
    def busy(self) -> bool:
        """Whether a request waits for its commit."""
        return self._under_way > 0

    def keep(self, events: Sequence[Received]) -> asyncio.Future[None]:
        """Return what is done once the events are on the disk; it raises NotKept otherwise."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()
        # From now on, and not from the commit: a group may have to wait for the one before it.
        late = loop.call_later(ANSWER_SECONDS, self._settle, [waiter], NotKept("late"))
        waiter.add_done_callback(lambda _: late.cancel())
        self._gathering.append((events, waiter))
        if not self._under_way:
            self._commit()
        return waiter

    def _commit(self) -> None:
        group, self._gathering = self._gathering, []
        events = [event for events, _ in group for event in events]
        self._write(events, partial(self._group_done, group))

    def _group_done(self, group: list[_Entry], error: BaseException | None) -> None:
        if error is not None and len(group) > 1 and not _of_the_database(error):
            # Something in one of them: each on its own, so that one does not lose the others.
            for events, waiter in group:
                self._write(events, partial(self._settle, [waiter]))
        else:
            self._settle([waiter for _, waiter in group], error)

    def _write(self, events: Sequence[Received], done: Callable[[BaseException | None], None]) -> None:
        loop = asyncio.get_running_loop()

        def on_loop(error: BaseException | None) -> None:
            self._under_way -= 1
            done(error)
            if self._gathering and not self._under_way:
                self._commit()

        def from_writer(future: Future[None]) -> None:
            # The loop may be gone at the very end; then nobody waits any more either.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(on_loop, future.exception())

        self._under_way += 1
        try:
            future = self._database.write_rows(partial(self._store, events=events))
        except StoreClosed as error:
            on_loop(error)
        else:
            future.add_done_callback(from_writer)

    def _settle(self, waiters: list[asyncio.Future[None]], error: BaseException | None) -> None:
        if error is None:
            self.keeps = True
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(None)
            self._kept()
            return
        if isinstance(error, NotKept) or _of_the_database(error):
            self.keeps = False
        _log.error("events not kept: %s", failure(error))
        for waiter in waiters:
            if not waiter.done():
                waiter.set_exception(NotKept(type(error).__name__))


def _of_the_database(error: BaseException) -> bool:
    """Whether nothing can be kept: a full disk, a lock, a lost server (PEP 249 names it alike)."""
    return type(error).__name__ == "OperationalError" or isinstance(error, StoreClosed)


_Entry = tuple[Sequence[Received], "asyncio.Future[None]"]
