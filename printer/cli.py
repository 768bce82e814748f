"""The command `bangkhae-printer`: made-up slips and test prints, and printers found and asked."""

import argparse
import os
import sys
from importlib.metadata import version
from pathlib import Path

from printer import slip_commands
from printer.doctor import commands
from printer.errors import PrinterError
from printer.spool import commands as spool


def main(argv: list[str] | None = None) -> int:
    """Run the command; return 0, or 1 after a failure said in one line (2 for wrong usage is argparse's)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.command == "slip" and not slip_commands.has_a_place(arguments):
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
    slip_commands.add(kinds, common)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    from printer.settings import load

    if arguments.command == "template":
        slip_commands.check(arguments.file, print)
        return 0
    settings = load(getattr(arguments, "config", None))
    if arguments.command in commands.NAMES:
        return commands.run(arguments, settings, print)
    if arguments.command in spool.NAMES:
        return spool.run(arguments, settings, print)
    return slip_commands.run(arguments, settings, print)


if __name__ == "__main__":
    sys.exit(main())
