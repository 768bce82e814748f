"""The messages a citizen gets after the office has decided something, with the buttons that fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from registry.lifecycle import Notice
from registry.request import Request
from registry.settings import Settings
from sync.line.dialogue.buttons import data
from sync.line.dialogue.surveying import score_buttons
from sync.line.message_json import Button, Message, Tap, text_message
from sync.line.messages import labels, standing, survey
from sync.line.messages import notices as say
from thai.identity import mask_numbers
from thai.text import clean

_STATUS: Final = Tap(labels.STATUS, data("status"))


def notice(kind: Notice, request: Request, settings: Settings) -> list[Message]:
    """Return the LINE messages for a notice; what a clerk wrote is shown with identity numbers masked."""
    return [text_message(_words(kind, request, settings), _buttons(kind, request))]


def _words(kind: Notice, request: Request, settings: Settings) -> str:
    place, reason = settings.office.service_point, _safe(request.reason)
    words: dict[Notice, Callable[[], str]] = {
        Notice.APPROVED: lambda: say.approved(request, place),
        Notice.QUESTION: lambda: standing.question(request, _safe(request.question)),
        Notice.REJECTED: lambda: say.rejected(request, reason=reason, place=place),
        Notice.READY: lambda: say.ready(request, place),
        Notice.RESCHEDULED: lambda: say.rescheduled(request, place),
        Notice.CANCELLED: lambda: say.cancelled(request, reason),
        Notice.CALLED: lambda: say.called(request),
        Notice.NO_SHOW: lambda: say.no_show(request),
        Notice.SURVEY: lambda: survey.begin(request),
    }
    return words[kind]()


def _buttons(kind: Notice, request: Request) -> Sequence[Button]:
    move = Tap(labels.MOVE, data("move", request.id))
    cancel = Tap(labels.CANCEL, data("cancel", request.id))
    match kind:
        case Notice.APPROVED | Notice.READY | Notice.RESCHEDULED | Notice.NO_SHOW:
            return [_STATUS, move, cancel]
        case Notice.QUESTION:
            return [_STATUS, cancel]
        case Notice.CALLED:
            return [_STATUS]
        case Notice.SURVEY:
            return score_buttons(request.id, "speed")
        case _:
            return [Tap(labels.ORDER, data("order")), Tap(labels.INQUIRY, data("service", 5)), _STATUS]


def _safe(text: str) -> str:
    return mask_numbers(clean(text)).strip()
