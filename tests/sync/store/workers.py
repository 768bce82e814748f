"""What other processes do to a database in the tests of concurrency.

They come from a process that has imported all this once and does nothing else; where there is no such
thing, from a new one each.
"""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable, Sequence
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import Any, TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from registry import commands as c
from registry.actors import Actor
from registry.errors import Refused
from sync.store import requests
from sync.store.database import Database
from tests.sync import factories as f

T = TypeVar("T")
_WITHIN = 200
_LOCKED_TIMES = 20


class Processes:
    """Several processes that begin at the same moment, each with its own connection.

    Each runs ``work(meet, *arguments)``; ``meet()`` returns when all of them have come to it.
    """

    def __init__(self, work: Callable[..., Any], argument_lists: Sequence[tuple[Any, ...]]) -> None:
        context = _processes()
        self._results: Queue[Any] = context.Queue()
        # Kept here: it must live until every process has taken it up.
        self._barrier = context.Barrier(len(argument_lists))
        self._all = [
            context.Process(target=_run, args=(work, arguments, self._barrier, self._results), daemon=True)
            for arguments in argument_lists
        ]

    def start(self) -> None:
        for process in self._all:
            process.start()

    def running(self, within: float) -> bool:
        """Whether any still runs, asked again when one ends or after ``within`` seconds."""
        alive = [process.sentinel for process in self._all if process.is_alive()]
        wait(alive, within)
        return bool(alive)

    def results(self) -> list[Any]:
        """Return what each has returned, in the order of their end; raises what one has raised."""
        try:
            found = [self._next_result() for _ in self._all]
        finally:
            for process in self._all:
                process.join(5)
                process.kill()
            self._results.close()
            self._results.join_thread()
        for each in found:
            if isinstance(each, BaseException):
                raise each
        return found

    def _next_result(self) -> Any:
        for _ in range(_WITHIN):
            try:
                return self._results.get(timeout=1)
            except queue.Empty:
                if any(process.exitcode for process in self._all):
                    break
        raise RuntimeError("a process ended without a result, or took too long")


def _processes() -> ForkServerContext | SpawnContext:
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _run(work: Callable[..., Any], arguments: tuple[Any, ...], barrier: Barrier, results: Queue[Any]) -> None:
    try:
        barrier.wait(_WITHIN)
        results.put(work(lambda: barrier.wait(_WITHIN), *arguments))
    except BaseException as error:  # noqa: BLE001 - the test raises it
        results.put(RuntimeError(f"{type(error).__name__}: {error}"))


def _written(database: Database, job: Callable[[Session], T]) -> T:
    """Write as a desk sends: again where the file stayed locked, for SQLite knows no turns."""
    for _ in range(_LOCKED_TIMES):
        with contextlib.suppress(OperationalError):
            return database.write(job).result()
    return database.write(job).result()


def claim(meet: Callable[[], object], url: str, request_ids: list[str], actor: Actor) -> list[str]:
    """Try to take every request; returns the ids that this clerk got."""
    database, settings, got = Database.open(url), f.settings(), []
    for number, request_id in enumerate(request_ids):
        # SQLite lets who comes back at once go first: without a start in common, one would get all.
        if number % 10 == 0:
            meet()

        def take(session: Session, request_id: str = request_id) -> None:
            requests.carry_out(
                session,
                keys=f.KEYS,
                settings=settings,
                request_id=request_id,
                command=c.Take(),
                actor=actor,
                now=f.NOW,
            )

        try:
            _written(database, take)
        except Refused:
            continue
        got.append(request_id)
    database.close()
    return got


def record_facts(_meet: Callable[[], object], url: str, request_ids: list[str]) -> int:
    """Change every request once; returns the last number of the feed that it took."""
    database, settings, last = Database.open(url), f.settings(), 0
    for request_id in request_ids:

        def record(session: Session, request_id: str = request_id) -> int:
            return requests.carry_out(
                session,
                keys=f.KEYS,
                settings=settings,
                request_id=request_id,
                command=c.SlipPrinted(),
                actor=f.SOMCHAI,
                now=f.NOW,
            ).seq

        last = _written(database, record)
    database.close()
    return last


def send_all(
    _meet: Callable[[], object],
    url: str,
    envelopes: list[c.Envelope],
    actor: Actor,
    sections: dict[str, Any],
) -> list[c.Outcome]:
    """Send commands one after the other; returns their outcomes."""
    from sync.store import commands

    database, settings, outcomes = Database.open(url), f.settings(**sections), []
    for envelope in envelopes:

        def send(session: Session, envelope: c.Envelope = envelope) -> c.Outcome:
            return commands.handle(
                session,
                keys=f.KEYS,
                settings=settings,
                envelope=envelope,
                actor=actor,
                now=f.NOW,
            )

        outcomes.append(_written(database, send))
    database.close()
    return outcomes
