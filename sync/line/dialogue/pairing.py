"""Takes the code by which a person of the office makes this chat their own."""

from __future__ import annotations

import re
from typing import Final

from sync.line.dialogue.model import ChatOffice, Conversation, PairClerk, Turn
from sync.line.message_json import text_message
from sync.line.messages import heads as say
from thai.text import fold

_TYPED: Final = re.compile(rf"{say.PAIR}\s*([a-z0-9]{{4}})[ -]?([a-z0-9]{{4}})", re.ASCII)


def take(conversation: Conversation, text: str, office: ChatOffice) -> Turn | None:
    """Take a text as a pairing code; None if it is none."""
    typed = _TYPED.fullmatch(fold(text[:60]).strip())
    if typed is None:
        return None
    code = f"{typed[1]}{typed[2]}".upper()
    name = office.clerk_of(code)
    told = say.NO_CODE if name is None else say.paired(name)
    return Turn(
        conversation=conversation,
        messages=(text_message(told),),
        effects=() if name is None else (PairClerk(code=code),),
    )
