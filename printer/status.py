"""What a printer says of itself, so that nobody learns at the counter that the paper is out."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from printer import messages


class Condition(StrEnum):
    """One thing that is the matter with a printer, the most pressing first."""

    UNPLUGGED = "unplugged"
    """It cannot be reached at all: switched off, or its cable or network is away."""
    COVER_OPEN = "cover_open"
    NO_PAPER = "no_paper"
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    FAULT = "fault"
    """It reports an error that it does not name, or one that only a technician ends."""
    OFFLINE = "offline"
    """It takes nothing at the moment and does not say why."""
    BUSY = "busy"
    """It works on something, or somebody else holds the line to it; it takes more by itself."""
    PAPER_LOW = "paper_low"


_HARMLESS = frozenset({Condition.BUSY, Condition.PAPER_LOW})


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What is known of a printer at one moment; `known` is false where the device cannot tell or did not."""

    conditions: frozenset[Condition] = frozenset()
    known: bool = True

    @classmethod
    def of(cls, *conditions: Condition) -> Self:
        """Return the status of a printer that said just this; nothing at all: it is ready."""
        return cls(frozenset(conditions))

    @property
    def may_print(self) -> bool:
        """Tell whether nothing known stands against a slip: true also where nothing is known."""
        return self.conditions <= _HARMLESS

    @property
    def ordered(self) -> tuple[Condition, ...]:
        """Return the conditions, the most pressing first."""
        return tuple(condition for condition in Condition if condition in self.conditions)

    @property
    def thai(self) -> str:
        """Return the status in Thai words, the most pressing first: ``กระดาษหมด, ฝาเครื่องเปิดอยู่``."""
        if self.conditions:
            return ", ".join(messages.CONDITIONS[condition].thai for condition in self.ordered)
        return messages.READY if self.known else messages.STATUS_UNKNOWN

    @property
    def headline(self) -> str:
        """Return the most pressing condition alone, in Thai words, for where there is little room."""
        return messages.CONDITIONS[self.ordered[0]].thai if self.conditions else self.thai

    @property
    def next_step(self) -> str:
        """Return what to do about the most pressing condition, one Thai sentence; empty: nothing."""
        return messages.CONDITIONS[self.ordered[0]].next_step if self.conditions else ""


UNKNOWN = PrinterStatus(known=False)
"""The status of a device that cannot tell, or of which no believable answer came."""
