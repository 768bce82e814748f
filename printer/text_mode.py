"""A slip as text in the printer's own Thai font, for printers and lines that are too slow for pictures.

Which number the Thai code page has, and whether the printer puts the marks in their places by itself, differs
by maker: this is chosen for one printer after its test page was looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from printer import messages, qr
from printer.builder import SlipBuilder
from printer.content import NO_BREAK, Band, Block, Boxed, Heading, Order, Picture, Ticket
from printer.escpos_bytes import raster
from printer.layout import stack
from printer.paper import Composition, Paper
from printer.preview import write
from printer.thai_bytes import plain, rows
from thai.clusters import cell_width
from thai.wrapping import wrap

# Font A of every maker is 12 x 24 dots; 30 dots to the next line is what a printer does after ESC @.
_LETTER: Final = 24
_PITCH: Final = 30


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a printer writes Thai: columns of a line, number of its code page, and who composes."""

    columns: int
    code_page: int
    composition: Composition


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of at most as many columns as fit (half as many when wide)."""

    text: str
    wide: bool = False
    tall: bool = False
    bold: bool = False


def encode_text(parts: Iterable[Block], paper: Paper, style: TextStyle, *, margins: bool = True) -> bytes:
    """Return the bytes that print blocks as text; code and logo go as pictures between it."""
    builder = SlipBuilder()
    builder.begin(paper.dpi)
    builder.begin_text(style.code_page)
    for index, block in enumerate(parts):
        if index:
            builder.feed(_PITCH // 2)
        add_block(builder, block, paper, style, margins=margins)
    builder.font(wide=False, tall=False, bold=False)
    builder.cut()
    output: bytes = builder.output
    return output


def add_block(
    builder: SlipBuilder, block: Block, paper: Paper, style: TextStyle, *, margins: bool = True
) -> None:
    """Add one block."""
    if isinstance(block, Picture):
        _add_picture(builder, block.logo.dots(paper), paper, margins=margins)
        return
    for line in lines_of(block, style.columns):
        add_line(builder, line, style.composition)
    if isinstance(block, Ticket):
        builder.feed(_PITCH // 2)
        size = max(qr.SMALLEST_MODULE, min(6, qr.module_size(block.code, paper.dots)))
        _add_picture(builder, qr.picture(block.code, size), paper, margins=margins)


def add_line(builder: SlipBuilder, line: TextLine, composition: Composition) -> None:
    """Add one line, in as many rows as the composition needs."""
    builder.font(wide=line.wide, tall=line.tall, bold=line.bold)
    every = rows(line.text, composition)
    height = _LETTER * (2 if line.tall else 1)
    for mark in every.above:
        builder.row(mark, height)
    builder.row(every.letters, height if every.below else height + _PITCH - _LETTER)
    for index, mark in enumerate(every.below, start=1):
        builder.row(mark, height if index < len(every.below) else height + _PITCH - _LETTER)


def lines_of(block: Block, columns: int) -> list[TextLine]:
    """Return the lines of a block, all in characters that can be printed."""
    written: Any = _plain(block)
    tall = block.size == "large"
    if isinstance(written, Ticket):
        return _ticket(written, columns, tall=tall)
    bold = isinstance(written, Band | Heading | Boxed)
    lines = [TextLine(plain(text).rstrip(" "), tall=tall, bold=bold) for text in write(written, columns)]
    if isinstance(written, Order):
        # The fee stands in the line before the last rule.
        lines[-2] = replace(lines[-2], bold=True)
    return lines


def _ticket(block: Ticket, columns: int, *, tall: bool) -> list[TextLine]:
    lines = []
    if block.queue:
        lines = [TextLine(_centered(messages.QUEUE, columns), tall=tall)]
        lines += [
            TextLine(_centered(part, columns // 2), wide=True, tall=True, bold=True)
            for part in wrap(block.queue, columns // 2)
        ]
    label = f"{messages.REFERENCE} {block.reference}"
    lines += [TextLine(_centered(part, columns), tall=tall, bold=True) for part in wrap(label, columns)]
    return lines


def _centered(text: str, columns: int) -> str:
    return " " * (max(0, columns - cell_width(text)) // 2) + text


def _add_picture(builder: SlipBuilder, picture: Any, paper: Paper, *, margins: bool) -> None:
    raster(builder, stack([picture], paper.dots, align="center"), margins=margins)


def _plain(part: Any) -> Any:
    """Return a block with every text in it made printable; a code keeps its content.

    What is not to be broken is told to who breaks lines; a line's own bytes know no such space.
    """
    if isinstance(part, str):
        return NO_BREAK.join(plain(words) for words in part.split(NO_BREAK))
    if isinstance(part, tuple):
        return tuple(_plain(inner) for inner in part)
    if isinstance(part, Block):
        kept = {field.name: _plain(getattr(part, field.name)) for field in fields(part)}
        return replace(part, **kept)
    return part
