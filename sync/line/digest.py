"""Keyed digests at the door: the key's part of HMAC-SHA256 is done beforehand, an event needs two."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from registry.sealing import Keyring

_BLOCK: Final = 64


class KeyedDigest:
    """HMAC-SHA256 (RFC 2104) under one key; half the time of ``hmac.digest`` for short messages."""

    def __init__(self, key: bytes) -> None:
        if len(key) > _BLOCK:
            key = hashlib.sha256(key).digest()
        padded = key.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def __call__(self, message: bytes) -> bytes:
        """Return the 32 bytes of the digest."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


class Identify:
    """Ids that say nothing without the key: of a citizen's conversation, of an event that has none."""

    def __init__(self, keys: Keyring) -> None:
        self._conversation = KeyedDigest(keys.derive("line conversation"))
        self._event = KeyedDigest(keys.derive("line event"))

    def conversation(self, user_id: str) -> str:
        """Return the id of a LINE user's conversation (32 hex digits)."""
        return self._conversation(user_id.encode("utf-8", "replace"))[:16].hex()

    def event(self, event: Any) -> str:
        """Return an id of an event's content (32 hex digits): the same when LINE delivers it again."""
        if isinstance(event, dict):
            event = {key: value for key, value in event.items() if key != "deliveryContext"}
        return self._event(json.dumps(event, sort_keys=True).encode())[:16].hex()
