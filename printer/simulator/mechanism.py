"""The virtual printer's body: what is the matter with it, and the status bytes that tell so."""

import threading

from printer.status import Condition

_STOPPING = frozenset(Condition) - {Condition.PAPER_LOW, Condition.BUSY}


class Mechanism:
    """Paper, cover, knife and head; `changed` is notified under its own lock at every change."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self._conditions: set[Condition] = set()
        self._paper_left: int | None = None

    def set(self, condition: Condition, *, there: bool = True) -> None:
        """Begin or end a trouble."""
        with self.changed:
            (self._conditions.add if there else self._conditions.discard)(condition)
            self.changed.notify_all()

    def load(self, rows: int | None = None) -> None:
        """Put in a roll of so many rows of dots; None never ends."""
        with self.changed:
            self._paper_left = rows
            self._conditions -= {Condition.NO_PAPER, Condition.PAPER_LOW}
            self.changed.notify_all()

    def move(self, rows: int) -> None:
        """Move the paper on; a roll that ends so is a trouble."""
        with self.changed:
            if self._paper_left is None or not rows:
                return
            self._paper_left = max(0, self._paper_left - rows)
            if not self._paper_left:
                self._conditions.add(Condition.NO_PAPER)
                self.changed.notify_all()

    @property
    def can_print(self) -> bool:
        """Tell whether nothing stops the printer."""
        return not self._conditions & _STOPPING

    def real_time(self, number: int) -> int:
        """Return the answer to DLE EOT 1 to 4."""
        bits = {
            1: {0x08: not self.can_print, 0x40: self._has(Condition.BUSY)},
            2: {
                0x04: self._has(Condition.COVER_OPEN),
                0x08: self._has(Condition.BUSY),
                0x20: self._has(Condition.NO_PAPER),
                0x40: self._has(Condition.CUTTER, Condition.FAULT, Condition.OVERHEATED),
            },
            3: {
                0x08: self._has(Condition.CUTTER),
                0x20: self._has(Condition.FAULT),
                0x40: self._has(Condition.OVERHEATED, Condition.COVER_OPEN),
            },
            4: {
                0x0C: self._has(Condition.PAPER_LOW, Condition.NO_PAPER),
                0x60: self._has(Condition.NO_PAPER),
            },
        }
        return 0x12 | _sum(bits.get(number, {}))

    def automatic(self) -> bytes:
        """Return the four bytes of automatic status (GS a)."""
        return bytes(
            (
                0x10
                | _sum(
                    {
                        0x08: not self.can_print,
                        0x20: self._has(Condition.COVER_OPEN),
                        0x40: self._has(Condition.BUSY),
                    }
                ),
                _sum(
                    {
                        0x08: self._has(Condition.CUTTER),
                        0x20: self._has(Condition.FAULT),
                        0x40: self._has(Condition.OVERHEATED, Condition.COVER_OPEN),
                    }
                ),
                self.sensors(),
                0,
            )
        )

    def sensors(self) -> int:
        """Return the answer to GS r 1."""
        return _sum(
            {
                0x03: self._has(Condition.PAPER_LOW, Condition.NO_PAPER),
                0x0C: self._has(Condition.NO_PAPER),
            }
        )

    def _has(self, *conditions: Condition) -> bool:
        return bool(self._conditions & set(conditions))


def _sum(bits: dict[int, bool]) -> int:
    return sum(bit for bit, there in bits.items() if there)
