"""Which screen a request is worked on, by its state: used by lists, search and scanner alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.duties import Duty, may
from registry.states import BOOKED, State
from thai.dates import today

if TYPE_CHECKING:
    from textual.screen import Screen

    from desk.backend import Backend, WorkList
    from registry.request import Request


def serves(backend: Backend) -> bool:
    """Whether who works here decides on requests; whoever does not looks at them."""
    return may(backend.person.role, Duty.SERVE)


def expected_today(request: Request, backend: Backend) -> bool:
    """Whether a citizen is expected today, or has come: on an earlier day too, until a clerk ends it."""
    day = request.appointment.date if request.appointment is not None else None
    return request.state is State.ARRIVED or (request.state in BOOKED and day == today(backend.now()))


def asks(request: Request) -> bool:
    """Whether it is an inquiry that is still open."""
    return request.only_inquiry and not request.closed


def screen_for(request: Request, backend: Backend) -> Screen[Any] | None:
    """Return the screen for a citizen who is expected today, or asks; None where one only looks."""
    if not serves(backend):
        return None
    if not expected_today(request, backend):
        return inquiry_screen(request)
    from desk.screens.pick_up import PickUpScreen

    return PickUpScreen(request.id)


def screen_in(which: WorkList, request: Request, backend: Backend) -> Screen[Any] | None:
    """Return the screen on which a request of a list is worked on; None where it is only looked at."""
    from desk.backend import WorkList

    if not serves(backend):
        return None
    if which is WorkList.PREPARATION:
        from desk.screens.prepare import PrepareScreen

        return PrepareScreen(request.id)
    if which is WorkList.INQUIRIES and not request.closed:
        # Copies that are asked for beside the question wait in their own list.
        from desk.screens.inquiry import InquiryScreen

        return InquiryScreen(request.id)
    return screen_for(request, backend)


def inquiry_screen(request: Request) -> Screen[Any] | None:
    """Return the screen of an open inquiry; None for what is no inquiry, or is over."""
    if not asks(request):
        return None
    from desk.screens.inquiry import InquiryScreen

    return InquiryScreen(request.id)
