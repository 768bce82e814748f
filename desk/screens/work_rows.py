"""The columns of the work lists, and a request as a row of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from desk.backend import WHOLE, Backend, View, WorkList
from desk.foreseen import UNSENT
from desk.messages import away, common
from desk.messages import work_list as m
from desk.messages.queueing import parked_at
from desk.widgets.request_table import Column, Row, Tone
from desk.widgets.request_words import (
    answer,
    appointment,
    day_and_month,
    holder,
    left_over,
    matter,
    own_state,
    past_due,
    since,
    state_text,
    waiting,
    what,
    wish,
)
from registry.home_counter import serving_alone
from registry.request import Request
from registry.states import QueueState, State
from thai.dates import BANGKOK, clock

_REFERENCE: Final = Column(m.REFERENCE, 8)
_SERVICE: Final = Column(m.SERVICE, 14, grow=True)
_COPIES: Final = Column(m.COPIES, 4)
_HOLDER: Final = Column(m.HOLDER, 12)
_STATE: Final = Column(m.STATE, 22)


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who looks at a list, and when."""

    now: dt.datetime
    clerk: str
    counter: str
    away: bool = False
    """Whether the daemon is: then a citizen belongs to one counter."""

    @property
    def here(self) -> tuple[str, str]:
        """The clerk and the counter."""
        return self.clerk, self.counter


class _Kind(NamedTuple):
    """The columns of a list, and how a request is shown in them."""

    columns: tuple[Column, ...]
    cells: Callable[[Request, Onlooker], tuple[tuple[str, ...], Tone]]


class ListSource:
    """A work list of the backend as rows."""

    def __init__(self, backend: Backend, which: WorkList, view: View = WHOLE) -> None:
        self._backend, self._which, self._view = backend, which, view

    def count(self) -> int:
        """Return how many requests the list has."""
        return self._backend.count(self._which, self._view)

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        """Return a window of the list as rows."""
        person = self._backend.person
        away_ = self._backend.status().away
        onlooker = Onlooker(self._backend.now(), person.clerk, person.counter, away_)
        requests = self._backend.rows(self._which, offset, limit, self._view)
        return [row(request, self._which, onlooker) for request in requests]

    def position(self, row_id: str) -> int | None:
        """Return where a request stands in the list."""
        return self._backend.position(self._which, row_id, self._view)


def row(request: Request, which: WorkList, onlooker: Onlooker) -> Row:
    """Return a request as a row of a list."""
    cells, tone = _KINDS[which].cells(request, onlooker)
    return Row(request.id, cells, tone)


def _pending(request: Request, onlooker: Onlooker) -> tuple[tuple[str, ...], Tone]:
    words, tone = waiting(request, onlooker.now)
    held = holder(request, onlooker.now, onlooker.here)
    return (*what(request), wish(request), words, held), Tone.HELD if held else tone


def _state(request: Request, now: dt.datetime) -> str:
    state = state_text(request, now)
    state = away.waits(state) if UNSENT in request.flags else state
    return f"{m.NOT_TOLD} · {state}" if request.not_told else state


def _today(request: Request, onlooker: Onlooker) -> tuple[tuple[str, ...], Tone]:
    time = clock(request.appointment.time) if request.appointment else ""
    state, tone = _state(request, onlooker.now), Tone.PLAIN
    if (day := left_over(request, onlooker.now)) is not None:
        time, tone = day_and_month(day), Tone.LATE
    elif request.queue is not None:
        tone = Tone.HELD if request.queue.state is QueueState.PARKED else Tone.DONE
    elif past_due(request, onlooker.now):
        state, tone = f"{state} {m.PAST_DUE}", Tone.LATE
    if onlooker.away and request.queue is None and (home := serving_alone(request)):
        state = f"{m.at(home)} {state}"
    return (time, *what(request), state, request.tray), tone


