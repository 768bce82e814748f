"""What is known of an inquiry beside its conversation: whose it is, until when, and what was arranged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from textual.content import Content

from desk.messages import check as check_words
from desk.messages import common
from desk.messages import inquiry as words
from desk.widgets.rows import MUTED, Rows, row, spread
from registry.advance import AdvanceHomeCard, AdvancePrecheck, AdvanceVisit, PictureRef
from registry.labels import ADVANCE, GROUP
from registry.particulars import Particulars
from registry.request import Appointment, Inquiry, Request
from thai.clusters import pad
from thai.dates import BANGKOK, brief_date, clock, duration, short_date
from thai.identity import mask_numbers
from thai.text import clean
from thai.wrapping import wrap

_LABEL: Final = 12
_KIND: Final = {"image/jpeg": "JPEG", "image/png": "PNG"}


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the panel shows; ``reveal_left`` are the seconds for which contact details stay open."""

    request: Request
    particulars: Particulars | None = field(default=None, repr=False)
    held: str = ""
    waiting: str = ""
    late: bool = False
    others: int = 0
    reveal_left: int = 0


def kind_of(request: Request) -> str:
    """Return what sort of inquiry it is."""
    advance = request.inquiry.advance if request.inquiry is not None else None
    return ADVANCE[advance] if advance is not None else words.QUESTION


def clock_words(inquiry: Inquiry, now: dt.datetime) -> tuple[str, bool]:
    """Return how the answer stands in time, in words, and whether it is late."""
    if inquiry.waiting_since is None:
        if inquiry.answered_at is None:
            return words.NOTHING_WAITS, False
        closes = inquiry.close_at.astimezone(BANGKOK).date() if inquiry.close_at is not None else None
        return words.answered(
            _moment(inquiry.answered_at, now), closes, brief_date(closes) if closes else ""
        ), False
    span = duration((now - inquiry.waiting_since).total_seconds())
    due = inquiry.answer_by
    if inquiry.overdue or (due is not None and due <= now):
        over = duration((now - due).total_seconds()) if due is not None else ""
        return words.late(span, over), True
    return words.waits(span, _moment(due, now) if due is not None else ""), False


def _moment(moment: dt.datetime, now: dt.datetime) -> str:
    """Return a time of today, or with its day."""
    local = moment.astimezone(BANGKOK)
    if local.date() == now.astimezone(BANGKOK).date():
        return clock(local)
    return f"{brief_date(local.date())} {clock(local)}"


class InquiryFacts(Rows):
    """The facts one below the other; ``brief`` leaves the first two lines, for a low screen."""

    def __init__(self, id: str | None = None, *, brief: bool = False) -> None:  # noqa: A002  Textual's word
        super().__init__(id=id)
        self.brief = brief
        self.facts: Facts | None = None

    def show(self, facts: Facts | None) -> None:
        """Show facts, where they are others."""
        if facts != self.facts:
            self.facts = facts
            self.changed()

    def rows(self, width: int) -> list[Content]:
        """Return the facts' lines."""
        facts = self.facts
        if facts is None:
            return [row(width, (common.GONE, "$warning"))]
        tone = "bold $warning" if facts.late else ""
        if self.brief:
            group = GROUP[(facts.request.inquiry or Inquiry()).group]
            return [
                spread(width, (facts.waiting, tone), (group, MUTED)),
                row(width, (f"{words.HOLDER} ", MUTED), facts.held or words.NOBODY),
            ]
        found = self._pair(width, words.WAITING, facts.waiting, tone)
        found += self._pair(width, words.HOLDER, facts.held or words.NOBODY)
        found += self._pair(width, words.GROUP_LABEL, GROUP[(facts.request.inquiry or Inquiry()).group])
        for label, text in _matter(facts):
            found += self._pair(width, label, text)
        for label, text in _arranged(facts.request):
            found += self._pair(width, label, text, "bold")
        if facts.request.not_told:
            found += self._pair(width, words.NOT_TOLD, words.NOT_TOLD_WORDS, "$warning")
        if facts.particulars is not None and isinstance(facts.particulars.advance, AdvancePrecheck):
            found += self._pictures(width, facts.particulars.pictures)
        if facts.others:
            found.append(row(width, (check_words.asked_before(facts.others), MUTED)))
        return found

    def _pair(self, width: int, label: str, text: str, style: str = "") -> list[Content]:
        first, *rest = wrap(clean(text), max(width - _LABEL, 8))
        return [
            row(width, (pad(label, _LABEL), MUTED), (first, style)),
            *(row(width, " " * _LABEL, (line, style)) for line in rest),
        ]

    def _pictures(self, width: int, pictures: Sequence[PictureRef]) -> list[Content]:
        if not pictures:
            return self._pair(width, words.PICTURES, words.NO_PICTURES)
        listed = [picture_words(number, each) for number, each in enumerate(pictures, 1)]
        return [
            row(width, (pad(words.PICTURES if number == 0 else "", _LABEL), MUTED), text)
            for number, text in enumerate(listed)
        ]


def picture_words(number: int, picture: PictureRef) -> str:
    """Say which picture came when, of what kind and size."""
    return words.picture(number, clock(picture.at), _KIND[picture.kind], words.megabytes(picture.size))


def _matter(facts: Facts) -> list[tuple[str, str]]:
    """Return what is asked for; who and where can be opened by F4."""
    advance = facts.particulars.advance if facts.particulars is not None else None
    open_ = facts.reveal_left > 0

    def hidden(text: str) -> str:
        return text if open_ else words.MASKED

    kind = kind_of(facts.request)
    if isinstance(advance, AdvancePrecheck):
        return [(words.MATTER, f"{kind}: {mask_numbers(clean(advance.matter))}")]
    wish = facts.request.wish.date
    day = (words.WISH, short_date(wish) if wish is not None else words.ANY_DAY)
    if isinstance(advance, AdvanceHomeCard):
        return [
            (words.MATTER, f"{kind} ({words.WHOSE[advance.whose]})"),
            (words.ADDRESS, hidden(advance.address)),
            (words.TELEPHONE, hidden(advance.telephone)),
            day,
        ]
    if isinstance(advance, AdvanceVisit):
        return [
            (words.MATTER, kind),
            (words.PLACE, mask_numbers(clean(advance.place))),
            (words.CONTACT, hidden(advance.contact)),
            (words.PEOPLE, f"{advance.people:,}"),
            day,
        ]
    return [(words.MATTER, kind)]


def _arranged(request: Request) -> list[tuple[str, str]]:
    visit = request.inquiry.visit if request.inquiry is not None else None
    both = ((words.APPOINTMENT, request.appointment), (words.VISIT, visit))
    return [(label, _when(when)) for label, when in both if when is not None]


def _when(appointment: Appointment) -> str:
    return f"{short_date(appointment.date)} {clock(appointment.time)}"
