"""How the night works: many subjects, one short transaction each, one that fails leaves the others alone."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from registry.errors import Refused
from registry.sealing import Keyring
from registry.settings import Settings
from sync.logs import failure
from sync.store import closures
from sync.store.database import Database
from sync.store.errors import StoreClosed

_log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True)
class Tally:
    """How many subjects something was done for, and for how many it failed."""

    done: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"{self.done}" + (f", {self.failed} failed" if self.failed else "")


@dataclass(frozen=True)
class Act:
    """One transaction of the night: the session, and the office as it is at this moment."""

    session: Session
    keys: Keyring
    settings: Settings
    now: dt.datetime

    @property
    def office_id(self) -> str:
        """The office."""
        return self.settings.office.id


@dataclass(frozen=True)
class Night:
    """Where, when and how carefully: ``pause`` (s) lets another process on the same file write in between."""

    database: Database
    keys: Keyring
    settings: Settings
    now: dt.datetime
    pause: float = 0.0

    def read(self, fn: Callable[[Act], T]) -> T:
        """Look at the office as it is."""
        return self.database.read(lambda session: fn(self._act(session)))

    def write(self, fn: Callable[[Act], T]) -> T:
        """Do something in one transaction."""
        return self.database.write(lambda session: fn(self._act(session))).result()

    def each(self, subjects: Iterable[T], fn: Callable[[Act, T], bool]) -> Tally:
        """Do something for each subject in a transaction of its own; ``fn`` says whether there was anything.

        What the life of a request does not allow any more is nothing to do. Ends early when the store closes.
        """
        done = failed = 0
        for subject in subjects:
            if self.database.signals.closed:
                raise StoreClosed("the store is closing")
            try:
                done += self.write(partial(_swapped, fn, subject))
            except (Refused, StoreClosed, OperationalError) as error:
                if not isinstance(error, Refused):
                    raise
            except Exception as error:  # noqa: BLE001 - one citizen's trouble is not the others'
                failed += 1
                _log.error("nightly: %s", failure(error))
            if self.pause:
                time.sleep(self.pause)
        return Tally(done, failed)

    def _act(self, session: Session) -> Act:
        return Act(session, self.keys, closures.applied(session, self.settings), self.now)


def _swapped(fn: Callable[[Act, T], bool], subject: T, act: Act) -> bool:
    return fn(act, subject)
