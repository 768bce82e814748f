"""Textual messages by which the background tells screens what has changed.

The background posts them to the application, which hands them on to every screen.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from registry.commands import Outcome


@dataclass
class RecordsChanged(Message, bubble=False):
    """Records of the mirror have changed; no ids means many."""

    ids: frozenset[str] = frozenset()


@dataclass
class StatusChanged(Message, bubble=False):
    """Connection, printer or the number of unsent commands has changed."""


@dataclass
class CursorSeen(Message, bubble=False):
    """The terminal has said in which column and row, from 0, its cursor stands."""

    column: int
    row: int


@dataclass
class PrintsChanged(Message, bubble=False):
    """Something has become of a print: it waits, went out, failed, or asks."""


@dataclass
class SpoolSetAside(Message, bubble=False):
    """The list of prints could not be read, and lies under another name: a person must know of it."""


@dataclass
class WentAway(Message, bubble=False):
    """The desk was locked: what a screen shows of a citizen in clear must be masked."""


@dataclass
class CameBack(Message, bubble=False):
    """A screen's person is back: what has happened meanwhile may be shown and told."""


@dataclass
class SignedOut(Message, bubble=False):
    """The session has ended and the screens must go back to sign-in."""


@dataclass
class FactRefused(Message, bubble=False):
    """A recorded fact could not be applied by the daemon: a person must know of it."""

    request_id: str
    outcome: Outcome


@dataclass
class MirrorBroken(Message, bubble=False):
    """The mirror cannot be read any more and must be made anew."""


@dataclass
class StorageFailed(Message, bubble=False):
    """This machine's disk does not take or give what it should; the background tries again by itself."""


@dataclass
class OutboxSetAside(Message, bubble=False):
    """What had not been sent could not be read, and lies under another name: a person must know of it."""


@dataclass
class BackgroundFailed(Message, bubble=False):
    """The background ended by an error that nobody foresaw."""

    error: Exception
