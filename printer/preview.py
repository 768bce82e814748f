"""The slip as lines of text for a terminal: the paper's content in the paper's order."""

from collections.abc import Iterable
from functools import singledispatch

from printer import content, messages
from printer.content import NO_BREAK, Block, blocks
from printer.paper import Width
from printer.slip import Slip
from printer.template import DEFAULT, Template
from thai.clusters import cell_width, pad
from thai.wrapping import wrap

COLUMNS = {58: 32, 80: 48}


def preview(slip: Slip, width_mm: Width, template: Template = DEFAULT) -> list[str]:
    """Return the slip as lines of at most 32 (58 mm) or 48 (80 mm) cells."""
    columns = COLUMNS[width_mm]
    return written(blocks(slip, template), columns)


def written(parts: Iterable[Block], columns: int) -> list[str]:
    """Return blocks below each other as lines of at most so many cells."""
    lines = [line for block in parts for line in write(block, columns)]
    return [line.replace(NO_BREAK, " ").rstrip() for line in lines]


@singledispatch
def write(block: object, columns: int) -> list[str]:
    """Write one block of a slip in so many columns."""
    raise TypeError(f"{type(block).__name__} in {columns} columns")


@write.register
def _(block: content.Band, columns: int) -> list[str]:
    return [_centered(f" {line} ", columns, "▓") for line in wrap(block.text, columns - 4)]


@write.register
def _(block: content.Heading, columns: int) -> list[str]:
    lines = [line for text in (block.office, block.title) for line in wrap(text, columns)]
    return [*(_centered(line, columns) for line in lines), "═" * columns]


@write.register
def _(block: content.Ticket, columns: int) -> list[str]:
    queue = [messages.QUEUE, block.queue] if block.queue else []
    lines = [*queue, f"{messages.REFERENCE} {block.reference}"]
    if block.code != block.reference:
        lines.append(f"QR: {block.code}")
    return [_centered(line, columns) for text in lines for line in wrap(text, columns)]


@write.register
def _(block: content.Order, columns: int) -> list[str]:
    rows = [(messages.SERVICE, messages.AMOUNT), *block.rows] if block.rows else []
    lines = [line for left, right in rows for line in _spread(left, right, columns)]
    rule = "─" * columns
    return [*([rule, *lines] if rows else []), rule, *_spread(messages.FEE, block.fee, columns), rule]


@write.register
def _(block: content.Particulars, columns: int) -> list[str]:
    column = max(cell_width(label) for label, _ in block.rows) + 2
    return [line for label, value in block.rows for line in _hanging(label, value, column, columns)]


@write.register
def _(block: content.Notes, columns: int) -> list[str]:
    return [line for text in block.texts for line in _hanging(messages.BULLET, text, 2, columns)]


@write.register
def _(block: content.Counts, columns: int) -> list[str]:
    rows = [line for left, right in block.rows for line in _spread(left, right, columns)]
    return ["─" * columns, *wrap(block.title, columns), *rows]


@write.register
def _(block: content.Lines, columns: int) -> list[str]:
    return [_centered(line, columns) for text in block.texts for line in wrap(text, columns)]


@write.register
def _(_block: content.Picture, columns: int) -> list[str]:
    return [_centered(messages.LOGO, columns)]


@write.register
def _(block: content.Boxed, columns: int) -> list[str]:
    inside = [_centered(line, columns - 2) for line in wrap(block.text, columns - 4)]
    edge = "─" * (columns - 2)
    return [f"┌{edge}┐", *(f"│{line}│" for line in inside), f"└{edge}┘"]


def _centered(text: str, columns: int, fill: str = " ") -> str:
    spare = max(0, columns - cell_width(text))
    return fill * (spare // 2) + text + fill * (spare - spare // 2)


def _spread(left: str, right: str, columns: int) -> list[str]:
    """Put the right text at the edge, and the left one before it, or above where too little room is left."""
    room = columns - cell_width(right) - 2
    if room < columns // 2 and cell_width(left) > room:
        return [*wrap(left, columns), " " * (columns - cell_width(right)) + right]
    first, *more = wrap(left, room)
    return [f"{pad(first, room)}  {right}", *more]


def _hanging(label: str, value: str, column: int, columns: int) -> list[str]:
    first, *more = wrap(value, columns - column)
    return [pad(label, column) + first, *(" " * column + line for line in more)]
