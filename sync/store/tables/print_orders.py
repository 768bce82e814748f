"""The table of print orders between counters."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, Index, String, text
from sqlmodel import Field

from sync.store.base import ID_LENGTH, LOOKUP_LENGTH, Table, id_key, moment, office_key, sealed

COUNTER_LENGTH = 20
REASON_LENGTH = 200
_HELD = text("sealed IS NOT NULL")


class PrintOrderRow(Table, table=True):
    """A slip for another counter's printer; ``sealed`` holds it as data while that can be granted."""

    __tablename__ = "print_order"
    __table_args__ = (
        Index(None, "office_id", "printer", "seq"),
        Index(None, "office_id", "sender", "seq"),
        Index(None, "office_id", "changed_at"),
        Index("ix_print_order_slip", "office_id", "request_id", sqlite_where=_HELD, postgresql_where=_HELD),
    )

    office_id: str = office_key()
    id: str = id_key()
    seq: int = Field(sa_type=BigInteger)
    printer: str = Field(sa_type=String(COUNTER_LENGTH))
    sender: str = Field(sa_type=String(COUNTER_LENGTH))
    clerk: str = Field(sa_type=String(ID_LENGTH))
    request_id: str = Field(sa_type=String(ID_LENGTH))
    seen_version: int
    body_digest: str = Field(sa_type=String(LOOKUP_LENGTH))
    state: str = Field(sa_type=String(10))
    reason: str = Field(default="", sa_type=String(REASON_LENGTH))
    answer: str | None = Field(default=None, sa_type=String(4))
    withdrawn: bool = False
    expires_at: dt.datetime = moment()
    changed_at: dt.datetime = moment()
    sealed: bytes | None = sealed(default=None)
