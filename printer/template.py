"""What the office decides of its slip: the order of its blocks, sizes, lines of its own, a logo."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from printer import messages
from printer.errors import BadSlip, BadTemplate
from printer.logo import Logo, read_logo
from printer.paper import Size
from printer.slip import MAX_NOTES, printable

DEFAULT_FILE: Final = Path(__file__).parent / "templates" / "slip.toml"

BLOCKS: Final = ("logo", "heading", "ticket", "order", "particulars", "notes", "lines", "receipt")
PARTICULARS: Final = ("appointment", "name", "counter", "clerk", "printed")
# Without these a slip is no slip: the numbers that it is found by, and that it is no receipt. The marks of
# training and reprint are no blocks at all, so that no template can name them away.
_MANDATORY: Final = ("ticket", "receipt")
_SIZES: Final[tuple[Size, ...]] = get_args(Size)
_MOST_BYTES: Final = 65_536
_CELLS: Final = 240


@dataclass(frozen=True, slots=True)
class Template:
    """A slip's outline. What a block has nothing to say about is left out of the paper."""

    blocks: tuple[str, ...] = BLOCKS
    particulars: tuple[str, ...] = PARTICULARS
    section: bool = False
    title: str = messages.TITLE
    notes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    sizes: tuple[tuple[str, Size], ...] = ()
    logo: Logo | None = None

    def size_of(self, block: str) -> Size:
        """Return how large the type of a block is."""
        return dict(self.sizes).get(block, "normal")


DEFAULT: Final = Template()


def read_template(file: Path) -> Template:
    """Read a template; the logo's file is looked for beside it. Raises `BadTemplate` naming file and key."""
    table = _table(file)
    readers: dict[str, Callable[[Any], object]] = {
        "blocks": _blocks,
        "particulars": lambda value: _choice("particulars", value, PARTICULARS),
        "section": _truth,
        "title": lambda value: _text("title", value),
        "notes": lambda value: _texts("notes", value),
        "lines": lambda value: _texts("lines", value),
        "sizes": _sizes,
        "logo": lambda value: read_logo(value, file.parent),
    }
    try:
        read: dict[str, Any] = {key: readers.get(key, _unknown(key))(value) for key, value in table.items()}
    except BadTemplate as error:
        raise BadTemplate(f"{file.name}: {error.detail}") from error
    return Template(**read)


def _unknown(key: str) -> Callable[[Any], object]:
    def refuse(_: object) -> object:
        raise BadTemplate(_shown(key))

    return refuse


def _table(file: Path) -> Mapping[str, Any]:
    try:
        data = file.read_bytes()[: _MOST_BYTES + 1]
        if len(data) > _MOST_BYTES:
            raise BadTemplate(f"{file.name}: > {_MOST_BYTES // 1024} KB")
        return tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise BadTemplate(f"{file.name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadTemplate(f"{file.name}: UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadTemplate(f"{file.name}: {_shown(str(error), 120)}") from error


def _blocks(value: object) -> tuple[str, ...]:
    blocks = _choice("blocks", value, BLOCKS)
    for name in _MANDATORY:
        if name not in blocks:
            raise BadTemplate(f"blocks: + {name}")
    return blocks


def _choice(key: str, value: object, known: tuple[str, ...]) -> tuple[str, ...]:
    names = _strings(key, value)
    for name in names:
        if name not in known:
            raise BadTemplate(f"{key}: {_shown(name)} ({', '.join(known)})")
        if names.count(name) > 1:
            raise BadTemplate(f"{key}: {name} x {names.count(name)}")
    return names


def _strings(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise BadTemplate(f'{key}: ["...", "..."]')
    return tuple(value)


def _texts(key: str, value: object) -> tuple[str, ...]:
    texts = _strings(key, value)
    if len(texts) > MAX_NOTES:
        raise BadTemplate(f"{key}: {len(texts)} > {MAX_NOTES}")
    return tuple(text for text in (_text(key, text) for text in texts) if text)


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadTemplate(f'{key}: "..."')
    try:
        return printable(value, _CELLS, key)
    except BadSlip as error:
        raise BadTemplate(key) from error


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadTemplate("section: true | false")
    return value


def _sizes(value: object) -> tuple[tuple[str, Size], ...]:
    if not isinstance(value, dict):
        raise BadTemplate("[sizes]")
    sizes: list[tuple[str, Size]] = []
    for block, name in value.items():
        if block not in BLOCKS or block == "logo":
            raise BadTemplate(f"sizes.{_shown(block)}")
        size = next((size for size in _SIZES if size == name), None)
        if size is None:
            raise BadTemplate(f"sizes.{block}: {' | '.join(_SIZES)}")
        sizes.append((block, size))
    return tuple(sizes)


def _shown(text: str, most: int = 40) -> str:
    """Return a text of the file as an error may show it: one line, nothing that a terminal obeys."""
    line = text if text.isprintable() else repr(text)
    return line if len(line) <= most else f"{line[:most]}..."
