"""Exceptions of the desk: each can be told to a clerk (``desk.messages``).

DeskError
├── Offline        the daemon cannot be reached
├── SignInRefused  the clerk, the number or the counter is not accepted
├── SessionEnded   the session is over; sign in again
└── MirrorError    the desk's own copy cannot be opened
"""

from __future__ import annotations


class DeskError(Exception):
    """Base of every error of this package."""


class Offline(DeskError):
    """The daemon cannot be reached, and what was asked for needs it."""


class SignInRefused(DeskError):
    """The clerk, the number or the counter is not accepted; ``code`` says which, ``wait`` seconds to wait."""

    def __init__(self, code: str, wait: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


class SessionEnded(DeskError):
    """The session is over: sign in again, nothing is lost."""


class MirrorError(DeskError):
    """The desk's own copy cannot be opened; it can be made anew from the daemon."""
