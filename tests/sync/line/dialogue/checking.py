"""What holds of every message that the office sends, whatever was said before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
PARTICLES = re.compile("ครับ|ค่ะ|คะ(?!แนน)")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def words_of(message: dict[str, Any]) -> str:
    """Return everything of a message that a citizen reads."""
    shown = message.get("text") or message["template"]["text"]
    return "\n".join([shown, *(action["label"] for action in buttons_of([message]))])


def buttons_of(messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the actions that can be tapped: quick replies under the last message, and templates'."""
    found = [action for message in messages for action in message.get("template", {}).get("actions", [])]
    if messages:
        found += [item["action"] for item in messages[-1].get("quickReply", {}).get("items", [])]
    return found


def check_messages(messages: Sequence[dict[str, Any]], secrets: Iterable[str] = ()) -> None:
    """Fail if LINE would refuse a message, or if it is not polite, or tells a number."""
    assert len(messages) <= 5
    for message in messages:
        assert message["type"] in {"text", "template"}
        if message["type"] == "text":
            assert 1 <= units(message["text"]) <= 5000
            assert message["text"].strip()
        else:
            assert 1 <= units(message["altText"]) <= 1500
            assert 1 <= units(message["template"]["text"]) <= 240
            assert len(message["template"]["actions"]) == 2
        items = message.get("quickReply", {"items": [{}]})["items"]
        assert 1 <= len(items) <= 13
        for action in buttons_of([message]):
            check_action(action)
        assert not PARTICLES.search(words_of(message))
        check_secrets(message, secrets)
    assert not any("quickReply" in message for message in messages[:-1]), "only the last one's can be tapped"


def check_action(action: dict[str, Any]) -> None:
    assert 1 <= units(action["label"]) <= 20
    assert 1 <= units(action["data"]) <= 300
    assert units(action.get("displayText", "")) <= 300
    if action["type"] == "datetimepicker" and "min" in action:
        assert action["min"] < action["max"]
        assert action["min"] <= action["initial"] <= action["max"]


def check_secrets(message: object, secrets: Iterable[str]) -> None:
    """No identifier, in no spelling, anywhere in the JSON, also not behind buttons."""
    compact = _compact(str(message))
    assert not any(_compact(secret) in compact for secret in secrets)


def _compact(text: str) -> str:
    """Return nothing but letters and digits, however they were written; quicker than ``thai.text.fold``."""
    plain = unicodedata.normalize("NFKC", text).translate(_THAI_DIGITS).lower()
    return re.sub(r"[^0-9a-zก-๎]", "", plain)
