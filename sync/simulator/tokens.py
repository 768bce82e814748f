"""Remembers what LINE remembers of a call: reply tokens, retry keys, the month's quota and rates."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from sync.simulator.identities import Clock, token

TOKEN_SECONDS = 60.0
"""How long a reply token is good after the webhook that carries it was received."""
REDELIVERED_TOKEN_SECONDS = 20 * 60.0
"""How long after the event a redelivery still makes its token good again."""
RETRY_KEY_SECONDS = 24 * 3600.0

_LINE_MONTH = timezone(timedelta(hours=9))


@dataclass
class _ReplyToken:
    user_id: str
    happened: float
    delivered: float
    used: bool = False


class ReplyTokens:
    """Reply tokens: single use, a minute from the (last) delivery, at most 20 minutes from the event."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tokens: dict[str, _ReplyToken] = {}

    def issue(self, user_id: str) -> str:
        """Issue a token for an event of this user that happens now."""
        new = token()
        self._tokens[new] = _ReplyToken(user_id, self._clock(), self._clock())
        return new

    def delivered(self, reply_token: str) -> None:
        """Note that the webhook with this token goes out now: its minute starts anew."""
        if known := self._tokens.get(reply_token):
            known.delivered = self._clock()

    def owner(self, reply_token: object) -> str | None:
        """Find the user whom this token answers, or None where it is unknown, used or too old."""
        known = self._tokens.get(reply_token) if isinstance(reply_token, str) else None
        if known is None or known.used:
            return None
        now = self._clock()
        redelivered_late = (
            known.delivered > known.happened and now - known.happened > REDELIVERED_TOKEN_SECONDS
        )
        return None if now - known.delivered > TOKEN_SECONDS or redelivered_late else known.user_id

    def use(self, reply_token: str) -> None:
        """Mark a token as used."""
        self._tokens[reply_token].used = True


@dataclass(frozen=True)
class Accepted:
    """A push that was accepted: what its retries are answered with."""

    request_id: str
    sent_messages: list[dict[str, Any]]
    body: bytes
    at: float


class RetryKeys:
    """Retry keys of accepted pushes, for 24 hours."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._accepted: dict[str, Accepted] = {}

    def accepted(self, key: str | None) -> Accepted | None:
        """Find the push that was accepted under this key in the last 24 hours."""
        known = self._accepted.get(key.lower()) if key else None
        return known if known and self._clock() - known.at <= RETRY_KEY_SECONDS else None

    def remember(self, key: str, request_id: str, sent_messages: list[dict[str, Any]], body: bytes) -> None:
        """Keep an accepted push under its key."""
        self._accepted[key.lower()] = Accepted(request_id, sent_messages, body, self._clock())


class Quota:
    """The month's pushed messages: one for each recipient reached, by Japan's calendar."""

    def __init__(self, clock: Clock, limit: int | None) -> None:
        self._clock = clock
        self.limit = limit
        """Pushes a month; None where there is no limit."""
        self._used: dict[str, int] = {}

    def _month(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).astimezone(_LINE_MONTH).strftime("%Y-%m")

    @property
    def used(self) -> int:
        """How many pushes were counted this month."""
        return self._used.get(self._month(), 0)

    @property
    def spent(self) -> bool:
        """Whether nothing is left this month."""
        return self.limit is not None and self.used >= self.limit

    def count(self) -> None:
        """Count one push."""
        self._used[self._month()] = self.used + 1


class Rate:
    """A token bucket: so many calls a second, as many at once."""

    def __init__(self, clock: Clock, per_second: float) -> None:
        self._clock = clock
        self._per_second = per_second
        self._left = per_second
        self._at = clock()

    def take(self) -> bool:
        """Take one call; False where the bucket is empty."""
        now = self._clock()
        self._left = min(self._per_second, self._left + max(0.0, now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
