"""Who collects, what is paid, where the documents lie: the separate facts of a hand-over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from textual import events
from textual.content import Content
from textual.message import Message

from desk.keymap import digit
from desk.messages import attorney, common
from desk.messages import pick_up as words
from desk.widgets.inquiry_facts import kind_of
from desk.widgets.rows import MUTED, Part, Rows, row
from registry.request import Collector, Request
from thai.clusters import pad
from thai.money import baht

COLLECTOR, FEE = 0, 1
_LABEL_CELLS: Final = 14


class HandOverPanel(Rows, can_focus=True):
    """Two rows take keys: the collector (1, 2, arrows; Enter records) and the fee (Enter records)."""

    class CheckWanted(Message):
        """Enter on the collector: the second check is to be recorded."""

    class PaymentWanted(Message):
        """Enter on the fee: it has been paid."""

    @dataclass
    class Left(Message):
        """The clerk goes back up to the lines of the check."""

    def __init__(self, *, attorney_allowed: bool) -> None:
        super().__init__()
        self.request: Request | None = None
        self.collector = Collector.OWNER
        self.cursor = COLLECTOR
        self._attorney_allowed = attorney_allowed

    @property
    def checked(self) -> bool:
        """Whether the second check is recorded."""
        return self.request is not None and self.request.hand_over.second_check is not None

    @property
    def paid(self) -> bool:
        """Whether nothing is left to be paid."""
        if self.request is None or self.request.fee is None or not self.request.fee.baht:
            return True
        return self.request.hand_over.paid_baht is not None

    def show(self, request: Request | None) -> None:
        """Show the facts of a request."""
        self.request = request
        if request is not None and request.hand_over.collector is not None:
            self.collector = request.hand_over.collector
        self.cursor = FEE if self.checked else COLLECTOR
        self.changed()

    def rows(self, width: int) -> list[Content]:
        """Return collector, fee and documents, and what Enter does."""
        if self.request is None:
            return [row(width, "")]
        said, subject = words.purpose(self.request), _subject(self.request)
        given = self.request.hand_over.handed_over_at is not None
        rows = [
            self._row(width, COLLECTOR, said.collector, *self._collectors()),
            *self._attorney(width),
            self._row(width, FEE, words.FEE, *self._fee(self.request)),
            self._row(width, -1, said.subject, f"{subject}   ", _box(said.done, on=given)),
        ]
        return [*rows, row(width, "  ", (self._hint() if self.has_focus else "", MUTED))]

    def on_focus(self) -> None:
        """Show the row in hand."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Take the keys of the row in hand."""
        number = digit(event.character)
        if event.key == "up":
            self._up()
        elif event.key == "down":
            self.cursor = FEE if self.checked else COLLECTOR
        elif event.key == "enter":
            self._enter()
        elif self.cursor == COLLECTOR and (event.key in {"left", "right"} or number in {1, 2}):
            second = number == 2 if number else self.collector is Collector.OWNER
            self._choose(Collector.ATTORNEY if second else Collector.OWNER)
        else:
            return
        self.refresh()
        event.stop()
        event.prevent_default()

    def _up(self) -> None:
        if self.cursor == FEE and not self.checked:
            self.cursor = COLLECTOR
        else:
            self.post_message(self.Left())

    def _enter(self) -> None:
        if self.cursor == COLLECTOR and not self.checked:
            self.post_message(self.CheckWanted())
        elif self.cursor == FEE and not self.paid:
            self.post_message(self.PaymentWanted())

    def _choose(self, collector: Collector) -> None:
        if not self.checked and (collector is Collector.OWNER or self._attorney_allowed):
            self.collector = collector

    def _collectors(self) -> list[Part]:
        if not self._attorney_allowed:
            return [words.COLLECTORS[Collector.OWNER]]
        shown: list[Part] = []
        for number, (which, label) in enumerate(words.COLLECTORS.items(), 1):
            mark = "(•)" if which is self.collector else "( )"
            shown += [(f"{mark} {number} {label}", "bold" if which is self.collector else ""), "   "]
        return shown

    def _attorney(self, width: int) -> list[Content]:
        """Return the row that says what a collector who is not the owner has shown."""
        shown = self.request.hand_over.attorney if self.request is not None else None
        return [self._row(width, -1, attorney.SHOWN, attorney.shown(shown))] if shown is not None else []

    def _fee(self, request: Request) -> list[Part]:
        if request.has_only_a_number:
            return [words.FEE_LATER]
        if request.fee is None or not request.fee.baht:
            return [words.NO_FEE]
        amount = request.hand_over.paid_baht
        return [f"{baht(request.fee.baht if amount is None else amount)}   ", _box(words.PAID, on=self.paid)]

    def _row(self, width: int, place: int, label: str, *parts: Part) -> Content:
        here = self.has_focus and place == self.cursor
        return row(width, ("› " if here else "  ", "bold"), pad(label, _LABEL_CELLS), *parts)

    def _hint(self) -> str:
        if not self.checked:
            if self.collector is Collector.ATTORNEY:
                return words.HINT_ATTORNEY
            return words.HINT_COLLECTOR if self._attorney_allowed else words.HINT_OWNER
        return "" if self.paid else words.HINT_FEE


def _subject(request: Request) -> str:
    """Return what it is about: the copies and where they lie, or the kind of advance work."""
    if request.only_inquiry:
        return kind_of(request)
    if not request.items:
        return words.NOT_SAID
    tray = common.tray(request.tray) if request.tray else words.NOT_READY
    return f"{common.copies(request.copies)}   {tray}"


def _box(label: str, *, on: bool) -> Part:
    return (f"[✓] {label}", "$success") if on else f"[ ] {label}"
