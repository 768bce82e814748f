"""Takes a score of the survey after collection."""

from __future__ import annotations

from sync.line.dialogue import questions
from sync.line.dialogue.model import Conversation, SurveyAnswer, Turn
from sync.line.message_json import text_message
from sync.line.messages import notices


def answer(conversation: Conversation, request_id: str, score: int) -> Turn:
    """Keep a score from 1 to 5 for the survey's first question, and thank for it."""
    effect = SurveyAnswer(request_id=request_id, question="speed", score=score)
    message = text_message(notices.SURVEY_THANKS, questions.MENU_BUTTONS)
    return Turn(conversation=conversation, messages=(message,), effects=(effect,))
