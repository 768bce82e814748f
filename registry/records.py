"""What a desk reads from the changes feed."""

from __future__ import annotations

from typing import NamedTuple

from registry.particulars import Particulars
from registry.request import Part, Request


class Record(Part):
    """The latest state of a request at ``seq``; a closed request comes without particulars."""

    seq: int
    request: Request
    particulars: Particulars | None = None


class ChangesPage(Part):
    """A page of the feed.

    ``snapshot`` says that the reader's cursor was of no use: pages up to ``more=False`` are the
    whole, and what they do not name is gone.
    """

    cursor: str
    snapshot: bool
    more: bool
    records: tuple[Record, ...]


class Cursor(NamedTuple):
    """A place in the feed: a restored database has a new ``epoch``."""

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}:{self.seq}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """Read ``EPOCH:SEQ``; None for anything else (the reader gets a snapshot)."""
        epoch, separator, seq = text.rpartition(":")
        if not separator or not seq.isascii() or not seq.isdigit() or len(seq) > 18:
            return None
        return cls(epoch, int(seq))
