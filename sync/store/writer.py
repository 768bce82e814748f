"""Where every write goes: one thread on SQLite with the inbox first, a pool on PostgreSQL.

Two writers on one SQLite file starve each other (facts.md, SQLite and SQLModel), so there is one. What waits
for it is written in groups: each job in a savepoint of its own, one commit, and so one wait for the
disk, for all of them. A job is told that it is done after that commit.
"""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from sync.store.errors import StoreClosed
from sync.store.signals import Place, Signals

T = TypeVar("T")
Moved = dict[Place, int]
Job = Callable[[Engine | Connection], tuple[T, Moved]]
"""Runs in a transaction of its own on an engine, in a savepoint on a connection that is in one.

Returns its result and what it announced.
"""

POOL_THREADS = 8
INBOX_THREADS = 2
GROUP_SECONDS: Final = 0.03
"""How long jobs may join a group: the first of them is told no sooner than the last one is committed."""
_TRIES = 6
# PostgreSQL: serialization_failure and deadlock_detected; the transaction may simply be done again.
_RETRIED = frozenset({"40001", "40P01"})


class Writer(Protocol):
    """Runs jobs."""

    def submit(self, job: Job[T], *, inbox: bool) -> Future[T]:
        """Run a job; its result once that is committed, or what it raised, undone."""

    def close(self) -> None:
        """Finish what was submitted, then stop."""


@dataclass(eq=False)
class _Queued:
    """A job that waits, and what came of it; one that is ``outside`` runs between two transactions."""

    job: Callable[[Any], Any]
    inbox: bool = False
    outside: bool = False
    future: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None

    def settle(self, lost: BaseException | None = None) -> None:
        """Tell who waits; ``lost`` is why nothing of the group was kept."""
        error = self.error or lost
        if error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(error)


class WriterThread:
    """The one writer of a SQLite database: the inbox before everything else, then in order."""

    def __init__(self, engine: Engine, signals: Signals) -> None:
        self._engine, self._signals = engine, signals
        self._inbox: deque[_Queued] = deque()
        self._others: deque[_Queued] = deque()
        self._work = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job[T], *, inbox: bool) -> Future[T]:
        """Queue a job; raises StoreClosed once the store is closing."""
        return self._queue(_Queued(job, inbox=inbox))

    def submit_outside(self, job: Callable[[Engine], None]) -> Future[None]:
        """Queue what no transaction may be open for; raises StoreClosed once the store is closing."""
        return self._queue(_Queued(job, outside=True))

    def close(self) -> None:
        """Finish what was submitted, then end the thread."""
        with self._work:
            self._closing = True
            self._work.notify()
        self._thread.join()

    def _queue(self, queued: _Queued) -> Future[Any]:
        with self._work:
            if self._closing:
                raise StoreClosed("the store is closing")
            (self._inbox if queued.inbox else self._others).append(queued)
            self._work.notify()
        return queued.future

    def _run(self) -> None:
        while (queued := self._next()) is not None:
            if queued.outside:
                _run_outside(queued, self._engine)
            else:
                self._write(queued)
            # Not to keep a job's objects alive until the next one comes.
            del queued

    def _next(self) -> _Queued | None:
        with self._work:
            while not self._inbox and not self._others:
                if self._closing:
                    return None
                self._work.wait()
            return self._inbox.popleft() if self._inbox else self._others.popleft()

    def _joining(self, last: _Queued, until: float) -> _Queued | None:
        """Return what joins the group after ``last``; None when it is to be committed."""
        with self._work:
            if self._inbox:
                return self._inbox.popleft()
            # LINE waits: nothing that it does not wait for comes between it and the commit.
            if last.inbox or not self._others or self._others[0].outside or time.monotonic() >= until:
                return None
            return self._others.popleft()

    def _write(self, first: _Queued) -> None:
        """Write a group in one transaction."""
        if not first.future.set_running_or_notify_cancel():
            return
        # In the group before the transaction begins: who waits is told as well where none can.
        group, moved, last = [first], dict[Place, int](), first
        until = time.monotonic() + GROUP_SECONDS
        try:
            with self._engine.begin() as connection:
                _run_in_savepoint(first, connection, moved)
                while (queued := self._joining(last, until)) is not None:
                    last = queued
                    if queued.future.set_running_or_notify_cancel():
                        group.append(queued)
                        _run_in_savepoint(queued, connection, moved)
        except BaseException as lost:  # noqa: BLE001 - handed to who waits, whatever it is
            for each in group:
                each.settle(lost)
            return
        self._signals.fire(moved)
        for each in group:
            each.settle()


def _run_in_savepoint(queued: _Queued, connection: Connection, moved: Moved) -> None:
    """Run a job as a part of a group; raises when the group is lost with it."""
    try:
        queued.result, announced = queued.job(connection)
    except BaseException as error:  # noqa: BLE001 - told after the commit: it may be about what others wrote
        queued.error = error
        # A full disk, for one, makes SQLite end the whole transaction.
        if not getattr(connection.connection.driver_connection, "in_transaction", False):
            queued.error = _cause(error)
            raise queued.error from None
        return
    for place, number in announced.items():
        moved[place] = max(number, moved.get(place, 0))


def _cause(error: BaseException) -> BaseException:
    """Return what ended a transaction, not that there was nothing left to undo."""
    while "no such savepoint" in str(error) and error.__context__ is not None:
        error = error.__context__
    return error


def _run_outside(queued: _Queued, engine: Engine) -> None:
    if not queued.future.set_running_or_notify_cancel():
        return
    try:
        queued.result = queued.job(engine)
    except BaseException as error:  # noqa: BLE001 - handed to who waits for it, whatever it is
        queued.error = error
    queued.settle()


class WriterPool:
    """PostgreSQL: jobs in transactions of their own, several at a time, again after a deadlock."""

    def __init__(self, engine: Engine, signals: Signals) -> None:
        self._engine, self._signals = engine, signals
        self._others = ThreadPoolExecutor(POOL_THREADS, "writer")
        self._inbox = ThreadPoolExecutor(INBOX_THREADS, "inbox")

    def submit(self, job: Job[T], *, inbox: bool) -> Future[T]:
        """Run a job in the pool; raises StoreClosed once the store is closing."""
        try:
            return (self._inbox if inbox else self._others).submit(self._written, job)
        except RuntimeError:
            raise StoreClosed("the store is closing") from None

    def close(self) -> None:
        """Finish what was submitted, then end the threads."""
        self._inbox.shutdown()
        self._others.shutdown()

    def _written(self, job: Job[T]) -> T:
        for attempt in range(_TRIES):
            try:
                result, moved = job(self._engine)
            except Exception as error:
                cause = error.orig if isinstance(error, DBAPIError) else error
                if attempt == _TRIES - 1 or getattr(cause, "sqlstate", None) not in _RETRIED:
                    raise
            else:
                self._signals.fire(moved)
                return result
            time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable")
