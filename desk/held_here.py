"""What a clerk holds, to tell who has lost a request to another's release, whatever screen is open."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from desk.backend import WorkList
from registry.states import State

if TYPE_CHECKING:
    from desk.backend import Backend
    from registry.request import Request

_MOST: Final = 50


class HeldHere:
    """Remembers what each clerk holds at this desk."""

    def __init__(self) -> None:
        self._held: dict[str, set[str]] = {}

    def lost(self, backend: Backend, ids: Collection[str] = ()) -> list[Request]:
        """Return the requests that somebody else has released since the last look; no ids: any may have."""
        person = backend.person
        held = self._held.setdefault(person.clerk, set())
        if not ids:
            rows = backend.rows(WorkList.MINE, 0, _MOST)
            ids = {*ids, *held, *(request.id for request in rows)}
        lost = []
        for request_id in ids:
            record = backend.record(request_id)
            request = record.request if record is not None else None
            if request is not None and request.held_by(person.clerk, person.counter):
                held.add(request_id)
            elif request_id in held:
                held.discard(request_id)
                if request is not None and request.released_by and request.state is State.PENDING:
                    lost.append(request)
        return lost
