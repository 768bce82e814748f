"""What the daemon's tests share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.store.database import Database


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """The URL of a fresh SQLite database, where PostgreSQL has nothing to add."""
    shutil.copyfile(sqlite_template, tmp_path / "only.sqlite")
    return f"sqlite:///{tmp_path / 'only.sqlite'}"


@pytest.fixture
def sqlite_only(sqlite_url: str, open_database: Callable[[str], Database]) -> Database:
    """An open SQLite database."""
    return open_database(sqlite_url)
