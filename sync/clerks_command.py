"""``bangkhae-sync clerk`` and ``desk``: who may sign in, and which desk a counter has."""

from __future__ import annotations

import datetime as dt
import getpass
import sys
from functools import partial
from typing import Final

from registry.actors import Role
from registry.errors import ConfigurationError
from registry.settings import Settings
from sync.opening import opened
from sync.store import clerks, sessions

_ID_LENGTH: Final = 40
_NAME_LENGTH: Final = 200


def add(settings: Settings, *, clerk_id: str, name: str, role: str | None) -> int:
    """Add or change a clerk; the PIN comes from standard input, or is asked for at a terminal.

    Without a role a clerk who is known keeps the old one: a new PIN makes no head a clerk.
    """
    if not 1 <= len(clerk_id) <= _ID_LENGTH or not _typeable(clerk_id) or " " in clerk_id:
        raise ConfigurationError(f"a clerk's id has 1 to {_ID_LENGTH} Latin letters, digits and signs")
    if not 1 <= len(name) <= _NAME_LENGTH or not name.isprintable() or not name.strip():
        raise ConfigurationError(f"a clerk's name has 1 to {_NAME_LENGTH} characters, on one line")
    pin_hash = clerks.hash_pin(_read_pin())
    with opened(settings) as (database, _):
        known = database.read(partial(clerks.find, office_id=settings.office.id, clerk_id=clerk_id))
        kept = known[0].role if known is not None else Role.CLERK
        clerk = clerks.Clerk(id=clerk_id, name=name, role=kept if role is None else Role(role))
        now = dt.datetime.now(dt.UTC)
        database.write(
            partial(clerks.put, office_id=settings.office.id, clerk=clerk, pin_hash=pin_hash, now=now)
        ).result()
    return 0


def everybody(settings: Settings) -> list[str]:
    """Return a line for each clerk."""
    with opened(settings) as (database, _):
        found = database.read(partial(clerks.everybody, office_id=settings.office.id))
    return [f"{clerk.id}\t{clerk.role.value}\t{clerk.name}" for clerk in found]


def remove(settings: Settings, *, clerk_id: str) -> int:
    """Remove a clerk; raises ConfigurationError where there is none."""
    with opened(settings) as (database, _):
        gone = database.write(
            partial(clerks.remove, office_id=settings.office.id, clerk_id=clerk_id)
        ).result()
    if not gone:
        raise ConfigurationError(f"there is no clerk {clerk_id}")
    return 0


def forget_desk(settings: Settings, *, counter: str) -> int:
    """Forget the desk of a counter; raises ConfigurationError where it has none."""
    with opened(settings) as (database, _):
        gone = database.write(
            partial(sessions.forget_desk, office_id=settings.office.id, counter=counter)
        ).result()
    if not gone:
        raise ConfigurationError(f"counter {counter} has no desk")
    return 0


def _read_pin() -> str:
    if sys.stdin.isatty():
        pin = getpass.getpass("PIN: ")
        if pin != getpass.getpass("PIN again: "):
            raise ConfigurationError("the PINs are not the same")
    else:
        pin = sys.stdin.readline().rstrip("\r\n")
    if len(pin) not in clerks.PIN_LENGTHS:
        lengths = clerks.PIN_LENGTHS
        raise ConfigurationError(f"a PIN has {lengths[0]} to {lengths[-1]} characters")
    if not _typeable(pin):
        raise ConfigurationError("a PIN is of Latin letters, digits and signs: the desk reads keys as those")
    return pin


def _typeable(text: str) -> bool:
    """Whether it can be typed at a desk, which reads Thai letters as the Latin ones on the same keys."""
    return text.isascii() and text.isprintable()
