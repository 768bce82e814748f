"""Wakes who waits for a commit: desks for their feed, the worker for events, the sender for messages."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

_ANNOUNCED = "announced"


class Topic(StrEnum):
    """What can have moved."""

    FEED = "feed"
    INBOX = "inbox"
    OUTBOX = "outbox"
    PICTURE = "picture"


class Place(NamedTuple):
    """A topic of an office."""

    topic: Topic
    office_id: str


def announce(session: Session, topic: Topic, office_id: str, number: int = 0) -> None:
    """Note in the session that a topic moves; waiters are woken only after the commit.

    ``number`` is the feed's new number; the other topics count by themselves.
    """
    announced: dict[Place, int] = session.info.setdefault(_ANNOUNCED, {})
    place = Place(topic, office_id)
    announced[place] = max(number, announced.get(place, 0))


def announced_in(session: Session) -> dict[Place, int]:
    """Return what was announced in a session so far."""
    found: dict[Place, int] = session.info.get(_ANNOUNCED, {})
    return found


@contextlib.contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """Let a part of a transaction fail alone: what it wrote and what it announced are undone."""
    before = dict(announced_in(session))
    try:
        with session.begin_nested():
            yield
    except BaseException:
        session.info[_ANNOUNCED] = before
        raise


class Signals:
    """The newest number of every topic, and who waits for a higher one; safe from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[Place, int] = {}
        self._waiting: defaultdict[Place, dict[asyncio.Future[None], asyncio.AbstractEventLoop]] = (
            defaultdict(dict)
        )
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether the store is closing: nobody waits any more."""
        return self._closed

    def number(self, topic: Topic, office_id: str) -> int:
        """Return the newest number known here; 0 when nothing has moved since the start."""
        return self._numbers.get(Place(topic, office_id), 0)

    def fire(self, moved: dict[Place, int]) -> None:
        """Wake who waits for these; called after the commit."""
        with self._lock:
            for place, number in moved.items():
                known = self._numbers.get(place, 0)
                self._numbers[place] = max(known, number) if number else known + 1
                self._wake(place)

    def close(self) -> None:
        """Wake everybody for good: long polls end, loops look whether to go on."""
        with self._lock:
            self._closed = True
            for place in list(self._waiting):
                self._wake(place)

    async def wait_for_change(self, office_id: str, after_seq: int, timeout: float) -> None:  # noqa: ASYNC109
        """Return when the office's feed has moved beyond ``after_seq``; at the latest after ``timeout`` (s).

        Holds no thread and no session. Returns early when the store closes: answer the poll then.
        """
        await self.wait(Topic.FEED, office_id, after_seq, timeout)

    async def wait(self, topic: Topic, office_id: str, after: int, timeout: float) -> int:  # noqa: ASYNC109
        """Return the topic's number once it is above ``after``, or whatever it is when time is up."""
        place = Place(topic, office_id)
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()
        with self._lock:
            if self._closed or self._numbers.get(place, 0) > after:
                return self._numbers.get(place, 0)
            self._waiting[place][waiter] = loop
        try:
            async with asyncio.timeout(timeout):
                await waiter
        except TimeoutError:
            pass
        finally:
            with self._lock:
                self._waiting[place].pop(waiter, None)
        return self._numbers.get(place, 0)

    def _wake(self, place: Place) -> None:
        by_loop: defaultdict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = defaultdict(list)
        for waiter, loop in self._waiting.pop(place, {}).items():
            by_loop[loop].append(waiter)
        for loop, waiters in by_loop.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_release, waiters)


def _release(waiters: list[asyncio.Future[Any]]) -> None:
    for waiter in waiters:
        if not waiter.done():
            waiter.set_result(None)
