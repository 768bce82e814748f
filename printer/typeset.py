"""A slip as the picture that the head prints."""

from collections.abc import Iterable
from functools import lru_cache, singledispatch

from PIL import Image, ImageChops, ImageDraw

from printer import messages, qr
from printer.content import (
    Band,
    Block,
    Boxed,
    Counts,
    Heading,
    Lines,
    Notes,
    Order,
    Particulars,
    Picture,
    Ticket,
    blocks,
)
from printer.fonts import Style
from printer.layout import Line, blank, line, lines, pair, paragraph, pile, stack
from printer.paper import Dpi, Paper, Width
from printer.sheet import Sheet, sheet_for
from printer.slip import Slip
from printer.strips import without_real_time
from printer.template import DEFAULT, Template


def typeset(slip: Slip, width_mm: Width, dpi: Dpi = 203, template: Template = DEFAULT) -> Image.Image:
    """Return the slip exactly as it is printed: mode "1", black on white, as wide as the head's line."""
    return typeset_blocks(blocks(slip, template), Paper(width_mm, dpi))


def typeset_blocks(parts: Iterable[Block], paper: Paper) -> Image.Image:
    """Return blocks below each other as they are printed."""
    pictures = [_drawn(part, paper) for part in parts]
    return without_real_time(stack(pictures, paper.dots, gap=sheet_for(paper).gap * 3 // 2))


@lru_cache(maxsize=16)
def _drawn(block: Block, paper: Paper) -> Image.Image:
    return draw(block, sheet_for(paper).sized(block.size))


@singledispatch
def draw(block: object, sheet: Sheet) -> Image.Image:
    """Draw one block of a slip on paper of the sheet's width."""
    raise TypeError(f"{type(block).__name__} on {sheet.dots} dots")


@draw.register
def _(block: Band, sheet: Sheet) -> Image.Image:
    return stack([ImageChops.invert(_label(block.text, sheet.mark, sheet))], sheet.dots, align="center")


@draw.register
def _(block: Heading, sheet: Sheet) -> Image.Image:
    parts = [
        paragraph(block.office, sheet.office, sheet.dots, align="center", at_spaces=True),
        paragraph(block.title, sheet.title, sheet.dots, align="center"),
        _rule(sheet, thick=4),
    ]
    return stack(parts, sheet.dots, gap=sheet.gap)


@draw.register
def _(block: Ticket, sheet: Sheet) -> Image.Image:
    fits = qr.module_size(block.code, sheet.dots * 2 // 5) >= qr.SMALLEST_MODULE
    if sheet.side_by_side and fits:
        return _ticket_beside(block, sheet)
    number = _number(block, sheet, sheet.dots)
    code = _code(block, sheet.dots * 11 // 20, sheet.dots)
    reference = _reference(block, sheet, sheet.dots)
    return stack([number, code, reference], sheet.dots, align="center")


@draw.register
def _(block: Order, sheet: Sheet) -> Image.Image:
    rows = [pair([line(messages.SERVICE, sheet.small)], [line(messages.AMOUNT, sheet.small)], sheet.dots)]
    rows += [_ordered(label, copies, sheet) for label, copies in block.rows]
    fee = line(messages.FEE, sheet.strong)
    room = sheet.dots - fee.picture.width - sheet.gap
    total = pair([fee], lines(block.fee, sheet.fee, room), sheet.dots)
    ordered = [_rule(sheet), pile(rows, sheet.dots, sheet.body.pitch, air=sheet.air)] if block.rows else []
    parts = [*ordered, _rule(sheet), pile([total], sheet.dots, sheet.fee.pitch), _rule(sheet)]
    return stack(parts, sheet.dots, gap=sheet.gap)


@draw.register
def _(block: Particulars, sheet: Sheet) -> Image.Image:
    labels = [line(label, sheet.small) for label, _ in block.rows]
    column = max(label.picture.width for label in labels) + sheet.gap * 3 // 2
    rows = []
    for label, (_, value) in zip(labels, block.rows, strict=True):
        values = lines(value, sheet.body, sheet.dots - column, at_spaces=True)
        rows.append(pair([label], values, sheet.dots, right_at=column))
    return pile(rows, sheet.dots, sheet.body.pitch, air=sheet.air)


@draw.register
def _(block: Notes, sheet: Sheet) -> Image.Image:
    bullet = line(messages.BULLET, sheet.small)
    indent = bullet.picture.width + sheet.gap // 2
    rows = [
        pair([bullet], lines(text, sheet.small, sheet.dots - indent), sheet.dots, right_at=indent)
        for text in block.texts
    ]
    return pile(rows, sheet.dots, sheet.small.pitch, air=sheet.air)


@draw.register
def _(block: Counts, sheet: Sheet) -> Image.Image:
    rows = [[line(block.title, sheet.small)], *(_ordered(left, right, sheet) for left, right in block.rows)]
    return stack(
        [_rule(sheet), pile(rows, sheet.dots, sheet.body.pitch, air=sheet.air)], sheet.dots, gap=sheet.gap
    )


@draw.register
def _(block: Lines, sheet: Sheet) -> Image.Image:
    parts = [lines(text, sheet.body, sheet.dots, at_spaces=True) for text in block.texts]
    return pile(parts, sheet.dots, sheet.body.pitch, air=sheet.air, align="center")


@draw.register
def _(block: Picture, sheet: Sheet) -> Image.Image:
    return stack([block.logo.dots(sheet.paper)], sheet.dots, align="center")


@draw.register
def _(block: Boxed, sheet: Sheet) -> Image.Image:
    box = _label(block.text, sheet.strong, sheet)
    ImageDraw.Draw(box).rectangle((0, 0, box.width - 1, box.height - 1), outline=0, width=3)
    return stack([box], sheet.dots, align="center")


def _label(text: str, style: Style, sheet: Sheet) -> Image.Image:
    """Set a mark with room around it, no wider than its text: ink is what a serial line waits for."""
    air = 4 * sheet.gap
    rows = lines(text, style, sheet.dots - air)
    across = max(row.picture.width for row in rows) + air
    # In the middle and begun on a byte: no dots are sent for the white beside it.
    width = sheet.dots - max(0, sheet.dots - across) // 16 * 16
    set_text = pile([rows], width, style.pitch, align="center")
    label = blank(width, set_text.height + 2 * sheet.gap)
    label.paste(set_text, (0, sheet.gap))
    return label


def _ticket_beside(block: Ticket, sheet: Sheet) -> Image.Image:
    code = _code(block, sheet.dots * 2 // 5, sheet.dots * 2 // 5)
    room = sheet.dots - code.width
    parts = [_number(block, sheet, room), _reference(block, sheet, room)]
    text = stack(parts, room, gap=sheet.gap, align="center")
    paper = blank(sheet.dots, max(code.height, text.height))
    paper.paste(text, (0, (paper.height - text.height) // 2))
    paper.paste(code, (room, (paper.height - code.height) // 2))
    return paper


def _number(block: Ticket, sheet: Sheet, width: int) -> Image.Image:
    """Set the queue number as large as the width allows; without one there is only the reference."""
    if block.queue is None:
        return blank(width, 0)
    caption = line(messages.QUEUE, sheet.small).picture
    fitting = int(sheet.queue.size * (width - 4) / max(1.0, sheet.queue.length(block.queue)))
    style = Style(max(24, min(sheet.queue.size, fitting)), sheet.queue.weight)
    digits = _trimmed(line(block.queue, style).picture)
    return stack([caption, digits, blank(1, 0)], width, gap=sheet.gap, align="center")


def _reference(block: Ticket, sheet: Sheet, width: int) -> Image.Image:
    """Set the reference behind its label, or below it where the line is too short for both."""
    label = line(messages.REFERENCE, sheet.small)
    style = sheet.strong if block.queue else sheet.fee
    start = label.picture.width + sheet.gap
    value = line(block.reference, style)
    if start + value.picture.width <= width:
        return pair([label], [value], start + value.picture.width, right_at=start)[0].picture
    rows = [label, *lines(block.reference, style, width)]
    return pile([rows], width, style.pitch, align="center")


def _code(block: Ticket, wanted: int, room: int) -> Image.Image:
    size = max(qr.module_size(block.code, wanted), min(qr.SMALLEST_MODULE, qr.module_size(block.code, room)))
    return qr.picture(block.code, size)


def _ordered(label: str, copies: str, sheet: Sheet) -> list[Line]:
    """Set an amount beside its label, or below where too little room is left for that."""
    amount = line(copies, sheet.body)
    room = sheet.dots - amount.picture.width - 2 * sheet.gap
    if room < sheet.dots // 2 and sheet.body.length(label) > room:
        return [*lines(label, sheet.body, sheet.dots), *pair([], [amount], sheet.dots)]
    return pair(lines(label, sheet.body, room), [amount], sheet.dots)


def _rule(sheet: Sheet, *, thick: int = 2) -> Image.Image:
    return Image.new("1", (sheet.dots, thick), 0)


def _trimmed(picture: Image.Image) -> Image.Image:
    """Cut the white around the ink: very large type would bring a centimetre of empty line with it."""
    box = ImageChops.invert(picture).getbbox()
    return picture.crop(box) if box else picture
