"""What is pasted is text and nothing else: its control sequences would be typed, and answer questions."""

from __future__ import annotations

import re
from typing import Final

_START: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class PlainPaste:
    """Takes the controls out of bracketed pastes; whatever else a terminal sends goes on as it came."""

    def __init__(self) -> None:
        self._pasting = False
        self._last = ""
        """While nothing is pasted what came last, otherwise what may be the beginning of the end."""

    def of(self, text: str) -> str:
        """Return what came, with pasted text made plain; pieces may be parted anywhere."""
        plain = ""
        while text:
            taken, text = self._pasted(text) if self._pasting else self._typed(text)
            plain += taken
        return plain

    def _typed(self, text: str) -> tuple[str, str]:
        """Return what comes up to the beginning of a paste, and the rest."""
        seen = self._last + text
        at = seen.find(_START)
        if at < 0:
            self._last = seen[1 - len(_START) :]
            return text, ""
        self._pasting, self._last = True, ""
        return text[: len(text) - len(seen) + at + len(_START)], seen[at + len(_START) :]

    def _pasted(self, text: str) -> tuple[str, str]:
        """Return what is pasted up to its end, and the rest."""
        inside, end, rest = (self._last + text).partition(_END)
        kept = 0
        if not end:
            kept = next(n for n in range(len(_END) - 1, -1, -1) if inside.endswith(_END[:n]))
        self._pasting = not end
        self._last = inside[len(inside) - kept :]
        return _NO_TEXT.sub("", inside[: len(inside) - kept]) + end, rest
