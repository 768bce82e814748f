"""Measures texts and buttons as LINE does."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from sync.simulator.errors import Problem

_ACTION_TYPES = (
    "postback", "message", "uri", "datetimepicker", "camera", "cameraRoll", "location", "richmenuswitch",
    "clipboard",
)  # fmt: skip
_SCHEMES = ("http", "https", "line", "tel")


def utf16_units(text: str) -> int:
    """Measure a text in UTF-16 code units, as LINE counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def length_problem(text: object, shortest: int, longest: int, where: str) -> Iterator[Problem]:
    """Find a problem where the text is no text or its length is outside."""
    if not isinstance(text, str) or not shortest <= utf16_units(text) <= longest:
        yield Problem(f"Length must be between {shortest} and {longest}", where)


def required_length(text: object, longest: int, where: str) -> Iterator[Problem]:
    """Find a problem where a required text is missing, empty or too long."""
    if not isinstance(text, str) or not text:
        yield Problem("May not be empty", where)
    else:
        yield from length_problem(text, 1, longest, where)


def action_problems(
    action: object, longest_label: int, where: str, *, labelled: bool = True
) -> Iterator[Problem]:
    """Everything that is wrong with the action behind a button."""
    if not isinstance(action, dict) or action.get("type") not in _ACTION_TYPES:
        yield Problem(f"Must be one of the following values: [{', '.join(_ACTION_TYPES)}]", f"{where}.type")
        return
    if labelled or "label" in action:
        yield from required_length(action.get("label"), longest_label, f"{where}.label")
    match action["type"]:
        case "message":
            yield from required_length(action.get("text"), 300, f"{where}.text")
        case "postback" | "datetimepicker":
            yield from _postback(action, where)
        case "uri":
            uri = action.get("uri")
            yield from required_length(uri, 1000, f"{where}.uri")
            if isinstance(uri, str) and urlsplit(uri).scheme not in _SCHEMES:
                yield Problem("invalid uri scheme", f"{where}.uri")
        case "clipboard":
            yield from required_length(action.get("clipboardText"), 1000, f"{where}.clipboardText")


def _postback(action: dict[str, object], where: str) -> Iterator[Problem]:
    yield from required_length(action.get("data"), 300, f"{where}.data")
    for name in ("displayText", "text", "fillInText"):
        if name in action:
            yield from length_problem(action[name], 0, 300, f"{where}.{name}")
    if "displayText" in action and "text" in action:
        yield Problem("displayText and text cannot both be used", f"{where}.text")
    if action["type"] == "datetimepicker" and action.get("mode") not in ("date", "time", "datetime"):
        yield Problem("Must be one of the following values: [date, time, datetime]", f"{where}.mode")
