"""Identity numbers and names: read from what people type, and masked for screens and slips.

Parsing never guesses: the letter O is not a zero, and nothing is completed or corrected.
"""

import datetime as dt
import re

from thai.masking import mask_numbers
from thai.number_forms import CARD, LASER, PID
from thai.text import fold

__all__ = [
    "mask_birth_date",
    "mask_card",
    "mask_laser",
    "mask_name",
    "mask_numbers",
    "mask_pid",
    "parse_card",
    "parse_laser",
    "parse_pid",
]

_SEPARATORS = re.compile(r"[ -]+")
_LASER = re.compile(rf"[a-z]{{2}}[0-9]{{{LASER.length - 2}}}")
_CARD = re.compile(rf"[0-9]{{{CARD.length}}}")
_PID = re.compile(rf"[0-9]{{{PID.length}}}")
_LEADING_VOWELS = "เแโใไ"
_TITLES = frozenset(
    {
        "นาย",
        "นาง",
        "นางสาว",
        "เด็กชาย",
        "เด็กหญิง",
        "คุณ",
        "mr",
        "mrs",
        "ms",
        "miss",
    }
)


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", fold(text))


def parse_laser(text: str) -> str | None:
    """Return a laser code as 2 letters and 10 digits (``JC1123456712``), or None if it is not one.

    It has no check digit, and prefixes are not whitelisted.
    """
    compact = _compact(text)
    return compact.upper() if _LASER.fullmatch(compact) else None


def parse_card(text: str) -> str | None:
    """Return the number under the photo as 14 digits, or None; it has no known check digit."""
    compact = _compact(text)
    return compact if _CARD.fullmatch(compact) else None


def parse_pid(text: str) -> str | None:
    """Return a personal number as 13 digits with a right check digit, or None."""
    compact = _compact(text)
    if not _PID.fullmatch(compact):
        return None
    from stdnum.th import pin

    return compact if pin.is_valid(compact) else None


def mask_laser(laser: str) -> str:
    """Show a parsed laser code with its middle hidden: ``JC1-XXXXXXX-12``."""
    return LASER.masked(laser)


def mask_card(card: str) -> str:
    """Show a parsed card number with four digits hidden: ``1040-02-XXXX5678``."""
    return CARD.masked(card)


def mask_pid(pid: str) -> str:
    """Show a parsed personal number's last three digits: ``X-XXXX-XXXXX-01-0``."""
    return PID.masked(pid)


def mask_name(name: str) -> str:
    """Show a name with the family name's first consonant only: ``สมหญิง ใจดี`` is ``สมหญิง จ.``.

    Titles before it stay whole: the known ones, and all that are abbreviated (``พ.ต.อ.``, ``ม.ล.``).
    """
    words = name.split()
    given = next((at for at, word in enumerate(words) if not _is_title(word)), len(words))
    shown = words[: given + 1]
    if len(words) > given + 1:
        shown.append(_initial(words[given + 1]) + ".")
    return " ".join(shown)


def mask_birth_date(day: dt.date) -> str:
    """Show the Buddhist year of a date of birth only: ``XX/XX/2530``."""
    return f"XX/XX/{day.year + 543}"


def _is_title(word: str) -> bool:
    return word.endswith(".") or word.casefold() in _TITLES


def _initial(word: str) -> str:
    letters = [letter for letter in word if letter.isalpha() and letter not in _LEADING_VOWELS]
    return letters[0] if letters else "X"
