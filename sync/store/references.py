"""References that people can read out: given once, never again."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from registry.identifiers import new_reference
from registry.settings import Settings
from sync.store import statements
from sync.store.tables.requests import ReferenceRow

_TRIES: Final = 100


def reserve(session: Session, *, settings: Settings) -> str:
    """Return a reference that this office has never given out, and never gives again."""
    for _ in range(_TRIES):
        reference = new_reference(settings.office.reference_prefix)
        if statements.insert_once(session, ReferenceRow, office_id=settings.office.id, reference=reference):
            return reference
    raise RuntimeError("no free reference was found: choose another [office] reference_prefix")
