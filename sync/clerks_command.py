"""``bangkhae-sync clerk`` and ``desk``: who may sign in, and which desk a counter has."""

from __future__ import annotations

import datetime as dt
import getpass
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from sqlmodel import Session

from registry.actors import Role
from registry.errors import ConfigurationError
from registry.request import Group
from registry.settings import Settings
from sync.line.messages import heads
from sync.opening import opened
from sync.store import clerk_lines, clerks, pins, sessions
from thai.dates import BANGKOK

_ID_LENGTH: Final = 40
_NAME_LENGTH: Final = 200


def add(
    settings: Settings, *, clerk_id: str, name: str, role: str | None, groups: Sequence[str] | None = None
) -> int:
    """Add or change a clerk; the PIN comes from standard input, or is asked for at a terminal.

    Without a role or work groups a clerk who is known keeps the old ones: a new PIN makes no head a clerk.
    """
    if not 1 <= len(clerk_id) <= _ID_LENGTH or not _typeable(clerk_id) or " " in clerk_id:
        raise ConfigurationError(f"a clerk's id has 1 to {_ID_LENGTH} Latin letters, digits and signs")
    if not 1 <= len(name) <= _NAME_LENGTH or not name.isprintable() or not name.strip():
        raise ConfigurationError(f"a clerk's name has 1 to {_NAME_LENGTH} characters, on one line")
    pin = _read_pin()
    with opened(settings) as (database, keys):
        known = database.read(partial(clerks.find, office_id=settings.office.id, clerk_id=clerk_id))
        before = known[0] if known is not None else clerks.Clerk(id=clerk_id, name=name, role=Role.CLERK)
        clerk = clerks.Clerk(
            id=clerk_id,
            name=name,
            role=before.role if role is None else Role(role),
            groups=before.groups if groups is None else _groups(groups),
        )
        now = dt.datetime.now(dt.UTC)
        database.write(
            partial(
                clerks.put,
                office_id=settings.office.id,
                clerk=clerk,
                pin_hash=pins.hashed(keys, pin),
                now=now,
            )
        ).result()
    return 0


def new_pin(settings: Settings, *, clerk_id: str) -> int:
    """Give a clerk another PIN; raises ConfigurationError where there is no such clerk."""
    office_id, now = settings.office.id, dt.datetime.now(dt.UTC)
    with opened(settings) as (database, keys):
        known = database.read(partial(clerks.find, office_id=office_id, clerk_id=clerk_id))
        if known is None:
            raise ConfigurationError(f"there is no clerk {clerk_id}")
        pin_hash = pins.hashed(keys, _read_pin())
        put = partial(clerks.put, office_id=office_id, clerk=known[0], pin_hash=pin_hash, now=now)
        database.write(put).result()
    return 0


def everybody(settings: Settings) -> list[str]:
    """Return a line for each clerk: id, role, name, work groups, whether LINE is paired."""
    with opened(settings) as (database, _):
        found = database.read(partial(clerks.everybody, office_id=settings.office.id))
        paired = database.read(partial(clerk_lines.paired, office_id=settings.office.id))
    return ["\t".join(_columns(clerk, line=clerk.id in paired)) for clerk in found]


def pair(settings: Settings, *, clerk_id: str) -> list[str]:
    """Return what a clerk types in the office's chat so that it is known to be theirs, and until when."""
    now, office_id = dt.datetime.now(dt.UTC), settings.office.id
    with opened(settings) as (database, keys):
        if database.read(partial(clerks.find, office_id=office_id, clerk_id=clerk_id)) is None:
            raise ConfigurationError(f"there is no clerk {clerk_id}")
        make = partial(clerk_lines.new_code, keys=keys, office_id=office_id, clerk_id=clerk_id, now=now)
        code = database.write(make).result()
    until = (now + clerk_lines.CODE_VALID).astimezone(BANGKOK)
    return [heads.to_type(code), f"good once, until {until:%H:%M}"]


def unpair(settings: Settings, *, clerk_id: str) -> int:
    """Tell a clerk nothing more by LINE; raises ConfigurationError where no account is paired."""
    unpaired = partial(clerk_lines.unpair, office_id=settings.office.id, clerk_id=clerk_id)
    return _end(settings, unpaired, f"no LINE account is paired with {clerk_id}")


def remove(settings: Settings, *, clerk_id: str) -> int:
    """Remove a clerk; raises ConfigurationError where there is none."""
    removed = partial(clerks.remove, office_id=settings.office.id, clerk_id=clerk_id)
    return _end(settings, removed, f"there is no clerk {clerk_id}")


def forget_desk(settings: Settings, *, counter: str) -> int:
    """Forget the desk of a counter; raises ConfigurationError where it has none."""
    forgotten = partial(sessions.forget_desk, office_id=settings.office.id, counter=counter)
    return _end(settings, forgotten, f"counter {counter} has no desk")


def _end(settings: Settings, ended: Callable[[Session], bool], not_there: str) -> int:
    """End something in one transaction; raises ConfigurationError where it was not there."""
    with opened(settings) as (database, _):
        if not database.write(ended).result():
            raise ConfigurationError(not_there)
    return 0


def _groups(words: Sequence[str]) -> tuple[Group, ...]:
    return tuple(group for group in Group if group.value in words)


def _columns(clerk: clerks.Clerk, *, line: bool) -> tuple[str, ...]:
    groups = ",".join(clerk.groups) or "all"
    return clerk.id, clerk.role.value, clerk.name, groups, "LINE" if line else "-"


def _read_pin() -> str:
    if sys.stdin.isatty():
        pin = getpass.getpass("PIN: ")
        if pin != getpass.getpass("PIN again: "):
            raise ConfigurationError("the PINs are not the same")
    else:
        pin = sys.stdin.readline().rstrip("\r\n")
    if len(pin) not in pins.LENGTHS:
        raise ConfigurationError(f"a PIN has {pins.LENGTHS[0]} to {pins.LENGTHS[-1]} characters")
    if not _typeable(pin):
        raise ConfigurationError("a PIN is of Latin letters, digits and signs: the desk reads keys as those")
    return pin


def _typeable(text: str) -> bool:
    """Whether it can be typed at a desk, which reads Thai letters as the Latin ones on the same keys."""
    return text.isascii() and text.isprintable()
