"""Small files that only their owner may read: the desk's key and the open session."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write a file for its owner alone, whole or not at all; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        _make_lasting(path.parent)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def read(path: Path) -> bytes | None:
    """Return a file's contents; None where there is none. Raises OSError where it cannot be read now."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def forget(path: Path) -> None:
    """Remove a file and what a crash while writing it has left; one that cannot be removed is emptied."""
    for file in (path, *path.parent.glob(f"{path.name}.*.new")):
        try:
            file.unlink(missing_ok=True)
        except OSError:
            with contextlib.suppress(OSError):
                file.write_bytes(b"")


def _make_lasting(folder: Path) -> None:
    """Bring a folder's names to the disk; Windows does so by itself, and has no way to ask for it."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
