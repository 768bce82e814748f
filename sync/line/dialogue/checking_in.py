"""Checks the citizen in at the office by the code on the wall, and says where they stand in the queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from registry import queue_order
from registry.request import Request
from registry.states import EXPECTED, State
from sync.line import wall_code
from sync.line.dialogue import questions, words
from sync.line.dialogue.model import ChatOffice, CheckIn, Conversation, Turn
from sync.line.message_json import text_message
from sync.line.messages import arriving as say
from thai.dates import BANGKOK

_DAYS_KNOWN: Final = 14


def take(conversation: Conversation, text: str, office: ChatOffice) -> Turn | None:
    """Take a text as a code of the wall or as talk of checking in; None if it is neither."""
    code, speaks = wall_code.in_text(text), words.speaks_of_checking_in(text)
    if code is not None and code == office.wall_code(office.today):
        return _check_in(conversation, office)
    if code is not None and (speaks or _of_another_day(code, office)):
        return _say(conversation, say.NOT_TODAYS)
    if speaks:
        here = _arrived_of(office)
        return arrived(conversation, office) if here else _say(conversation, say.SCAN)
    return None


def asks_where(text: str, office: ChatOffice) -> bool:
    """Whether somebody who has arrived asks how long it will be."""
    return words.asks_for_the_queue(text) and bool(_arrived_of(office))


def arrived(conversation: Conversation, office: ChatOffice) -> Turn:
    """Say the queue numbers of a citizen who is here, and how many come before."""
    here, place = _arrived_of(office), office.settings.office.service_point
    others = [_too_early(one, office) for one in _coming(office) if _window(one, office) == "early"]
    told = say.arrived(here, before(here, office), place)
    return _say(conversation, told, *others).model_copy(update={"importance": "decision"})


def before(requests: Sequence[Request], office: ChatOffice) -> dict[str, int]:
    """Return how many others are served before each of a citizen's requests, by its id."""
    own = {request.id for request in requests}
    if not any(request.state is State.ARRIVED for request in requests):
        return {}
    others = [request for request in office.waiting() if request.id not in own]
    return {request.id: queue_order.before(request, others) for request in requests}


def _check_in(conversation: Conversation, office: ChatOffice) -> Turn:
    due = [request for request in _coming(office) if _window(request, office) == "open"]
    if due:
        effect = CheckIn(request_ids=tuple(request.id for request in due))
        return Turn(conversation=conversation, effects=(effect,), importance="decision")
    if _arrived_of(office):
        return arrived(conversation, office)
    return _say(conversation, *_why_not(office))


def _why_not(office: ChatOffice) -> list[str]:
    """Say why nobody is checked in now, and what to do."""
    place, requests = office.settings.office.service_point, _open(office)
    today = _coming(office)
    if today:
        return [
            _too_early(one, office) if _window(one, office) == "early" else say.too_late(one, place)
            for one in today
        ]
    later = [one for one in requests if one.state in EXPECTED and one.appointment is not None]
    if later:
        return [say.another_day(one) for one in later[:3]]
    undecided = [one for one in requests if one.state in {State.PENDING, State.CHECKING}]
    return [*map(say.not_decided, undecided[:3]), say.nothing(place)]


def _window(request: Request, office: ChatOffice) -> str:
    """Return how now stands to the time in which a phone checks in: ``early``, ``open`` or ``late``."""
    if request.appointment is None:
        return "late"
    now = office.now.astimezone(BANGKOK).replace(tzinfo=None)
    if now < queue_order.check_in_from(office.calendar, request.appointment):
        return "early"
    return "open" if now <= queue_order.check_in_until(office.calendar, request.appointment) else "late"


def _too_early(request: Request, office: ChatOffice) -> str:
    if request.appointment is None:
        return say.not_decided(request)
    return say.too_early(request, queue_order.check_in_from(office.calendar, request.appointment))


def _open(office: ChatOffice) -> list[Request]:
    requests = [request for request, _ in office.open_requests()]
    return sorted(requests, key=lambda one: (one.appointment is None, _when(one), one.id))


def _when(request: Request) -> dt.datetime:
    at = request.appointment
    return dt.datetime.combine(at.date, at.time) if at is not None else dt.datetime(1, 1, 1)  # noqa: DTZ001


def _coming(office: ChatOffice) -> list[Request]:
    """Return the citizen's requests that are expected today and not here yet."""
    return [
        one
        for one in _open(office)
        if one.state in EXPECTED and one.appointment is not None and one.appointment.date == office.today
    ]


def _arrived_of(office: ChatOffice) -> list[Request]:
    """Return the citizen's requests that are in today's queue."""
    return [
        one
        for one in _open(office)
        if one.state is State.ARRIVED and one.appointment is not None and one.appointment.date == office.today
    ]


def _of_another_day(code: str, office: ChatOffice) -> bool:
    days = (dt.timedelta(days=ago) for ago in range(-1, _DAYS_KNOWN))
    return code in {office.wall_code(office.today - ago) for ago in days}


def _say(conversation: Conversation, *told: str) -> Turn:
    message = text_message("\n\n".join(told), questions.AFTER_BUTTONS)
    return Turn(conversation=conversation, messages=(message,))
