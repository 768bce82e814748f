"""What the citizen claims: the numbers to be typed into the other program stand large and apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from textual.content import Content

from desk.messages import check as words
from desk.messages import common
from desk.reading import written
from desk.widgets.rows import MUTED, Part, Rows, row, spread
from registry.checks import Particular
from registry.labels import SERVICE
from registry.particulars import Particulars
from registry.request import Fee, Request
from thai.clusters import pad
from thai.dates import clock, short_date
from thai.identity import mask_birth_date, mask_card, mask_laser, mask_name, mask_pid
from thai.money import baht

_LABEL_CELLS: Final = 12
_NUMBERS: Final[tuple[tuple[Particular, str], ...]] = (
    ("laser", words.LASER),
    ("card", words.CARD),
    ("pid", words.PID_SHORT),
)
_ALWAYS: Final = frozenset({"laser", "card"})
_MASK: Final = {"laser": mask_laser, "card": mask_card, "pid": mask_pid}


@dataclass(frozen=True, slots=True)
class Claim:
    """Everything the panel shows.

    ``reveal_left`` are the seconds for which the numbers are readable, ``places`` what is left at the
    wished time (None while that is not known).
    """

    request: Request
    particulars: Particulars | None = field(default=None, repr=False)
    fee: Fee | None = None
    places: int | None = None
    others: int = 0
    reveal_left: int = 0


class ClaimPanel(Rows):
    """The claim; compact on a small screen, where a number takes one row instead of two."""

    def __init__(self, claim: Claim | None) -> None:
        super().__init__()
        self.claim = claim
        self.compact = False

    def show(self, claim: Claim | None, *, compact: bool) -> None:
        """Show a claim, in the size that fits the screen."""
        if (claim, compact) != (self.claim, self.compact):
            self.claim, self.compact = claim, compact
            self.changed()

    def rows(self, width: int) -> list[Content]:
        """Return the claim's lines."""
        claim = self.claim
        if claim is None:
            return [row(width, (common.GONE, "$warning"))]
        rows = (
            self._numbers(claim, width)
            if claim.particulars
            else [row(width, (words.NO_PARTICULARS, "$warning"))]
        )
        rows.append(self._pair(width, words.WISH, *_wish(claim)))
        rows += [self._pair(width, words.ITEMS, item) for item in _items(claim.request)]
        fee = baht(claim.fee.baht) if claim.fee else words.NO_FEE
        rows.append(self._pair(width, words.FEE, fee))
        if claim.request.question:
            rows.append(self._pair(width, words.QUESTION_ASKED, claim.request.question))
        if claim.others:
            rows.append(row(width, (words.asked_before(claim.others), MUTED)))
        return rows

    def _numbers(self, claim: Claim, width: int) -> list[Content]:
        given = claim.particulars
        rows: list[Content] = []
        for particular, label in _NUMBERS:
            value: str | None = getattr(given, particular)
            if value is None and particular not in _ALWAYS:
                continue
            shown = self._number(claim, value, particular)
            style = "bold" if value else MUTED
            hint = _hint(claim) if particular == "laser" else ""
            if self.compact:
                rows.append(spread(width, f"{pad(label, _LABEL_CELLS)}{shown}", (hint, MUTED)))
            else:
                rows.append(spread(width, label, (hint, MUTED)))
                rows.append(row(width, "  ", (shown, style)))
        if given is not None and given.name:
            name = given.name if claim.reveal_left else mask_name(given.name)
            rows.append(self._pair(width, words.NAME, name))
        if given is not None and given.birth_date:
            day = given.birth_date
            born = short_date(day) if claim.reveal_left else mask_birth_date(day)
            rows.append(self._pair(width, words.BIRTH_DATE, born))
        return rows if self.compact else [*rows, row(width, "")]

    def _number(self, claim: Claim, value: str | None, particular: Particular) -> str:
        if value is None:
            return words.NOT_GIVEN
        if not claim.reveal_left:
            return _large(_MASK[particular](value), compact=self.compact)
        return _large(written(value, particular), compact=self.compact)

    def _pair(self, width: int, label: str, *values: Part) -> Content:
        return row(width, (pad(label, _LABEL_CELLS), MUTED), *values)


def _hint(claim: Claim) -> str:
    return words.reveals_for(claim.reveal_left) if claim.reveal_left else words.MASKED


def _large(number: str, *, compact: bool) -> str:
    return number if compact else " ".join(number)


def _items(request: Request) -> list[str]:
    return [f"{SERVICE[item.service]}  {common.copies(item.copies)}" for item in request.items]


def _wish(claim: Claim) -> list[Part]:
    wish = claim.request.wish
    if wish.date is None:
        return [words.NO_WISH]
    when = short_date(wish.date) + (f" {clock(wish.time)}" if wish.time else "")
    if claim.request.hold is not None:
        return [when, "  ", common.KEPT]
    if claim.places is None:
        return [when]
    return [when, "  ", (common.places(claim.places), "" if claim.places else "bold")]
