"""What kind of printer the virtual one is, and what is going to happen to it: changed while it works."""

from dataclasses import dataclass


@dataclass(slots=True)
class Habits:
    """Read at every step; a change counts from the next byte on."""

    real_time: bool = True
    """It answers DLE EOT."""
    names: bool = True
    """It knows GS ( H: it says a slip's name when that is on paper."""
    fences: bool = True
    """It answers GS r in its turn."""
    automatic: bool = True
    """It knows GS a."""
    hasty: bool = False
    """It answers GS r at once, not in its turn: some do."""
    garbage: bytes | None = None
    """What it says instead of any status."""
    reads: bool = True
    """It takes what is sent to it."""
    buffer: int = 65536
    """Bytes that it takes before it has printed them."""
    rows_a_second: float | None = None
    """How fast it prints; None is at once. Real ones: 1,200 to 2,400 rows (150 to 300 mm)."""
    hang_up_after: int | None = None
    """It ends the line after so many more bytes."""
    forgets: bool = False
    """It takes the next job and prints nothing of it, as some do after being switched on."""
