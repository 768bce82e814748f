"""A request as a row of a work list: services, wish, waiting time in words and a sign, who holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from desk.backend import Backend, WorkList
from desk.messages import common
from desk.messages import work_list as m
from desk.widgets.request_table import Column, Row, Tone
from registry.labels import QUEUE_STATE, SERVICE_SHORT
from registry.labels import STATE as STATE_LABEL
from registry.request import Request
from registry.states import QueueState, State
from thai.dates import SHORT_MONTHS, SHORT_WEEKDAYS, clock, duration

LATE: Final = dt.timedelta(hours=1)
VERY_LATE: Final = dt.timedelta(hours=24)

_REFERENCE: Final = Column(m.REFERENCE, 8)
_SERVICE: Final = Column(m.SERVICE, 14, grow=True)
_COPIES: Final = Column(m.COPIES, 4)
COLUMNS: Final = {
    WorkList.PENDING: (
        _REFERENCE,
        _SERVICE,
        _COPIES,
        Column(m.WISH, 20),
        Column(m.WAITING, 13),
        Column(m.HOLDER, 12),
    ),
    WorkList.TODAY: (
        Column(m.TIME, 8),
        _REFERENCE,
        _SERVICE,
        _COPIES,
        Column(m.STATE, 20),
        Column(common.TRAY, 5),
    ),
    WorkList.PREPARATION: (
        Column(m.APPOINTMENT, 20),
        _REFERENCE,
        _SERVICE,
        _COPIES,
        Column(m.STATE, 13),
        Column(common.TRAY, 5),
    ),
}


class ListSource:
    """A work list of the backend as rows."""

    def __init__(self, backend: Backend, which: WorkList) -> None:
        self._backend = backend
        self._which = which

    def count(self) -> int:
        """Return how many requests the list has."""
        return self._backend.count(self._which)

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        """Return a window of the list as rows."""
        now, clerk = self._backend.now(), self._backend.person
        mine = (clerk.clerk, clerk.counter)
        requests = self._backend.rows(self._which, offset, limit)
        return [row(request, self._which, now, mine) for request in requests]

    def position(self, row_id: str) -> int | None:
        """Return where a request stands in the list."""
        return self._backend.position(self._which, row_id)


def row(request: Request, which: WorkList, now: dt.datetime, mine: tuple[str, str]) -> Row:
    """Return a request as a row of a list; ``mine`` is the clerk and counter that look at it."""
    if which is WorkList.PENDING:
        return _pending(request, now, mine)
    day, state, tone = appointment(request), state_text(request), _tone(request, which)
    time = clock(request.appointment.time) if request.appointment else ""
    when = time if which is WorkList.TODAY else day
    cells = (when, request.reference, services(request), str(request.copies), state, request.tray)
    return Row(request.id, cells, tone)


def services(request: Request) -> str:
    """Return the services' short names."""
    return " + ".join(SERVICE_SHORT[item.service] for item in request.items)


def near_date(day: dt.date) -> str:
    """Return a day of these weeks with its weekday and without its year: ``พ. 25 พ.ย.``."""
    return f"{SHORT_WEEKDAYS[day.weekday()]} {day.day} {SHORT_MONTHS[day.month - 1]}"


def wish(request: Request) -> str:
    """Return when the citizen would like to collect."""
    day, time = request.wish.date, request.wish.time
    if day is None:
        return m.ANY_DAY if time is None else clock(time)
    return near_date(day) if time is None else f"{near_date(day)} {clock(time)}"


def appointment(request: Request) -> str:
    """Return when the citizen is expected."""
    if request.appointment is None:
        return ""
    return f"{near_date(request.appointment.date)} {clock(request.appointment.time)}"


def waiting(request: Request, now: dt.datetime) -> tuple[str, Tone]:
    """Return how long a request has waited, in words with a sign, and its tone."""
    span = now - (request.submitted_at or request.state_since)
    words = duration(span.total_seconds())
    if span >= VERY_LATE:
        return f"{words} {m.VERY_LATE_SIGN}", Tone.LATE
    if span >= LATE:
        return f"{words} {m.LATE_SIGN}", Tone.LATE
    return words, Tone.PLAIN


def holder(request: Request, now: dt.datetime, mine: tuple[str, str]) -> str:
    """Return who holds a request now."""
    held = request.held_at(now)
    if held is None:
        return ""
    name = m.MINE if (held.clerk, held.counter) == mine else held.clerk_name
    return m.held_by(held.counter, name)


def state_text(request: Request) -> str:
    """Return where a request is, with the queue number of who has arrived."""
    if request.state is State.ARRIVED and request.queue is not None:
        return m.queue(request.queue.number, QUEUE_STATE[request.queue.state])
    return STATE_LABEL[request.state]


def _pending(request: Request, now: dt.datetime, mine: tuple[str, str]) -> Row:
    words, tone = waiting(request, now)
    held = holder(request, now, mine)
    cells = (request.reference, services(request), str(request.copies), wish(request), words, held)
    return Row(request.id, cells, Tone.HELD if held else tone)


def _tone(request: Request, which: WorkList) -> Tone:
    if which is WorkList.PREPARATION:
        return Tone.DONE if request.state is State.READY else Tone.PLAIN
    if request.queue is None:
        return Tone.PLAIN
    return Tone.HELD if request.queue.state is QueueState.PARKED else Tone.DONE
