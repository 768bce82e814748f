"""Checks and reads Flex Messages: their size, their shape, the words in them and their buttons."""

import json
from collections.abc import Iterator
from typing import Any

from sync.simulator.errors import Problem
from sync.simulator.lengths import action_problems

BUBBLE_BYTES = 30 * 1024
CAROUSEL_BYTES = 50 * 1024
BUBBLES = 12
_BLOCKS = ("header", "hero", "body", "footer")
_COMPONENTS = ("box", "button", "image", "video", "icon", "text", "span", "separator", "filler")


def flex_problems(container: object, where: str) -> list[Problem]:
    """Everything that is wrong with the `contents` of a Flex Message."""
    if not isinstance(container, dict) or container.get("type") not in ("bubble", "carousel"):
        return [Problem("Must be one of the following values: [bubble, carousel]", f"{where}.type")]
    if container["type"] == "bubble":
        return list(_bubble(container, where))
    bubbles = container.get("contents")
    if not isinstance(bubbles, list) or not 1 <= len(bubbles) <= BUBBLES:
        return [Problem(f"Size must be between 1 and {BUBBLES}", f"{where}.contents")]
    problems = list(_size(container, CAROUSEL_BYTES, where))
    for index, bubble in enumerate(bubbles):
        problems += _bubble(bubble, f"{where}.contents[{index}]")
    return problems


def bubbles(container: dict[str, Any]) -> list[dict[str, Any]]:
    """List the bubbles of a container that was accepted."""
    return [container] if container["type"] == "bubble" else list(container["contents"])


def flex_lines(component: dict[str, Any]) -> list[str]:
    """List the words of a bubble or component, a line each, as they are seen from top to bottom."""
    match component.get("type"):
        case "bubble":
            blocks = [component[name] for name in _BLOCKS if name in component]
            return [line for block in blocks for line in flex_lines(block)]
        case "text":
            spans = component.get("contents")
            return [component["text"] if spans is None else "".join(span["text"] for span in spans)]
        case "box":
            parts = [flex_lines(part) for part in component.get("contents", [])]
            if component.get("layout") == "vertical":
                return [line for lines in parts for line in lines]
            joined = " ".join(line for lines in parts for line in lines)
            return [joined] if joined else []
        case _:
            return []


def flex_actions(component: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List the actions of a bubble or component that can be tapped, from top to bottom."""
    if action := component.get("action"):
        yield action
    if component.get("type") == "bubble":
        for name in _BLOCKS:
            yield from flex_actions(component.get(name, {}))
    elif component.get("type") == "box":
        for part in component.get("contents", []):
            yield from flex_actions(part)


def _size(container: dict[str, Any], most: int, where: str) -> Iterator[Problem]:
    if len(json.dumps(container, ensure_ascii=False, separators=(",", ":")).encode()) > most:
        yield Problem(f"must be less than or equal to {most} bytes", where)


def _bubble(bubble: object, where: str) -> Iterator[Problem]:
    if not isinstance(bubble, dict) or bubble.get("type") != "bubble":
        yield Problem("Must be one of the following values: [bubble]", f"{where}.type")
        return
    yield from _size(bubble, BUBBLE_BYTES, where)
    blocks = [name for name in _BLOCKS if name in bubble]
    if not blocks:
        yield Problem("At least one block must be specified", where)
    for name in blocks:
        yield from _component(bubble[name], f"{where}.{name}")


def _component(component: object, where: str) -> Iterator[Problem]:
    kind = component.get("type") if isinstance(component, dict) else None
    if not isinstance(component, dict) or kind not in _COMPONENTS:
        yield Problem(f"Must be one of the following values: [{', '.join(_COMPONENTS)}]", f"{where}.type")
        return
    if kind in ("text", "span"):
        yield from _text(component, kind, where)
    if kind == "button" or "action" in component:
        yield from action_problems(component.get("action"), 40, f"{where}.action", labelled=kind == "button")
    if kind == "box":
        yield from _box(component, where)


def _text(component: dict[str, Any], kind: str, where: str) -> Iterator[Problem]:
    spans = component.get("contents") if kind == "text" else None
    if spans is None:
        if not isinstance(component.get("text"), str) or not component["text"]:
            yield Problem("must be non-empty text", f"{where}.text")
    elif not isinstance(spans, list) or not all(
        isinstance(span, dict) and span.get("type") == "span" for span in spans
    ):
        yield Problem("Must be one of the following values: [span]", f"{where}.contents")
    else:
        for index, span in enumerate(spans):
            yield from _text(span, "span", f"{where}.contents[{index}]")


def _box(box: dict[str, Any], where: str) -> Iterator[Problem]:
    if box.get("layout") not in ("horizontal", "vertical", "baseline"):
        words = "Must be one of the following values: [horizontal, vertical, baseline]"
        yield Problem(words, f"{where}.layout")
    contents = box.get("contents")
    if not isinstance(contents, list):
        yield Problem("May not be null", f"{where}.contents")
        return
    for index, part in enumerate(contents):
        yield from _component(part, f"{where}.contents[{index}]")
