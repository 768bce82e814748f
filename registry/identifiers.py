"""Identifiers: time-ordered UUIDs made before the insert, and references a person can read out."""

from __future__ import annotations

import secrets
from typing import Final

# Without 0/O, 1/I/L and 8/B, which are confused on paper and on the telephone; without U and V.
REFERENCE_ALPHABET: Final = "2345679ACDEFGHJKMNPQRSTWXYZ"
REFERENCE_LENGTH: Final = 4


def new_id() -> str:
    """Return a UUIDv7 as text: ids sort by the time they were made (RFC 9562)."""
    from uuid_utils import uuid7

    return str(uuid7())


def new_reference(prefix: str) -> str:
    """Return a reference such as ``BK-9QRT``; whoever stores it makes sure it is not in use."""
    return f"{prefix}-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))