def _preparation(request: Request, onlooker: Onlooker) -> tuple[tuple[str, ...], Tone]:
    tone = Tone.DONE if request.state is State.READY else Tone.PLAIN
    return (appointment(request), *what(request), _state(request, onlooker.now), request.tray), tone


def _inquiry(request: Request, onlooker: Onlooker) -> tuple[tuple[str, ...], Tone]:
    words, tone = answer(request, onlooker.now)
    held = holder(request, onlooker.now, onlooker.here)
    group = m.GROUP_SHORT[request.inquiry.group] if request.inquiry is not None else ""
    return (request.reference, matter(request), group, words, held), tone


def _mine(request: Request, onlooker: Onlooker) -> tuple[tuple[str, ...], Tone]:
    words, tone = own_state(request, onlooker.now)
    return (*what(request), words, appointment(request) or wish(request)), tone


def _called(request: Request, onlooker: Onlooker) -> tuple[tuple[str, ...], Tone]:
    queue = request.queue
    if queue is None:
        return ("", *what(request), "", ""), Tone.PLAIN
    times, long_ago = queue.times_called, since(queue.since, onlooker.now)
    tone = Tone.HELD if queue.counter not in (None, onlooker.counter) else Tone.PLAIN
    tone = Tone.LATE if left_over(request, onlooker.now) else tone
    return (queue.number, *what(request), queue.counter or "", m.called(times, long_ago)), tone


def _parked(request: Request, onlooker: Onlooker) -> tuple[tuple[str, ...], Tone]:
    queue = request.queue
    if queue is None:
        return ("", *what(request), "", ""), Tone.PLAIN
    return (
        queue.number,
        *what(request),
        parked_at(queue.place, queue.note),
        since(queue.since, onlooker.now),
    ), Tone.LATE if left_over(request, onlooker.now) else Tone.PLAIN


def _done(request: Request, onlooker: Onlooker) -> tuple[tuple[str, ...], Tone]:
    at = clock(request.state_since.astimezone(BANGKOK).time())
    tone = Tone.DONE if request.state in {State.COLLECTED, State.APPROVED, State.ANSWERED} else Tone.PLAIN
    return (at, *what(request), _state(request, onlooker.now), appointment(request)), tone


_KINDS: Final = {
    WorkList.PENDING: _Kind(
        (_REFERENCE, _SERVICE, _COPIES, Column(m.WISH, 20), Column(m.WAITING, 13), _HOLDER), _pending
    ),
    WorkList.TODAY: _Kind(
        (Column(m.TIME, 8), _REFERENCE, _SERVICE, _COPIES, _STATE, Column(common.TRAY, 5)), _today
    ),
    WorkList.PREPARATION: _Kind(
        (
            Column(m.APPOINTMENT, 20),
            _REFERENCE,
            _SERVICE,
            _COPIES,
            Column(m.STATE, 13),
            Column(common.TRAY, 5),
        ),
        _preparation,
    ),
    WorkList.INQUIRIES: _Kind(
        (_REFERENCE, Column(m.MATTER, 14, grow=True), Column(m.GROUP, 13), Column(m.ANSWER, 24), _HOLDER),
        _inquiry,
    ),
    WorkList.MINE: _Kind((_REFERENCE, _SERVICE, _COPIES, _STATE, Column(m.APPOINTMENT, 20)), _mine),
    WorkList.CALLED: _Kind(
        (Column(m.QUEUE, 5), _REFERENCE, _SERVICE, _COPIES, Column(m.COUNTER, 6), Column(m.SINCE, 24)),
        _called,
    ),
    WorkList.PARKED: _Kind(
        (Column(m.QUEUE, 5), _REFERENCE, _SERVICE, _COPIES, Column(m.NOTE, 24), Column(m.SINCE, 13)),
        _parked,
    ),
    WorkList.DONE: _Kind(
        (Column(m.TIME, 8), _REFERENCE, _SERVICE, _COPIES, _STATE, Column(m.APPOINTMENT, 20)), _done
    ),
}
COLUMNS: Final = {which: kind.columns for which, kind in _KINDS.items()}
