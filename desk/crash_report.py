"""What is kept of a failure that nobody foresaw: exception classes and code places, no value of any kind."""

from __future__ import annotations

import datetime as dt
import os
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

REPORTS_KEPT = 20


def describe(error: BaseException) -> str:
    """Return the chain of exceptions: class names, and file, line and function of each frame.

    Messages, locals and source lines are left out: any of them can hold a citizen's data.
    """
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines += [
            f"  {_place(frame.f_code.co_filename)}:{number} {frame.f_code.co_name}"
            for frame, number in traceback.walk_tb(current.__traceback__)
        ]
        current = _inner(current)
    return "\n".join(lines)


def write(error: BaseException, folder: Path, now: dt.datetime) -> Path | None:
    """Write a report, readable by its owner only, and return its path; None where it cannot be written."""
    text = f"bangkhae-desk {_version()}\n{now.isoformat(timespec='seconds')}\n{describe(error)}\n"
    path = folder / f"crash-{now:%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        # By name, which is by time; a clock that was set back must not cost the newest.
        others = sorted(set(folder.glob("crash-*.txt")) - {path})
        for old in others[: -(REPORTS_KEPT - 1)]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def _inner(error: BaseException) -> BaseException | None:
    """Return what an exception came from; a worker's failure carries its cause in ``error``."""
    if isinstance(error, BaseExceptionGroup):
        return error.exceptions[0]
    carried = getattr(error, "error", None)
    if isinstance(carried, BaseException):
        return carried
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _place(filename: str) -> str:
    """Return the file below its package's folder, so that no home folder's name is in the report."""
    return "/".join(Path(filename).parts[-3:])


def _version() -> str:
    try:
        return version("bangkhae-desk")
    except PackageNotFoundError:
        return "?"
