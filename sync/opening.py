"""Opens what every command of the daemon needs: the keys and the migrated database that they fit."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from registry.errors import ConfigurationError
from registry.sealing import Keyring
from registry.settings import Settings
from sync.store.canary import check_key
from sync.store.database import Database, migrate, parse_url, sqlite_file


def key_file(settings: Settings) -> Path:
    """Return where the keys are: as configured, or beside a SQLite database."""
    if settings.sync.key_file is not None:
        return settings.sync.key_file
    url = parse_url(settings.sync.database)
    if url.get_backend_name() != "sqlite":
        raise ConfigurationError("configuration: sync.key_file: needed with PostgreSQL")
    file = sqlite_file(url)
    return file.with_name(file.name + ".key")


def _has_data(url: URL) -> bool:
    """Whether a database is there already, which a new key would not open."""
    if url.get_backend_name() != "sqlite":
        return False  # the canary tells
    file = sqlite_file(url)
    return file.exists() and file.stat().st_size > 0


@contextlib.contextmanager
def opened(settings: Settings) -> Iterator[tuple[Database, Keyring]]:
    """Open, migrate and check; close at the end. Raises ConfigurationError with one line."""
    url = parse_url(settings.sync.database)
    if url.get_backend_name() == "sqlite" and not sqlite_file(url).parent.is_dir():
        raise ConfigurationError(f"configuration: sync.database: no folder {sqlite_file(url).parent}")
    keys = Keyring.open_file(key_file(settings), make=not _has_data(url))
    try:
        migrate(settings.sync.database)
        database = Database.open(settings.sync.database)
    except SQLAlchemyError as error:
        cause = type(getattr(error, "orig", None) or error).__name__
        raise ConfigurationError(f"the database cannot be opened: {cause}") from None
    try:
        database.write(partial(check_key, keys=keys, office_id=settings.office.id)).result()
        yield database, keys
    finally:
        database.close()
