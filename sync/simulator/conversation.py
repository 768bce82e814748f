"""A chat as the citizen sees it: who wrote what and when, and which buttons can be tapped."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sync.simulator import labels
from sync.simulator.flex import bubbles, flex_actions, flex_lines
from thai.dates import BANGKOK

_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Button:
    """Something that can be tapped: its label and LINE's action object."""

    label: str
    action: dict[str, Any]


@dataclass
class Entry:
    """One line of the chat.

    `kind` is LINE's message type, or `tap`, `follow`, `block`; `message` the message as it was sent;
    `quick_replies` are the buttons under the screen, `buttons` those inside the message.
    """

    who: Literal["citizen", "office"]
    at: float
    kind: str
    text: str
    message: dict[str, Any] = field(default_factory=dict)
    message_id: str | None = None
    event_id: str | None = None
    buttons: tuple[Button, ...] = ()
    quick_replies: tuple[Button, ...] = ()
    unsent: bool = False

    def as_json(self) -> dict[str, Any]:
        """Write the line for the control door."""
        return {
            "who": self.who,
            "at": self.at,
            "kind": self.kind,
            "text": self.text,
            "message_id": self.message_id,
            "buttons": [button.label for button in self.buttons],
            "quick_replies": [button.label for button in self.quick_replies],
            "unsent": self.unsent,
        }


def read_message(message: dict[str, Any], at: float, message_id: str) -> Entry:
    """Read what a citizen sees of a message that LINE accepted."""
    items = message.get("quickReply", {}).get("items", [])
    return Entry(
        who="office",
        at=at,
        kind=message["type"],
        text=_words(message),
        message=message,
        message_id=message_id,
        buttons=tuple(_button(action) for action in _actions(message)),
        quick_replies=tuple(_button(item["action"]) for item in items),
    )


def _words(message: dict[str, Any]) -> str:
    match message["type"]:
        case "text" | "textV2":
            return str(message["text"])
        case "flex":
            shown = [flex_lines(bubble) for bubble in bubbles(message["contents"])]
            return "\n".join(line for lines in shown for line in lines) or str(message["altText"])
        case "template":
            cards = _cards(message["template"])
            words = [card[name] for card in cards for name in ("title", "text") if card.get(name)]
            return "\n".join(words) or str(message["altText"])
        case kind:
            return labels.KINDS.get(kind, labels.OTHER).format(kind=kind, title=message.get("title"))


def _actions(message: dict[str, Any]) -> list[dict[str, Any]]:
    if message["type"] == "flex":
        return [action for bubble in bubbles(message["contents"]) for action in flex_actions(bubble)]
    if message["type"] == "template":
        cards = _cards(message["template"])
        return [action for card in cards for action in card.get("actions") or [card["action"]]]
    return []


def _cards(template: dict[str, Any]) -> list[dict[str, Any]]:
    return list(template["columns"]) if template["type"].endswith("carousel") else [template]


def _button(action: dict[str, Any]) -> Button:
    return Button(str(action.get("label", "")), action)


def transcript(name: str, entries: list[Entry]) -> str:
    """Write a whole chat as text, buttons in brackets."""
    return "\n".join(transcript_line(name, entry) for entry in entries)


def transcript_line(name: str, entry: Entry) -> str:
    """One line of a chat as text; control characters cannot reach whoever reads it in a terminal."""
    when = datetime.fromtimestamp(entry.at, UTC).astimezone(BANGKOK).strftime(labels.CLOCK)
    who = name if entry.who == "citizen" else labels.OFFICE
    text = labels.UNSENT if entry.unsent else entry.text
    first, *more = text.split("\n")
    lines = [f"{when} {who}: {first}", *(f"    {line}".rstrip() for line in more)]
    lines += [
        "    " + " ".join(f"[{button.label}]" for button in buttons)
        for buttons in (entry.buttons, entry.quick_replies)
        if buttons
    ]
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", "\n".join(lines))
