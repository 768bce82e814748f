"""Where a pressed button goes; data that none of our buttons can have sent gets the menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from registry.request import AdvanceKind, Appointment, Group
from sync.line.dialogue import (
    advancing,
    cancelling,
    coming,
    drafting,
    duplicates,
    inquiring,
    menu,
    privacy,
    rescheduling,
    resuming,
    standing,
    stepping,
    surveying,
    talking,
)
from sync.line.dialogue.buttons import Press, date_in, notice_mark, press, time_in
from sync.line.dialogue.hearing import Heard, hear_press
from sync.line.dialogue.model import ChatOffice, Conversation, Turn
from sync.line.incoming import Incoming
from sync.line.messages import welcome


def on_press(conversation: Conversation, incoming: Incoming, office: ChatOffice) -> Turn:
    """Return what a pressed button comes to."""
    pressed = press(incoming.data)
    conversation = conversation.model_copy(update={"cancelling": ""})
    if pressed is None or not pressed.word.startswith("survey"):
        conversation = surveying.put_aside(conversation)
    if pressed is None or pressed.word != "erase":
        conversation = privacy.forgotten(conversation)
    heard = hear_press(pressed, incoming) if pressed else None
    if heard is not None:
        if heard.services == (5,):
            return drafting.inquire(conversation, heard, office)
        day = advancing.picked(conversation, heard, office)
        if day is not None:
            return day
        return rescheduling.particulars(conversation, heard, office)
    return carry_out(conversation, pressed, office) if pressed else menu.show(conversation, office)


def carry_out(conversation: Conversation, pressed: Press, office: ChatOffice) -> Turn:
    """Return what a button without a particular comes to."""
    if pressed.word not in _WORDS:
        return menu.show(conversation, office)
    return _WORDS[pressed.word](conversation, pressed.argument, office)


def _status(conversation: Conversation, _: str, office: ChatOffice) -> Turn:
    return standing.status(conversation, office)


def _cancel(conversation: Conversation, target: str, office: ChatOffice) -> Turn:
    return cancelling.start(conversation, office, target=target)


def _drop(conversation: Conversation, request_id: str, office: ChatOffice) -> Turn:
    return cancelling.drop(conversation, request_id, office)


def _keep(conversation: Conversation, _: str, office: ChatOffice) -> Turn:
    return cancelling.keep(conversation, office)


def _move(conversation: Conversation, target: str, office: ChatOffice) -> Turn:
    return rescheduling.start(conversation, Heard(), office, target)


def _move_to(conversation: Conversation, argument: str, office: ChatOffice) -> Turn:
    request_id, day, at = argument.split("/")
    date, time = date_in(day), time_in(at)
    if date is None or time is None:
        return menu.show(conversation, office)
    return rescheduling.press_move(conversation, request_id, date, time, office)


def _back(conversation: Conversation, _: str, office: ChatOffice) -> Turn:
    return stepping.back(conversation, office)


def _restart(conversation: Conversation, sure: str, office: ChatOffice) -> Turn:
    return stepping.restart(conversation, office, sure=bool(sure))


def _again(conversation: Conversation, _: str, office: ChatOffice) -> Turn:
    return resuming.go_on(conversation, office)


def _offer(conversation: Conversation, argument: str, office: ChatOffice) -> Turn:
    request_id, day, at = argument.split("/")
    date, time = date_in(day), time_in(at)
    if date is None or time is None:
        return standing.status(conversation, office)
    return rescheduling.take_offer(conversation, request_id, Appointment(date=date, time=time), office)


def _go_on(conversation: Conversation, _: str, office: ChatOffice) -> Turn:
    return drafting.carry_on(conversation, office)


def _edit(conversation: Conversation, part: str, office: ChatOffice) -> Turn:
    return drafting.edit(conversation, part, office)


def _confirm(conversation: Conversation, argument: str, office: ChatOffice) -> Turn:
    draft_id, _slash, revision = argument.partition("/")
    return drafting.press_confirm(conversation, draft_id, int(revision), office)


def _survey(conversation: Conversation, argument: str, office: ChatOffice) -> Turn:
    return surveying.pressed(conversation, argument, office)


def _survey_skip(conversation: Conversation, argument: str, office: ChatOffice) -> Turn:
    return surveying.skip(conversation, argument, office)


def _erase(conversation: Conversation, answer: str, office: ChatOffice) -> Turn:
    return privacy.pressed(conversation, answer, office)


def _kept(conversation: Conversation, _: str, office: ChatOffice) -> Turn:
    return privacy.kept(conversation, office)


def _consent(conversation: Conversation, argument: str, office: ChatOffice) -> Turn:
    answer, _slash, mark = argument.partition("/")
    if answer == "no":
        return drafting.decline(conversation, office)
    if mark != notice_mark(office.settings.chat.consent_version):
        return drafting.carry_on(conversation, office, [welcome.OLD_BUTTON])
    return drafting.agree(conversation, office)


def _another(conversation: Conversation, _: str, office: ChatOffice) -> Turn:
    return duplicates.another(conversation, office)


def _same(conversation: Conversation, _: str, office: ChatOffice) -> Turn:
    return duplicates.same(conversation, office)


def _no_laser(conversation: Conversation, _: str, _office: ChatOffice) -> Turn:
    return drafting.no_laser(conversation)


def _person(conversation: Conversation, _: str, office: ChatOffice) -> Turn:
    return drafting.ask_person(conversation, office)


def _faq(conversation: Conversation, entry_id: str, office: ChatOffice) -> Turn:
    return inquiring.answer(conversation, entry_id, office.faq)


def _helped(conversation: Conversation, entry_id: str, office: ChatOffice) -> Turn:
    return inquiring.helped(conversation, entry_id, office)


def _group(conversation: Conversation, group: str, office: ChatOffice) -> Turn:
    return drafting.in_group(conversation, Group(group), office)


def _end_talk(conversation: Conversation, request_id: str, office: ChatOffice) -> Turn:
    return talking.end(conversation, request_id, office)


def _advance(conversation: Conversation, kind: str, office: ChatOffice) -> Turn:
    return advancing.start(conversation, AdvanceKind(kind), office)


def _advance_ok(conversation: Conversation, argument: str, office: ChatOffice) -> Turn:
    draft_id, _slash, revision = argument.partition("/")
    return advancing.confirm(conversation, draft_id, int(revision), office)


def _advance_edit(conversation: Conversation, _: str, office: ChatOffice) -> Turn:
    return advancing.edit(conversation, office)


def _advance_drop(conversation: Conversation, _: str, _office: ChatOffice) -> Turn:
    return cancelling.ask_to_drop_advance(conversation)


def _advance_whose(conversation: Conversation, whose: str, office: ChatOffice) -> Turn:
    return advancing.press(conversation, "whose", whose, office)


def _advance_any_day(conversation: Conversation, _: str, office: ChatOffice) -> Turn:
    return advancing.press(conversation, "day", "", office)


_WORDS: Final[Mapping[str, Callable[[Conversation, str, ChatOffice], Turn]]] = {
    "status": _status,
    "cancel": _cancel,
    "drop": _drop,
    "keep": _keep,
    "move": _move,
    "coming": coming.say_so,
    "offer": _offer,
    "order": _go_on,
    "again": _again,
    "back": _back,
    "restart": _restart,
    "move-to": _move_to,
    "edit": _edit,
    "confirm": _confirm,
    "survey": _survey,
    "survey-skip": _survey_skip,
    "consent": _consent,
    "erase": _erase,
    "kept": _kept,
    "anew": _another,
    "same": _same,
    "no-laser": _no_laser,
    "person": _person,
    "faq": _faq,
    "helped": _helped,
    "group": _group,
    "end-talk": _end_talk,
    "advance": _advance,
    "advance-ok": _advance_ok,
    "advance-edit": _advance_edit,
    "advance-drop": _advance_drop,
    "advance-whose": _advance_whose,
    "advance-any-day": _advance_any_day,
}
