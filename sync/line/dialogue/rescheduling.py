"""Another day for a submitted request: a new wish before approval, a new appointment afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from registry.commands import Reschedule
from registry.errors import RefusalCode
from registry.lifecycle import Answer, Rewish
from registry.request import Appointment, Request, Wish
from registry.states import State
from sync.line.dialogue import days, drafting, gathering, questions, standing
from sync.line.dialogue.asked_words import about_day
from sync.line.dialogue.buttons import data
from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import (
    Asking,
    ChatOffice,
    CitizenAct,
    Conversation,
    Effect,
    Moving,
    SubmitRequest,
    Turn,
)
from sync.line.message_json import Tap, confirm_message, text_message
from sync.line.messages import labels
from sync.line.messages import standing as say

_BOOKED: Final = frozenset({State.APPROVED, State.READY, State.NO_SHOW})
_WISHED: Final = frozenset({State.PENDING, State.NEEDS_INFORMATION})
_DAY_ASKED: Final = frozenset({Asking.DATE, Asking.TIME, Asking.CONFIRMATION})
_NO_PLACE: Final = frozenset({RefusalCode.SLOT_FULL, RefusalCode.OFFICE_CLOSED})


def start(conversation: Conversation, heard: Heard, office: ChatOffice, target: str = "") -> Turn:
    """Find out whose day is to be changed; without a submitted request it is the draft's."""
    requests = standing.open_requests(office)
    chosen = next((one for one in requests if one.id == target), None) or standing.named_in(
        heard.text, requests
    )
    if chosen is None and _means_draft(conversation, heard):
        return _in_draft(conversation, heard, office)
    if chosen is None and conversation.moving is not None and heard.text:
        return choose(_from_the_start(conversation, heard), heard, office)
    movable = [one for one in requests if _movable(one)]
    if chosen is None and len(movable) > 1:
        return standing.which(conversation, say.WHICH_MOVE, "move", movable)
    chosen = chosen or next(iter([*movable, *requests]), None)
    if chosen is None:
        return _in_draft(conversation, heard, office)
    if not _movable(chosen):
        message = text_message(say.not_movable(chosen), questions.AFTER_BUTTONS)
        return Turn(conversation=conversation, messages=(message,))
    moving = conversation.model_copy(update={"moving": Moving(request_id=chosen.id)})
    return choose(moving, heard, office, [say.moving(chosen)])


