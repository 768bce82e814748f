"""The messages a citizen gets after the office has decided something, with the buttons that fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from registry.labels import answer_head
from registry.lifecycle import Notice
from registry.request import Appointment, Inquiry, Request
from registry.settings import Settings
from registry.states import State
from sync.line.dialogue.asked_words import about_day
from sync.line.dialogue.buttons import data
from sync.line.dialogue.surveying import score_buttons
from sync.line.message_json import TEXT, Button, Message, Tap, text_message, units
from sync.line.messages import inquiry as inquiries
from sync.line.messages import labels, standing, survey
from sync.line.messages import notices as say
from thai.identity import mask_numbers
from thai.text import clean

_STATUS: Final = Tap(labels.STATUS, data("status"))
_MENU: Final = Tap(labels.MENU, data("help"))


def notice(
    kind: Notice,
    request: Request,
    settings: Settings,
    *,
    before: Request | None = None,
    times: Sequence[Appointment] = (),
    today: dt.date | None = None,
    said: str = "",
) -> list[Message]:
    """Return the LINE messages for a notice; what a clerk wrote is shown with identity numbers masked.

    ``before`` is the request as it was, ``times`` are offered as buttons, ``today`` is the office's date;
    ``said`` is what a clerk wrote as an answer or a last word.
    """
    if kind in {Notice.SAID, Notice.ENDED}:
        return _answer(kind, request, _safe(said))
    if kind is Notice.ARRANGED:
        return [_arranged(request, settings, _safe(said))]
    words = _words(kind, request, settings, before or request, today)
    offered = [
        Tap(
            labels.offer(one.date, one.time),
            offer_data(request.id, one),
            labels.offer_shown(one.date, one.time),
        )
        for one in times
    ]
    return [text_message(words, [*offered, *_buttons(kind, request)])]


def offer_data(request_id: str, offered: Appointment) -> str:
    """Return the data of a button that takes a time that was offered."""
    return data("offer", request_id, offered.date.isoformat(), f"{offered.time:%H:%M}")


def _answer(kind: Notice, request: Request, words: str) -> list[Message]:
    """Return what a person of the office answers, with whose it is, where both fit into a message."""
    inquiry = request.inquiry or Inquiry()
    head = answer_head(request.reference, inquiry.group)
    whole = f"{head}\n{words}".strip()
    ended = kind is Notice.ENDED
    first = whole if units(whole) <= TEXT else words
    if not ended:
        end = Tap(labels.END_TALK, data("end-talk", request.id))
        return [text_message(first, [_STATUS if request.appointment is not None else end, _MENU])]
    buttons = [Tap(labels.ORDER, data("order")), Tap(labels.INQUIRY, data("service", 5)), _STATUS]
    closing = text_message(inquiries.closed(request.reference), buttons)
    return [text_message(first), closing] if words else [closing]


def _arranged(request: Request, settings: Settings, word: str) -> Message:
    """Return what was agreed on, with the buttons that fit a place in the office, or a visit."""
    if request.appointment is None:
        words = inquiries.visit_arranged(request, word)
        return text_message(words, [Tap(labels.END_TALK, data("end-talk", request.id)), _MENU])
    office, late = settings.office, settings.hours.late_minutes
    words = inquiries.arranged(request, word, place=office.service_point, late_minutes=late)
    return text_message(words, _buttons(Notice.APPROVED, request))


def _words(kind: Notice, request: Request, settings: Settings, before: Request, today: dt.date | None) -> str:
    late = settings.hours.late_minutes
    place, reason = settings.office.service_point, _safe(request.reason)
    calendar = settings.calendar
    words: dict[Notice, Callable[[], str]] = {
        Notice.APPROVED: lambda: say.approved(request, place, late),
        Notice.QUESTION: lambda: standing.question(request, _safe(request.question)),
        Notice.REJECTED: lambda: say.rejected(request, reason=reason, place=place),
        Notice.READY: lambda: say.ready(request, place, late),
        Notice.RESCHEDULED: lambda: say.rescheduled(request, place, late),
        Notice.CORRECTED: lambda: say.corrected(request, reason, place),
        Notice.CANCELLED: lambda: say.cancelled(request, reason),
        Notice.CALLED: lambda: say.called(request),
        Notice.NO_SHOW: lambda: say.no_show(request),
        Notice.SURVEY: lambda: survey.begin(request),
        Notice.REMINDER: lambda: say.reminder(request, place, today, late),
        Notice.CLOSED: lambda: say.closed(request, before.appointment or before.wish, calendar),
        Notice.EXPIRED: lambda: say.expired(request, unanswered=before.state is State.NEEDS_INFORMATION),
    }
    return words[kind]()


def _buttons(kind: Notice, request: Request) -> Sequence[Button]:
    move = Tap(labels.MOVE, data("move", request.id))
    change = Tap(labels.CHANGE_DAY, data("move", request.id))
    cancel = Tap(labels.CANCEL, data("cancel", request.id))
    coming = Tap(labels.COMING, data("coming", request.id))
    buttons: dict[Notice, Sequence[Button]] = {
        Notice.APPROVED: [_STATUS, move, cancel],
        Notice.READY: [_STATUS, move, cancel],
        Notice.RESCHEDULED: [_STATUS, move, cancel],
        Notice.REMINDER: [coming, change, cancel],
        Notice.NO_SHOW: [move, cancel, _STATUS],
        Notice.CLOSED: [move, cancel, _STATUS],
        Notice.QUESTION: [*([change] if about_day(request.question) else []), _STATUS, cancel],
        Notice.CALLED: [_STATUS],
        Notice.SURVEY: score_buttons(request.id, "speed"),
    }
    ended = [Tap(labels.ORDER, data("order")), Tap(labels.INQUIRY, data("service", 5)), _STATUS]
    return buttons.get(kind, ended)


def _safe(text: str) -> str:
    return mask_numbers(clean(text)).strip()
