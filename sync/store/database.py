"""The daemon's database: engines set up for SQLite or PostgreSQL, reads, writes and signals."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session

from registry.errors import ConfigurationError
from sync.store.engines import empty_log, sqlite_engine
from sync.store.errors import StoreClosed
from sync.store.signals import Signals
from sync.store.transactions import in_session, on_cursor
from sync.store.writer import INBOX_THREADS, POOL_THREADS, Writer, WriterPool, WriterThread

T = TypeVar("T")

READERS = 8


class Database:
    """One database of one or more offices.

    Functions that are given take the session of their transaction and must not commit; what they
    return must not need the session any more. ``signals`` wakes who waits for a commit.
    """

    def __init__(self, url: URL) -> None:
        self.url = url
        self.dialect = url.get_backend_name()
        self.signals = Signals()
        self._listener: Any = None
        self._read_threads = ThreadPoolExecutor(READERS, "reader")
        if self.dialect == "sqlite":
            self._read_engine = sqlite_engine(url, begin="BEGIN", connections=READERS, read_only=True)
            self._write_engine = sqlite_engine(url, begin="BEGIN IMMEDIATE", connections=1)
            self._writer: Writer = WriterThread(self._write_engine, self.signals)
        else:
            from sync.store.postgres_listener import PostgresListener

            self._write_engine = self._read_engine = create_engine(
                url,
                pool_size=POOL_THREADS + INBOX_THREADS + READERS,
                max_overflow=0,
                pool_pre_ping=True,
                hide_parameters=True,
            )
            self._writer = WriterPool(self._write_engine, self.signals)
            self._listener = PostgresListener(url, self.signals)

    @classmethod
    def open(cls, url: str) -> Database:
        """Open a migrated database; raises ConfigurationError for a URL that is neither's."""
        return cls(parse_url(url))

    def write(self, fn: Callable[[Session], T], *, inbox: bool = False) -> Future[T]:
        """Run ``fn`` whole or not at all; what it raises comes out of the future, undone."""
        job = partial(in_session, fn=fn, notify=self.dialect != "sqlite")
        return self._writer.submit(job, inbox=inbox)

    def write_rows(self, fn: Callable[[DBAPICursor], T]) -> Future[T]:
        """Run ``fn`` whole or not at all for the inbox, on the driver's own cursor."""
        return self._writer.submit(partial(on_cursor, fn=fn), inbox=True)

    async def write_async(self, fn: Callable[[Session], T], *, inbox: bool = False) -> T:
        """Run ``fn`` whole or not at all. A cancelled waiter does not undo the write."""
        return await asyncio.shield(asyncio.wrap_future(self.write(fn, inbox=inbox)))

    def read(self, fn: Callable[[Session], T]) -> T:
        """Run ``fn`` in one reading transaction on a connection of its own; keep it short."""
        with Session(self._read_engine) as session, session.begin():
            return fn(session)

    async def read_async(self, fn: Callable[[Session], T]) -> T:
        """Run ``fn`` in one reading transaction in a reader thread; raises StoreClosed once it is closed."""
        try:
            reading = asyncio.get_running_loop().run_in_executor(self._read_threads, self.read, fn)
        except RuntimeError:
            raise StoreClosed("the store is closed") from None
        return await reading

    def empty_log(self) -> Future[None]:
        """Move SQLite's log into its file and empty it, unless somebody reads; PostgreSQL does so itself."""
        if isinstance(self._writer, WriterThread):
            return self._writer.submit_outside(empty_log)
        done: Future[None] = Future()
        done.set_result(None)
        return done

    def close(self) -> None:
        """Wake who waits, finish what is to be written, close every connection."""
        self.signals.close()
        self._writer.close()
        self._read_threads.shutdown()
        if self._listener is not None:
            self._listener.close()
        self._read_engine.dispose()
        self._write_engine.dispose()


def parse_url(url: str) -> URL:
    """Return the URL of a SQLite file or a PostgreSQL database, the latter through psycopg.

    Raises ConfigurationError, which never repeats the URL: it may hold a password.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigurationError("configuration: sync.database: not a database URL") from None
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise ConfigurationError("configuration: sync.database: only sqlite:/// and postgresql:// are known")
    if parsed.database in {None, "", ":memory:"}:
        raise ConfigurationError("configuration: sync.database: a file is needed, sqlite:///FILE")
    return parsed.set(drivername="sqlite+pysqlite")


def sqlite_file(url: URL) -> Path:
    """Return the file of a SQLite URL."""
    return Path(str(url.database))


def migrate(url: str) -> None:
    """Bring the schema to this version's head; safe with several daemons at once on PostgreSQL."""
    from sync.store.upgrade import upgrade

    upgrade(parse_url(url))
