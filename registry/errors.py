"""Exceptions of the registry.

RegistryError
├── ConfigurationError     the configuration file or environment cannot be used
├── SealError              a sealed record cannot be opened
└── Refused                a command that the life of a request does not allow
    └── Conflict           the request has changed since the actor looked at it
"""

from __future__ import annotations

from enum import StrEnum


class RegistryError(Exception):
    """Base of every error of this package."""


class ConfigurationError(RegistryError):
    """The configuration cannot be used; the message is one line for the operator."""


class SealError(RegistryError):
    """A sealed record cannot be opened: wrong key, wrong row, or damaged."""


class RefusalCode(StrEnum):
    """Why a command was refused; the Thai sentence for each lives with who shows it."""

    NOT_FOUND = "not_found"
    ILLEGAL_MOVE = "illegal_move"
    HELD_BY_OTHER = "held_by_other"
    NOT_HOLDER = "not_holder"
    CHECK_INCOMPLETE = "check_incomplete"
    CHECK_MISMATCH = "check_mismatch"
    COLLECTOR_NOT_ALLOWED = "collector_not_allowed"
    ATTORNEY_NOT_SHOWN = "attorney_not_shown"
    FEE_NEEDS_REASON = "fee_needs_reason"
    REASON_MISSING = "reason_missing"
    SLOT_FULL = "slot_full"
    OFFICE_CLOSED = "office_closed"
    NOT_TODAY = "not_today"
    TOO_MANY_CALLS = "too_many_calls"
    NOBODY_WAITS = "nobody_waits"
    STILL_SERVING = "still_serving"
    NO_SUCH_COUNTER = "no_such_counter"
    CONSENT_MISSING = "consent_missing"
    ALREADY_THERE = "already_there"
    NO_CHAT = "no_chat"
    NOT_ALLOWED = "not_allowed"
    TOO_LATE = "too_late"
    SECOND_NOT_PROVEN = "second_not_proven"
    SECOND_IS_FIRST = "second_is_first"
    ERASED = "erased"
    STALE = "stale"
    OTHER_BODY = "other_body"


class Refused(RegistryError):
    """A command was refused; nothing has changed.

    ``code`` says why; ``detail`` holds words for the reader's sentence (a clerk's name, a
    counter, a time), never an identity number.
    """

    def __init__(self, code: RefusalCode, **detail: str) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail


class Conflict(Refused):
    """The request is no longer the version the actor saw."""
