"""Identity numbers: the forms in which they are read, written and masked.

Parsing never guesses: the letter O is not a zero, and nothing is completed or corrected.
"""

import re

from thai.masking import mask_numbers
from thai.text import fold

__all__ = [
    "format_card",
    "format_laser",
    "format_pid",
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
_LASER = re.compile(r"[a-z]{2}[0-9]{10}")
_CARD = re.compile(r"[0-9]{14}")
_PID = re.compile(r"[0-9]{13}")
_LEADING_VOWELS = "เแโใไ"
_TITLES = frozenset(
    {
        "นาย",
        "นาง",
        "นางสาว",
        "น.ส.",
        "นส.",
        "ด.ช.",
        "ด.ญ.",
        "เด็กชาย",
        "เด็กหญิง",
        "คุณ",
        "mr.",
        "mrs.",
        "ms.",
        "miss",
        "mr",
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


def format_laser(laser: str) -> str:
    """Write a parsed laser code as on the card: ``JC1-1234567-12``."""
    return f"{laser[:3]}-{laser[3:10]}-{laser[10:]}"


def format_card(card: str) -> str:
    """Write a parsed card number as on the card: ``1040-02-12345678``."""
    return f"{card[:4]}-{card[4:6]}-{card[6:]}"


def format_pid(pid: str) -> str:
    """Write a parsed personal number as on the card: ``1-1040-00000-01-0``."""
    return f"{pid[:1]}-{pid[1:5]}-{pid[5:10]}-{pid[10:12]}-{pid[12:]}"


def mask_laser(laser: str) -> str:
    """Show a parsed laser code with its middle hidden: ``JC1-XXXXXXX-12``."""
    return f"{laser[:3]}-XXXXXXX-{laser[10:12]}" if len(laser) == 12 else "X" * len(laser)


def mask_card(card: str) -> str:
    """Show a parsed card number with four digits hidden: ``1040-02-XXXX5678``."""
    return f"{card[:4]}-{card[4:6]}-XXXX{card[10:]}" if len(card) == 14 else "X" * len(card)


def mask_pid(pid: str) -> str:
    """Show a parsed personal number's last three digits: ``X-XXXX-XXXXX-01-0``.

    With the check digit known, a weaker mask would leave few candidates.
    """
    return f"X-XXXX-XXXXX-{pid[10:12]}-{pid[12:]}" if len(pid) == 13 else "X" * len(pid)


def mask_name(name: str) -> str:
    """Show a name with the family name's first consonant only: ``สมหญิง ใจดี`` is ``สมหญิง จ.``."""
    words = name.split()
    given = next((at for at, word in enumerate(words) if word.casefold() not in _TITLES), len(words))
    shown = words[: given + 1]
    if len(words) > given + 1:
        shown.append(_initial(words[given + 1]) + ".")
    return " ".join(shown)


def _initial(word: str) -> str:
    letters = [letter for letter in word if letter.isalpha() and letter not in _LEADING_VOWELS]
    return letters[0] if letters else "X"
