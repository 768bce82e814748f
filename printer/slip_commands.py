"""The commands `slip`, `preview`, `template` and `day-end` of `bangkhae-printer`."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from printer.errors import BadDayEnd, BadDevice, OutputFailed
from printer.spool import commands as spool

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from printer.content import Block
    from printer.rendering import Renderer
    from printer.settings import PrinterSettings


def add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands to the program's."""
    slip = commands.add_parser(
        "slip", parents=[common], help="a made-up slip as a picture, as bytes, on paper"
    )
    shown = commands.add_parser("preview", parents=[common], help="a made-up slip as text")
    template = commands.add_parser("template", help="the shipped template of a slip, or check one")
    template.add_argument("file", nargs="?", type=Path, metavar="FILE", help="check this one")
    day_end = commands.add_parser(
        "day-end", parents=[common], help="the slip that ends a day, from its numbers as JSON"
    )
    day_end.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the numbers (default: stdin)")
    for command in (slip, shown):
        command.add_argument(
            "--sample",
            type=int,
            choices=(1, 2, 3),
            default=1,
            help="1 short, 2 several services and long names, 3 a reprint in training",
        )
    for command in (slip, shown, day_end):
        command.add_argument(
            "--width", type=int, choices=(58, 80), help="paper in millimetres (default: configured)"
        )
    slip.add_argument(
        "--print", action="store_true", help="print it through the spool, and say what became of it"
    )
    spool.add_wait(slip)
    for command in (slip, day_end):
        command.add_argument("--png", type=Path, metavar="FILE", help="write the picture")
        command.add_argument(
            "--escpos", type=Path, metavar="FILE", help="write the exact bytes for the device"
        )
        command.add_argument(
            "--device",
            nargs="?",
            const="",
            metavar="URL",
            help="send it straight to this printer; without URL to the configured one",
        )


def has_a_place(arguments: argparse.Namespace) -> bool:
    """Tell whether something is to be made of the paper."""
    printed = arguments.command == "slip" and arguments.print
    return bool(arguments.png or arguments.escpos or printed or arguments.device is not None)


def check(file: Path | None, say: "Callable[[str], None]") -> None:
    """Print the shipped template, or read one and say that it is good; raises `BadTemplate`."""
    from printer.messages import TEMPLATE_GOOD
    from printer.template import DEFAULT_FILE, read_template

    if file is None:
        say(DEFAULT_FILE.read_text("utf-8").rstrip("\n"))
        return
    read_template(file)
    say(TEMPLATE_GOOD)


def run(arguments: argparse.Namespace, settings: "PrinterSettings", say: "Callable[[str], None]") -> int:
    """Run one of the commands that make paper; return 0, or 1 for a slip that did not certainly come out."""
    from printer.content import blocks
    from printer.preview import written
    from printer.rendering import Renderer

    settings = replace(settings, width=arguments.width or settings.width)
    renderer = Renderer(settings)
    slip = None
    if arguments.command == "day-end":
        from printer.day_end import day_end_blocks, read_day_end

        parts = day_end_blocks(read_day_end(_numbers(arguments.file)))
    else:
        from printer.samples import sample

        if renderer.mistake is not None:
            sys.stderr.write(f"bangkhae-printer: {renderer.mistake}\n")
        slip = replace(sample(arguments.sample, settings.office), section=settings.section)
        parts = blocks(slip, renderer.template)
    if arguments.command == "preview" or not has_a_place(arguments):
        from printer.preview import COLUMNS

        say("\n".join(written(parts, COLUMNS[renderer.paper.width])))
        return 0
    _files(arguments, settings, renderer, parts)
    if slip is not None and arguments.print:
        return spool.print_slip(slip, settings, arguments.device or None, arguments.wait, say)
    if arguments.device is not None:
        _send(arguments.device, settings, renderer.data_of(parts))
    return 0


def _files(
    arguments: argparse.Namespace,
    settings: "PrinterSettings",
    renderer: "Renderer",
    parts: "list[Block]",
) -> None:
    if arguments.png:
        from printer.typeset import typeset_blocks

        _write(arguments.png, _png(typeset_blocks(parts, renderer.paper), settings.dpi))
    if arguments.escpos:
        _write(arguments.escpos, renderer.data_of(parts))


def _numbers(file: Path | None) -> bytes:
    try:
        return file.read_bytes() if file else sys.stdin.buffer.read()
    except OSError as error:
        raise BadDayEnd(f"{file}: {error.strerror}") from error


def _png(picture: "Image.Image", dpi: int) -> bytes:
    from io import BytesIO

    buffer = BytesIO()
    picture.save(buffer, "PNG", dpi=(dpi, dpi), optimize=True)
    return buffer.getvalue()


def _send(url: str, settings: "PrinterSettings", data: bytes) -> None:
    from printer.devices import open_device

    address = url or settings.device
    if not address:
        raise BadDevice("[printer] device")
    open_device(address).send(data)


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise OutputFailed(f"{path}: {error.strerror}") from error
