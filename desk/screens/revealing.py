"""Base of the screens that can open a citizen's numbers: for some seconds, and never unrecorded."""

from __future__ import annotations

from typing import Final

from desk.events import WentAway
from desk.reveal import Reveal
from desk.screens.working import WorkingScreen
from registry.commands import Decision, Fact, Outcome, Revealed
from registry.duties import Duty, may

TICK_SECONDS: Final = 0.5


class RevealingScreen(WorkingScreen):
    """A screen whose numbers are masked until F4; subclasses draw in ``show`` by ``reveal_left``."""

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self._reveal = Reveal(0)
        self._was_revealed = False

    def opened(self) -> None:
        """Let the seconds count."""
        super().opened()
        self._reveal = Reveal(self.desk.reveal_seconds)
        self.set_interval(TICK_SECONDS, self.tick)

    @property
    def may_reveal(self) -> bool:
        """Whether there are numbers that this clerk may open now."""
        return self.particulars is not None

    @property
    def reveal_left(self) -> int:
        """Seconds for which the numbers stay readable; 0 when they are masked."""
        return self._reveal.left(self.desk.monotonic())

    def show(self) -> None:
        """Draw what changes by the second."""

    def on_went_away(self, _event: WentAway) -> None:
        """Mask the numbers behind the lock."""
        self._reveal.close()
        self.show()

    def tick(self) -> None:
        """Count down, and mask when the time is over."""
        if not self.over and (self.reveal_left or self._was_revealed):
            self.show()
        self._was_revealed = bool(self.reveal_left)

    def refused(self, command: Decision | Fact, outcome: Outcome) -> None:
        """Tell why; what could not be recorded is masked again."""
        self._mask_unrecorded(command)
        super().refused(command, outcome)

    def not_sent(self, command: Decision | Fact, error: Exception) -> None:
        """Tell why; what could not be recorded is masked again."""
        self._mask_unrecorded(command)
        super().not_sent(command, error)

    def _mask_unrecorded(self, command: Decision | Fact) -> None:
        if isinstance(command, Revealed):
            self._reveal.close()
            self.show()

    def action_reveal(self) -> None:
        """Open the numbers and say so to the audit trail; or mask them again."""
        if self.reveal_left:
            self._reveal.close()
        elif self.may_reveal and may(self.backend.person.role, Duty.REVEAL):
            self._reveal.open(self.desk.monotonic())
            self._was_revealed = True
            self.issue(Revealed())
        self.show()
