"""Exceptions of the desk: each can be told to a clerk (``desk.messages``).

DeskError
├── Offline        the daemon cannot be reached
│   ├── NotReached     no connection came about: nothing was sent
│   ├── NotTaken       it answers, but not to this
│   ├── Unanswered     a decision may have come to it, and its answer has not come here
│   └── NotWhileAway   this counter may not do this by itself
├── SignInRefused  the clerk, the number or the counter is not accepted
├── SessionEnded   the session is over; sign in again
├── NotThere       what was asked for is not there any more
├── StorageError   this machine's disk does not take or give what it should
└── DamagedError   a file of the desk cannot be used
    ├── MirrorError    the desk's own copy: it can be made anew from the daemon
    └── OutboxError    what has not been sent yet: it is put aside for a person to look at
"""

from __future__ import annotations


class DeskError(Exception):
    """Base of every error of this package."""


class Offline(DeskError):
    """The daemon cannot be reached, and what was asked for needs it."""


class NotReached(Offline):
    """No connection came about, so that nothing of what was asked for has left this machine."""


class NotTaken(Offline):
    """The daemon answers, but neither carries this out nor refuses it."""


class Unanswered(Offline):
    """A decision has left this machine, and nobody here knows whether it was carried out."""


class NotWhileAway(Offline):
    """Without the daemon this counter may not do what was asked for; ``code`` says why.

    ``counter`` is the one that may.
    """

    def __init__(self, code: str, counter: str = "") -> None:
        super().__init__(code)
        self.code, self.counter = code, counter


class SignInRefused(DeskError):
    """The clerk, the number or the counter is not accepted; ``code`` says which, ``wait`` seconds to wait."""

    def __init__(self, code: str, wait: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


class SessionEnded(DeskError):
    """The session is over: sign in again, nothing is lost."""


class NotThere(DeskError):
    """What was asked for is not there any more: taken back by the citizen, or removed in time."""


class StorageError(DeskError):
    """This machine's disk is full, or does not let a file be opened, read or written now."""


class DamagedError(DeskError):
    """A file of the desk cannot be used as it is."""


class MirrorError(DamagedError):
    """The desk's own copy cannot be used; it can be made anew from the daemon."""


class OutboxError(DamagedError):
    """What has not been sent yet cannot be read."""
