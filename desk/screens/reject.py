"""Saying no to a request, with the reason that the citizen is told."""

from __future__ import annotations

from desk.messages import reply as words
from desk.screens.reply import ReplyDialog


class RejectDialog(ReplyDialog):
    """A reason: a ready one, or free words."""

    purpose = "reject"
    title_text = words.REJECT
    field_label = words.REJECT_FIELD
    send_label = words.REJECT_SEND
    send_help = words.REJECT_SEND_HELP
    choices = words.REASONS
