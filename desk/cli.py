"""The command ``bangkhae-desk``: opens the counter's application, or the demonstration."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from registry.settings import Settings

_FAILED: Final = 1
_ESCAPE_MILLISECONDS: Final = "25"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 after a failure said in one line (2 for wrong usage is argparse's)."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = _parser(words).parse_args(words)
    # Esc and Enter pressed in quick succession must not arrive as Enter alone; Textual reads this when it
    # is imported.
    os.environ.setdefault("ESCDELAY", _ESCAPE_MILLISECONDS)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return _FAILED


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bangkhae-desk", description="The terminal application of a registration counter."
    )
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="configuration (default: ./config.toml if there is one)"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    demo = commands.add_parser("demo", help="try everything out on this machine, with made-up citizens")
    commands.add_parser("self-test", help="check terminal, font, keyboard, connection and printer")
    commands.add_parser("sync", help="fetch what has changed, for a desk at which nobody is signed in")
    training = commands.add_parser("training", help="practise cases with traps, on data of its own")
    if "training" in words:
        from desk.training.command import add_arguments as add_training

        add_training(training)
    if "demo" in words:
        from desk.demo.command import add_arguments

        add_arguments(demo)
    return parser


class _Version(argparse.Action):
    """Shows the version; looking it up takes time that only this needs."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"{parser.prog} {version('bangkhae-desk')}")
        parser.exit()


def _run(arguments: argparse.Namespace) -> int:
    from registry.errors import ConfigurationError

    try:
        if arguments.command == "demo":
            from desk.demo.command import run

            return int(run(arguments))
        if arguments.command == "training":
            from desk.training.command import run as train

            return train(arguments)
        if arguments.command == "sync":
            return _sync(arguments.config)
        if arguments.command == "self-test":
            return _self_test(arguments.config)
        return _open(arguments.config)
    except ConfigurationError as error:
        return _fail(str(error))


def _open(config: Path | None) -> int:
    """Open the application and return its exit code."""
    from desk.messages import shell
    from desk.session import data_dir
    from registry.settings import load_settings
    from thai.file_lock import FileLock, LockedError

    settings = load_settings(config)
    if not _is_address(settings.desk.server):
        return _fail("configuration: desk.server: not an address such as http://127.0.0.1:8080")
    if not _is_terminal():
        return _fail("a terminal is needed")
    folder = data_dir(settings.desk)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / "desk.lock")
    except LockedError:
        return _fail(shell.ALREADY_OPEN)
    except OSError as error:
        return _fail(f"the data folder {folder} cannot be used: {type(error).__name__}")
    try:
        return _work(settings, folder)
    finally:
        lock.release()


def _sync(config: Path | None) -> int:
    """Fetch what has changed, beside a desk that may be open, and return the exit code."""
    from desk.session import data_dir
    from desk.sync_command import run
    from registry.settings import load_settings

    settings = load_settings(config)
    if not _is_address(settings.desk.server):
        return _fail("configuration: desk.server: not an address such as http://127.0.0.1:8080")
    return run(settings, data_dir(settings.desk))


def _self_test(config: Path | None) -> int:
    """Open the self-test alone, beside a desk that may be open, and return its exit code."""
    from desk.session import data_dir
    from registry.settings import load_settings

    settings = load_settings(config)
    if not _is_address(settings.desk.server):
        return _fail("configuration: desk.server: not an address such as http://127.0.0.1:8080")
    if not _is_terminal():
        return _fail("a terminal is needed")
    folder = data_dir(settings.desk)
    try:
        from desk.self_test import SelfTestApp

        app = SelfTestApp(settings, folder)
        app.run()
    except Exception as error:  # noqa: BLE001  as below
        return _crash(error, folder / "reports")
    return app.return_code or 0


def _work(settings: Settings, folder: Path) -> int:
    """Run the application, again after a failure for who wants to go on at once."""
    while True:
        code, failed = _run_once(settings, folder)
        if not failed or not _goes_on():
            return code


def _goes_on() -> bool:
    """Ask whether to open the application again: Enter is yes."""
    from desk.messages import crash

    try:
        return not input(f"{crash.AGAIN}\n")
    except (EOFError, OSError):
        return False


def _run_once(settings: Settings, folder: Path) -> tuple[int, bool]:
    """Return the exit code of the application, and whether it ended by a failure."""
    reports = folder / "reports"
    try:
        from desk.app import DeskApp
        from desk.key_choice import choose
        from desk.live_entrance import LiveEntrance
        from desk.theme import ThemeChoice

        keys = choose(settings.desk.keys)
        for problem in keys.problems:
            print(f"bangkhae-desk: {problem}", file=sys.stderr)
        app = DeskApp(
            LiveEntrance(settings, folder),
            reports=reports,
            reveal_seconds=settings.desk.reveal_seconds,
            lock_seconds=settings.desk.lock_minutes * 60,
            pictures=settings.desk.pictures,
            keys=keys,
            theme_choice=ThemeChoice(folder, settings.desk.theme),
        )
        app.run()
    except Exception as error:  # noqa: BLE001  never a traceback with a citizen's data on a counter's screen
        return _crash(error, reports), True
    return app.return_code or 0, app.crashed


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _is_address(server: str) -> bool:
    """Whether the daemon's address is one that can be asked at all."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(server)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _crash(error: Exception, reports: Path) -> int:
    from desk import crash_report
    from desk.messages import crash

    path = crash_report.write(error, reports, dt.datetime.now(dt.UTC))
    print(crash.calm(path), file=sys.stderr)
    return _FAILED


def _fail(text: str) -> int:
    print(f"bangkhae-desk: {text}", file=sys.stderr)
    return _FAILED


if __name__ == "__main__":
    sys.exit(main())
