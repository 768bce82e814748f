"""Business arranged beforehand: one thing asked at a time, said back, and sent once it is confirmed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from registry.advance import (
    LATEST_DAYS,
    MOST_PEOPLE,
    TEXT,
    Advance,
    AdvanceHomeCard,
    AdvancePrecheck,
    AdvanceVisit,
)
from registry.particulars import Particulars, with_line
from registry.request import AdvanceKind, Group, Inquiry, Wish
from sync.line.dialogue import gathering, inquiring, questions, words
from sync.line.dialogue.buttons import data
from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import (
    AdvanceDraft,
    Asking,
    ChatOffice,
    Conversation,
    SubmitRequest,
    Turn,
)
from sync.line.message_json import Button, Message, PickDate, Tap, confirm_message, fit, text_message
from sync.line.messages import inquiry as say
from sync.line.messages import labels
from sync.line.understanding import Intent, matters
from thai.dates import long_date
from thai.identity import mask_numbers
from thai.text import fold

PARTS: Final = {
    AdvanceKind.PRECHECK: ("matter",),
    AdvanceKind.HOME_CARD: ("whose", "address", "telephone", "day"),
    AdvanceKind.VISIT: ("place", "contact", "people", "day"),
}
_TELEPHONE: Final = re.compile(r"(?<![0-9])0(?:[ -]?[0-9]){8,9}(?![0-9])", re.ASCII)
_PEOPLE: Final = re.compile(r"(?<![0-9])([0-9]{1,2}(?:,[0-9]{3})|[0-9]{1,5})(?![0-9])", re.ASCII)
_CANCEL: Final = Tap(labels.CANCEL, data("advance-drop"))


def start(conversation: Conversation, kind: AdvanceKind, office: ChatOffice) -> Turn:
    """Begin with one kind of business; consent comes before anything that is typed."""
    draft = AdvanceDraft(id=office.new_id(), kind=kind, begun_at=office.now, touched_at=office.now)
    return go_on(conversation.model_copy(update={"advance": draft}), office)


def go_on(conversation: Conversation, office: ChatOffice, said: Sequence[str] = ()) -> Turn:
    """Ask for consent, for the next part, or whether all is right."""
    draft = conversation.advance
    if draft is None:
        return Turn(
            conversation=conversation, messages=(text_message(say.ADVANCE_GONE, questions.MENU_BUTTONS),)
        )
    if not conversation.consented(office.settings):
        messages = questions.ask(Asking.CONSENT, gathering.new_draft(office), office, said)
        waiting = conversation.model_copy(update={"asking": Asking.CONSENT})
        return Turn(conversation=waiting, messages=tuple(messages))
    part = _missing(draft)
    messages = _summary(draft, said) if part is None else [_question(part, office, said)]
    update = {"asking": Asking.ADVANCE, "moving": None}
    return Turn(conversation=conversation.model_copy(update=update), messages=tuple(messages))


def hear(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Take a text as the answer to the part asked last; None where it is for something else."""
    draft = conversation.advance
    if draft is None or conversation.asking is not Asking.ADVANCE or not heard.text:
        return None
    if _is_for_bot(heard):
        return None
    part = _missing(draft)
    if part is None:
        return _at_the_summary(conversation, draft, heard, office)
    value = _READ[part](heard, office)
    if value is None:
        return go_on(conversation, office, [say.ADVANCE_WRONG[part]])
    return go_on(_filled(conversation, draft, {part: value}, heard, office), office)


def _is_for_bot(heard: Heard) -> bool:
    """Whether a text can be no part: a command, the menu, a service order, consent taken back."""
    no_part = (
        heard.intent in {Intent.STATUS, Intent.CANCEL}
        or heard.laser is not None
        or words.asks_for_menu(heard.text)
    )
    return no_part or (heard.intent is Intent.DECLINE and words.speaks_of_consent(heard.text))


