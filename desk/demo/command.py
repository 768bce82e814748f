"""`bangkhae-desk demo`: everything to try out on this machine, in a terminal or as a script."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.demo.world import World

CITIZENS: Final = 24
AT_ONCE: Final = 4
EVERY_SECONDS: Final = 20.0
DEFAULT_OUT: Final = Path("out")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of `bangkhae-desk demo`."""
    parser.add_argument(
        "--script", action="store_true", help="tell the whole story by itself, without a terminal"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="keep slips, conversation and screens there (a script's default: out)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the demonstration; return 0, or 1 after a failure said in one line."""
    import httpx

    from desk.demo.world import DemoError
    from desk.endings import unwind_when_asked

    unwind_when_asked()
    script = arguments.script or not (sys.stdin.isatty() and sys.stdout.isatty())
    out: Path | None = arguments.out or (DEFAULT_OUT if script else None)
    try:
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="bangkhae-demo-", ignore_cleanup_errors=True) as folder:
            if script and out is not None:
                _script(Path(folder), out)
            else:
                _terminal(Path(folder), out)
    except (DemoError, OSError, httpx.HTTPError) as error:
        sys.stderr.write(f"bangkhae-desk demo: {error}\n")
        return 1
    return 0


def _script(folder: Path, out: Path) -> None:
    from desk.app import DeskApp
    from desk.demo import labels
    from desk.demo.story import play
    from desk.demo.world import demo_world

    _tell(labels.PREPARING)
    with demo_world(folder, citizens=0, every=1.0, tell=_tell) as world:
        asyncio.run(play(_app(world, DeskApp, hint=""), world, out, _tell))
    _tell(labels.DONE.format(folder=out))


def _terminal(folder: Path, out: Path | None) -> None:
    from desk.demo import labels
    from desk.demo.app import DemoApp
    from desk.demo.colleague import colleague_at_work
    from desk.demo.quiet_keys import keys_unheard
    from desk.demo.world import CLERK, PIN, demo_world

    threading.Thread(target=_import_desk, daemon=True).start()
    with contextlib.ExitStack() as stack:
        with keys_unheard():
            _tell(labels.PREPARING)
            world = stack.enter_context(
                demo_world(folder, citizens=CITIZENS, every=EVERY_SECONDS, at_once=AT_ONCE, tell=_tell)
            )
            _tell(labels.SIGNING_IN)
            app = _app(world, DemoApp, hint=labels.HINT)
            asyncio.run(_sign_in(world, CLERK, PIN))
        stack.enter_context(colleague_at_work(world))
        app.run()
        if out is not None:
            _keep_slips(world, out)
            _tell(labels.KEPT.format(folder=out))


def _import_desk() -> None:
    """Import what the desk needs while the programs around it start."""
    import desk.app
    import desk.live_entrance
    import desk.screens.work_list
    import desk.sync_client  # noqa: F401


async def _sign_in(world: World, clerk: str, pin: str) -> None:
    """Leave an open session for the application to begin with."""
    from desk.live_entrance import LiveEntrance
    from desk.session import data_dir

    backend = await LiveEntrance(world.settings, data_dir(world.settings.desk)).sign_in(clerk, pin)
    backend.close()


def _app(world: World, application: type[DeskApp], *, hint: str) -> DeskApp:
    from desk.live_entrance import LiveEntrance
    from desk.session import data_dir

    folder = data_dir(world.settings.desk)
    return application(LiveEntrance(world.settings, folder), reports=folder / "reports", hint=hint)


def _keep_slips(world: World, out: Path) -> None:
    for number, paper in enumerate(world.printer.jobs, 1):
        (out / f"slip-{number}.escpos").write_bytes(paper.raw)
        paper.picture.save(out / f"slip-{number}.png")
    (out / "conversation.txt").write_bytes(world.transcript.read_bytes())


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
