"""Who has just come or was sent here: said in passing, and gathered, so that a full morning stays calm."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

from desk.messages import queueing as say
from registry.states import QueueState, State
from thai.identity import mask_numbers
from thai.text import clean

if TYPE_CHECKING:
    from desk.backend import Backend
    from registry.request import Queue, Request

QUIET_SECONDS: Final = 60.0
_MOST_LOOKED_AT: Final = 50


class Arrivals:
    """Tells of arrivals by phone at most once a minute, and of everybody who was sent to this counter."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._known: set[tuple[str, str]] = set()
        self._unsaid = 0
        self._quiet_until = 0.0

    def news(self, backend: Backend, ids: Collection[str]) -> list[str]:
        """Return what is to be said of changed records; nothing of many at once, which is no news."""
        if not ids or len(ids) > _MOST_LOOKED_AT:
            return []
        found = (backend.record(request_id) for request_id in ids)
        texts = (self._text(backend, record.request) for record in found if record is not None)
        return [text for text in texts if text]

    def _text(self, backend: Backend, request: Request) -> str:
        queue = request.queue
        if request.state is not State.ARRIVED or queue is None or queue.state is not QueueState.WAITING:
            return ""
        if queue.for_counter:
            mine = queue.for_counter == backend.person.counter
            return _sent_here(queue) if mine and self._is_new(request, queue) else ""
        came = queue.came_by == "phone" and queue.since == queue.arrived_at
        return self._gathered(queue) if came and self._is_new(request, queue) else ""

    def _is_new(self, request: Request, queue: Queue) -> bool:
        key = (request.id, queue.since.isoformat())
        new = key not in self._known
        self._known.add(key)
        return new

    def _gathered(self, queue: Queue) -> str:
        self._unsaid += 1
        now = self._monotonic()
        if now < self._quiet_until:
            return ""
        many, self._unsaid = self._unsaid, 0
        self._quiet_until = now + QUIET_SECONDS
        return say.came(queue.number) if many == 1 else say.came_since(many)


def _sent_here(queue: Queue) -> str:
    return say.sent_here(queue.number, mask_numbers(" ".join(clean(queue.note).split())))
