"""What came when a picture was fetched from LINE, and what it is by its first bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal

_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"

PictureKind = Literal["image/jpeg", "image/png"]


class Fetch(StrEnum):
    """What a fetch came to."""

    DONE = "done"
    NOT_READY = "not_ready"
    GONE = "gone"
    TOO_BIG = "too_big"
    AGAIN = "again"


@dataclass(frozen=True)
class Fetched:
    """What came, and how."""

    end: Fetch
    data: bytes = field(default=b"", repr=False)


def sniff(data: bytes) -> PictureKind | None:
    """Return a picture's type by its first bytes, never by a header; None for everything else."""
    if data.startswith(_JPEG):
        return "image/jpeg"
    return "image/png" if data.startswith(_PNG) else None
