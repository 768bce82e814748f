"""Exceptions on the way from and to LINE.

LineError
├── NotKept          events are perhaps not on the disk
└── ElsewhereBusy    another daemon is at this event or conversation
"""

from __future__ import annotations


class LineError(Exception):
    """Base of this package's errors."""


class NotKept(LineError):
    """Events are perhaps not on the disk: LINE must send them again."""


class ElsewhereBusy(LineError):
    """Another daemon has this event, or its conversation; what is left of it comes again."""