def particulars(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn:
    """Give days and times to the appointment that is being changed, everything else to the draft."""
    for_draft = heard.services or heard.laser or heard.card or heard.copies or heard.identifies or heard.odd
    if conversation.moving is not None and not for_draft:
        return choose(conversation, heard, office)
    if conversation.moving is not None:
        # What was asked last is about the other request: nothing in the draft answers it.
        conversation = conversation.model_copy(update={"moving": None, "asking": Asking.NOTHING})
    return drafting.take(conversation, heard, office)


def choose(conversation: Conversation, heard: Heard, office: ChatOffice, said: Sequence[str] = ()) -> Turn:
    """Take a day and a time, ask for what is missing, and change the appointment."""
    request = _request(conversation, office)
    moving = conversation.moving
    if request is None or moving is None:
        return standing.status(conversation.model_copy(update={"moving": None}), office)
    if _is_theirs(request, moving, heard, office):
        return _ask_beside_own(conversation, request, office)
    # The same rules as for a draft: a day and a time that can be had now.
    draft = gathering.new_draft(office).model_copy(update=moving.model_dump(exclude={"request_id"}))
    day_only = Heard(date=heard.date, time=heard.time, any_time=heard.any_time, problems=heard.problems)
    gathered = gathering.gather(draft, day_only, office)
    day, at = gathered.draft.date, gathered.draft.time
    if day is not None and at is not None:
        return _confirm(conversation, request, Appointment(date=day, time=at), [*said, *gathered.told])
    any_time = gathered.draft.any_time
    changed = moving.model_copy(update={"date": day, "time": at, "any_time": any_time})
    asking = Asking.DATE if day is None else Asking.TIME
    messages = questions.ask(asking, gathered.draft, office, [*said, *gathered.told])
    return Turn(
        conversation=conversation.model_copy(update={"moving": changed, "asking": asking}),
        messages=tuple(messages),
    )


def _is_theirs(request: Request, moving: Moving, heard: Heard, office: ChatOffice) -> bool:
    """Whether the place that is meant is the one the request has: others see it as taken."""
    own = request.appointment or request.hold
    day, time = heard.date or moving.date, heard.time or moving.time
    if own is None or request.state is State.NO_SHOW or heard.problems or day != own.date:
        return False
    if time is None:
        return not days.free_times(office, own.date)
    return office.calendar.slot_of(own.date, time) == own.time


def _ask_beside_own(conversation: Conversation, request: Request, office: ChatOffice) -> Turn:
    """Say that the time is theirs already, and ask for another one."""
    own = request.appointment or request.hold
    said = [say.yours_already(own.date, own.time)] if own is not None else []
    messages = questions.ask(Asking.DATE, gathering.new_draft(office), office, said)
    update = {"moving": Moving(request_id=request.id), "asking": Asking.DATE}
    return Turn(conversation=conversation.model_copy(update=update), messages=tuple(messages))


def ask_again(conversation: Conversation, office: ChatOffice) -> Turn:
    """Ask for the day of the appointment that is being changed."""
    return choose(conversation, Heard(), office)


def confirm(conversation: Conversation, office: ChatOffice) -> Turn:
    """Take a yes: the appointment changes, if the day and the time can still be had."""
    request, moving = _request(conversation, office), conversation.moving
    if request is None or moving is None or moving.date is None or moving.time is None:
        return choose(conversation, Heard(), office)
    draft = gathering.new_draft(office).model_copy(update={"date": moving.date, "time": moving.time})
    settled = gathering.settle(draft, office)
    if settled.hints or settled.draft.time != moving.time:
        return choose(conversation, Heard(), office)
    return _act(conversation, request, Appointment(date=moving.date, time=moving.time))


def press_move(
    conversation: Conversation, request_id: str, day: dt.date, at: dt.time, office: ChatOffice
) -> Turn:
    """Take the button under the question: it confirms that day and time; an old one asks once more."""
    moving = conversation.moving
    if moving is not None and (moving.request_id, moving.date, moving.time) == (request_id, day, at):
        return confirm(conversation, office)
    return start(conversation, Heard(date=day, time=at), office, request_id)


def decline(conversation: Conversation, office: ChatOffice) -> Turn:
    """Take a no: the appointment stays, and another day can be chosen."""
    moving = conversation.moving
    again = moving and conversation.model_copy(update={"moving": Moving(request_id=moving.request_id)})
    return choose(again or conversation, Heard(), office)


def _confirm(conversation: Conversation, request: Request, to: Appointment, said: Sequence[str]) -> Turn:
    moving = Moving(request_id=request.id, date=to.date, time=to.time)
    yes = Tap(labels.CONFIRM, data("move-to", request.id, to.date, f"{to.time:%H:%M}"))
    no = Tap(labels.OTHER_DAY, data("move", request.id))
    question = confirm_message(say.confirm_move(request, to.date, to.time), yes, no)
    first = [text_message("\n\n".join(said))] if said else []
    waiting = conversation.model_copy(update={"moving": moving, "asking": Asking.MOVE})
    return Turn(conversation=waiting, messages=(*first, question))


def take_offer(conversation: Conversation, request_id: str, offered: Appointment, office: ChatOffice) -> Turn:
    """Take a time that a message offered; one that is gone meanwhile is answered with others."""
    moving = Moving(request_id=request_id, date=offered.date, time=offered.time)
    return confirm(conversation.model_copy(update={"moving": moving}), office)


def refused(conversation: Conversation, act: Effect, code: RefusalCode, office: ChatOffice) -> Turn:
    """Say that the store refused an act of the citizen: other times where a place has just gone.

    ``conversation`` is the one that came with the refused act; nothing of the act has happened.
    """
    if isinstance(act, SubmitRequest) and act.draft is not None and code in _NO_PLACE:
        return drafting.place_gone(conversation, act.draft, office)
    day = _day_wanted(act)
    if isinstance(act, CitizenAct) and day is not None and code in _NO_PLACE:
        moving = Moving(request_id=act.request_id, date=day)
        again = conversation.model_copy(update={"moving": moving})
        return choose(again, Heard(), office, [say.PLACE_GONE]).model_copy(update={"importance": "decision"})
    turn = standing.status(conversation, office, [say.CHANGED_MEANWHILE])
    return turn.model_copy(update={"importance": "decision"})


def _day_wanted(act: Effect) -> dt.date | None:
    match act:
        case CitizenAct(command=Reschedule(appointment=to)):
            return to.date
        case CitizenAct(command=Rewish(wish=wish)):
            return wish.date
        case _:
            return None


def _act(conversation: Conversation, request: Request, to: Appointment) -> Turn:
    command: Rewish | Reschedule
    if request.state in _BOOKED:
        command = Reschedule(appointment=to)
        words = say.moved(request.reference, to.date, to.time)
    else:
        command = Rewish(wish=Wish(date=to.date, time=to.time))
        words = say.wished(request.reference, to.date, to.time)
    commands: list[Rewish | Reschedule | Answer] = [command]
    if request.state is State.NEEDS_INFORMATION and about_day(request.question):
        commands.append(Answer())
        words = f"{words}\n\n{say.ANSWERED}"
    return Turn(
        conversation=conversation.model_copy(update={"moving": None, "asking": Asking.NOTHING}),
        messages=(text_message(words, questions.AFTER_BUTTONS),),
        effects=tuple(CitizenAct(request_id=request.id, command=one) for one in commands),
        importance="decision",
    )


def _from_the_start(conversation: Conversation, heard: Heard) -> Conversation:
    """Forget the day chosen so far where another is wanted and none is named."""
    moving = conversation.moving
    if moving is None or heard.date is not None or heard.time is not None or heard.problems:
        return conversation
    return conversation.model_copy(update={"moving": Moving(request_id=moving.request_id)})


def _means_draft(conversation: Conversation, heard: Heard) -> bool:
    """Whether another day in words is meant for the draft: it names one, or the draft's day is the topic."""
    if conversation.draft is None or conversation.moving is not None or not heard.text:
        return False
    return heard.date is not None or heard.time is not None or conversation.asking in _DAY_ASKED


def _in_draft(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn:
    if conversation.draft is None:
        message = text_message(say.NOTHING_OPEN, questions.MENU_BUTTONS)
        return Turn(conversation=conversation, messages=(message,))
    if heard.date is not None or heard.time is not None or heard.problems:
        return drafting.take(conversation, heard, office)
    return drafting.edit(conversation, "date", office)


def _movable(request: Request) -> bool:
    question_only = all(item.service == 5 for item in request.items)
    return request.state in _BOOKED or (request.state in _WISHED and not question_only)


def _request(conversation: Conversation, office: ChatOffice) -> Request | None:
    moving = conversation.moving
    for request in standing.open_requests(office):
        if moving is not None and request.id == moving.request_id and _movable(request):
            return request
    return None
