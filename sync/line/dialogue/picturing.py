"""A picture from a citizen: taken for an open pre-check, else kindly refused and never fetched."""

from __future__ import annotations

import re
from typing import Final

from registry.request import AdvanceKind, Request
from registry.transitions import Write
from sync.line.dialogue import menu, questions
from sync.line.dialogue.buttons import data
from sync.line.dialogue.model import ChatOffice, CitizenAct, Conversation, KeepPicture, Turn
from sync.line.incoming import Incoming
from sync.line.message_json import Tap, text_message
from sync.line.messages import inquiry as say
from sync.line.messages import labels, welcome

_LINE_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,40}", re.ASCII)


def on_picture(conversation: Conversation, incoming: Incoming, office: ChatOffice) -> Turn:
    """Return what a picture comes to."""
    request = _precheck(office) if conversation.consented(office.settings) else None
    if request is None:
        early = conversation.advance is not None and conversation.advance.kind is AdvanceKind.PRECHECK
        return menu.tell(conversation, say.PICTURE_EARLY) if early else _refuse(conversation)
    if not _LINE_ID.fullmatch(incoming.message_id):
        return menu.tell(conversation, say.PICTURE_NOT_READ)
    most, taken = office.settings.inquiry.pictures, office.pictures_of(request.id)
    taps = questions.talk_buttons(request.id)
    if taken >= most:
        return Turn(conversation=conversation, messages=(text_message(say.pictures_full(most), taps),))
    return Turn(
        conversation=conversation,
        messages=(text_message(say.picture_taken(taken + 1, most), taps),),
        effects=(
            KeepPicture(request_id=request.id, line_id=incoming.message_id),
            CitizenAct(request_id=request.id, command=Write()),
        ),
    )


def _refuse(conversation: Conversation) -> Turn:
    """Say that the picture was not taken, and how documents can be shown."""
    begun = questions.continue_buttons(conversation)
    label = labels.ADVANCE_BUTTONS[AdvanceKind.PRECHECK]
    taps = [*begun, Tap(label, data("advance", AdvanceKind.PRECHECK)), *questions.MENU_BUTTONS]
    return Turn(conversation=conversation, messages=(text_message(welcome.PICTURE, taps),))


def _precheck(office: ChatOffice) -> Request | None:
    """Return the newest request whose documents are checked beforehand."""
    mine = [
        request
        for request, _ in office.open_requests()
        if request.inquiry is not None and request.inquiry.advance is AdvanceKind.PRECHECK
    ]
    return max(mine, key=lambda request: (request.created_at, request.id), default=None)