def picked(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Take a day from the date picker; None where no day is asked for."""
    draft = conversation.advance
    if draft is None or heard.date is None or _missing(draft) != "day":
        return None
    value = _day(heard, office)
    if value is None:
        return go_on(conversation, office, [say.ADVANCE_WRONG["day"]])
    return go_on(_filled(conversation, draft, {"day": value}, heard, office), office)


def press(conversation: Conversation, part: str, value: str, office: ChatOffice) -> Turn:
    """Take a button that answers a part."""
    draft = conversation.advance
    if draft is None or _missing(draft) != part:
        return go_on(conversation, office)
    return go_on(_filled(conversation, draft, {part: value}, Heard(), office), office)


def edit(conversation: Conversation, office: ChatOffice) -> Turn:
    """Ask for every part anew: there are few."""
    draft = conversation.advance
    if draft is not None:
        emptied = draft.model_copy(update={"values": {}, "revision": draft.revision + 1})
        conversation = conversation.model_copy(update={"advance": emptied})
    return go_on(conversation, office)


def back(conversation: Conversation, office: ChatOffice) -> Turn | None:
    """Ask for the part before once more; None where nothing has been said yet."""
    draft = conversation.advance
    given = [part for part in PARTS[draft.kind] if part in draft.values] if draft is not None else []
    if draft is None or not given:
        return None
    left = {part: value for part, value in draft.values.items() if part != given[-1]}
    emptied = draft.model_copy(update={"values": left, "revision": draft.revision + 1})
    return go_on(conversation.model_copy(update={"advance": emptied}), office)


def drop(conversation: Conversation) -> Turn:
    """Forget what was typed; nothing has been sent."""
    known = conversation.advance is not None
    left = conversation.model_copy(update={"advance": None, "asking": Asking.NOTHING})
    words_ = say.ADVANCE_CANCELLED if known else say.ADVANCE_GONE
    return Turn(conversation=left, messages=(text_message(words_, questions.MENU_BUTTONS),))


def confirm(conversation: Conversation, draft_id: str, revision: int, office: ChatOffice) -> Turn:
    """Send what the summary said; a button under an older summary confirms nothing."""
    draft = conversation.advance
    if draft is None or draft.id != draft_id or draft.revision != revision or _missing(draft) is not None:
        return go_on(conversation, office)
    return _submit(conversation, draft, office)


def _submit(conversation: Conversation, draft: AdvanceDraft, office: ChatOffice) -> Turn:
    if not conversation.consented(office.settings):
        return go_on(conversation, office)
    request = inquiring.new_request(office, Inquiry(group=_group(draft), advance=draft.kind))
    day = draft.values.get("day")
    wish = Wish(date=dt.date.fromisoformat(day) if day else None)
    request = request.model_copy(update={"wish": wish})
    particulars = Particulars(advance=_advance(draft), chat=draft.lines)
    told = say.advance_received(draft.kind, request.reference, pictures=office.settings.inquiry.pictures)
    left = conversation.model_copy(update={"advance": None, "asking": Asking.NOTHING})
    return Turn(
        conversation=left,
        messages=(text_message(told, questions.talk_buttons(request.id)),),
        effects=(SubmitRequest(request=request, particulars=particulars),),
        importance="decision",
    )


def _at_the_summary(
    conversation: Conversation, draft: AdvanceDraft, heard: Heard, office: ChatOffice
) -> Turn:
    if words.is_no(heard.text):
        return edit(conversation, office)
    if words.is_yes(heard.text):
        return _submit(conversation, draft, office)
    return go_on(conversation, office, [say.ADVANCE_BUTTON])


def _filled(
    conversation: Conversation, draft: AdvanceDraft, said: dict[str, str], heard: Heard, office: ChatOffice
) -> Conversation:
    filled = draft.model_copy(
        update={
            "values": {**draft.values, **said},
            "revision": draft.revision + 1,
            "touched_at": office.now,
            "lines": with_line(draft.lines, heard.line),
        }
    )
    return conversation.model_copy(update={"advance": filled})


def _missing(draft: AdvanceDraft) -> str | None:
    return next((part for part in PARTS[draft.kind] if part not in draft.values), None)


def _question(part: str, office: ChatOffice, said: Sequence[str]) -> Message:
    taps: list[Button] = []
    if part == "whose":
        taps = [
            Tap(say.OWN, data("advance-whose", "own")),
            Tap(say.RELATIVE, data("advance-whose", "relative")),
        ]
    elif part == "day":
        first = office.today + dt.timedelta(days=1)
        last = office.today + dt.timedelta(days=LATEST_DAYS)
        taps = [
            PickDate(labels.OTHER_DAY, data("pick"), first, last),
            Tap(say.ANY_DAY, data("advance-any-day")),
        ]
    return text_message("\n\n".join([*said, say.ADVANCE_ASK[part]]), [*taps, _CANCEL])


def _summary(draft: AdvanceDraft, said: Sequence[str]) -> list[Message]:
    parts = [(part, _shown(part, draft.values[part])) for part in PARTS[draft.kind]]
    told = "\n\n".join([*said, say.advance_summary(draft.kind, parts)])
    yes = Tap(labels.CONFIRM, data("advance-ok", draft.id, draft.revision))
    return [
        text_message(told),
        confirm_message(say.ADVANCE_QUESTION, yes, Tap(labels.EDIT, data("advance-edit")), [_CANCEL]),
    ]


def _shown(part: str, value: str) -> str:
    if part == "whose":
        return say.OWN if value == "own" else say.RELATIVE
    if part == "day":
        return long_date(dt.date.fromisoformat(value)) if value else say.ANY_DAY
    return value if part == "telephone" else mask_numbers(value)


def _group(draft: AdvanceDraft) -> Group:
    if draft.kind is AdvanceKind.HOME_CARD:
        return Group.CARD
    return matters.group_of(" ".join(draft.values.values())) or Group.GENERAL


def _advance(draft: AdvanceDraft) -> Advance:
    values: dict[str, Any] = {"kind": draft.kind.value, **draft.values}
    if "day" in values:
        values["day"] = values["day"] or None
    match draft.kind:
        case AdvanceKind.PRECHECK:
            return AdvancePrecheck(**values)
        case AdvanceKind.HOME_CARD:
            return AdvanceHomeCard(**values)
        case AdvanceKind.VISIT:
            return AdvanceVisit(**values)


def _text(heard: Heard, _: ChatOffice) -> str | None:
    text = fit(heard.text, TEXT).strip()
    return text if any(sign.isalpha() for sign in text) else None


def _whose(heard: Heard, _: ChatOffice) -> str | None:
    if words.is_own(heard.text):
        return "own"
    return "relative" if words.is_relative(heard.text) else None


def _telephone(heard: Heard, _: ChatOffice) -> str | None:
    found = _TELEPHONE.search(fold(heard.text))
    return re.sub("[ -]", "", found[0]) if found else None


def _contact(heard: Heard, office: ChatOffice) -> str | None:
    return _text(heard, office) if _telephone(heard, office) else None


def _people(heard: Heard, _: ChatOffice) -> str | None:
    found = _PEOPLE.search(fold(heard.text))
    count = int(found[1].replace(",", "")) if found else 0
    return str(count) if 1 <= count <= MOST_PEOPLE else None


def _day(heard: Heard, office: ChatOffice) -> str | None:
    if heard.date is None:
        return "" if words.any_day(heard.text) or words.is_no(heard.text) else None
    ahead = (heard.date - office.today).days
    return heard.date.isoformat() if 1 <= ahead <= LATEST_DAYS else None


_READ: Final[dict[str, Callable[[Heard, ChatOffice], str | None]]] = {
    "matter": _text,
    "whose": _whose,
    "address": _text,
    "telephone": _telephone,
    "place": _text,
    "contact": _contact,
    "people": _people,
    "day": _day,
}
