"""Closing a refused command without doing it again, with a reason."""

from __future__ import annotations

from desk.messages import outbox as words
from desk.screens.reply import ReplyDialog


class DropDialog(ReplyDialog):
    """A reason, which stays on this machine."""

    purpose = "drop"
    title_text = words.DROP
    field_label = words.DROP_FIELD
    send_label = words.DROP_SEND
    send_help = words.DROP_SEND_HELP
    choices = words.DROP_REASONS
