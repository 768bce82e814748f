"""Sending a citizen on to another counter, with a note for whoever is there."""

from __future__ import annotations

from desk.messages import queueing as words
from desk.screens.reply import ReplyDialog


class SendOnDialog(ReplyDialog):
    """A note that only the office sees; it may be empty."""

    purpose = "send_on"
    title_text = words.SEND_ON
    field_label = words.SEND_ON_FIELD
    send_label = words.SEND_ON
    send_help = words.SEND_ON_HELP
    choices = words.SEND_ON_NOTES
    may_be_empty = True
