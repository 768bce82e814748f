"""Checks messages against the limits LINE sets, and says what it finds in LINE's words.

Source: "Message objects" and "Action objects" of developers.line.biz/en/reference/messaging-api.
Lengths are counted in UTF-16 code units.
"""

from collections.abc import Iterator
from typing import Any

from sync.simulator.errors import Problem
from sync.simulator.flex import flex_problems
from sync.simulator.lengths import action_problems, length_problem, required_length

MESSAGE_TYPES = (
    "text", "textV2", "image", "video", "audio", "location", "sticker", "template", "imagemap", "flex"
)  # fmt: skip
_REQUIRED = {
    "image": ("originalContentUrl", "previewImageUrl"),
    "video": ("originalContentUrl", "previewImageUrl"),
    "audio": ("originalContentUrl", "duration"),
    "location": ("title", "address", "latitude", "longitude"),
    "sticker": ("packageId", "stickerId"),
    "imagemap": ("baseUrl", "altText", "baseSize", "actions"),
}
_MESSAGES = 5
_QUICK_REPLIES = 13
_BUTTONS = {"buttons": (1, 4), "confirm": (2, 2)}


def message_problems(messages: object) -> list[Problem]:
    """Everything that is wrong with the `messages` of a reply or push; empty where LINE accepts them."""
    if messages is None:
        return [Problem("May not be null", "messages")]
    if not isinstance(messages, list) or not 1 <= len(messages) <= _MESSAGES:
        return [Problem("Size must be between 1 and 5", "messages")]
    return [
        problem
        for index, message in enumerate(messages)
        for problem in _message(message, f"messages[{index}]")
    ]


def _message(message: object, where: str) -> Iterator[Problem]:
    if not isinstance(message, dict):
        yield Problem("Must be an object", where)
        return
    kind = message.get("type")
    if kind not in MESSAGE_TYPES:
        words = ", ".join(MESSAGE_TYPES)
        yield Problem(f"Must be one of the following values: [{words}]", f"{where}.type")
        return
    for name in _REQUIRED.get(kind, ()):
        if message.get(name) in (None, ""):
            yield Problem("May not be empty", f"{where}.{name}")
    if kind in ("text", "textV2"):
        yield from _text(message.get("text"), f"{where}.text")
    elif kind == "template":
        yield from _alt_text(message, where)
        yield from _template(message.get("template"), f"{where}.template")
    elif kind == "flex":
        yield from _alt_text(message, where)
        yield from flex_problems(message.get("contents"), f"{where}.contents")
    if "quickReply" in message:
        yield from _quick_reply(message["quickReply"], f"{where}.quickReply")


def _text(text: object, where: str) -> Iterator[Problem]:
    if not isinstance(text, str) or not text:
        yield Problem("May not be empty", where)
    else:
        yield from length_problem(text, 0, 5000, where)


def _alt_text(message: dict[str, Any], where: str) -> Iterator[Problem]:
    yield from required_length(message.get("altText"), 1500, f"{where}.altText")


def _quick_reply(quick_reply: object, where: str) -> Iterator[Problem]:
    items = quick_reply.get("items") if isinstance(quick_reply, dict) else None
    if not isinstance(items, list) or not 1 <= len(items) <= _QUICK_REPLIES:
        yield Problem(f"Size must be between 1 and {_QUICK_REPLIES}", f"{where}.items")
        return
    for index, item in enumerate(items):
        here = f"{where}.items[{index}]"
        if not isinstance(item, dict) or item.get("type", "action") != "action":
            yield Problem("Must be one of the following values: [action]", f"{here}.type")
            continue
        yield from action_problems(item.get("action"), 20, f"{here}.action")


def _template(template: object, where: str) -> Iterator[Problem]:
    kind = template.get("type") if isinstance(template, dict) else None
    if not isinstance(template, dict) or kind not in (*_BUTTONS, "carousel", "image_carousel"):
        words = "Must be one of the following values: [buttons, confirm, carousel, image_carousel]"
        yield Problem(words, f"{where}.type")
    elif kind in _BUTTONS:
        short = bool(template.get("title") or template.get("thumbnailImageUrl"))
        longest = 240 if kind == "confirm" else 60 if short else 160
        yield from _card(template, longest, _BUTTONS[kind], where)
    else:
        pictures = kind == "image_carousel"
        yield from _columns(template.get("columns"), f"{where}.columns", pictures=pictures)


def _columns(columns: object, where: str, *, pictures: bool) -> Iterator[Problem]:
    if not isinstance(columns, list) or not 1 <= len(columns) <= 10:
        yield Problem("Size must be between 1 and 10", where)
        return
    for index, column in enumerate(columns):
        here = f"{where}[{index}]"
        if not isinstance(column, dict):
            yield Problem("Must be an object", here)
            continue
        if pictures:
            yield from action_problems(column.get("action"), 12, f"{here}.action", labelled=False)
            continue
        short = bool(column.get("title") or column.get("thumbnailImageUrl"))
        yield from _card(column, 60 if short else 120, (1, 3), here)


def _card(card: dict[str, Any], longest: int, buttons: tuple[int, int], where: str) -> Iterator[Problem]:
    yield from required_length(card.get("text"), longest, f"{where}.text")
    if card.get("title") is not None:
        yield from length_problem(card["title"], 0, 40, f"{where}.title")
    actions = card.get("actions")
    fewest, most = buttons
    if not isinstance(actions, list) or not fewest <= len(actions) <= most:
        yield Problem(f"Size must be between {fewest} and {most}", f"{where}.actions")
        return
    for index, action in enumerate(actions):
        yield from action_problems(action, 20, f"{where}.actions[{index}]")
