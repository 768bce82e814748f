"""Tables of requests and of who works on them: the feed, its trail, commands, slots, queues, sign-in."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, Index, String, text
from sqlmodel import Field

from sync.store.base import (
    ID_LENGTH,
    Table,
    document,
    id_key,
    lookup,
    moment,
    office_key,
    sealed,
)

_FULL = text("closed_on IS NOT NULL AND sealed IS NOT NULL")
_ARRIVED = text("state = 'arrived'")
_DUE = text("inquiry_due IS NOT NULL")
COUNTER_LENGTH = 20
CLERK_LENGTH = 40


class FeedRow(Table, table=True):
    """The feed of an office: its epoch, and the last number given."""

    __tablename__ = "feed"

    office_id: str = office_key()
    epoch: str = Field(sa_type=String(32))
    seq: int = Field(default=0, sa_type=BigInteger)


class RequestRow(Table, table=True):
    """A request as it is now.

    ``body`` is the request as JSON without free text; ``sealed`` holds the citizen's particulars and
    every free text; ``inquiry_due`` is when the daemon has to look at an inquiry. The digests find a
    citizen's other requests, and one by its last digits.
    """

    __tablename__ = "request"
    __table_args__ = (
        Index("uq_request_office_id_seq", "office_id", "seq", unique=True),
        Index("uq_request_office_id_reference", "office_id", "reference", unique=True),
        Index(None, "office_id", "closed_on", "seq"),
        Index("ix_request_full", "office_id", "closed_on", sqlite_where=_FULL, postgresql_where=_FULL),
        Index("ix_request_arrived", "office_id", "id", sqlite_where=_ARRIVED, postgresql_where=_ARRIVED),
        Index("ix_request_inquiry_due", "office_id", "inquiry_due", sqlite_where=_DUE, postgresql_where=_DUE),
        Index(None, "office_id", "conversation_id"),
        Index(None, "office_id", "card_lookup"),
        Index(None, "office_id", "card_tail_lookup"),
        Index(None, "office_id", "laser_lookup"),
        Index(None, "office_id", "pid_lookup"),
    )

    office_id: str = office_key()
    id: str = id_key()
    seq: int = Field(sa_type=BigInteger)
    version: int
    state: str = Field(sa_type=String(20))
    reference: str = Field(sa_type=String(20))
    conversation_id: str | None = Field(default=None, sa_type=String(ID_LENGTH))
    created_at: dt.datetime = moment()
    closed_on: dt.date | None = None
    card_lookup: str | None = lookup()
    card_tail_lookup: str | None = lookup()
    laser_lookup: str | None = lookup()
    pid_lookup: str | None = lookup()
    inquiry_due: dt.datetime | None = moment(default=None)
    body: str = document()
    sealed: bytes | None = sealed(default=None)


class ReferenceRow(Table, table=True):
    """A reference that was given out, so that it is never given again."""

    __tablename__ = "reference"

    office_id: str = office_key()
    reference: str = Field(primary_key=True, sa_type=String(20))


class AuditRow(Table, table=True):
    """One change: who did what, where and when, in the feed's order; no identity number.

    ``chain`` is room for a digest over this row and the one before it.
    """

    __tablename__ = "audit"
    __table_args__ = (Index(None, "office_id", "request_id", "seq"), Index(None, "office_id", "at"))

    office_id: str = office_key()
    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    request_id: str = Field(sa_type=String(ID_LENGTH))
    version: int
    action: str = Field(sa_type=String(40))
    actor_kind: str = Field(sa_type=String(10))
    actor_id: str = Field(default="", sa_type=String(CLERK_LENGTH))
    actor_name: str = Field(default="", sa_type=String(200))
    counter: str = Field(default="", sa_type=String(COUNTER_LENGTH))
    at: dt.datetime = moment()
    detail: str = document(default="{}")
    chain: bytes | None = None


class CommandRow(Table, table=True):
    """A desk's command: its identity and its lasting answer; nothing of its content."""

    __tablename__ = "command"

    office_id: str = office_key()
    id: str = id_key()
    body_digest: str = Field(sa_type=String(32))
    clerk: str = Field(sa_type=String(CLERK_LENGTH))
    counter: str = Field(sa_type=String(COUNTER_LENGTH))
    received_at: dt.datetime = moment()
    outcome: str | None = document(default=None)


class SlotRow(Table, table=True):
    """How many places of a slot are taken; the configuration says how many there are."""

    __tablename__ = "slot"

    office_id: str = office_key()
    date: dt.date = Field(primary_key=True)
    time: dt.time = Field(primary_key=True)
    taken: int = 0


class QueueRow(Table, table=True):
    """The last queue number of a day and letter."""

    __tablename__ = "queue"

    office_id: str = office_key()
    date: dt.date = Field(primary_key=True)
    letter: str = Field(primary_key=True, sa_type=String(1))
    last: int = 0


class KeptNumberRow(Table, table=True):
    """A queue number of a day that a counter gave by itself, out of its own block."""

    __tablename__ = "kept_number"

    office_id: str = office_key()
    date: dt.date = Field(primary_key=True)
    number: str = Field(primary_key=True, sa_type=String(6))


class ClerkRow(Table, table=True):
    """Somebody who may sign in; the PIN as ``store.pins`` keeps it. ``groups`` are work groups' words."""

    __tablename__ = "clerk"

    office_id: str = office_key()
    id: str = Field(primary_key=True, sa_type=String(CLERK_LENGTH))
    name: str = Field(sa_type=String(200))
    role: str = Field(sa_type=String(10))
    pin_hash: str = Field(sa_type=String(200), repr=False)
    groups: str = Field(default="", sa_type=String(40))
    created_at: dt.datetime = moment()


class ClerkLineRow(Table, table=True):
    """A clerk's own LINE account, once paired; before that a digest of the code that pairs it.

    The conversation is the chat of that account with the office's.
    """

    __tablename__ = "clerk_line"
    __table_args__ = (Index(None, "office_id", "conversation_id"),)

    office_id: str = office_key()
    clerk_id: str = Field(primary_key=True, sa_type=String(CLERK_LENGTH))
    code_digest: str | None = Field(default=None, sa_type=String(32))
    code_until: dt.datetime | None = moment(default=None)
    conversation_id: str | None = Field(default=None, sa_type=String(ID_LENGTH))


class SignInTriesRow(Table, table=True):
    """Tries since the last good sign-in under a clerk's id, whether or not there is such a clerk.

    ``bucket`` is a short keyed digest of the id, so that made-up ids cannot fill the table.
    """

    __tablename__ = "sign_in_tries"

    office_id: str = office_key()
    bucket: str = Field(primary_key=True, sa_type=String(4))
    tries: int
    wait_until: dt.datetime = moment()


class DeskRow(Table, table=True):
    """The desk that belongs to a counter, known by the digest of its key."""

    __tablename__ = "desk"

    office_id: str = office_key()
    counter: str = Field(primary_key=True, sa_type=String(COUNTER_LENGTH))
    key_digest: str = Field(sa_type=String(32))
    since: dt.datetime = moment()


class SessionRow(Table, table=True):
    """A clerk's open session at a counter, known by the digest of its token."""

    __tablename__ = "desk_session"
    __table_args__ = (Index(None, "office_id", "clerk_id"), Index(None, "office_id", "counter"))

    office_id: str = office_key()
    token_digest: str = Field(primary_key=True, sa_type=String(32))
    clerk_id: str = Field(sa_type=String(CLERK_LENGTH))
    counter: str = Field(sa_type=String(COUNTER_LENGTH))
    expires_at: dt.datetime = moment()
