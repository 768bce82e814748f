from __future__ import annotations

import errno
from pathlib import Path

import pytest

from desk import mirror_files


def _make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(b"")


def test_the_newest_mirror_is_the_one(tmp_path: Path) -> None:
    assert mirror_files.newest(tmp_path / "not yet").name == "mirror-1.sqlite"
    assert mirror_files.newest(tmp_path).name == "mirror-1.sqlite"
    _make(tmp_path, "mirror-9.sqlite", "mirror-10.sqlite", "mirror-x.sqlite", "outbox.sqlite")
    assert mirror_files.newest(tmp_path).name == "mirror-10.sqlite"


def test_a_new_name_was_never_used_by_anything_that_is_left(tmp_path: Path) -> None:
    _make(tmp_path, "mirror-3.sqlite", "mirror-4.sqlite-wal")
    assert mirror_files.following(tmp_path / "mirror-3.sqlite").name == "mirror-5.sqlite"


def test_replaced_mirrors_go_with_all_that_lies_beside_them(tmp_path: Path) -> None:
    kept = ["mirror-3.sqlite", "mirror-3.sqlite-shm", "mirror-3.sqlite-wal", "outbox.sqlite"]
    _make(tmp_path, "mirror-2.sqlite", "mirror-2.sqlite-wal", "mirror-1.sqlite", *kept)
    mirror_files.remove_others(tmp_path / "mirror-3.sqlite")
    assert sorted(path.name for path in tmp_path.iterdir()) == kept


def test_one_that_somebody_still_has_open_goes_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make(tmp_path, "mirror-1.sqlite", "mirror-2.sqlite")

    def in_use(self: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "in use", self.name, missing_ok)

    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", in_use)
        mirror_files.remove_others(tmp_path / "mirror-2.sqlite")
    assert len(list(tmp_path.iterdir())) == 2
    mirror_files.remove_others(tmp_path / "mirror-2.sqlite")
    assert [path.name for path in tmp_path.iterdir()] == ["mirror-2.sqlite"]
