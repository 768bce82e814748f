"""Citizen text made harmless at the door, and folded to one spelling for matching."""

import re
import unicodedata
from functools import lru_cache

_TO_ASCII = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

# Other, Cs, Co, Cn and Cf in Unicode's words: controls, lone surrogates, private, unassigned, format.
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Invisible though Unicode calls them letters or marks (Default_Ignorable_Code_Point).
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | frozenset(
    map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
_SPACED = {"\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\n": "\n"}
_HARMLESS = re.compile("[\\n -~\u0e01-\u0e3a\u0e3f-\u0e5b]*")

_DASHES = (
    "\u02d7\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u2501\u2796\u30fc\ufe58\uff70"
)
_SAME_SIGN = str.maketrans(
    {**dict.fromkeys(_DASHES, "-"), "\u2044": "/", "\u2215": "/", "\u266f": "#", "\u2236": ":"}
)
_SAME: dict[int, int | str] = {**_SAME_SIGN, **_TO_ASCII}
# Looking for one is much quicker than str.translate, which asks the table for every letter.
_HAS_OTHER = re.compile(f"[{''.join(map(chr, _SAME))}]")
_MARK = "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
# Two marks or more, in whatever order they were typed, and the SARA AM among them that NFKC has split.
_SPLIT_AM = f"\u0e4d{_MARK}*\u0e32"
_MARKS = re.compile(f"{_SPLIT_AM}(?:{_SPLIT_AM}|{_MARK})*|{_MARK}(?:{_SPLIT_AM}|{_MARK})+")
# A tone mark typed after the vowel that stands behind its consonant (บา้น, คะ่).
_LATE_TONE = re.compile(f"([\u0e01-\u0e2e])({_MARK}*)([\u0e30\u0e32])([\u0e48-\u0e4b]+)")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return citizen text that is safe to keep and to show; never raises.

    Drops C0 controls except the newline, C1, DEL, bidi and zero-width characters, variation selectors, lone
    surrogates, private and unassigned code points. A tab becomes a space, every line ending a newline; NFC.
    """
    if not _HARMLESS.fullmatch(text):
        text = "".join(map(_kept, text)).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def _kept(character: str) -> str:
    if character == "\r":
        return character
    if (space := _SPACED.get(character)) is not None:
        return space
    if character in _INVISIBLE or unicodedata.category(character) in _DROPPED_CATEGORIES:
        return ""
    return character


def fold(text: str) -> str:
    """Return the text as it is compared: one spelling for everything people type differently.

    NFKC with SARA AM whole, ASCII digits, ``-`` for every dash, one SARA AE for two SARA E, Thai marks in one
    order, never doubled and before SARA A and SARA AA, single spaces (newlines count as spaces), Latin
    casefolded. Idempotent.
    """
    folded = unicodedata.normalize("NFKC", clean(text))
    if (lowered := folded.casefold()) != folded:
        folded = unicodedata.normalize("NFKC", lowered)
    if _HAS_OTHER.search(folded):
        folded = folded.translate(_SAME)
    folded = _MARKS.sub(lambda run: _ordered_marks(run[0]), folded)
    folded = _LATE_TONE.sub(lambda late: late[1] + _ordered_marks(late[2] + late[4]) + late[3], folded)
    folded = folded.replace("\u0e40\u0e40", "\u0e41")
    return _SPACES.sub(" ", folded).strip()


@lru_cache(512)
def _ordered_marks(run: str) -> str:
    sara_am = "\u0e32" in run
    marks = set(run) - (set("\u0e4d\u0e32") if sara_am else set())
    return "".join(sorted(marks, key=lambda mark: (_mark_rank(mark), mark))) + ("\u0e33" if sara_am else "")


def _mark_rank(mark: str) -> int:
    """Vowel, then tone mark, then silencer, then nikhahit."""
    if mark in "\u0e48\u0e49\u0e4a\u0e4b":
        return 1
    if mark in "\u0e4c\u0e4e":
        return 2
    return 3 if mark == "\u0e4d" else 0


def ascii_digits(text: str) -> str:
    """Return the text with Thai digits written 0-9."""
    return text.translate(_TO_ASCII)
