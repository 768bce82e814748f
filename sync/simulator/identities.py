"""Makes the identifiers a LINE platform hands out: users, messages, events, tokens and request ids."""

import hashlib
import re
import secrets
import uuid
from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds since 1970, as `time.time` gives them; tests hand over their own."""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_USER_ID = re.compile(r"U[0-9a-f]{32}")


def user_id(name: str) -> str:
    """Derive a citizen's user id: `U` and 32 hexadecimal digits, the same for the same name."""
    return "U" + hashlib.sha256(name.encode()).hexdigest()[:32]


def is_user_id(value: object) -> bool:
    """Whether a value has the form of a LINE user id."""
    return isinstance(value, str) and _USER_ID.fullmatch(value) is not None


def milliseconds(clock: Clock) -> int:
    """Read the clock as LINE writes it in events."""
    return int(clock() * 1000)


def event_id(clock: Clock) -> str:
    """Make a ULID: 48 bits of milliseconds and 80 random bits, 26 letters (github.com/ulid/spec)."""
    number = (milliseconds(clock) << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def token() -> str:
    """Make a reply token: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def quote_token() -> str:
    """Make a token by which a message can be quoted or marked as read."""
    return secrets.token_urlsafe(48)


def request_id() -> str:
    """Make an id for `X-Line-Request-Id`."""
    return str(uuid.uuid4())


class MessageIds:
    """Numbers messages in growing order, without repeating those of an earlier run."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """Give the next id, 18 digits while the clock is in this century."""
        self._last = max(self._last + 1, milliseconds(self._clock) * 100_000 + secrets.randbelow(100_000))
        return str(self._last)
