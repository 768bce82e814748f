"""What every table of the store shares: names of constraints, and moments that keep their zone."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, LargeBinary, MetaData, String, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# Named alike on SQLite and PostgreSQL, so that a migration can name what it changes.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Table(SQLModel):
    """Base of every table; ``office_id`` comes first in every key and in every query."""

    metadata: ClassVar[MetaData] = METADATA


class Moment(TypeDecorator[dt.datetime]):
    """A point in time, always with a zone: UTC comes back. A naive one is a mistake and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return UTC; SQLite keeps it without the zone, which sorts rightly."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - the base's signature
        """Return UTC with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


OFFICE_ID_LENGTH = 40
ID_LENGTH = 40
LOOKUP_LENGTH = 32


def office_key() -> Any:
    """Return the first column of every key: whose office this row belongs to."""
    return Field(primary_key=True, sa_type=String(OFFICE_ID_LENGTH))


def id_key() -> Any:
    """Return the rest of a key: a UUIDv7 as text, made before the insert."""
    return Field(primary_key=True, sa_type=String(ID_LENGTH))


def moment(**options: Any) -> Any:
    """Return a column for a point in time."""
    return Field(sa_type=Moment, **options)


def lookup(**options: Any) -> Any:
    """Return a column for a keyed digest (``Keyring.lookup``, 32 hex digits)."""
    return Field(default=None, sa_type=String(LOOKUP_LENGTH), **options)


def document(**options: Any) -> Any:
    """Return a column for JSON text, never queried into; text, because JSONB refuses U+0000."""
    return Field(sa_type=Text, **options)


def sealed(**options: Any) -> Any:
    """Return the one column of a row that holds what identifies a person (``Keyring.seal``)."""
    return Field(sa_type=LargeBinary, repr=False, **options)
