"""A slip as this printer takes it: paper, head, template, raster or text, by the configuration."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from printer.content import Block, blocks
from printer.errors import BadTemplate
from printer.paper import Composition, Dpi, Mode, Paper, Width
from printer.slip import Slip
from printer.template import DEFAULT, Template, read_template

if TYPE_CHECKING:
    from PIL import Image


class Choices(Protocol):
    """The part of ``[printer]`` that decides what a slip looks like."""

    @property
    def width(self) -> Width:
        """The paper in millimetres."""

    @property
    def dpi(self) -> Dpi:
        """The head's dots an inch."""

    @property
    def margins(self) -> bool:
        """Whether the printer knows GS L."""

    @property
    def mode(self) -> Mode:
        """Whether slips are sent as a picture or as text."""

    @property
    def columns(self) -> int | None:
        """The characters of a line in text mode; None: as many as are usual."""

    @property
    def code_page(self) -> int:
        """The number of the printer's Thai code page (ESC t)."""

    @property
    def composition(self) -> Composition:
        """Who puts Thai marks over and under their letters in text mode."""

    @property
    def template(self) -> Path | None:
        """The office's template; None: the shipped one."""


class Renderer:
    """Makes slips for one printer. `mistake` says why the office's template is not used, None where it is.

    The template is read once: what a clerk sees before printing is what is printed.
    """

    def __init__(self, choices: Choices) -> None:
        self._choices: Final = choices
        self.paper: Final = Paper(choices.width, choices.dpi)
        self.template: Template = DEFAULT
        self.mistake: BadTemplate | None = None
        if choices.template is not None:
            try:
                self.template = read_template(choices.template)
            except BadTemplate as error:
                self.mistake = error

    def data(self, slip: Slip) -> bytes:
        """Return the bytes for the device; raises PrinterError."""
        return self.data_of(blocks(slip, self.template))

    def data_of(self, parts: list[Block]) -> bytes:
        """Return the bytes that print blocks below each other."""
        choices = self._choices
        if choices.mode == "text":
            from printer.text_mode import TextStyle, encode_text

            columns = choices.columns or self.paper.columns
            style = TextStyle(columns, choices.code_page, choices.composition)
            return encode_text(parts, self.paper, style, margins=choices.margins)
        from printer.escpos_bytes import encode
        from printer.typeset import typeset_blocks

        return encode(typeset_blocks(parts, self.paper), margins=choices.margins)

    def picture(self, slip: Slip) -> "Image.Image":
        """Return the slip as the raster that the head would print (in text mode: about so)."""
        from printer.typeset import typeset

        return typeset(slip, self.paper.width, self.paper.dpi, self.template)

    def preview(self, slip: Slip) -> list[str]:
        """Return the slip as lines for a terminal."""
        from printer.preview import preview

        return preview(slip, self.paper.width, self.template)
