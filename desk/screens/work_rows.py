"""The columns of the work lists, and a request as a row of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from desk.backend import Backend, WorkList
from desk.messages import common
from desk.messages import work_list as m
from desk.widgets.request_table import Column, Row, Tone
from desk.widgets.request_words import appointment, holder, services, state_text, waiting, wish
from registry.request import Request
from registry.states import QueueState, State
from thai.dates import clock

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
        Column(m.STATE, 22),
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
    day, state, tone = appointment(request), state_text(request, now), _tone(request, which)
    if request.not_told:
        state = f"{m.NOT_TOLD} · {state}"
    time = clock(request.appointment.time) if request.appointment else ""
    when = time if which is WorkList.TODAY else day
    cells = (when, request.reference, services(request), str(request.copies), state, request.tray)
    return Row(request.id, cells, tone)


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
