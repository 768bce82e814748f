"""Deadlines: every step towards a printer ends by one, whatever the printer does."""

import time


def left(deadline: float) -> float:
    """Return the seconds left until a deadline (monotonic); `TimeoutError` when there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def left_or_zero(deadline: float) -> float:
    """Return the seconds left until a deadline (monotonic), 0 when there are none."""
    return max(0.0, deadline - time.monotonic())
