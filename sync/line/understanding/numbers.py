"""Numbers up to a few hundred, in digits or in Thai words."""

import re

_UNITS = {
    "หนึ่ง": 1,
    "นึง": 1,
    "สอง": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "หก": 6,
    "เจ็ด": 7,
    "แปด": 8,
    "เก้า": 9,
}
_TENS = {"ยี่": 2, **_UNITS}
TENS = tuple(_TENS)
UNIT_WORD = "(?:" + "|".join(_UNITS) + ")"
_TENS_WORD = "(?:" + "|".join(_TENS) + ")"
# A regular expression for a number word: สิบเอ็ด, ยี่สิบ, ห้า, ศูนย์, สองร้อย.
WORD = f"(?:{UNIT_WORD}?ร้อย|{_TENS_WORD}?สิบ(?:เอ็ด|{UNIT_WORD})?|{UNIT_WORD}|ศูนย์)"
_COMPOUND = re.compile(f"({_TENS_WORD})?สิบ(เอ็ด|{UNIT_WORD})?")


def number(written: str) -> int:
    """Return the value of digits or of a number word matched by `WORD`; over four digits count as 10000."""
    if written.isascii():
        digits = written.replace(",", "").lstrip("0")
        return int(digits or "0") if len(digits) <= 4 else 10_000
    if written == "ศูนย์":
        return 0
    if written.endswith("ร้อย"):
        return 100 * _UNITS.get(written.removesuffix("ร้อย"), 1)
    if match := _COMPOUND.fullmatch(written):
        tens = _TENS[match[1]] if match[1] else 1
        return tens * 10 + (1 if match[2] == "เอ็ด" else _UNITS.get(match[2] or "", 0))
    return _UNITS[written]
