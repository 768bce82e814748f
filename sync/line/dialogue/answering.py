"""Takes the citizen's next text as the answer to a clerk's open question."""

from __future__ import annotations

from registry.lifecycle import Answer, Rewish
from registry.particulars import Particulars, lines_kept, with_line
from registry.request import Request, Wish
from registry.states import State
from sync.line.dialogue import gathering, particulars, questions, words
from sync.line.dialogue.asked_words import about_day
from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import Asking, ChatOffice, CitizenAct, Conversation, Draft, Turn
from sync.line.message_json import text_message
from sync.line.messages import consent
from sync.line.messages import standing as say
from sync.line.messages.particulars import ODD
from sync.line.understanding import Intent, Problem
from thai.identity import mask_numbers

_ANSWERS = frozenset({Intent.REQUEST, Intent.HELP, Intent.INQUIRY})


def open_question(office: ChatOffice) -> tuple[Request, Particulars] | None:
    """Return the request whose question was asked first."""
    waiting = [
        (request, particulars)
        for request, particulars in office.open_requests()
        if request.state is State.NEEDS_INFORMATION and request.question
    ]
    return min(waiting, key=lambda pair: pair[0].state_since, default=None)


def is_answer(conversation: Conversation, heard: Heard, request: Request) -> bool:
    """Whether a text answers the clerk: no command, no new request, not meant for a newer draft."""
    short = words.is_yes(heard.text) or words.is_no(heard.text)
    talk = words.asks_for_menu(heard.text) or words.is_thanks(heard.text)
    if talk or (heard.intent not in _ANSWERS and not short):
        return False
    if not set(heard.services) <= {item.service for item in request.items}:
        return False
    if short and conversation.asking is Asking.CONSENT and conversation.answer_hinted == request.id:
        return False
    draft = conversation.draft
    newer = draft is not None and draft.touched_at > request.state_since
    return not (newer and (short or heard.intent is Intent.REQUEST))


def answer(
    conversation: Conversation, heard: Heard, request: Request, known: Particulars, office: ChatOffice
) -> Turn:
    """Hand the answer to the clerk; what cannot be read is asked for once more, then handed over as it is."""
    if conversation.withdrawn:
        return _consent_first(conversation, request, office)
    settled = gathering.gather(*_wished(request, heard, office), office)
    troubles = [*_number_hints(heard, office), *settled.hints]
    if troubles and conversation.answer_hinted != request.id:
        hinted = conversation.model_copy(update={"answer_hinted": request.id})
        message = text_message("\n\n".join([*troubles, say.ANSWER_ANYWAY]), questions.AFTER_BUTTONS)
        return Turn(conversation=hinted, messages=(message,))
    acts = [CitizenAct(request_id=request.id, command=Answer(), particulars=_replaced(request, known, heard))]
    day = settled.draft.date
    if day is not None:
        wish = Wish(date=day, time=settled.draft.time)
        acts.insert(0, CitizenAct(request_id=request.id, command=Rewish(wish=wish)))
    told = [*settled.notes, *_thanks(request, office)]
    return Turn(
        conversation=conversation.model_copy(update={"answer_hinted": ""}),
        messages=(text_message("\n\n".join(told), questions.AFTER_BUTTONS),),
        effects=tuple(acts),
        importance="decision",
    )


def day_trouble(heard: Heard, request: Request, office: ChatOffice) -> bool:
    """Whether a clerk asked for another day, and the one in the answer cannot be had."""
    says_when = heard.date is not None or heard.time is not None
    if not says_when or not about_day(request.question):
        return False
    return bool(gathering.gather(*_wished(request, heard, office), office).hints)


def _consent_first(conversation: Conversation, request: Request, office: ChatOffice) -> Turn:
    """Keep nothing of an answer after the consent was taken back: ask for it, and for the answer again."""
    draft = conversation.draft or gathering.new_draft(office)
    messages = questions.ask(Asking.CONSENT, draft, office, [consent.ANSWER_AFTERWARDS])
    waiting = conversation.model_copy(update={"asking": Asking.CONSENT, "answer_hinted": request.id})
    return Turn(conversation=waiting, messages=tuple(messages))


def again(request: Request) -> str:
    """Say a clerk's question once more, numbers masked."""
    return say.question(request, mask_numbers(request.question))


def _wished(request: Request, heard: Heard, office: ChatOffice) -> tuple[Draft, Heard]:
    """Return the wish so far, if another day or time is said, and what is said of it."""
    says_when = heard.date is not None or heard.time is not None or heard.any_time
    wish = request.wish.model_dump() if says_when else {}
    draft = gathering.new_draft(office).model_copy(update=wish)
    return draft, Heard(date=heard.date, time=heard.time, any_time=heard.any_time)


def _number_hints(heard: Heard, office: ChatOffice) -> list[str]:
    """Where 13 digits stand that are no personal number, nothing is said of card numbers."""
    problems = tuple(
        problem for problem in heard.problems if not (heard.pid_like and problem is Problem.CARD_FORMAT)
    )
    wrong_pid = heard.pid_like and heard.pid is None
    odd = dict.fromkeys([*(["pid"] if wrong_pid else []), *heard.odd])
    return [*gathering.problem_hints(problems, office), *(ODD[one] for one in odd)]


def _replaced(request: Request, known: Particulars, heard: Heard) -> Particulars:
    given = {name: getattr(heard, name) for name in particulars.ALL}
    changes: dict[str, object] = {name: value for name, value in given.items() if value}
    changes["chat"] = with_line(known.chat, heard.line, lines_kept(request))
    return known.model_copy(update=changes)


def _thanks(request: Request, office: ChatOffice) -> list[str]:
    """Thank, and come back to the next question where several requests wait for one."""
    others = [
        other
        for other, _ in office.open_requests()
        if other.state is State.NEEDS_INFORMATION and other.question and other.id != request.id
    ]
    return [say.ANSWERED, *map(again, others[:1])]
