"""Putting an arrived citizen aside, with a note for colleagues; from here they can also be sent on."""

from __future__ import annotations

from desk.messages import queueing
from desk.messages import reply as words
from desk.screens.reply import ReplyDialog

SEND_ON = "send_on"


class ParkDialog(ReplyDialog):
    """A note that only the office sees; it may be empty."""

    purpose = "park"
    title_text = words.PARK
    field_label = words.PARK_FIELD
    send_label = words.PARK_SEND
    send_help = words.PARK_SEND_HELP
    choices = words.PARK_NOTES
    extras = ((queueing.SEND_ON, SEND_ON),)
    may_be_empty = True
