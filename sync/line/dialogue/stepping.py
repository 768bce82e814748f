"""Goes back by one answer, and begins anew."""

from __future__ import annotations

from typing import Final

from sync.line.dialogue import advancing, cancelling, drafting, menu, questions, rescheduling
from sync.line.dialogue.model import Asking, ChatOffice, Conversation, Draft, Moving, Turn

_PARTS: Final = {asking: asking.value for asking in Asking if asking.value in questions.PARTS}


def back(conversation: Conversation, office: ChatOffice) -> Turn:
    """Ask for the answer before the open question once more; with nothing before it, show the menu."""
    if conversation.moving is not None:
        return _back_in_move(conversation, office)
    if conversation.asking is Asking.ADVANCE:
        return advancing.back(conversation, office) or menu.show(conversation, office)
    draft = conversation.draft
    if draft is None:
        return menu.show(conversation, office)
    asking = questions.next_asking(conversation, draft, office)
    part = _part_before(asking, draft, office)
    if part is None:
        return menu.show(conversation, office)
    return drafting.edit(conversation, part, office)


def restart(conversation: Conversation, office: ChatOffice, *, sure: bool = False) -> Turn:
    """Drop what was typed and ask from the beginning; asks first if there is anything to lose."""
    if conversation.asking is Asking.ADVANCE and conversation.advance is not None:
        return advancing.edit(conversation, office)
    draft = conversation.draft
    if draft is not None and not draft.empty and not sure:
        return cancelling.ask_to_drop(conversation, again=True)
    cleared = cancelling.without_draft(conversation)
    return drafting.carry_on(cleared, office)


def _back_in_move(conversation: Conversation, office: ChatOffice) -> Turn:
    moving = conversation.moving
    if moving is not None and (moving.date or moving.time or moving.any_time):
        earlier = conversation.model_copy(update={"moving": Moving(request_id=moving.request_id)})
        return rescheduling.ask_again(earlier, office)
    left = conversation.model_copy(update={"moving": None, "asking": Asking.NOTHING})
    return drafting.carry_on(left, office) if left.draft is not None else menu.show(left, office)


def _part_before(asking: Asking, draft: Draft, office: ChatOffice) -> str | None:
    """Return the last part that was given, of those that are asked before a question."""
    order = questions.order(office)
    at = order.index(asking) if asking in order else 1
    given = [step for step in order[:at] if questions.is_given(step, draft)]
    return _PARTS[given[-1]] if given else None
