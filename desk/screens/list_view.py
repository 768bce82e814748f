"""What the filter and sort keys of the work lists turn: each press is the next value, then none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from desk.backend import Backend, Sort, View, WorkList
from registry.labels import SERVICE
from registry.request import Group

Value = TypeVar("Value")

SORTS: Final = {
    WorkList.PENDING: (Sort.USUAL, Sort.APPOINTMENT, Sort.REFERENCE),
}
"""The orders that differ from a list's own one; those of the other lists are all."""


def by_service(view: View) -> View:
    """Return the view with the next service."""
    return replace(view, service=_next(view.service, list(SERVICE)))


def by_day(view: View, backend: Backend, which: WorkList) -> View:
    """Return the view with the next day that stands in the list."""
    days = [dt.date.fromisoformat(day) for day in backend.values(which, "day")]
    return replace(view, day=_next(view.day, days))


def by_counter(view: View, backend: Backend, which: WorkList) -> View:
    """Return the view with the next counter that stands in the list."""
    return replace(view, counter=_next(view.counter, backend.values(which, "counter")))


def by_group(view: View) -> View:
    """Return the view with the next work group."""
    return replace(view, group=_next(view.group, list(Group)))


def only_overdue(view: View) -> View:
    """Return the view with or without what is not late."""
    return replace(view, overdue=not view.overdue)


def by_sort(view: View, which: WorkList) -> View:
    """Return the view in the next order."""
    sorts = SORTS.get(which, tuple(Sort))
    return replace(view, sort=_next(view.sort, sorts) or Sort.USUAL)


def _next(value: Value | None, values: Sequence[Value]) -> Value | None:
    """Return what follows a value; the first after none, none after the last."""
    later = values[values.index(value) + 1 :] if value in values else values
    return later[0] if later else None
