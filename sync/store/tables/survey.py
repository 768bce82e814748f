"""Answers of the survey, apart from everybody who gave them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, LargeBinary, String
from sqlmodel import Field

from sync.store.base import Table, id_key, office_key

SOURCE_LENGTH = 60


class SurveyRow(Table, table=True):
    """One citizen's answers after one visit; ``id`` is random, and no request, citizen or day stands here.

    ``month`` is the first day of the office's month. Without SQLite's row numbers, which would tell in what
    order they came.
    """

    __tablename__ = "survey"
    __table_args__ = (Index(None, "office_id", "month"), {"sqlite_with_rowid": False})

    office_id: str = office_key()
    id: str = id_key()
    month: dt.date
    speed: int | None = None
    ease: int | None = None
    overall: int | None = None
    source: str = Field(default="", sa_type=String(SOURCE_LENGTH))
    comment: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)
