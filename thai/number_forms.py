"""The form of each identity number: the groups in which it is written, and what of it a mask leaves readable.

Source: the cards themselves. Whatever writes, masks, compares or looks for these numbers builds on `FORMS`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

Sign = TypeVar("Sign")
HIDDEN = "X"


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How one kind of number looks.

    ``groups`` are the characters between two dashes; ``shown`` is how many stay readable at the beginning and
    at the end when the number is masked.
    """

    groups: tuple[int, ...]
    shown: tuple[int, int]

    @property
    def length(self) -> int:
        """Return how many characters the number has, dashes aside."""
        return sum(self.groups)

    def grouped(self, signs: Sequence[Sign]) -> list[list[Sign]]:
        """Return the signs in this form's groups: fewer where they end early, the rest in the last group."""
        groups: list[list[Sign]] = []
        rest = list(signs)
        for size in self.groups[:-1]:
            groups.append(rest[:size])
            rest = rest[size:]
        groups.append(rest)
        return [group for group in groups if group]

    def written(self, number: str) -> str:
        """Write a number as on the card: ``1040-02-12345678``."""
        return "-".join("".join(group) for group in self.grouped(number))

    def readable(self, length: int) -> set[int]:
        """Return the places that a mask leaves readable in so many characters."""
        head, tail = self.shown
        return {*range(min(head, length)), *range(max(0, length - tail), length)}

    def masked(self, number: str) -> str:
        """Write a number with its middle hidden; what is not a whole number of this kind is hidden wholly."""
        if len(number) != self.length:
            return HIDDEN * len(number)
        readable = self.readable(len(number))
        return self.written("".join(sign if at in readable else HIDDEN for at, sign in enumerate(number)))


LASER = NumberForm((3, 7, 2), (3, 2))
CARD = NumberForm((4, 2, 8), (6, 4))
# Its check digit is known: with a weaker mask few candidates would be left.
PID = NumberForm((1, 4, 5, 2, 1), (0, 3))
FORMS: Mapping[str, NumberForm] = MappingProxyType({"laser": LASER, "card": CARD, "pid": PID})
"""By the names that particulars have."""
