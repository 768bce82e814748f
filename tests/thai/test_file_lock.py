from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from thai.file_lock import FileLock, LockedError

HOLD = """
import sys, pathlib
from thai.file_lock import FileLock
lock = FileLock(pathlib.Path(sys.argv[1]))
"""


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "a.lock")
    with pytest.raises(LockedError):
        FileLock(tmp_path / "a.lock")
    lock.release()
    FileLock(tmp_path / "a.lock").release()


def test_a_process_that_ends_in_any_way_gives_it_back(tmp_path: Path) -> None:
    code = f"{HOLD}print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "a.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline()
        with pytest.raises(LockedError):
            FileLock(tmp_path / "a.lock")
        holder.kill()
    FileLock(tmp_path / "a.lock").release()


def test_a_place_where_no_file_can_be_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"a\.lock"):
        FileLock(tmp_path / "none" / "a.lock")
