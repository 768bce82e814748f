"""The next thing that a draft still needs, and the messages that ask for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from registry.request import Item, Request
from sync.line.dialogue import days, particulars
from sync.line.dialogue.buttons import data, notice_mark
from sync.line.dialogue.model import Asking, ChatOffice, Conversation, Draft
from sync.line.message_json import Button, Message, Tap, confirm_message, text_message
from sync.line.messages import asking as say
from sync.line.messages import consent as say_consent
from sync.line.messages import labels, summary
from sync.line.messages.particulars import ASK, names

MENU_BUTTONS: Final[tuple[Button, ...]] = (
    Tap(labels.ORDER, data("order")),
    Tap(labels.STATUS, data("status")),
    Tap(labels.MOVE, data("move")),
    Tap(labels.CANCEL, data("cancel")),
    Tap(labels.INQUIRY, data("service", 5)),
)
AFTER_BUTTONS: Final[tuple[Button, ...]] = (
    Tap(labels.STATUS, data("status")),
    Tap(labels.MOVE, data("move")),
    Tap(labels.CANCEL, data("cancel")),
    Tap(labels.MENU, data("help")),
)
CONTINUE_BUTTON: Final = Tap(labels.CONTINUE, data("again"))
_EDIT: Final = Tap(labels.EDIT, data("edit"))
_NO_LASER: Final = Tap(labels.NO_LASER, data("no-laser"))
_SAME: Final = Tap(labels.SAME, data("same"))
_ANOTHER: Final = Tap(labels.ANOTHER, data("anew"))
_CANCEL: Final = Tap(labels.CANCEL, data("cancel"))
BACK_BUTTON: Final = Tap(labels.BACK, data("back"))
_COPIES_OFFERED: Final = 3


PARTS: Final = ("services", "laser", "pid", "name", "birth_date", "copies", "date", "time", "card")
"""The parts of a draft that can be asked for again, named like the questions for them."""


def order(office: ChatOffice) -> list[Asking]:
    """Return the questions for a draft in the order in which they are asked."""
    last = (Asking.COPIES, Asking.DATE, Asking.TIME, Asking.CONFIRMATION)
    return [Asking.SERVICES, *particulars.questions(office), *last]


def is_given(asking: Asking, draft: Draft) -> bool:
    """Whether a draft has the answer to a question."""
    match asking:
        case Asking.SERVICES:
            return bool(draft.items)
        case Asking.COPIES:
            return bool(draft.items) and all(item.copies is not None for item in draft.items)
        case Asking.CONFIRMATION:
            return False
        case _:
            return getattr(draft, asking.value) is not None


def continue_buttons(conversation: Conversation) -> list[Button]:
    """Return the button that goes on with what is in hand; none where nothing is."""
    return [CONTINUE_BUTTON] if conversation.begun else []


def talk_buttons(request_id: str) -> list[Button]:
    """Return the buttons under what belongs to a conversation with a person."""
    return [Tap(labels.END_TALK, data("end-talk", request_id)), Tap(labels.MENU, data("help"))]


def next_asking(conversation: Conversation, draft: Draft, office: ChatOffice) -> Asking:
    """Return what is to be asked next; consent comes before anything that identifies."""
    wants_consent = bool(draft.items or draft.identified or draft.questions)
    missing = {
        Asking.CONSENT: wants_consent and not conversation.consented(office.settings),
        Asking.SERVICES: not draft.items,
        Asking.DUPLICATE: not draft.another_wanted and duplicate_of(draft, office) is not None,
        **{one: getattr(draft, one.value) is None for one in particulars.questions(office)},
        Asking.COPIES: any(item.copies is None for item in draft.items),
        Asking.DATE: draft.date is None,
        Asking.TIME: draft.time is None,
    }
    return next((asking for asking, wanted in missing.items() if wanted), Asking.CONFIRMATION)


def duplicate_of(draft: Draft, office: ChatOffice) -> Request | None:
    """Return an open request for the very same services."""
    wanted = set(draft.services)
    for request, _ in office.open_requests():
        if {item.service for item in request.items} == wanted:
            return request
    return None


def ask(asking: Asking, draft: Draft, office: ChatOffice, said: Sequence[str] = ()) -> list[Message]:
    """Return the messages that ask; ``said`` comes before the question."""
    if asking is Asking.CONSENT:
        return [*_first(said), _consent(office)]
    if asking is Asking.CONFIRMATION:
        return [*_first(said), *_summary(draft, office)]
    if asking is Asking.TIME and confirmable(draft, office) and draft.date is not None:
        words = f"{_told(draft, draft.date, office)}\n\n{summary.TIME_OR_CARD}"
        return [*_first(said), text_message(words, [*days.time_buttons(office, draft.date), BACK_BUTTON])]
    question, taps = _question(asking, draft, office)
    return [text_message("\n\n".join([*said, question]), taps)]


def confirmable(draft: Draft, office: ChatOffice) -> bool:
    """Whether a card number would be enough to confirm: all is said, but perhaps not the time of the day."""
    given = particulars.all_but_card(draft, office)
    return given and particulars.card_missing(draft, office) and draft.date is not None


def _question(asking: Asking, draft: Draft, office: ChatOffice) -> tuple[str, Sequence[Button]]:
    question: tuple[str, Sequence[Button]] = (say.SERVICES, service_buttons())
    match asking:
        case Asking.DUPLICATE:
            if (request := duplicate_of(draft, office)) is not None:
                question = summary.duplicate(request), [_SAME, _ANOTHER]
        case Asking.LASER:
            question = say.LASER, [_NO_LASER, BACK_BUTTON, _CANCEL]
        case Asking.PID | Asking.NAME | Asking.BIRTH_DATE:
            question = ASK[asking.value], [BACK_BUTTON, _CANCEL]
        case Asking.COPIES:
            missing = [item.service for item in draft.items if item.copies is None]
            question = say.each_copies(missing), [*_copies_buttons(office), BACK_BUTTON]
        case Asking.DATE:
            question = _date(draft, office)
        case Asking.TIME if draft.date is not None:
            question = say.time(draft.date), [*days.time_buttons(office, draft.date), BACK_BUTTON]
        case _:
            pass
    return question


def service_buttons() -> list[Button]:
    """Return a button for each service."""
    return [
        Tap(labels.service(number), data("service", number), labels.service_shown(number))
        for number in (1, 2, 3, 4, 5)
    ]


def edit_buttons(draft: Draft) -> list[Button]:
    """Return a button for each part of a draft that can be given anew."""
    always = {"services", "copies", "date", "time"}
    parts = {
        name: label
        for name, label in labels.EDIT_PARTS.items()
        if name in always or getattr(draft, name) is not None
    }
    return [*(Tap(label, data("edit", name)) for name, label in parts.items()), _CANCEL]


def items_of(draft: Draft) -> tuple[Item, ...]:
    """Return the draft's items as a request's."""
    return tuple(Item(service=item.service, copies=item.copies or 1) for item in draft.items)


def _first(said: Sequence[str]) -> list[Message]:
    return [text_message("\n\n".join(said))] if said else []


def _consent(office: ChatOffice) -> Message:
    settings = office.settings
    words = say_consent.notice(
        what=names(settings.chat.particulars),
        office=settings.office.name,
        days=settings.retention.days,
        hours=settings.chat.hours_without_consent,
        url=settings.chat.privacy_url,
    )
    yes = Tap(labels.CONSENT, data("consent", "yes", notice_mark(settings.chat.consent_version)))
    return text_message(words, [yes, Tap(labels.DECLINE, data("consent", "no"))])


def _copies_buttons(office: ChatOffice) -> list[Button]:
    most = min(_COPIES_OFFERED, office.settings.chat.max_copies)
    return [Tap(labels.copies(count), data("copies", count)) for count in range(1, most + 1)]


def _date(draft: Draft, office: ChatOffice) -> tuple[str, list[Button]]:
    free = days.free_days(office, draft.near) or days.free_days(office)
    if free:
        return say.DATE, [*days.day_buttons(office, free), BACK_BUTTON]
    return say.NO_DATE, [Tap(labels.INQUIRY, data("service", 5)), _CANCEL]


def _summary(draft: Draft, office: ChatOffice) -> list[Message]:
    if draft.date is None:
        return []
    told = _told(draft, draft.date, office)
    if particulars.card_missing(draft, office):
        return [text_message(f"{told}\n\n{summary.CARD}", [_EDIT, BACK_BUTTON, _CANCEL])]
    yes = Tap(labels.CONFIRM, data("confirm", draft.id, draft.revision))
    return [text_message(told), confirm_message(summary.QUESTION, yes, _EDIT)]


def _told(draft: Draft, day: dt.date, office: ChatOffice) -> str:
    return summary.summary(
        draft.reference,
        items_of(draft),
        given=particulars.lines(draft),
        day=day,
        at=draft.time,
        place=office.settings.office.service_point,
    )
