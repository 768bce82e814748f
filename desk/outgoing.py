"""What a clerk sees of the outbox: the own commands, of others' only how many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk.outbox import Kept, Outbox


@dataclass(frozen=True)
class Outgoing:
    """What waits to be sent and what is to be settled, oldest first; ``others`` counts other people's."""

    waiting: Sequence[Kept]
    to_settle: Sequence[Kept]
    others: int = 0
    next_try: dt.datetime | None = None

    def kept(self, command_id: str) -> Kept | None:
        """Return a command by its id."""
        return next((each for each in (*self.to_settle, *self.waiting) if each.id == command_id), None)

    @property
    def oldest(self) -> dt.datetime | None:
        """When the oldest unsent command was made."""
        return min((each.made_at for each in self.waiting), default=None)


def seen_by(clerk: str, outbox: Outbox, *, head: bool, next_try: dt.datetime | None) -> Outgoing:
    """Return the outbox as a clerk may see it; who settles for others sees what was left to the head."""
    waiting, refused = outbox.waiting(), outbox.to_settle()
    mine = _of(clerk, waiting)
    to_settle = [each for each in refused if each.clerk in {"", clerk} or (head and each.for_head)]
    others = len(waiting) - len(mine) + len(refused) - len(to_settle)
    return Outgoing(mine, to_settle, others, next_try)


def _of(clerk: str, commands: Iterable[Kept]) -> list[Kept]:
    """Return a clerk's own commands, and those that an earlier version kept without a name."""
    return [each for each in commands if each.clerk in {"", clerk}]
