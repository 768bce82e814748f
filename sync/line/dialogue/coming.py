"""Takes down that the citizen comes on the day of the appointment."""

from __future__ import annotations

from registry.lifecycle import Coming
from registry.states import EXPECTED
from sync.line.dialogue import questions, standing
from sync.line.dialogue.model import ChatOffice, CitizenAct, Conversation, Turn
from sync.line.message_json import text_message
from sync.line.messages import standing as say


def say_so(conversation: Conversation, target: str, office: ChatOffice) -> Turn:
    """Record that the citizen comes: to the request meant, or to the next appointment.

    One that is over, moved away or cancelled is told as it stands.
    """
    expected = [
        (request.appointment.date, request.appointment.time, request)
        for request in standing.open_requests(office)
        if request.state in EXPECTED
        and request.appointment is not None
        and request.appointment.date >= office.today
        and target in {"", request.id}
    ]
    if not expected:
        return standing.status(conversation, office)
    day, at, request = min(expected, key=lambda each: each[:2])
    return Turn(
        conversation=conversation,
        messages=(text_message(say.coming(request.reference, day, at), questions.AFTER_BUTTONS),),
        effects=(CitizenAct(request_id=request.id, command=Coming()),),
    )
