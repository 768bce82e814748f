"""The meaning of a message as data: intent, particulars and what was wrong with them."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Intent(StrEnum):
    """What a message wants, in the order in which the first that fits is taken."""

    DECLINE = "decline"
    CONSENT = "consent"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    STATUS = "status"
    INQUIRY = "inquiry"
    REQUEST = "request"
    HELP = "help"


class Problem(StrEnum):
    """Why a particular was written but not taken."""

    LASER_FORMAT = "laser_format"
    CARD_FORMAT = "card_format"
    DATE_INVALID = "date_invalid"
    DATE_PAST = "date_past"
    TIME_INVALID = "time_invalid"
    COPIES_RANGE = "copies_range"
    SERVICE_UNKNOWN = "service_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One message understood; a particular that was not said, or was said wrongly, is None or empty."""

    intent: Intent
    services: tuple[int, ...] = ()
    laser: str | None = field(default=None, repr=False)
    copies: int | None = None
    date: dt.date | None = None
    time: dt.time | None = None
    card: str | None = field(default=None, repr=False)
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, str | int | list[int] | list[str] | None]:
        """Return all keys as JSON values: the date as ISO, the time as ``HH:MM``."""
        return {
            "intent": self.intent.value,
            "services": list(self.services),
            "laser": self.laser,
            "copies": self.copies,
            "date": self.date.isoformat() if self.date else None,
            "time": self.time.strftime("%H:%M") if self.time is not None else None,
            "card": self.card,
            "problems": [problem.value for problem in self.problems],
        }
