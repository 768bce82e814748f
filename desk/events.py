"""Textual messages by which the background tells screens what has changed."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class RecordsChanged(Message):
    """Records of the mirror have changed; no ids means many."""

    ids: frozenset[str] = frozenset()


@dataclass
class StatusChanged(Message):
    """Connection, printer or the number of unsent commands has changed."""


@dataclass
class SignedOut(Message):
    """The session has ended and the screens must go back to sign-in."""
