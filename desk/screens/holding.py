"""Base of the screens whose request is held by one clerk: the lease is renewed while it is worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from desk.lease import LeaseKeeper
from desk.screens.revealing import RevealingScreen
from registry.commands import Decision, Fact, Outcome, Renew, Say, Take

if TYPE_CHECKING:
    from registry.request import Request


class HoldingScreen(RevealingScreen):
    """A screen that asks for a longer lease while keys are pressed in it, or in a dialog above it."""

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self._lease = LeaseKeeper(0, 0.0)

    def opened(self) -> None:
        """Count the lease from when it began; one of before this program is renewed at once."""
        super().opened()
        backend, now = self.backend, self.desk.monotonic()
        holder = self.request.holder if self.request is not None and self.ours else None
        left = (holder.until - backend.now()).total_seconds() if holder is not None else None
        if left is not None and backend.lease_left(self.request_id) is None:
            left = 0
        self._lease = LeaseKeeper(backend.profile.lease_minutes, now, left)

    def tick(self) -> None:
        """Count the reveal down, and keep the request while the clerk works on it."""
        super().tick()
        if self.over:
            return
        if self._in_front:
            self._lease.used(self.desk.last_input)
        now = self.desk.monotonic()
        if self.ours and self._lease.due(now) and self.backend.status().online:
            self._lease.renewed(now)
            self.issue(Renew())

    def applied(self, command: Decision | Fact, outcome: Outcome) -> None:
        """Count the lease anew where the daemon does."""
        del outcome
        if isinstance(command, Renew | Take | Say):
            self._lease.renewed(self.desk.monotonic())

    def refused(self, command: Decision | Fact, outcome: Outcome) -> None:
        """Tell why a command was refused; that a lease is gone which is not ours any more is known."""
        if not (isinstance(command, Renew) and not self.ours):
            super().refused(command, outcome)

    def was_taken_away(self, before: Request, now: Request) -> bool:
        """Whether another has released what this clerk held; of that the desk tells, whatever is open."""
        person = self.backend.person
        return bool(now.released_by) and before.held_by(person.clerk, person.counter)

    @property
    def _in_front(self) -> bool:
        """Whether nothing but dialogs lies above this screen."""
        stack = self.desk.screen_stack
        return self in stack and all(isinstance(each, ModalScreen) for each in stack[stack.index(self) + 1 :])
