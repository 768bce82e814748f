"""Tables of what the daemon does by itself: what is done, closures, figures, pushes, who is not told."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String
from sqlmodel import Field

from sync.store.base import ID_LENGTH, Table, document, id_key, moment, office_key
from sync.store.tables.line import PURPOSE_LENGTH


class DoneRow(Table, table=True):
    """Something that is done once: of a kind, to a subject (a request, a draft, a run), for a day."""

    __tablename__ = "nightly_done"
    __table_args__ = (Index(None, "office_id", "day"),)

    office_id: str = office_key()
    kind: str = Field(primary_key=True, sa_type=String(20))
    subject: str = Field(primary_key=True, sa_type=String(ID_LENGTH))
    day: dt.date = Field(primary_key=True)
    at: dt.datetime = moment()


class ClosureRow(Table, table=True):
    """A day on which the office is closed, added by a command on top of the configuration."""

    __tablename__ = "closure"

    office_id: str = office_key()
    date: dt.date = Field(primary_key=True)
    name: str = Field(sa_type=String(200))
    at: dt.datetime = moment()


class DaySummaryRow(Table, table=True):
    """A day's figures as JSON: counts and minutes, nothing of a person."""

    __tablename__ = "day_summary"

    office_id: str = office_key()
    day: dt.date = Field(primary_key=True)
    at: dt.datetime = moment()
    body: str = document()


class AllowanceRow(Table, table=True):
    """What LINE said of the month's pushes, and what was pushed since.

    ``month`` is LINE's (``2026-11``, Japan's calendar) and ``pushed`` our own pushes in it; ``most`` is the
    limit, None for none or not known; ``used`` what LINE counted at ``asked_at``, ``since`` our own pushes
    after that. ``stopped_at`` is when LINE said that the month's are used up, with what it said of them then.
    """

    __tablename__ = "line_allowance"

    office_id: str = office_key()
    month: str = Field(default="", sa_type=String(7))
    pushed: int = 0
    most: int | None = None
    used: int = 0
    since: int = 0
    asked_at: dt.datetime | None = moment(default=None)
    stopped_at: dt.datetime | None = moment(default=None)
    stopped_most: int | None = None
    stopped_used: int = 0


class UntoldRow(Table, table=True):
    """A request whose citizen could not be sent something; ``id`` is the request's."""

    __tablename__ = "line_untold"
    __table_args__ = (Index(None, "office_id", "conversation_id"),)

    office_id: str = office_key()
    id: str = id_key()
    conversation_id: str = Field(sa_type=String(ID_LENGTH))
    purpose: str = Field(sa_type=String(PURPOSE_LENGTH))
    since: dt.datetime = moment()
