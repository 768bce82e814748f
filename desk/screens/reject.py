"""Saying no to a request, with the reason that the citizen is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.messages import reply as words
from desk.screens.reply import ReplyDialog

if TYPE_CHECKING:
    from registry.request import Request


class RejectDialog(ReplyDialog):
    """A reason: a ready one, or free words."""

    purpose = "reject"
    title_text = words.REJECT
    field_label = words.REJECT_FIELD
    send_label = words.REJECT_SEND
    send_help = words.REJECT_SEND_HELP
    choices = words.REASONS


class DeclineDialog(ReplyDialog):
    """The same for service 5 in person, where nothing was to be approved."""

    purpose = "reject"
    title_text = words.DECLINE
    field_label = words.REJECT_FIELD
    send_label = words.DECLINE
    send_help = words.DECLINE_HELP
    choices = words.DECLINE_REASONS


def saying_no(request: Request, drafts: dict[str, str]) -> ReplyDialog:
    """Return the dialog that says no in the words of what a request is about."""
    return DeclineDialog(drafts) if request.only_inquiry else RejectDialog(drafts)
