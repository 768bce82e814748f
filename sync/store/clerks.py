"""Who may sign in: clerks, their roles, and the hash of each one's PIN."""

from __future__ import annotations

import datetime as dt

from sqlmodel import Session, col, delete, select, update

from registry.actors import Role
from registry.request import Group, Part
from registry.sealing import Keyring
from registry.sign_in import ClerkStamp
from sync.store import clerk_lines, statements
from sync.store.tables.requests import ClerkRow, SessionRow


class Clerk(Part):
    """Somebody who may sign in; without work groups, of all of them."""

    id: str
    name: str
    role: Role
    groups: tuple[Group, ...] = ()


def put(session: Session, *, office_id: str, clerk: Clerk, pin_hash: str, now: dt.datetime) -> None:
    """Add a clerk, or change one: a new PIN ends the clerk's sessions."""
    groups = " ".join(clerk.groups)
    changed = {"name": clerk.name, "role": clerk.role.value, "groups": groups, "pin_hash": pin_hash}
    new = statements.insert(session, ClerkRow).values(
        office_id=office_id, id=clerk.id, created_at=now, **changed
    )
    session.exec(new.on_conflict_do_update(index_elements=["office_id", "id"], set_=changed))
    _end_sessions(session, office_id, clerk.id)


def confirm(session: Session, *, office_id: str, clerk_id: str, pin_hash: str, anew: str) -> bool:
    """Keep a PIN's hash anew; False where it is not the clerk's any more: the PIN was changed meanwhile."""
    of_clerk = (col(ClerkRow.office_id) == office_id, col(ClerkRow.id) == clerk_id)
    kept = update(ClerkRow).where(*of_clerk, col(ClerkRow.pin_hash) == pin_hash).values(pin_hash=anew)
    return session.exec(kept, execution_options={"synchronize_session": False}).rowcount == 1


def remove(session: Session, *, office_id: str, clerk_id: str) -> bool:
    """Remove a clerk and end the clerk's sessions; whether there was one."""
    _end_sessions(session, office_id, clerk_id)
    clerk_lines.unpair(session, office_id=office_id, clerk_id=clerk_id)
    gone = delete(ClerkRow).where(col(ClerkRow.office_id) == office_id, col(ClerkRow.id) == clerk_id)
    return session.exec(gone).rowcount == 1


def everybody(session: Session, office_id: str) -> list[Clerk]:
    """Return the office's clerks by id."""
    rows = session.exec(select(ClerkRow).where(ClerkRow.office_id == office_id).order_by(col(ClerkRow.id)))
    return [_clerk(row) for row in rows]


def stamp(keys: Keyring, counter: str, clerk_id: str, pin_hash: str) -> str:
    """Return what tells a counter's desk that a clerk's PIN is still the same, and nothing else."""
    return keys.lookup(f"PIN at {counter}", f"{clerk_id} {pin_hash}")


def stamps(session: Session, *, keys: Keyring, office_id: str, counter: str) -> list[ClerkStamp]:
    """Return the stamps of everybody who may sign in."""
    rows = session.exec(select(ClerkRow.id, ClerkRow.pin_hash).where(ClerkRow.office_id == office_id))
    return [ClerkStamp(clerk=each, stamp=stamp(keys, counter, each, pin_hash)) for each, pin_hash in rows]


def find(session: Session, *, office_id: str, clerk_id: str) -> tuple[Clerk, str] | None:
    """Return a clerk and the hash of the PIN."""
    row = session.get(ClerkRow, (office_id, clerk_id))
    if row is None:
        return None
    return _clerk(row), row.pin_hash


def _clerk(row: ClerkRow) -> Clerk:
    return Clerk(id=row.id, name=row.name, role=Role(row.role), groups=tuple(map(Group, row.groups.split())))


def _end_sessions(session: Session, office_id: str, clerk_id: str) -> None:
    of_clerk = (col(SessionRow.office_id) == office_id, col(SessionRow.clerk_id) == clerk_id)
    session.exec(delete(SessionRow).where(*of_clerk))
