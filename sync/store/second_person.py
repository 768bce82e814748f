"""The proof that a second person agreed: good for one request as it is, one clerk and counter, two minutes.

Nothing is stored of it: the approval that it serves makes the request another version, so none serves twice.
"""

from __future__ import annotations

import datetime as dt
import hmac
from typing import Final

from sqlmodel import Session

from registry.actors import Actor
from registry.errors import RefusalCode, Refused
from registry.sealing import Keyring
from sync.store import clerks

GOOD_FOR: Final = dt.timedelta(minutes=2)
_BETWEEN: Final = "~"


def prove(
    keys: Keyring,
    *,
    office_id: str,
    request_id: str,
    version: int,
    actor: Actor,
    second: str,
    now: dt.datetime,
) -> str:
    """Return the proof for an actor's approval of a request in a version, by somebody whose PIN was right."""
    until = str(int((now + GOOD_FOR).timestamp()))
    about = (office_id, request_id, str(version), actor.id, actor.counter, second, until)
    return _BETWEEN.join((second, until, _digest(keys, about)))


def proven(
    session: Session,
    *,
    keys: Keyring,
    office_id: str,
    request_id: str,
    version: int,
    actor: Actor,
    proof: str,
    now: dt.datetime,
) -> Actor:
    """Return who agreed; raises Refused (SECOND_NOT_PROVEN)."""
    parts = proof.rsplit(_BETWEEN, 2)
    if len(parts) != 3 or not parts[1].isascii() or not parts[1].isdigit():
        raise Refused(RefusalCode.SECOND_NOT_PROVEN)
    second, until, digest = parts
    about = (office_id, request_id, str(version), actor.id, actor.counter, second, until)
    good = hmac.compare_digest(digest.encode(), _digest(keys, about).encode())
    if not good or now.timestamp() > int(until):
        raise Refused(RefusalCode.SECOND_NOT_PROVEN)
    found = clerks.find(session, office_id=office_id, clerk_id=second)
    if found is None:
        raise Refused(RefusalCode.SECOND_NOT_PROVEN)
    clerk = found[0]
    return Actor(kind="clerk", id=clerk.id, name=clerk.name, counter=actor.counter, role=clerk.role)


def _digest(keys: Keyring, about: tuple[str, ...]) -> str:
    return keys.lookup("second person", "\n".join(about))
