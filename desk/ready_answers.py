"""Ready answers on the desk: found by what is typed, in either keyboard layout, and filled for a request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from desk.backend import Person
from desk.messages import inquiry as words
from desk.proposal import table_fee
from registry.advance import AdvancePrecheck
from registry.answers import ReadyAnswer
from registry.office import OfficeProfile
from registry.particulars import Particulars
from registry.request import Group, Request
from thai.dates import clock, long_date, today
from thai.keyboard import to_thai, typed_in_thai
from thai.money import baht
from thai.text import fold

_WORD: Final = 2


class AnswerSearch:
    """The office's answers, those of the request's own work group first."""

    def __init__(self, answers: Sequence[ReadyAnswer], group: Group | None) -> None:
        ordered = sorted(answers, key=lambda answer: answer.group not in {group, None})
        self._known = [
            (answer, fold(answer.title), fold(" ".join(answer.words)), fold(answer.text))
            for answer in ordered
        ]

    def find(self, text: str) -> list[ReadyAnswer]:
        """Return the answers that have every word of a text, those with it in the title first; all for ""."""
        typed = fold(text)
        if not typed:
            return [answer for answer, *_ in self._known]
        found = self._ranked(typed.split())
        if not found and not typed_in_thai(text):
            # The US layout was on: the same keys, read as Thai.
            typed = fold(to_thai(text))
            found = self._ranked(typed.split())
        return found or self._ranked(_words(typed))

    def best(self, text: str) -> ReadyAnswer | None:
        """Return the answer that shares most words with a matter, by its title and other names."""
        asked = _words(fold(text))
        scored = [
            (sum(len(word) for word in asked if word in title or word in names), -place, answer)
            for place, (answer, title, names, _) in enumerate(self._known)
        ]
        score, _, answer = max(scored, key=lambda each: each[:2], default=(0, 0, None))
        return answer if score * 2 >= sum(map(len, asked)) > 0 else None

    def _ranked(self, wanted: Sequence[str]) -> list[ReadyAnswer]:
        ranked: list[tuple[int, ReadyAnswer]] = []
        for answer, title, names, body in self._known:
            if wanted and all(word in title or word in names or word in body for word in wanted):
                in_title = all(word in title for word in wanted)
                in_names = all(word in title or word in names for word in wanted)
                ranked.append((0 if in_title else 1 if in_names else 2, answer))
        return [answer for _, answer in sorted(ranked, key=lambda each: each[0])]


def _words(text: str) -> list[str]:
    from thai.wrapping import words as split

    return [word for word in (piece.strip() for piece in split(text)) if len(word) >= _WORD]


def known_blanks(
    request: Request,
    particulars: Particulars | None,
    *,
    profile: OfficeProfile,
    person: Person,
    now: dt.datetime,
    answers: AnswerSearch,
) -> Mapping[str, str]:
    """Return what the blanks of an answer are filled with for a request; empty where it is not known."""
    visit = request.inquiry.visit if request.inquiry is not None else None
    appointment = request.appointment or visit
    day = request.wish.date
    matter = matter_of(particulars)
    # The answer's own text must not be the one that is being filled.
    documents = answers.best(matter) if matter else None
    fee = request.fee or table_fee(profile, request.items, today(now))
    return {
        words.BLANK_REFERENCE: request.reference,
        words.BLANK_APPOINTMENT: f"{long_date(appointment.date)} {clock(appointment.time)}"
        if appointment
        else "",
        words.BLANK_WISH: long_date(day) if day else "",
        words.BLANK_MATTER: matter,
        words.BLANK_FEE: (words.NO_FEE if not fee.baht else f"{words.FEE} {baht(fee.baht)}") if fee else "",
        words.BLANK_DOCUMENTS: documents.text if documents else "",
        words.BLANK_PLACE: profile.service_point,
        words.BLANK_CLERK: person.name,
    }


def matter_of(particulars: Particulars | None) -> str:
    """Return what the inquiry is about, in the citizen's words: of a pre-check, or the first question."""
    if particulars is None:
        return ""
    if isinstance(particulars.advance, AdvancePrecheck):
        return particulars.advance.matter
    asked = next((line.text for line in particulars.chat if line.who == "citizen" and line.text != "5#"), "")
    return asked if particulars.advance is None and len(asked) <= 80 else ""
