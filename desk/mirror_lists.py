"""The work lists of a mirror's file: counts, windows and places, each read by an index."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from typing import Any, Final, Literal

from desk import work_lists
from desk.backend import Sort, WorkList
from desk.work_lists import BOOKED_ON, Look, Place
from registry.request import Request
from thai.dates import today

Rows = list[tuple[Any, ...]]

_COLUMNS: Final = ", ".join(field.name for field in fields(Place))
_INSERT: Final = f"INSERT INTO place (id, {_COLUMNS}) VALUES (?{', ?' * len(fields(Place))})"  # noqa: S608


class MirrorLists:
    """The places of a mirror's requests; who calls guards against what can go wrong with the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def put(self, request: Request) -> None:
        """Give a request its places anew."""
        self.remove(request.id)
        places = work_lists.places(request)
        self._db.executemany(_INSERT, [(request.id, *astuple(place)) for place in places])

    def remove(self, request_id: str) -> None:
        """Take a request out of every list."""
        self._db.execute("DELETE FROM place WHERE id = ?", (request_id,))

    def forget_gone(self) -> None:
        """Take out what the mirror does not have any more."""
        self._db.execute("DELETE FROM place WHERE id NOT IN (SELECT id FROM request)")

    def count(self, look: Look) -> int:
        """Return how many requests a list has."""
        return sum(self._count(parts, look) for parts in self._parts(look))

    def ids(self, look: Look, offset: int, limit: int) -> list[str]:
        """Return a window of a list."""
        found: list[str] = []
        groups = self._parts(look)
        for parts in groups:
            if len(found) >= limit:
                break
            window = self._window(parts, look, offset, limit - len(found))
            if not window and parts is not groups[-1]:
                offset -= self._count(parts, look)
            else:
                found, offset = [*found, *window], 0
        return found

    def position(self, look: Look, request_id: str) -> int | None:
        """Return where a request stands in a list, from 0; None when it is not in it."""
        before = 0
        for parts in self._parts(look):
            where, values = _condition(parts, look)
            key = look.view.sort.value
            query = f"SELECT {key} FROM place WHERE {where} AND id = :id"  # noqa: S608  constants
            found = self._all(query, values | {"id": request_id})
            if found:
                query = f"SELECT count(*) FROM place WHERE {where} AND ({key}, id) < (:key, :id)"  # noqa: S608
                return before + self._number(query, values | {"id": request_id, "key": found[0][0]})
            before += self._count(parts, look)
        return None

    def values(self, look: Look, of: Literal["day", "counter"]) -> list[str]:
        """Return the days or counters that stand in a list, in order."""
        parts = [part for each in self._parts(look) for part in each]
        where, values = _condition(parts, look)
        query = f"SELECT DISTINCT {of} FROM place WHERE {where} AND {of} <> '' ORDER BY {of}"  # noqa: S608
        return [row[0] for row in self._all(query, values)]

    def _parts(self, look: Look) -> Sequence[tuple[str, ...]]:
        day = today(look.now)
        following = self._next_day(day) if look.which is WorkList.PREPARATION else day
        found = work_lists.parts_of(look, following)
        if look.view.sort is Sort.USUAL:
            return found
        return (tuple(part for parts in found for part in parts),)

    def _next_day(self, day: dt.date) -> dt.date:
        """Return the next day with appointments: over a weekend that is Monday, without asking a calendar."""
        query = "SELECT min(part) FROM place WHERE part > ? AND part < ?"
        found = self._all(query, (f"{BOOKED_ON} {day}", f"{BOOKED_ON} ~"))[0][0]
        return dt.date.fromisoformat(found.removeprefix(f"{BOOKED_ON} ")) if found else day

    def _count(self, parts: Sequence[str], look: Look) -> int:
        where, values = _condition(parts, look)
        return self._number(f"SELECT count(*) FROM place WHERE {where}", values)  # noqa: S608  constants

    def _window(self, parts: Sequence[str], look: Look, offset: int, limit: int) -> list[str]:
        where, values = _condition(parts, look)
        query = (
            f"SELECT id FROM place WHERE {where} "  # noqa: S608  constants
            f"ORDER BY {look.view.sort.value}, id LIMIT :limit OFFSET :offset"
        )
        return [row[0] for row in self._all(query, values | {"limit": limit, "offset": offset})]

    def _number(self, query: str, values: Any) -> int:
        return int(self._all(query, values)[0][0])

    def _all(self, query: str, values: Any) -> Rows:
        return self._db.execute(query, values).fetchall()


def _condition(parts: Iterable[str], look: Look) -> tuple[str, dict[str, Any]]:
    """Return what the rows of some parts, as a view shows them, have in common."""
    named = {f"part{at}": part for at, part in enumerate(parts)}
    view, values = look.view, dict[str, Any](named)
    names = [f":{name}" for name in named]
    conditions = [f"part = {names[0]}" if len(names) == 1 else f"part IN ({', '.join(names)})"]
    if view.service is not None:
        conditions.append("services & :service")
        values["service"] = 1 << view.service
    if view.day is not None:
        conditions.append("day = :day")
        values["day"] = view.day.isoformat()
    if view.counter is not None:
        conditions.append("counter = :counter")
        values["counter"] = view.counter
    if view.overdue:
        conditions.append("late_at > '' AND late_at <= :now")
        values["now"] = work_lists.moment(look.now)
    return " AND ".join(conditions), values
