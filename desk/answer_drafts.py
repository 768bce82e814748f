"""Answers that are being written: in memory, by clerk, so that neither leaving nor locking loses a word."""

from __future__ import annotations

from typing import Final

MOST: Final = 200


class AnswerDrafts:
    """Drafts by clerk and request, the oldest forgotten beyond ``MOST``; never on disk."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def of(self, clerk: str, request_id: str) -> str:
        """Return a clerk's draft; empty where there is none."""
        return self._kept.get((clerk, request_id), "")

    def keep(self, clerk: str, request_id: str, text: str) -> None:
        """Keep a draft; an empty one is forgotten."""
        self._kept.pop((clerk, request_id), None)
        if text.strip():
            self._kept[clerk, request_id] = text
        while len(self._kept) > MOST:
            self._kept.pop(next(iter(self._kept)))

    def of_clerk(self, clerk: str) -> int:
        """Return how many drafts a clerk has."""
        return sum(who == clerk for who, _ in self._kept)
