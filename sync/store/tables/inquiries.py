"""Tables of service 5: pictures of documents, reply tokens that nobody has used yet, and what the FAQ did."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String, text
from sqlmodel import Field

from sync.store.base import ID_LENGTH, Table, id_key, moment, office_key, sealed

_WAITING = text("state = 'waiting'")


class PictureRow(Table, table=True):
    """A picture that a citizen sent for a pre-check; ``line_id`` is LINE's message id.

    ``state`` is ``waiting`` (to be fetched) or ``kept``; one that cannot be had leaves no row.
    """

    __tablename__ = "picture"
    __table_args__ = (
        Index("ix_picture_waiting", "office_id", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index(None, "office_id", "request_id"),
        Index(None, "office_id", "conversation_id"),
        Index(None, "office_id", "created_at"),
    )

    office_id: str = office_key()
    id: str = id_key()
    request_id: str = Field(sa_type=String(ID_LENGTH))
    conversation_id: str = Field(sa_type=String(ID_LENGTH))
    line_id: str = Field(sa_type=String(ID_LENGTH))
    state: str = Field(default="waiting", sa_type=String(10))
    attempts: int = 0
    created_at: dt.datetime = moment()
    due_at: dt.datetime = moment()
    kind: str = Field(default="", sa_type=String(20))
    size: int = 0


class PicturePartRow(Table, table=True):
    """A stretch of a picture's bytes: small enough that nobody waits long for the one writer."""

    __tablename__ = "picture_part"

    office_id: str = office_key()
    id: str = id_key()
    part: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed: bytes = sealed()


class LineReplyRow(Table, table=True):
    """A reply token that the chat left unused, for the person who answers; ``id`` is the conversation's."""

    __tablename__ = "line_reply"
    __table_args__ = (Index(None, "office_id", "until"),)

    office_id: str = office_key()
    id: str = id_key()
    until: dt.datetime = moment()
    sealed: bytes = sealed()


class FaqCountRow(Table, table=True):
    """What an entry of the FAQ did on a day: offered, opened, helped, or a person was asked all the same."""

    __tablename__ = "faq_count"

    office_id: str = office_key()
    day: dt.date = Field(primary_key=True)
    entry: str = Field(primary_key=True, sa_type=String(ID_LENGTH))
    offered: int = 0
    opened: int = 0
    helped: int = 0
    asked: int = 0
