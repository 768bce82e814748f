"""Which screen a request is worked on, by its state: used by lists, search and scanner alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.settings import today
from registry.states import BOOKED

if TYPE_CHECKING:
    from textual.screen import Screen

    from desk.backend import Backend
    from registry.request import Request


def screen_for(request: Request, backend: Backend) -> Screen[Any] | None:
    """Return the screen for a citizen who is expected today; None where a request is only looked at."""
    if request.state not in BOOKED or request.appointment is None:
        return None
    if request.appointment.date != today(backend.now()):
        return None
    from desk.screens.pick_up import PickUpScreen

    return PickUpScreen(request.id)
