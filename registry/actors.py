"""Who acts on a request, and what a role may do."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from registry.request import Part


class Role(StrEnum):
    """What a person of the office is; ``registry.duties`` says what each may do."""

    CLERK = "clerk"
    HEAD = "head"
    ADMIN = "admin"


class Actor(Part):
    """The acting person and place, as the audit trail keeps them."""

    kind: Literal["clerk", "citizen", "system"]
    id: str = ""
    name: str = ""
    counter: str = ""
    role: Role = Role.CLERK


CITIZEN = Actor(kind="citizen")
SYSTEM = Actor(kind="system", id="nightly")
"""What the daemon does by itself, by rule."""
