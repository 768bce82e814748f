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

    @property
    def offline_days(self) -> int:
        """For how many days who has signed in here may do so while the daemon is away; 0: not at all."""

    async def away(self) -> bool:
        """Whether the daemon cannot be reached now; looked at before anybody has signed in."""

    def resume(self) -> Backend | None:
        """Return the backend of a session that is still good; None when somebody must sign in."""

    async def sign_in(self, clerk: str, pin: str) -> Backend:
        """Sign a clerk in; the same backend comes back for whose work lies behind the lock.

        Other people's work rests from then on. Raises SignInRefused or StorageError.
        """

    def leave(self) -> None:
        """Note that the program ends: while a desk may be left alone, a new start needs no sign-in."""

    def lock(self) -> None:
        """Take the session off the disk; the work goes on behind the lock, and its keys stay in memory."""

    def sign_out(self, backend: Backend) -> None:
        """End a clerk's work: the session ends, the keys leave memory and disk."""
