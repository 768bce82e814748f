"""The application's styles, read once: Textual reads all of them anew at each start of a stack of screens."""

from __future__ import annotations

from typing import Final

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

_SOURCES: Final = 512
"""More than there are widgets and files with styles; Textual keeps 64 of them, fewer than a desk has."""


class ReadOnce(Stylesheet):
    """A stylesheet that reads a source again only for other colours."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(_SOURCES)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours; the same ones change nothing."""
        if variables != self._variables:
            super().set_variables(variables)
            self._require_parse = True

    def reparse(self) -> None:
        """Read what has come since, or all of it for other colours."""
        if self._require_parse:
            self.parse()
