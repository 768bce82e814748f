"""The Kedmanee keyboard layout: which Thai letter a US key types, and back.

A barcode scanner is a keyboard: with the Thai layout on, it types Thai. Source: Windows layout KBDTH0
(มอก. 820-2531, Kedmanee).
"""

from collections.abc import Mapping
from types import MappingProxyType

_US_ROWS = (
    "`1234567890-=",
    "qwertyuiop[]\\",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "~!@#$%^&*()_+",
    "QWERTYUIOP{}|",
    'ASDFGHJKL:"',
    "ZXCVBNM<>?",
)
_THAI_ROWS = (
    "_ๅ/-ภถ\u0e38\u0e36คตจขช",
    "ๆไ\u0e33พะ\u0e31\u0e35รนยบลฃ",
    "ฟหกดเ\u0e49\u0e48าสวง",
    "ผปแอ\u0e34\u0e37ทมใฝ",
    "%+๑๒๓๔\u0e39฿๕๖๗๘๙",
    '๐"ฎฑธ\u0e4d\u0e4aณฯญฐ,ฅ',
    "ฤฆฏโฌ\u0e47\u0e4bษศซ.",
    "()ฉฮ\u0e3a\u0e4c?ฒฬฦ",
)

KEDMANEE: Mapping[str, str] = MappingProxyType(
    dict(zip("".join(_US_ROWS), "".join(_THAI_ROWS), strict=True)),
)
_TO_THAI = str.maketrans(dict(KEDMANEE))
_TO_LATIN = str.maketrans({thai: latin for latin, thai in KEDMANEE.items()})


def to_thai(key: str) -> str:
    """Return what the same key presses type with the Thai layout on; other characters stay as they are."""
    return key.translate(_TO_THAI)


def to_latin(text: str) -> str:
    """Return what the same key presses type with the US layout on: the exact reverse of `to_thai`.

    Only for text known to come from the Thai layout, and before any normalising: there ``/`` was the key 2
    and ``-`` the key 3, so text that was Latin already would be spoilt.
    """
    return text.translate(_TO_LATIN)


def typed_in_thai(text: str) -> bool:
    """Tell whether the Thai layout was on for text meant in Latin; digits, dash and slash prove nothing."""
    return any("\u0e01" <= sign <= "\u0e4e" for sign in text)


def meant_in_latin(text: str) -> str:
    """Return what was meant by text that can only be Latin, such as a number or a code, in either layout."""
    return to_latin(text) if typed_in_thai(text) else text
