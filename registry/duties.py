"""What each role may do: the one table, which the daemon checks and the desk shows.

Facts are for nobody to refuse: what has happened is recorded, whoever did it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from registry.actors import Role


class Duty(StrEnum):
    """Something that not every role may do."""

    SERVE = "serve"
    """Decide on requests and serve citizens."""
    REVEAL = "reveal"
    """Open masked numbers on a screen."""
    ANSWER_FOR_OTHERS = "answer_for_others"
    """Write to a citizen whose inquiry somebody else holds."""
    RELEASE = "release"
    """Take a request from another clerk's hands, back into the list."""
    SETTLE = "settle"
    """Settle refused commands that others have left to the head."""


MAY: Final = {
    Role.CLERK: frozenset({Duty.SERVE, Duty.REVEAL}),
    Role.HEAD: frozenset(Duty),
    Role.ADMIN: frozenset({Duty.RELEASE, Duty.SETTLE}),
}


def may(role: Role, duty: Duty) -> bool:
    """Whether a role has a duty."""
    return duty in MAY[role]


def may_order(role: Role, kind: str) -> bool:
    """Whether a role may make a kind of decision; of a release whether of others' requests, or of the own."""
    return may(role, Duty.SERVE) or (kind == "release" and may(role, Duty.RELEASE))
