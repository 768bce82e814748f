"""Which day a weekday means: bare or นี้ the next such day, หน้า that of next week; weeks begin on Monday."""

import datetime as dt


def this_monday(today: dt.date) -> dt.date:
    """Return the Monday of this week."""
    return today - dt.timedelta(days=today.weekday())


def resolve_weekday(weekday: int, which: str | None, today: dt.date) -> dt.date | None:
    """Return the day meant (Monday is 0), or None beyond the end of the calendar."""
    try:
        if which in {"หน้า", "ถัดไป"}:
            return this_monday(today) + dt.timedelta(days=7 + weekday)
        return today + dt.timedelta(days=(weekday - today.weekday()) % 7)
    except OverflowError:
        return None
