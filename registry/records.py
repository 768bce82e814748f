"""What a desk reads from the changes feed."""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple

from pydantic import Field, SecretStr

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


class NightQuery(Part):
    """A desk without a clerk asks for a page of the feed: who it is, and after which cursor."""

    counter: Annotated[str, Field(min_length=1, max_length=20)]
    desk_key: Annotated[SecretStr, Field(min_length=32, max_length=100)]
    after: Annotated[str | None, Field(max_length=100)] = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


class NightPage(Part):
    """A page that only a clerk's sign-in at this counter opens: ``sealed`` is a ChangesPage (base64).

    ``anew`` says that a snapshot begins with it, so that earlier pages are of no use; ``at`` of ``total`` are
    numbers of the feed, for showing how far it is.
    """

    cursor: str
    anew: bool
    more: bool
    at: int
    total: int
    records: int
    sealed: str = Field(repr=False)


SEALED_AS: Final = "night page"
"""What a night page is sealed as, for its cursor, under the counter's mirror key."""


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
