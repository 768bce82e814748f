"""Brings a database to the schema of this version."""

from __future__ import annotations

import pkgutil

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from registry.errors import ConfigurationError
from sync.store.engines import make_private, sqlite_engine

_LOCK = 0x62616E676B686165


def upgrade(url: URL) -> None:
    """Run the migrations to head in one transaction; several daemons take turns.

    Raises ConfigurationError for the database of a newer version.
    """
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            if _at_head(connection):
                return
            with connection.begin():
                if url.get_backend_name() == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                _to_head(connection)
    finally:
        engine.dispose()


def newest_revision() -> str:
    """Return the newest revision: each file of the history is named as its revision, in order."""
    from sync.store.migrations import versions

    names = [module.name for module in pkgutil.iter_modules(versions.__path__)]
    return max(names)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, poolclass=NullPool, hide_parameters=True)
    make_private(str(url.database))
    return sqlite_engine(url, begin="BEGIN IMMEDIATE", connections=1)


def _at_head(connection: Connection) -> bool:
    """Whether there is nothing to do, without importing what would do it (0.3 s)."""
    try:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError:
        return False
    finally:
        connection.rollback()
    newest = newest_revision()
    if version is not None and version > newest:
        raise ConfigurationError("the database is of a newer version of this program: install that one")
    return bool(version == newest)


def _to_head(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "sync.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
