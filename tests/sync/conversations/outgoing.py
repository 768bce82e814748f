"""What holds of everything that goes out to a citizen, whatever was said before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from sync.simulator.api import Call
from tests.line_openapi import available, problems
from thai.text import fold

SECRETS = (
    "JC9765432105",
    "JT8000123499",
    "10400298765432",
    "31009911122233",
    "1104000000010",
    "3104000000024",
    "รักเรียน",
    "ใจดีแท้",
)
"""The numbers that citizens of the conversations have; nothing that goes out may hold one in full."""
PARTICLES = re.compile("ครับ|ค่ะ|คะ(?!แนน)")
_LIMITS = {"label": 20, "displayText": 300, "data": 300, "altText": 1500, "text": 5000}
_FREE = {*_LIMITS, "replyToken", "to", "initial", "min", "max"}
_GOOD: set[str] = set()
_SCHEMA = {"/v2/bot/message/reply": "ReplyMessageRequest", "/v2/bot/message/push": "PushMessageRequest"}


def check_calls(calls: Iterable[Call], secrets: Iterable[str] = SECRETS) -> None:
    """Fail unless LINE took every call, and every message keeps to its limits and to good manners."""
    for call in calls:
        assert call.status == 200, f"{call.path}: {call.status} {call.answer}"
        if call.path in _SCHEMA:
            body = call.json()
            check_messages(body["messages"], secrets)
            check_form(_SCHEMA[call.path], body)


def check_form(schema: str, body: dict[str, Any]) -> None:
    """Compare with LINE's own description, where it is beside the repository; each form once."""
    form = json.dumps([schema, _form(body)])
    if form not in _GOOD and available():
        wrong = problems(schema, body)
        assert not wrong, wrong
        _GOOD.add(form)


def check_messages(messages: list[dict[str, Any]], secrets: Iterable[str] = SECRETS) -> None:
    """Check the messages of one call."""
    assert 1 <= len(messages) <= 5
    assert not any("quickReply" in message for message in messages[:-1]), "only the last one's can be tapped"
    compact = re.sub(r"[^0-9a-zก-๎]", "", fold(str(messages)))
    for secret in secrets:
        assert fold(secret) not in compact, "a number in full"
    for message in messages:
        assert 1 <= len(message.get("quickReply", {"items": [0]})["items"]) <= 13
        for key, text in _texts(message):
            assert text.strip() or key == "data", f"an empty {key}"
            assert units(text) <= _LIMITS[key], f"{key}: {units(text)} units"
            assert not PARTICLES.search(text), f"a particle: {text}"
        for picker in _pickers(message):
            assert picker["min"] <= picker["initial"] <= picker["max"]
            assert picker["min"] < picker["max"]
    template = [message["template"]["text"] for message in messages if message["type"] == "template"]
    assert all(units(text) <= 240 for text in template)


def units(text: str) -> int:
    """Return a text's length in UTF-16 units, as LINE counts."""
    return len(text.encode("utf-16-le")) // 2


def _form(part: Any) -> Any:
    """Leave out what only has a length, which is checked by itself."""
    if isinstance(part, dict):
        return {key: "" if key in _FREE else _form(value) for key, value in part.items()}
    return [_form(one) for one in part] if isinstance(part, list) else part


def _texts(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key in _LIMITS and isinstance(value, str):
                yield key, value
            else:
                yield from _texts(value)
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)


def _pickers(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if part.get("type") == "datetimepicker" and "min" in part:
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _pickers(one)
