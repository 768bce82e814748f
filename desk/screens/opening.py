"""Which screen a request is worked on, by its state: used by lists, search and scanner alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.settings import today
from registry.states import BOOKED

if TYPE_CHECKING:
    from textual.screen import Screen

    from desk.backend import Backend, WorkList
    from registry.request import Request


def screen_for(request: Request, backend: Backend) -> Screen[Any] | None:
    """Return the screen for a citizen who is expected today; None where a request is only looked at."""
    if request.state not in BOOKED or request.appointment is None:
        return None
    if request.appointment.date != today(backend.now()):
        return None
    from desk.screens.pick_up import PickUpScreen

    return PickUpScreen(request.id)


def screen_in(which: WorkList, request: Request, backend: Backend) -> Screen[Any] | None:
    """Return the screen on which a request of a list is worked on; None where it is only looked at."""
    from desk.backend import WorkList

    if which is WorkList.PREPARATION:
        from desk.screens.prepare import PrepareScreen

        return PrepareScreen(request.id)
    if which is WorkList.INQUIRIES:
        # The conversation has the same screen as a request that is being checked.
        from desk.screens.check import CheckScreen

        return CheckScreen(request.id)
    return screen_for(request, backend)
