"""The history of the store's tables; travels with the package, so that an installed daemon can migrate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for the connection of a transaction that is already open."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "sync.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Bring the tables to the newest revision; the caller commits."""
    from alembic import command

    command.upgrade(configuration(connection), "heads")


def revision(connection: Connection) -> str | None:
    """Return the revision that a database is at; None for an empty one."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()
