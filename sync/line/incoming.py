"""One LINE event as the dialogue reads it, whatever LINE sends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from thai.text import clean

Kind = Literal["text", "postback", "follow", "unfollow", "unsend", "picture", "other", "unknown"]

_EVENTS: dict[str, Kind] = {
    "postback": "postback",
    "follow": "follow",
    "unfollow": "unfollow",
    "unsend": "unsend",
}
_YEAR_2100 = 4_102_444_800_000
_MESSAGES: dict[str, Kind] = {"text": "text", "image": "picture"}


@dataclass(frozen=True)
class Incoming:
    """An event of one citizen.

    ``text`` is cleaned; ``params`` are a date picker's; ``message_id`` is the message's own id, or the
    unsent message's for ``unsend``. ``kind`` is ``other`` for messages that are neither text nor picture,
    ``unknown`` for events this version does not know.
    """

    event_id: str
    at: dt.datetime
    kind: Kind
    text: str = field(default="", repr=False)
    data: str = field(default="", repr=False)
    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    message_id: str = ""
    reply_token: str = field(default="", repr=False)
    redelivered: bool = False
    user_id: str = field(default="", repr=False)
    standby: bool = False


def read_incoming(event: Mapping[str, Any], event_id: str, received_at: dt.datetime) -> Incoming:
    """Return an event read with every doubt: a wrong type anywhere counts as missing; never raises."""
    message, postback, unsend = _table(event, "message"), _table(event, "postback"), _table(event, "unsend")
    kind = _kind(event, message)
    params = {clean(str(k)): clean(str(v)) for k, v in _table(postback, "params").items()}
    return Incoming(
        event_id=event_id,
        at=dt.datetime.fromtimestamp(moment_ms(event, int(received_at.timestamp() * 1000)) / 1000, dt.UTC),
        kind=kind,
        text=clean(_text(message, "text")) if kind == "text" else "",
        data=clean(_text(postback, "data")),
        params=params,
        message_id=_text(unsend, "messageId") if kind == "unsend" else _text(message, "id"),
        reply_token=_text(event, "replyToken"),
        redelivered=_table(event, "deliveryContext").get("isRedelivery") is True,
        user_id=user_of(event),
        standby=event.get("mode") == "standby",
    )


def user_of(event: Mapping[str, Any]) -> str:
    """Return the LINE user id of a one-to-one chat; empty for groups, rooms and events of nobody.

    An answer in a group would show a citizen's particulars to others.
    """
    source = _table(event, "source")
    return _text(source, "userId") if source.get("type") == "user" else ""


def moment_ms(event: Mapping[str, Any], received_ms: int) -> int:
    """Return when an event happened (milliseconds since 1970), or when it came if LINE's stamp is no time."""
    stamp = event.get("timestamp")
    if isinstance(stamp, bool) or not isinstance(stamp, int) or not 0 < stamp < _YEAR_2100:
        return received_ms
    return stamp


def _kind(event: Mapping[str, Any], message: Mapping[str, Any]) -> Kind:
    if _text(event, "type") == "message":
        return _MESSAGES.get(_text(message, "type"), "other")
    return _EVENTS.get(_text(event, "type"), "unknown")


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key)
    return value if isinstance(value, dict) else {}


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else ""
