"""The command `bangkhae-printer`: made-up slips and test prints, and printers found and asked."""

import argparse
import os
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from printer.doctor import commands
from printer.errors import BadDevice, OutputFailed, PrinterError
from printer.spool import commands as spool

if TYPE_CHECKING:
    from PIL import Image

    from printer.settings import PrinterSettings


def main(argv: list[str] | None = None) -> int:
    """Run the command; return 0, or 1 after a failure said in one line (2 for wrong usage is argparse's)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.command == "slip" and not (
        arguments.png or arguments.escpos or arguments.print or arguments.device is not None
    ):
        parser.error("slip: give at least one of --png, --escpos, --print, --device")
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except PrinterError as error:
        print(f"bangkhae-printer: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Python flushes once more at the end, and would complain of the pipe there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="configuration (default: ./config.toml if there is one)",
    )
    parser = argparse.ArgumentParser(
        prog="bangkhae-printer", description="Slips of the registration counter.", parents=[common]
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('bangkhae-desk')}")
    kinds = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add(kinds, common)
    spool.add(kinds, common)
    slip = kinds.add_parser("slip", parents=[common], help="a made-up slip as a picture, as bytes, on paper")
    slip.add_argument("--png", type=Path, metavar="FILE", help="write the picture")
    slip.add_argument("--escpos", type=Path, metavar="FILE", help="write the exact bytes for the device")
    slip.add_argument(
        "--device",
        nargs="?",
        const="",
        metavar="URL",
        help="send it straight to tcp://HOST:PORT or file:///PATH; without URL to the configured device",
    )
    slip.add_argument(
        "--print", action="store_true", help="print it through the spool, and say what became of it"
    )
    spool.add_wait(slip)
    shown = kinds.add_parser("preview", parents=[common], help="a made-up slip as text")
    for command in (slip, shown):
        command.add_argument(
            "--sample",
            type=int,
            choices=(1, 2, 3),
            default=1,
            help="1 short, 2 several services and long names, 3 a reprint in training",
        )
        command.add_argument(
            "--width", type=int, choices=(58, 80), help="paper in millimetres (default: configured)"
        )
    template = kinds.add_parser("template", help="the shipped template of a slip, or check one")
    template.add_argument("file", nargs="?", type=Path, metavar="FILE", help="check this one")
    return parser


def _run(arguments: argparse.Namespace) -> int:
    from printer.settings import load

    if arguments.command == "template":
        _template(arguments.file)
        return 0
    settings = load(getattr(arguments, "config", None))
    if getattr(arguments, "width", None):
        settings = replace(settings, width=arguments.width)
    if arguments.command in commands.NAMES:
        return commands.run(arguments, settings, print)
    if arguments.command in spool.NAMES:
        return spool.run(arguments, settings, print)
    return _slip(arguments, settings)


def _slip(arguments: argparse.Namespace, settings: "PrinterSettings") -> int:
    from printer.rendering import Renderer
    from printer.samples import sample

    renderer = Renderer(settings)
    if renderer.mistake is not None:
        print(f"bangkhae-printer: {renderer.mistake}", file=sys.stderr)
    slip = replace(sample(arguments.sample, settings.office), section=settings.section)
    if arguments.command == "preview":
        print("\n".join(renderer.preview(slip)))
        return 0
    if arguments.png:
        _write(arguments.png, _png(renderer.picture(slip), settings.dpi))
    if arguments.escpos:
        _write(arguments.escpos, renderer.data(slip))
    if arguments.print:
        return spool.print_slip(slip, settings, arguments.device or None, arguments.wait, print)
    if arguments.device is not None:
        _send(arguments.device, settings, renderer.data(slip))
    return 0


def _template(file: Path | None) -> None:
    """Print the shipped template, or read one and say that it is good."""
    from printer.messages import TEMPLATE_GOOD
    from printer.template import DEFAULT_FILE, read_template

    if file is None:
        print(DEFAULT_FILE.read_text("utf-8"), end="")
        return
    read_template(file)
    print(TEMPLATE_GOOD)


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


if __name__ == "__main__":
    sys.exit(main())
