"""Small files that only their owner may read: keys, the open session, what is not finished."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write a file for its owner alone, whole or not at all; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _written_beside(path, data) as fresh:
        fresh.replace(path)


def write_first(path: Path, data: bytes) -> None:
    """Write a file as ``write`` does, unless another program has done so first; raises OSError."""
    with _written_beside(path, data) as fresh, contextlib.suppress(FileExistsError):
        os.link(fresh, path)


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


@contextlib.contextmanager
def _written_beside(path: Path, data: bytes) -> Iterator[Path]:
    """Give a new file with the contents that only its owner may read, to be given its name; it lasts then."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield fresh
        _make_lasting(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def _make_lasting(folder: Path) -> None:
    """Bring a folder's names to the disk; Windows does so by itself, and has no way to ask for it."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
