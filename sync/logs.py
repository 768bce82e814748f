"""The daemon's log: one line an event of note, with ids only, never a citizen's words or numbers."""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from typing import Any

_log = logging.getLogger(__name__)

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_QUIET = ("uvicorn", "asyncio", "alembic", "aiohttp", "httpx", "sqlalchemy")


def set_up() -> None:
    """Log to standard error; libraries only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine(_FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def failure(error: BaseException) -> str:
    """Return the class of an exception and where it was raised.

    Its text is left out: drivers and parsers put the data that they failed on into it.
    """
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    module = last.filename.replace("\\", "/").rpartition("/")[2]
    return f"{type(error).__name__} at {module}:{last.lineno}"


def stray(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log a failure that nobody waited for; asyncio's own words would show arguments and texts."""
    error = context.get("exception")
    what = failure(error) if isinstance(error, BaseException) else "no exception"
    _log.error("in the loop: %s: %s", str(context.get("message", "")).partition(" in callback")[0], what)


class _OneLine(logging.Formatter):
    """Says an exception by class and place, on the line of its message."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the base's name
        """Return class and place; the traceback would show data."""
        error = ei[1] if isinstance(ei, tuple) else None
        return failure(error) if isinstance(error, BaseException) else ""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line that can be shown on a terminal, whatever was logged."""
        return "".join(letter if letter.isprintable() else " " for letter in super().format(record))
