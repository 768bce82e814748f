from __future__ import annotations

import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from desk import sqlite_file
from desk.errors import DeskError, MirrorError, StorageError


def _raised(code: int | None) -> DeskError:
    error = sqlite3.OperationalError("1040-02-12345678")
    if code is not None:
        error.sqlite_errorcode = code
    with pytest.raises(DeskError) as caught, sqlite_file.guarded(MirrorError):
        raise error
    assert "12345678" not in repr(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR | 3 << 8, sqlite3.SQLITE_CANTOPEN]
)
def test_a_disk_that_fails_is_no_damaged_file(code: int) -> None:
    assert isinstance(_raised(code), StorageError)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, None])
def test_anything_else_is(code: int | None) -> None:
    assert isinstance(_raised(code), MirrorError)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_the_file_and_what_lies_beside_it_are_their_owner_s_alone(tmp_path: Path) -> None:
    db = sqlite_file.connect(tmp_path / "new" / "a.sqlite")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE a (b)")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    db.close()
    assert set(modes.values()) == {0o600}, modes


def test_a_place_where_no_file_can_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file" / "a.sqlite", tmp_path):
        with pytest.raises(StorageError):
            sqlite_file.connect(path)
