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
        self._unsaid: list[str] = []
        self._quiet_until = 0.0

    def news(self, backend: Backend, ids: Collection[str]) -> list[str]:
        """Return what is to be said of changed records; nothing of many at once, which is no news."""
        if not ids or len(ids) > _MOST_LOOKED_AT:
            return []
        found = (backend.record(request_id) for request_id in ids)
        texts = [self._sent_on(backend, record.request) for record in found if record is not None]
        return [text for text in (*texts, self._came()) if text]

    def _sent_on(self, backend: Backend, request: Request) -> str:
        """Say who was sent to this counter; who checked in by phone is kept to be said together."""
        queue = request.queue
        if request.state is not State.ARRIVED or queue is None or queue.state is not QueueState.WAITING:
            return ""
        if queue.for_counter:
            mine = queue.for_counter == backend.person.counter
            return _sent_here(queue) if mine and self._is_new(request, queue) else ""
        if queue.came_by == "phone" and queue.since == queue.arrived_at and self._is_new(request, queue):
            self._unsaid.append(queue.number)
        return ""

    def _is_new(self, request: Request, queue: Queue) -> bool:
        key = (request.id, queue.since.isoformat())
        new = key not in self._known
        self._known.add(key)
        return new

    def _came(self) -> str:
        """Say who has come since that was last said, once it may be: also when nobody else comes."""
        now = self._monotonic()
        if not self._unsaid or now < self._quiet_until:
            return ""
        numbers, self._unsaid = self._unsaid, []
        self._quiet_until = now + QUIET_SECONDS
        return say.came(numbers[0]) if len(numbers) == 1 else say.came_since(len(numbers))


def _sent_here(queue: Queue) -> str:
    return say.sent_here(queue.number, mask_numbers(" ".join(clean(queue.note).split())))
