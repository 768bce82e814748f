"""`bangkhae-desk training`: cases with traps on a throw-away database, and a score sheet at the end."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desk.training import words
from thai.text import clean

if TYPE_CHECKING:
    from desk.training.course import Course
    from desk.training.scoring import Score

_WRONG_USE: Final = 2
_REAL: Final = ("BANGKHAE_DESK_SERVER", "BANGKHAE_SYNC_DATABASE", "BANGKHAE_LINE_API_BASE")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of `bangkhae-desk training`."""
    parser.add_argument("--clerk", metavar="NAME", help="whose score sheet it is (asked for otherwise)")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where score sheets lie (default: in the user's documents)"
    )


def real_ones(arguments: argparse.Namespace, environment: Mapping[str, str]) -> list[str]:
    """Return what was given that leads to real data; training takes none of it."""
    named = [name for name in _REAL if environment.get(name)]
    return ["--config", *named] if getattr(arguments, "config", None) is not None else named


def run(arguments: argparse.Namespace) -> int:
    """Run the training; return 0, 1 after a failure said in one line, or 2 where real data was named."""
    import httpx

    from desk.demo.quiet_keys import keys_unheard
    from desk.demo.world import DemoError, demo_world
    from desk.endings import unwind_when_asked
    from desk.training.course import OTHER, OTHER_NAME, Course

    if real := real_ones(arguments, os.environ):
        return _fail(words.REFUSED.format(names=", ".join(real)), _WRONG_USE)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _fail("a terminal is needed")
    unwind_when_asked()
    clerk = whose(arguments.clerk)
    _tell(words.PREPARING)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="bangkhae-training-", ignore_cleanup_errors=True) as folder,
            contextlib.ExitStack() as stack,
        ):
            with keys_unheard():
                others = ((OTHER, OTHER_NAME),)
                started = demo_world(Path(folder), citizens=0, every=1.0, others=others, tell=_tell)
                course = Course(stack.enter_context(started))
                _tell(words.WRITING)
                asyncio.run(_begin(course))
            _train(course)
            hand_out(course.scores(), clerk, arguments.out)
    except (DemoError, OSError, httpx.HTTPError) as error:
        return _fail(str(error))
    return 0


def whose(given: str | None) -> str:
    """Return the name on the sheet: as given, or as typed now."""
    if given is None:
        try:
            given = input(words.WHO)
        except EOFError:
            given = ""
    return " ".join(clean(given).split()) or words.NOBODY


def _train(course: Course) -> None:
    from desk.session import data_dir
    from desk.training.app import TrainingApp, TrainingEntrance

    settings = course.world.settings
    folder = data_dir(settings.desk)
    try:
        TrainingApp(TrainingEntrance(settings, folder), course, reports=folder / "reports").run()
    finally:
        course.end()


def hand_out(scores: Sequence[Score], clerk: str, folder: Path | None) -> None:
    """Show the sheet, and keep it; where that fails it is still on the screen."""
    from desk.training import sheet

    now = dt.datetime.now(dt.UTC)
    _tell(sheet.whole(scores, clerk, now))
    try:
        _tell(words.kept(sheet.keep(folder or _own_folder(), scores, clerk, now)))
    except OSError as error:
        _tell(words.not_kept(error.strerror or type(error).__name__))


async def _begin(course: Course) -> None:
    """Let the citizens write, and leave an open session for the application to begin with."""
    from desk.demo.world import CLERK, PIN
    from desk.session import data_dir
    from desk.training.app import TrainingEntrance
    from desk.training.case import cases

    settings = course.world.settings
    await course.begin(cases())
    await course.world.citizens.close()
    backend = await TrainingEntrance(settings, data_dir(settings.desk)).sign_in(CLERK, PIN)
    backend.close()


def _own_folder() -> Path:
    """Return where a person looks for their papers."""
    from platformdirs import user_documents_path

    return user_documents_path() / words.FOLDER


def _fail(text: str, code: int = 1) -> int:
    sys.stderr.write(f"bangkhae-desk training: {text}\n")
    return code


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
