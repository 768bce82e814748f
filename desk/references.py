"""References as they are typed or scanned, brought to the one form in which they are stored."""

from __future__ import annotations

import re
from typing import Final

from registry.identifiers import REFERENCE_ALPHABET, REFERENCE_LENGTH
from thai.keyboard import meant_in_latin
from thai.text import fold

_BODY: Final = f"([{REFERENCE_ALPHABET}]{{{REFERENCE_LENGTH}}})"
_INSIDE: Final = re.compile(rf"(?<![A-Z0-9])([A-Z]{{1,4}})-{_BODY}(?![A-Z0-9])")
_ALONE: Final = re.compile(rf"([A-Z]{{1,4}})[ -]?{_BODY}")


def reference_in(text: str) -> str | None:
    """Return the reference (``BK-9QRT``) that a scan or typed text holds; None where there is none.

    A scanner types Thai while the Thai layout is on: then the same key presses are read as Latin.
    """
    folded = fold(meant_in_latin(text)).upper()
    match = _ALONE.fullmatch(folded) or _INSIDE.search(folded)
    return f"{match[1]}-{match[2]}" if match is not None else None
