"""`bangkhae-sync simulate`: the LINE platform and its citizens as a program of their own.

When it listens it prints one line of JSON on standard output:
`{"base_url": "http://127.0.0.1:PORT", "control_url": "http://127.0.0.1:PORT/simulator", "bot_user_id": …}`.
It then presses the Verify button until the daemon answers, lets citizens write, and ends on SIGTERM, SIGINT
or, with --until-stdin-closes, when its standard input is closed. The endpoints under /simulator, by which
another process drives citizens and reads what they heard, are described in `sync.simulator.control`.
"""

import argparse
import asyncio
import contextlib
import ipaddress
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sync.simulator import labels
from sync.simulator.conversation import Entry, transcript_line
from sync.simulator.people import STYLES

if TYPE_CHECKING:
    from sync.simulator.citizen import Citizen
    from sync.simulator.platform import LinePlatform

VERIFY_EVERY_SECONDS = 0.2


class ChannelSettings(Protocol):
    """What the platform must share with the daemon."""

    @property
    def channel_secret(self) -> str:
        """The secret that webhooks are signed with."""

    @property
    def channel_access_token(self) -> str:
        """The token that calls of the Messaging API carry."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of `bangkhae-sync simulate`."""
    parser.add_argument(
        "--listen",
        metavar="HOST:PORT",
        type=_address,
        default=("127.0.0.1", 0),
        help="loopback address; port 0: any",
    )
    parser.add_argument("--webhook", metavar="URL", required=True, help="the daemon's webhook")
    parser.add_argument(
        "--wait", metavar="SECONDS", type=float, default=60.0, help="how long the daemon may take to answer"
    )
    parser.add_argument(
        "--citizens", metavar="N", type=int, default=0, help="how many scripted citizens write"
    )
    parser.add_argument(
        "--every", metavar="SECONDS", type=float, default=2.0, help="time between two citizens"
    )
    parser.add_argument("--at-once", metavar="N", type=int, default=1, help="how many of them begin together")
    parser.add_argument(
        "--pause", metavar="SECONDS", type=float, default=0.5, help="time a citizen takes to answer"
    )
    parser.add_argument(
        "--script",
        choices=[style.name for style in STYLES],
        help="one script for all; otherwise one after the other",
    )
    parser.add_argument("--transcript", metavar="FILE", type=Path, help="write what is said to this file")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when standard input is closed")


def run(arguments: argparse.Namespace, settings: ChannelSettings) -> int:
    """Run until told to end. Exit code 0, or 1 with one line on standard error."""
    try:
        return asyncio.run(_run(arguments, settings))
    except OSError as trouble:
        return _fail(str(trouble))
    except KeyboardInterrupt:
        return 0


async def _run(arguments: argparse.Namespace, settings: ChannelSettings) -> int:
    from sync.simulator.platform import LinePlatform
    from sync.simulator.scripts import crowd

    people = crowd(arguments.citizens, script=arguments.script, pause=arguments.pause)
    host, port = arguments.listen
    end = _end(until_stdin_closes=arguments.until_stdin_closes)
    platform = LinePlatform(
        channel_secret=settings.channel_secret,
        channel_access_token=settings.channel_access_token,
        host=host,
        port=port,
    )
    with _written_down(platform, arguments.transcript):
        async with platform:
            platform.connect(arguments.webhook)
            _say_ready(platform)
            if not await _daemon_answers(platform, arguments.wait, end):
                return 0 if end.is_set() else _fail(f"no answer from {arguments.webhook}")
            for number, play in enumerate(people, 1):
                platform.start(play)
                if number >= arguments.at_once and await _ended(end, arguments.every):
                    return 0
            await end.wait()
    return 0


def _say_ready(platform: "LinePlatform") -> None:
    ready = {
        "base_url": platform.url,
        "control_url": f"{platform.url}/simulator",
        "bot_user_id": platform.bot_user_id,
    }
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()


async def _daemon_answers(platform: "LinePlatform", seconds: float, end: asyncio.Event) -> bool:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while await platform.webhooks.verify() != 200:
        if loop.time() > until or await _ended(end, VERIFY_EVERY_SECONDS):
            return False
    return True


async def _ended(end: asyncio.Event, seconds: float) -> bool:
    """Wait so long; True as soon as the end has come."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await end.wait()
    return end.is_set()


def _end(*, until_stdin_closes: bool) -> asyncio.Event:
    """Make an event that is set when the program shall end."""
    end = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop(*_: object) -> None:
        loop.call_soon_threadsafe(end.set)

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
    if until_stdin_closes:
        threading.Thread(target=_read_until_closed, args=(stop,), daemon=True).start()
    return end


def _read_until_closed(stop: Callable[[], None]) -> None:
    """Read standard input to its end; by descriptor, as a thread in `sys.stdin` would block the exit."""
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    stop()


@contextlib.contextmanager
def _written_down(platform: "LinePlatform", path: Path | None) -> Iterator[None]:
    """Write every line of every chat to a file as it comes."""
    if path is None:
        yield
        return
    with path.open("w", encoding="utf-8", newline="\n") as file:

        def write(citizen: "Citizen", entry: Entry) -> None:
            file.write(
                labels.TRANSCRIPT.format(name=citizen.name, line=transcript_line(citizen.name, entry)) + "\n"
            )
            file.flush()

        platform.watchers.append(write)
        try:
            yield
        finally:
            platform.watchers.remove(write)


def _address(text: str) -> tuple[str, int]:
    """HOST:PORT on loopback; nothing else, as the platform has no door that could be locked."""
    host, _, port = text.rpartition(":")
    host = host.strip("[]")
    try:
        if not ipaddress.ip_address(host).is_loopback:
            raise argparse.ArgumentTypeError(f"{host} is no loopback address")
        return host, int(port)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no HOST:PORT, such as 127.0.0.1:0") from None


def _fail(sentence: str) -> int:
    sys.stderr.write(f"bangkhae-sync simulate: {sentence}\n")
    return 1
