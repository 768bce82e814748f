"""What a person sees as one character, and how many terminal cells it takes."""

import re
import unicodedata
from functools import lru_cache

_SARA_AM = frozenset("\u0e33\u0eb3")
_NIKHAHIT = "\u0e4d"
_SARA_AA = "\u0e32"
_TONES = frozenset("\u0e48\u0e49\u0e4a\u0e4b")
_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_MARKS = frozenset({"Mn", "Me", "Mc"})
_NO_WIDTH = frozenset({"Mn", "Me", "Mc", "Cc", "Cf", "Cs"})
_USUAL = "[ -~\u0e01-\u0e30\u0e32\u0e3f-\u0e46\u0e4f-\u0e5b][\u0e31\u0e33-\u0e3a\u0e47-\u0e4c\u0e4e]*"
_USUAL_CLUSTER = re.compile(_USUAL)
_USUAL_TEXT = re.compile(f"(?:{_USUAL})*")
"""Thai and ASCII as people write it: nothing in it needs the rules for the rest of Unicode."""


def clusters(text: str) -> list[str]:
    """Split text into what a person sees as single characters; joined they are the text again.

    SARA AM (whole or typed as two) stays with its consonant, a leading vowel is a cluster of its own, emoji
    sequences and flags stay together.
    """
    if text.isascii() and "\r" not in text:
        return list(text)
    if _USUAL_TEXT.fullmatch(text):
        return _USUAL_CLUSTER.findall(text)
    return _by_the_rules(text)


def boundary(text: str, at: int) -> int:
    """Return the first place at or behind ``at`` that is not inside a cluster; both count code points."""
    end = 0
    for cluster in clusters(text):
        if end >= at:
            break
        end += len(cluster)
    return end


def _by_the_rules(text: str) -> list[str]:
    found: list[str] = []
    for character in text:
        if found and _extends(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _extends(cluster: str, character: str) -> bool:
    last = cluster[-1]
    if unicodedata.category(last) == "Cc":
        return last == "\r" and character == "\n"
    if character in _SARA_AM or character == _JOINER or unicodedata.category(character) in _MARKS:
        return True
    if character == _SARA_AA:
        return _NIKHAHIT in cluster and (last == _NIKHAHIT or last in _TONES)
    if character < "\u1100":
        return False
    return last == _JOINER or _is_emoji_tail(character) or _is_second_half(cluster, character)


def _is_emoji_tail(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f"


def _is_second_half(cluster: str, character: str) -> bool:
    """Tell whether a flag's second letter or the next part of a Hangul syllable follows."""
    if _is_flag_letter(character):
        return len(cluster) == 1 and _is_flag_letter(cluster)
    return "\u1160" <= character <= "\u11ff" and (
        "\u1100" <= cluster[-1] <= "\u11ff" or "가" <= cluster[-1] <= "힣"
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def cell_width(text: str) -> int:
    """Return the terminal cells the text takes: Thai marks 0, SARA AM 1, emoji and CJK 2, controls 0."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_cluster_width, clusters(text)))


@lru_cache(4096)
def _cluster_width(cluster: str) -> int:
    if len(cluster) == 1:
        return _character_width(cluster)
    if _JOINER in cluster:
        return max(map(_character_width, cluster))
    width = sum(map(_character_width, cluster))
    return max(width, 2) if _EMOJI_STYLE in cluster[1:] and not cluster.isascii() else width


def _character_width(character: str) -> int:
    if (
        _is_emoji_tail(character)
        or unicodedata.category(character) in _NO_WIDTH
        or "\u1160" <= character <= "\u11ff"
    ):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def crop(text: str, cells: int, ellipsis: str = "…") -> str:
    """Return the text in at most that many cells, whole clusters only, ending in the ellipsis where cut.

    Where the ellipsis itself does not fit, it is left out.
    """
    if cell_width(text) <= cells:
        return text
    room = cells - cell_width(ellipsis)
    if room < 0:
        return _head(text, cells)
    return _head(text, room) + ellipsis


def _head(text: str, cells: int) -> str:
    kept: list[str] = []
    for cluster in clusters(text):
        cells -= _cluster_width(cluster)
        if cells < 0:
            break
        kept.append(cluster)
    return "".join(kept)


def pad(text: str, cells: int) -> str:
    """Return the text cropped or filled with spaces to exactly that many cells."""
    cropped = crop(text, cells)
    return cropped + " " * (cells - cell_width(cropped))
