"""Databases for every test that needs one: SQLite always, PostgreSQL where it is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sync.store.database import Database
    from tests.postgres import Server

BOTH = ("sqlite", "postgresql")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the whole worlds of this folder: the last of them would be waited for alone."""
    here = Path(__file__).parent
    items.sort(key=lambda item: item.path.parent != here)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server for the run (for each worker of a parallel run), stopped at its end."""
    from tests.postgres import SKIPPED, Server, wanted

    if not wanted():
        pytest.skip(SKIPPED)
    with Server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, copied for every test."""
    from sync.store.database import migrate

    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> Iterator[str]:
    """The URL of a fresh database with all tables, once for each kind of database."""
    if request.param == "sqlite":
        shutil.copyfile(sqlite_template, tmp_path / "office.sqlite")
        yield f"sqlite:///{tmp_path / 'office.sqlite'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    url = server.fresh_database()
    yield url
    server.drop(url)


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, once for each kind of database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    url = server.empty_database()
    yield url
    server.drop(url)


@pytest.fixture
def open_database() -> Iterator[Callable[[str], Database]]:
    """Open databases by URL; closed after the test."""
    from sync.store.database import Database

    opened: list[Database] = []

    def open_one(url: str) -> Database:
        opened.append(Database.open(url))
        return opened[-1]

    yield open_one
    for database in opened:
        database.close()


@pytest.fixture
def database(database_url: str, open_database: Callable[[str], Database]) -> Database:
    """An open database with all tables, once for each kind of database."""
    return open_database(database_url)
