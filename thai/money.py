"""Amounts of money in whole baht, as written for people."""


def baht(amount: int) -> str:
    """Return e.g. ``20 บาท`` or ``1,200 บาท``; fees have no satang."""
    return f"{amount:,} บาท"
