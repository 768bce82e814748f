"""The survey after collection: one question at a time, by buttons or words, left at any time."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Final

from registry.request import Request
from registry.settings import Settings
from registry.states import State
from sync.line.dialogue import questions, survey_words, words
from sync.line.dialogue.buttons import data
from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import (
    SURVEY_QUESTIONS,
    SURVEY_SCORES,
    ChatOffice,
    Conversation,
    SurveyAnswer,
    Surveying,
    SurveyQuestion,
    Turn,
)
from sync.line.message_json import Button, Message, Tap, text_message
from sync.line.messages import labels
from sync.line.messages import survey as say
from sync.line.understanding import Intent
from thai.masking import mask_numbers

VISITS_REMEMBERED: Final = 20
COMMAND_LENGTH: Final = 25
"""A longer text with a command's words in it is what somebody has to say about the service."""

NUMBER_LENGTH: Final = 40
"""A text no longer than this with a card's number in it is meant for a request."""

_COMMANDS: Final = {Intent.CANCEL, Intent.RESCHEDULE, Intent.STATUS, Intent.CONSENT, Intent.DECLINE}


@dataclass(frozen=True)
class _Given:
    question: SurveyQuestion
    score: int | None = None
    text: str = field(default="", repr=False)


def score_buttons(request_id: str, question: SurveyQuestion) -> list[Button]:
    """Return a button for each score."""
    return [Tap(label, data("survey", request_id, question, score)) for score, label in labels.SCORES.items()]


def pressed(conversation: Conversation, argument: str, office: ChatOffice) -> Turn:
    """Take a button of the survey: a score, where they heard of it (by its place in the list)."""
    request_id, question, given = argument.split("/")
    if question != "source":
        return _answer(conversation, request_id, _Given(_question(question), int(given)), office)
    sources = office.settings.survey.sources
    if int(given) < len(sources):
        return _answer(conversation, request_id, _Given("source", text=sources[int(given)]), office)
    # The office's list has become shorter meanwhile: asked again.
    return skip(conversation, f"{request_id}/overall", office)


def skip(conversation: Conversation, argument: str, office: ChatOffice) -> Turn:
    """Go on without an answer to a question, or end the survey (``end``)."""
    request_id, question = argument.split("/")
    begun = _begun(conversation, request_id, office)
    if isinstance(begun, Turn):
        return begun
    if question == "end":
        return _tell(_asked(conversation, begun, ""), say.STOPPED)
    return _next(conversation, begun, _question(question), office)


