"""What a desk sends to sign a clerk in, and what it gets."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, SecretStr

from registry.actors import Role
from registry.office import OfficeProfile
from registry.request import Group, Part


class SignIn(Part):
    """A clerk at a counter.

    ``desk_key`` is a secret that the desk made for itself; the daemon remembers it for the counter
    at the first sign-in there, and refuses another one until an operator forgets it.
    """

    counter: Annotated[str, Field(min_length=1, max_length=20)]
    desk_key: Annotated[SecretStr, Field(min_length=32, max_length=100)]
    clerk: Annotated[str, Field(min_length=1, max_length=40)]
    pin: Annotated[SecretStr, Field(min_length=4, max_length=100)]


class SecondSignIn(Part):
    """A second person at the counter of somebody signed in, who agrees to the approval of one request."""

    request_id: Annotated[str, Field(min_length=1, max_length=40)]
    seen_version: int
    clerk: Annotated[str, Field(min_length=1, max_length=40)]
    pin: Annotated[SecretStr, Field(min_length=4, max_length=100)]


class SecondProof(Part):
    """What an approval carries as the second person's word."""

    proof: str = Field(repr=False)


class Session(Part):
    """An open session: ``token`` goes as bearer; ``mirror_key`` (32 bytes, base64) opens the mirror.

    ``groups`` are the clerk's work groups, whose inquiries come first; none means all of them. ``stamp``
    is another one once the PIN has changed.
    """

    token: str = Field(repr=False)
    clerk: str
    clerk_name: str
    role: Role
    groups: tuple[Group, ...] = ()
    counter: str
    expires_at: dt.datetime
    mirror_key: str = Field(repr=False)
    office: OfficeProfile
    stamp: str = ""


class ClerkStamp(Part):
    """A clerk who may sign in; a desk forgets what it keeps for sign-ins under another stamp."""

    clerk: str
    stamp: str
