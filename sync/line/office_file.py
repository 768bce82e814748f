"""A file of texts that the office may edit while the daemon runs."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from registry.errors import ConfigurationError

_log = logging.getLogger(__name__)
_MOST_BYTES: Final = 1024 * 1024
Model = TypeVar("Model", bound=BaseModel)
Content = TypeVar("Content")


def read_file(file: Path, model: type[Model]) -> Model:
    """Read a TOML file as a model; raises ConfigurationError with one line."""
    try:
        data = file.read_bytes()
        if len(data) > _MOST_BYTES:
            raise ConfigurationError(f"{file}: larger than 1 MiB")
        return model.model_validate(tomllib.loads(data.decode("utf-8-sig")))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {type(error).__name__}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{file}: {error}") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise ConfigurationError(f"{file}: {place}: {first['msg']}") from None


def expect_unique(file: Path, ids: Iterable[str]) -> None:
    """Raise ConfigurationError where an id stands twice in a file."""
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise ConfigurationError(f"{file}: the id {each} stands there twice")
        seen.add(each)


class Shelf(Generic[Content]):
    """A file as it is now: read again when it has been edited; a bad edit leaves the last good one."""

    def __init__(self, path: Path, load: Callable[[Path], Content], empty: Content, name: str) -> None:
        self._path, self._load, self._name = path, load, name
        self._stamp: tuple[int, int] | None = None
        self._content = empty

    def current(self) -> Content:
        """Return what the file holds; never raises."""
        stamp = self._stamp_now()
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._content = self._load(self._path)
            except ConfigurationError as error:
                _log.error("%s stays as it was: %s", self._name, error)
        return self._content

    def _stamp_now(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size
