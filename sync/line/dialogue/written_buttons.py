"""Buttons written out instead of tapped: LINE on a computer does not show quick replies."""

from __future__ import annotations

from typing import Final

from sync.line.dialogue import words
from sync.line.dialogue.buttons import Press
from sync.line.messages import inquiry, labels

_ANY_TIME: Final = {
    words.bare(label): press
    for label, press in {
        labels.ORDER: Press("order"),
        labels.OWN: Press("order"),
        labels.ANOTHER: Press("anew"),
        labels.CONTINUE: Press("again"),
        labels.DRAFT: Press("again"),
        labels.KEEP: Press("keep"),
        labels.COMING: Press("coming"),
        labels.ASK_PERSON: Press("person"),
        inquiry.ASK_PERSON_SHOWN: Press("person"),
        **{label: Press("advance", kind.value) for kind, label in labels.ADVANCE_BUTTONS.items()},
    }.items()
}
_OF_A_DRAFT: Final = {
    words.bare(labels.EDIT): Press("edit"),
    **{words.bare(label): Press("edit", part) for part, label in labels.EDIT_PARTS.items()},
}


def written(text: str, *, draft: bool) -> Press | None:
    """Return the button whose label a text is; ``draft`` is whether there is one to be corrected.

    Labels that the text's own meaning covers as well (สถานะ, ยกเลิก, 2 ฉบับ) are not known here.
    """
    if words.says_coming(text):
        return Press("coming")
    label = words.bare(text)
    return _ANY_TIME.get(label) or (_OF_A_DRAFT.get(label) if draft else None)
