"""LINE message objects, made so that LINE accepts them whatever stands in the configuration.

Limits: developers.line.biz/en/reference/messaging-api, "Message objects" and "Action objects"; lengths
are UTF-16 code units. Texts and labels that come from people are cut to fit, between characters;
what only a program can get wrong raises MessageError.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from thai.clusters import clusters

MESSAGES: Final = 5
TEXT: Final = 5000
QUICK_REPLIES: Final = 13
LABEL: Final = 20
DATA: Final = 300
SHOWN: Final = 300
ALT_TEXT: Final = 1500
CONFIRM_TEXT: Final = 240

Message = dict[str, Any]


class MessageError(ValueError):
    """A message that LINE would refuse; the text names the limit, never the content."""


@dataclass(frozen=True)
class Tap:
    """A button that posts ``data`` back; ``shown`` is what the citizen seems to say (default: the label)."""

    label: str
    data: str
    shown: str = ""


@dataclass(frozen=True)
class PickDate:
    """A button that opens the phone's date picker between two days, both included; ``shown`` is set first."""

    label: str
    data: str
    first: dt.date
    last: dt.date
    shown: dt.date | None = None


Button = Tap | PickDate


def units(text: str) -> int:
    """Return a text's length as LINE counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(text: str, limit: int) -> str:
    """Return the text if it has at most ``limit`` units, else cut between characters, with an ellipsis."""
    if units(text) <= limit:
        return text
    kept, left = [], limit - 1
    for cluster in clusters(text):
        left -= units(cluster)
        if left < 0:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + "…"


def text_message(text: str, buttons: Sequence[Button] = ()) -> Message:
    """Return a text message, with quick replies if there are buttons."""
    if not text.strip():
        raise MessageError("a text may not be empty")
    message: Message = {"type": "text", "text": fit(text, TEXT)}
    if buttons:
        message["quickReply"] = _quick_reply(buttons)
    return message


def confirm_message(text: str, yes: Tap, no: Tap, buttons: Sequence[Button] = ()) -> Message:
    """Return a question with two buttons that stay in the chat."""
    if not text.strip():
        raise MessageError("a text may not be empty")
    message: Message = {
        "type": "template",
        "altText": fit(text, ALT_TEXT),
        "template": {
            "type": "confirm",
            "text": fit(text, CONFIRM_TEXT),
            "actions": [action(yes), action(no)],
        },
    }
    if buttons:
        message["quickReply"] = _quick_reply(buttons)
    return message


def _quick_reply(buttons: Sequence[Button]) -> dict[str, Any]:
    if len(buttons) > QUICK_REPLIES:
        raise MessageError(f"at most {QUICK_REPLIES} quick replies")
    return {"items": [{"type": "action", "action": action(button)} for button in buttons]}


def action(button: Button) -> dict[str, Any]:
    """Return a button as LINE takes it; raises MessageError for one without label or data."""
    if not button.label.strip() or not 1 <= units(button.data) <= DATA:
        raise MessageError(f"a button needs a label, and data of 1 to {DATA} units")
    label = fit(button.label, LABEL)
    if isinstance(button, Tap):
        shown = fit(button.shown or button.label, SHOWN)
        return {"type": "postback", "label": label, "data": button.data, "displayText": shown}
    action = {"type": "datetimepicker", "label": label, "data": button.data, "mode": "date"}
    # LINE wants max to be greater than min: a single day is checked when it comes back.
    if button.first < button.last:
        action |= {
            "initial": min(max(button.shown or button.first, button.first), button.last).isoformat(),
            "min": button.first.isoformat(),
            "max": button.last.isoformat(),
        }
    return action
