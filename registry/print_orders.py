"""A slip that one counter has printed at another one's printer, as the daemon passes it between them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from registry.request import Part

MOST_SLIP: Final = 20_000
"""Characters of a slip as data."""
MOST_REASON: Final = 200
Counter = Annotated[str, Field(pattern=r"^[^\s\x00-\x1f\x7f]{1,20}$")]
Found = Literal["came", "not"]
"""What a person found who looked for a paper."""
OrderId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


class OrderState(StrEnum):
    """How far an order has come; from QUEUED on these are the states of the job in the printer's spool."""

    OPEN = "open"
    """The printer's counter has not heard of it."""
    TAKEN = "taken"
    """It has, and may be writing it down."""
    QUEUED = "queued"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    """Nobody took it in time: certainly not printed, and it will not be."""


OVER: Final = frozenset(
    {
        OrderState.SENT,
        OrderState.CONFIRMED,
        OrderState.FAILED,
        OrderState.CANCELLED,
        OrderState.EXPIRED,
    }
)


class PrintOrder(Part):
    """What a counter asks for; the same id again is the same order.

    ``slip`` is the slip as data, without identity numbers; ``clerk`` who prints it, ``seen_version`` the
    version of the request that they saw. ``withdrawn`` takes the order back, even one that never arrived.
    """

    id: OrderId
    to: Counter
    request_id: Annotated[str, Field(pattern=r"^[!-~]{0,40}$")]
    seen_version: Annotated[int, Field(ge=0, lt=2**31)]
    clerk: Annotated[str, Field(pattern=r"^[^\s\x00-\x1f\x7f]{1,40}$")]
    slip: Annotated[str, Field(max_length=MOST_SLIP, repr=False)]
    withdrawn: bool = False


class PrintReport(Part):
    """What the printer's counter says of an order; TAKEN asks whether it may still be printed.

    ``reason`` is a code of the spool's, ``answer`` what a person found who looked for a doubtful paper.
    """

    state: OrderState
    reason: Annotated[str, Field(max_length=MOST_REASON)] = ""
    answer: Found | None = None


class OrderedPrint(Part):
    """An order as it stands; ``slip`` is there for the printer's counter while the order is not over."""

    id: str
    to: str
    sender: str
    clerk: str
    request_id: str
    seen_version: int
    state: OrderState
    reason: str = ""
    answer: Found | None = None
    withdrawn: bool = False
    expires_at: dt.datetime
    slip: Annotated[str | None, Field(repr=False)] = None

    @property
    def over(self) -> bool:
        """Whether nothing more can become of it."""
        return self.state in OVER or self.answer is not None


class OrdersPage(Part):
    """A counter's orders, its own and those for its printer, that have changed after a cursor."""

    cursor: str
    orders: tuple[OrderedPrint, ...]
