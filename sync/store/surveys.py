"""Survey answers: kept under an id of their own, counted by month, their comments read without a name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select, update

from registry.sealing import Keyring
from sync.store import statements
from sync.store.tables.survey import SOURCE_LENGTH, SurveyRow

TABLE: Final = "survey"
_ROW: Final = statements.table_of(SurveyRow).c
SCORES: Final = ("speed", "ease", "overall")


@dataclass(frozen=True)
class Month:
    """A month's answers; ``scores`` holds for each question how often each score (1 to 5) was given."""

    month: dt.date
    surveys: int
    scores: Mapping[str, Mapping[int, int]]
    sources: Mapping[str, int]
    comments: int


def keep(
    session: Session,
    *,
    keys: Keyring,
    office_id: str,
    survey_id: str,
    day: dt.date,
    question: str,
    score: int | None = None,
    text: str = "",
) -> None:
    """Keep an answer, in place of a former one: a score, where they heard of it, or a comment.

    Of ``day`` (the office's) only the month is kept; an empty text takes the former answer away.
    """
    statements.insert_once(
        session, SurveyRow, office_id=office_id, id=survey_id, month=day.replace(day=1), source=""
    )
    row = session.get_one(SurveyRow, (office_id, survey_id))
    if question in SCORES:
        setattr(row, question, score)
    elif question == "source":
        row.source = text[:SOURCE_LENGTH]
    else:
        row.comment = keys.seal(text.encode(), office_id, TABLE, survey_id) if text else None
    session.add(row)


def by_month(session: Session, *, office_id: str, first: dt.date, last: dt.date) -> list[Month]:
    """Return the counts of the months from ``first`` to ``last`` (any day of them) that have answers."""
    alike = (_ROW.month, _ROW.speed, _ROW.ease, _ROW.overall, _ROW.source, _ROW.comment.is_not(None))
    counted = sa.select(*alike, sa.func.count()).where(_ROW.office_id == office_id, _within(first, last))
    rows: Any = statements.execute(session, counted.group_by(*alike))
    months: dict[dt.date, _Counts] = {}
    for month, speed, ease, overall, source, commented, times in rows:
        counts = months.setdefault(month, _Counts())
        counts.add([speed, ease, overall], source, commented=bool(commented), times=times)
    return [counts.as_month(month) for month, counts in sorted(months.items())]


def comments(
    session: Session, *, keys: Keyring, office_id: str, first: dt.date, last: dt.date
) -> list[tuple[dt.date, str]]:
    """Return (month, comment) of the months from ``first`` to ``last``, in no order of time within one."""
    written = (
        sa.select(_ROW.month, _ROW.id, _ROW.comment)
        .where(_ROW.office_id == office_id, _within(first, last), _ROW.comment.is_not(None))
        .order_by(_ROW.month, _ROW.id)
    )
    rows: Any = statements.execute(session, written)
    return [(month, keys.open(sealed, office_id, TABLE, row_id).decode()) for month, row_id, sealed in rows]


def forget_comments(session: Session, *, office_id: str, before: dt.date, limit: int) -> int:
    """Remove up to ``limit`` comments of the months before a day's; the scores stay. Returns how many."""
    old = (
        select(SurveyRow.id)
        .where(
            SurveyRow.office_id == office_id,
            col(SurveyRow.month) < before.replace(day=1),
            col(SurveyRow.comment).is_not(None),
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = session.exec(old).all()
    gone = update(SurveyRow).where(col(SurveyRow.office_id) == office_id, col(SurveyRow.id).in_(ids))
    session.connection().execute(gone.values(comment=None))
    return len(ids)


class _Counts:
    def __init__(self) -> None:
        self.surveys = self.comments = 0
        self.scores: dict[str, Counter[int]] = {question: Counter() for question in SCORES}
        self.sources: Counter[str] = Counter()

    def add(self, scores: list[int | None], source: str, *, commented: bool, times: int) -> None:
        self.surveys += times
        self.comments += times * commented
        for question, score in zip(SCORES, scores, strict=True):
            if score is not None:
                self.scores[question][score] += times
        if source:
            self.sources[source] += times

    def as_month(self, month: dt.date) -> Month:
        scores = {question: dict(counts) for question, counts in self.scores.items()}
        return Month(month, self.surveys, scores, dict(self.sources), self.comments)


def _within(first: dt.date, last: dt.date) -> sa.ColumnElement[bool]:
    return _ROW.month.between(first.replace(day=1), last.replace(day=1))
