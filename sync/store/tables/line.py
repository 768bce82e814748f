"""Tables of what comes from LINE and what goes there, and what shows that the key file fits."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, Boolean, Index, LargeBinary, String, text
from sqlmodel import Field

from sync.store.base import ID_LENGTH, Table, id_key, moment, office_key, sealed

STATE_LENGTH = 10
PURPOSE_LENGTH = 12


class LineEventRow(Table, table=True):
    """An event as LINE sent it, once; ``sealed`` goes when it has been worked off, the id stays.

    ``id`` is LINE's ``webhookEventId``, or a keyed digest of the event's bytes; ``state`` is one of
    ``waiting``, ``done``, ``dead``. Times are milliseconds since 1970: LINE's own measure, and the
    cheapest to store while LINE waits. ``due_ms`` is later than ``received_ms`` once an attempt has failed.
    """

    __tablename__ = "line_event"
    __table_args__ = (
        Index(
            "ix_line_event_not_done",
            "office_id",
            "happened_ms",
            sqlite_where=text("state <> 'done'"),
            postgresql_where=text("state <> 'done'"),
        ),
        # Not touched while LINE waits: a new event has its body.
        Index(
            "ix_line_event_emptied",
            "office_id",
            "received_ms",
            sqlite_where=text("sealed IS NULL"),
            postgresql_where=text("sealed IS NULL"),
        ),
    )

    office_id: str = office_key()
    id: str = id_key()
    conversation_id: str = Field(default="", sa_type=String(ID_LENGTH))
    happened_ms: int = Field(sa_type=BigInteger)
    received_ms: int = Field(sa_type=BigInteger)
    due_ms: int = Field(sa_type=BigInteger)
    state: str = Field(default="waiting", sa_type=String(STATE_LENGTH))
    attempts: int = 0
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)


class LineConversationRow(Table, table=True):
    """A citizen's conversation; ``id`` is a keyed digest of the LINE user id, which is sealed.

    ``forget_at`` is when a draft in the sealed state has to be gone, so that it is found unopened.
    """

    __tablename__ = "line_conversation"
    __table_args__ = (Index(None, "office_id", "forget_at"), Index(None, "office_id", "changed_at"))

    office_id: str = office_key()
    id: str = id_key()
    blocked: bool = Field(default=False, sa_type=Boolean)
    changed_at: dt.datetime = moment()
    forget_at: dt.datetime | None = moment(default=None)
    user: bytes = sealed()
    state: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)


class LineUnsentRow(Table, table=True):
    """A message that its sender took back, perhaps before it came here; ``id`` is LINE's message id."""

    __tablename__ = "line_unsent"

    office_id: str = office_key()
    id: str = id_key()
    at: dt.datetime = moment()


class LineOutgoingRow(Table, table=True):
    """Messages for one citizen, sent together; ``id`` is the retry key of the push.

    ``state`` is one of ``waiting``, ``sending`` (journaled, perhaps gone), ``sent``, ``dropped``,
    ``held`` (kept for people); ``reason`` says why it was dropped or held. ``sealed`` holds the messages
    and the reply token and goes with the end. ``purpose`` is what they are for; after ``useful_until`` they
    are not begun to be sent any more.
    """

    __tablename__ = "line_outgoing"
    __table_args__ = (
        Index(
            "ix_line_outgoing_open",
            "office_id",
            "conversation_id",
            "id",
            sqlite_where=text("state IN ('waiting', 'sending')"),
            postgresql_where=text("state IN ('waiting', 'sending')"),
        ),
        Index(None, "office_id", "state", "changed_at"),
    )

    office_id: str = office_key()
    id: str = id_key()
    conversation_id: str = Field(sa_type=String(ID_LENGTH))
    request_id: str | None = Field(default=None, sa_type=String(ID_LENGTH))
    importance: str = Field(sa_type=String(STATE_LENGTH))
    state: str = Field(default="waiting", sa_type=String(STATE_LENGTH))
    way: str = Field(default="", sa_type=String(STATE_LENGTH))
    reason: str = Field(default="", sa_type=String(20))
    repeated: bool = Field(default=False, sa_type=Boolean)
    attempts: int = 0
    created_at: dt.datetime = moment()
    changed_at: dt.datetime = moment()
    due_at: dt.datetime = moment()
    reply_until: dt.datetime | None = moment(default=None)
    pushed_at: dt.datetime | None = moment(default=None)
    purpose: str = Field(default="decision", sa_type=String(PURPOSE_LENGTH))
    useful_until: dt.datetime | None = moment(default=None)
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)


class LineFriendsRow(Table, table=True):
    """How many citizens added the account on a day, or came back, and how many blocked it; no names."""

    __tablename__ = "line_friends"

    office_id: str = office_key()
    day: dt.date = Field(primary_key=True)
    followed: int = 0
    unfollowed: int = 0


class SealCanaryRow(Table, table=True):
    """Something sealed with an office's key, to see at the start whether the key file fits."""

    __tablename__ = "seal_canary"

    office_id: str = office_key()
    id: str = id_key()
    sealed: bytes = sealed()
