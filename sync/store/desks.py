"""The counters that have a desk."""

from __future__ import annotations

from sqlmodel import Session, col, select

from sync.store.tables.requests import DeskRow


def counters(session: Session, *, office_id: str) -> list[str]:
    """Return the counters at which a desk has ever signed in, in order."""
    rows = select(DeskRow.counter).where(DeskRow.office_id == office_id).order_by(col(DeskRow.counter))
    return list(session.exec(rows))
