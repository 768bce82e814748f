"""Where every write goes: one thread on SQLite with the inbox first, a pool on PostgreSQL.

Two writers on one SQLite file starve each other (facts.md, SQLite and SQLModel), so there is one.
"""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from sync.store.errors import StoreClosed
from sync.store.signals import Place, Signals, Topic, announced_in

T = TypeVar("T")

POOL_THREADS = 8
INBOX_THREADS = 2
CHANNEL = "bangkhae_feed"
_TRIES = 6
# PostgreSQL: serialization_failure and deadlock_detected; the transaction may simply be done again.
_RETRIED = frozenset({"40001", "40P01"})


class Writer(Protocol):
    """Runs functions in transactions of their own."""

    def submit(self, job: Callable[[], T], *, inbox: bool) -> Future[T]:
        """Run a job that is one transaction; its result, or what it raised after the rollback."""

    def close(self) -> None:
        """Finish what was submitted, then stop."""


class WriterThread:
    """The one writer of a SQLite database: the inbox before everything else, one job after the other."""

    def __init__(self) -> None:
        self._inbox: deque[_Queued] = deque()
        self._others: deque[_Queued] = deque()
        self._work = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[], T], *, inbox: bool) -> Future[T]:
        """Queue a job; raises StoreClosed once the store is closing."""
        future: Future[T] = Future()
        with self._work:
            if self._closing:
                raise StoreClosed("the store is closing")
            (self._inbox if inbox else self._others).append((job, future))
            self._work.notify()
        return future

    def close(self) -> None:
        """Finish what was submitted, then end the thread."""
        with self._work:
            self._closing = True
            self._work.notify()
        self._thread.join()

    def _run(self) -> None:
        while (queued := self._next()) is not None:
            job, future = queued
            if future.set_running_or_notify_cancel():
                _resolve(future, job)
            # Not to keep a job's objects alive until the next one comes.
            del queued, job, future

    def _next(self) -> _Queued | None:
        with self._work:
            while not self._inbox and not self._others:
                if self._closing:
                    return None
                self._work.wait()
            return self._inbox.popleft() if self._inbox else self._others.popleft()


class WriterPool:
    """PostgreSQL: the same jobs, several at a time, again after a deadlock."""

    def __init__(self) -> None:
        self._others = ThreadPoolExecutor(POOL_THREADS, "writer")
        self._inbox = ThreadPoolExecutor(INBOX_THREADS, "inbox")

    def submit(self, job: Callable[[], T], *, inbox: bool) -> Future[T]:
        """Run a job in the pool; raises StoreClosed once the store is closing."""
        try:
            return (self._inbox if inbox else self._others).submit(self._retried, job)
        except RuntimeError:
            raise StoreClosed("the store is closing") from None

    def close(self) -> None:
        """Finish what was submitted, then end the threads."""
        self._inbox.shutdown()
        self._others.shutdown()

    def _retried(self, job: Callable[[], T]) -> T:
        for attempt in range(_TRIES):
            try:
                return job()
            except Exception as error:
                cause = error.orig if isinstance(error, DBAPIError) else error
                if attempt == _TRIES - 1 or getattr(cause, "sqlstate", None) not in _RETRIED:
                    raise
            time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable")


def transact(engine: Engine, signals: Signals, fn: Callable[[Session], T], *, notify: bool) -> T:
    """Run ``fn`` in one transaction and wake who waits for what it announced, after the commit."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        result = fn(session)
        moved = announced_in(session)
        if notify and moved:
            session.flush()
            _notify(session, moved)
    if moved:
        signals.fire(moved)
    return result


def transact_driver(engine: Engine, fn: Callable[[DBAPICursor], T], *, begin: str | None) -> T:
    """Run ``fn`` in one transaction on the driver's own cursor: a quarter of a session's cost."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        try:
            if begin is not None:
                cursor.execute(begin)
            result = fn(cursor)
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
        return result
    finally:
        connection.close()


def _notify(session: Session, moved: dict[Place, int]) -> None:
    """Tell the other daemons on this database; delivered by PostgreSQL when the commit is done."""
    for place, number in moved.items():
        if place.topic is Topic.FEED:
            payload = f"{place.office_id} {number}"
            session.execute(
                text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload}
            )


def _resolve(future: Future[Any], run: Callable[[], Any]) -> None:
    try:
        result = run()
    except BaseException as error:  # noqa: BLE001 - handed to who waits for it, whatever it is
        future.set_exception(error)
    else:
        future.set_result(result)


_Queued = tuple[Callable[[], Any], Future[Any]]
