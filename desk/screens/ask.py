"""Asking the citizen for something that is missing; from here the request can also be given back."""

from __future__ import annotations

from desk.messages import reply as words
from desk.screens.reply import ReplyDialog

RELEASE = "release"


class AskDialog(ReplyDialog):
    """A question to the citizen: PID, a clearer picture, another day, or free words."""

    purpose = "ask"
    title_text = words.ASK
    field_label = words.ASK_FIELD
    send_label = words.ASK_SEND
    send_help = words.ASK_SEND_HELP
    choices = words.QUESTIONS
    extras = ((words.RELEASE, RELEASE),)
