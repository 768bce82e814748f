"""The dialogs of an inquiry that send words: a note for the next group, a last word, a cancellation."""

from __future__ import annotations

from desk.messages import inquiry as words
from desk.screens.reply import ReplyDialog
from registry.request import Group


class HandOnDialog(ReplyDialog):
    """A note to the work group that goes on; the citizen does not see it."""

    purpose = "hand_on"
    title_text = words.NOTE_SEND
    field_label = words.NOTE_FIELD
    send_label = words.NOTE_SEND
    send_help = words.NOTE_SEND_HELP
    choices = words.NOTES
    may_be_empty = True

    def __init__(self, group: Group, drafts: dict[str, str]) -> None:
        super().__init__(drafts)
        self.dialog_title = words.hand_on(group)


class CloseDialog(ReplyDialog):
    """A last word, which may be empty: the citizen is told that all is answered."""

    purpose = "close"
    title_text = words.CLOSE
    field_label = words.CLOSE_FIELD
    send_label = words.CLOSE_SEND
    send_help = words.CLOSE_SEND_HELP
    choices = words.CLOSE_WORDS
    may_be_empty = True


class CancelDialog(ReplyDialog):
    """The reason why an appointment is called off."""

    purpose = "cancel"
    title_text = words.CANCEL
    field_label = words.CANCEL_FIELD
    send_label = words.CANCEL_SEND
    send_help = words.CANCEL_SEND_HELP
    choices = words.CANCEL_WORDS
