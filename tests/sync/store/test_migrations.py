"""The migrations make exactly the tables that the code works with, on both databases."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

from registry.errors import ConfigurationError
from sync.store import tables, upgrade
from sync.store.base import METADATA
from sync.store.database import migrate, parse_url


def _differences(url: str) -> list[object]:
    import importlib
    import pkgutil

    for module in pkgutil.iter_modules(tables.__path__, f"{tables.__name__}."):
        importlib.import_module(module.name)
    engine = create_engine(parse_url(url))
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, METADATA))
    finally:
        engine.dispose()


def test_the_migrations_make_the_tables_of_the_code(empty_database_url: str) -> None:
    migrate(empty_database_url)
    assert _differences(empty_database_url) == []


def test_migrating_again_changes_nothing(empty_database_url: str) -> None:
    migrate(empty_database_url)
    migrate(empty_database_url)
    assert _differences(empty_database_url) == []


def test_the_database_of_a_newer_version_is_left_alone(empty_database_url: str) -> None:
    migrate(empty_database_url)
    engine = create_engine(parse_url(empty_database_url))
    try:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
        with pytest.raises(ConfigurationError, match="newer version"):
            migrate(empty_database_url)
    finally:
        engine.dispose()


def test_a_migration_that_breaks_off_leaves_nothing_and_can_be_done_again(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = upgrade._to_head

    def broken(connection: Connection) -> None:
        whole(connection)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(upgrade, "_to_head", broken)
        with pytest.raises(KeyboardInterrupt):
            migrate(empty_database_url)
    engine = create_engine(parse_url(empty_database_url))
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    migrate(empty_database_url)
    assert _differences(empty_database_url) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights are those of the folder")
def test_a_new_sqlite_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    migrate(f"sqlite:///{file}")
    assert file.stat().st_mode & 0o777 == 0o600


def test_every_key_begins_with_the_office() -> None:
    for table in METADATA.sorted_tables:
        assert next(iter(table.primary_key.columns)).name == "office_id", table.name
        for index in table.indexes:
            assert next(iter(index.columns)).name == "office_id", index.name


def test_there_is_one_line_of_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", "sync.store:migrations")
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert len(scripts.get_heads()) == 1
    assert scripts.get_base() == "0001_requests"