def take(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Take a text as an answer to the survey's question; None if it is about something else."""
    survey = conversation.survey
    if survey is None or not survey.asking:
        return _unasked(conversation, heard, office)
    turn = _passed_over(conversation, heard, office)
    if turn is not None:
        return turn
    if survey.asking == "comment":
        return _comment(conversation, heard, office)
    if survey.asking == "source":
        source = _source_in(heard.text, office.settings)
        given = _Given("source", text=source) if source else None
    else:
        score = survey_words.score(heard.text)
        given = _Given(survey.asking, score) if score else None
    return _answer(conversation, survey.request_id, given, office) if given else None


def put_aside(conversation: Conversation) -> Conversation:
    """Return the conversation in which a bare number answers no question of the survey any more."""
    survey = conversation.survey
    if survey is None or not survey.asking:
        return conversation
    return conversation.model_copy(update={"survey": survey.model_copy(update={"asking": ""})})


def without_message(conversation: Conversation, line_id: str) -> tuple[Conversation, SurveyAnswer | None]:
    """Return the conversation without a comment that was unsent, and the effect that takes it away."""
    survey = conversation.survey
    if survey is None or not line_id or survey.comment_line != line_id:
        return conversation, None
    left = survey.model_copy(update={"comment_line": ""})
    effect = SurveyAnswer(survey_id=survey.id, question="comment")
    return conversation.model_copy(update={"survey": left}), effect


def _answer(conversation: Conversation, request_id: str, given: _Given, office: ChatOffice) -> Turn:
    survey = _begun(conversation, request_id, office)
    if isinstance(survey, Turn):
        return survey
    turn = _next(conversation, survey, given.question, office)
    effect = SurveyAnswer(survey_id=survey.id, question=given.question, score=given.score, text=given.text)
    return turn.model_copy(update={"effects": (effect,)})


def _comment(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Keep what is written as the comment, unless it plainly wants something else."""
    survey = conversation.survey
    command = heard.intent in _COMMANDS and len(heard.text) <= COMMAND_LENGTH
    number = (heard.laser or heard.card) and len(heard.text) <= NUMBER_LENGTH
    wants = heard.intent is Intent.INQUIRY or heard.services or number
    if survey is None or not heard.text or command or wants or words.asks_for_menu(heard.text):
        return None
    text = mask_numbers(heard.text)
    turn = _answer(conversation, survey.request_id, _Given("comment", text=text), office)
    after = turn.conversation.survey
    if after is None:
        return turn
    kept = after.model_copy(update={"comment_line": heard.line_id})
    return turn.model_copy(update={"conversation": turn.conversation.model_copy(update={"survey": kept})})


def _passed_over(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    survey = conversation.survey
    if survey is None or not survey.asking:
        return None
    if survey_words.stops(heard.text):
        return _tell(_asked(conversation, survey, ""), say.STOPPED)
    if survey_words.skips(heard.text):
        return _next(conversation, survey, survey.asking, office)
    return None


def _unasked(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Take a bare score after the first question went out with the documents: no button was tapped yet."""
    if conversation.draft is not None or conversation.moving is not None:
        return None
    score = survey_words.score(heard.text)
    if score is None:
        return None
    waiting = [one for one in _collected(office) if one.id not in conversation.surveyed]
    if not waiting:
        return None
    return _answer(conversation, waiting[-1].id, _Given("speed", score), office)


def _begun(conversation: Conversation, request_id: str, office: ChatOffice) -> Surveying | Turn:
    """Return the survey of a visit, begun where it is not yet; a turn that says why not."""
    survey = conversation.survey
    if survey is not None and survey.request_id == request_id:
        return survey
    if request_id in conversation.surveyed:
        return _tell(conversation, say.ANSWERED)
    if not any(one.id == request_id for one in _collected(office)):
        return _tell(conversation, say.OVER)
    # Random through and through: an id that holds the time would tell whose visit it was.
    return Surveying(id=str(uuid.uuid4()), request_id=request_id, touched_at=office.now)


def _collected(office: ChatOffice) -> list[Request]:
    """Return the visits whose survey may still be answered, the latest last."""
    since = office.now - dt.timedelta(days=office.settings.survey.days)
    found = [
        request
        for request, _ in office.closed_requests()
        if request.state is State.COLLECTED and request.state_since >= since
    ]
    return sorted(found, key=lambda request: request.state_since)


def _next(
    conversation: Conversation, survey: Surveying, answered: SurveyQuestion, office: ChatOffice
) -> Turn:
    following = SURVEY_QUESTIONS.index(answered) + 1
    survey = survey.model_copy(update={"touched_at": office.now})
    if following == len(SURVEY_QUESTIONS):
        return _tell(_asked(conversation, survey, ""), say.THANKS)
    question = SURVEY_QUESTIONS[following]
    message = _ask(survey.request_id, question, office.settings)
    return Turn(conversation=_asked(conversation, survey, question), messages=(message,))


def _asked(conversation: Conversation, survey: Surveying, question: SurveyQuestion | str) -> Conversation:
    visits = dict.fromkeys((*conversation.surveyed, survey.request_id))
    return conversation.model_copy(
        update={
            "survey": survey.model_copy(update={"asking": question}),
            "surveyed": tuple(visits)[-VISITS_REMEMBERED:],
        }
    )


def _ask(request_id: str, question: SurveyQuestion, settings: Settings) -> Message:
    taps: list[Button] = []
    if question in SURVEY_SCORES:
        taps = score_buttons(request_id, question)
    elif question == "source":
        taps = [
            Tap(label, data("survey", request_id, "source", at))
            for at, label in enumerate(settings.survey.sources)
        ]
    taps.append(Tap(labels.SKIP, data("survey-skip", request_id, question)))
    if question != "comment":
        taps.append(Tap(labels.STOP, data("survey-skip", request_id, "end")))
    return text_message(say.QUESTIONS[question], taps)


def _source_in(text: str, settings: Settings) -> str:
    plain = words.bare(text)
    return next((source for source in settings.survey.sources if words.bare(source) == plain), "")


def _question(name: str) -> SurveyQuestion:
    return next(question for question in SURVEY_QUESTIONS if question == name)


def _tell(conversation: Conversation, text: str) -> Turn:
    message = text_message(text, questions.MENU_BUTTONS)
    return Turn(conversation=conversation, messages=(message,))
