"""The way in: how the application comes to a backend, from a stored session or a sign-in."""

from __future__ import annotations

from typing import Protocol

from desk.backend import Backend


class Entrance(Protocol):
    """What the application is given to begin with; the live one is ``desk.live_entrance``."""

    @property
    def office_name(self) -> str:
        """The office's name, shown before anybody has signed in."""

    @property
    def counter(self) -> str:
        """This desk's counter."""

    def resume(self) -> Backend | None:
        """Return the backend of a session that is still good; None when somebody must sign in."""

    async def sign_in(self, clerk: str, pin: str) -> Backend:
        """Sign a clerk in; raises SignInRefused, Offline or StorageError."""

    def lock(self) -> None:
        """Forget the session: its keys leave memory and disk."""
