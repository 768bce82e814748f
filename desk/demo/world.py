"""What a demonstration needs around the desk: daemon, LINE platform and printer, real, on loopback."""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from desk.demo import hours, labels
from desk.demo.citizens import Citizens
from desk.demo.new_clerks import new_clerk
from desk.demo.programs import START_SECONDS, Daemon, DemoError, last_line, program
from printer.simulator import VirtualPrinter
from registry.settings import Settings, load_settings

CLERK = "somying"
CLERK_NAME = "สมหญิง"
PIN = "2569"
__all__ = ["CLERK", "PIN", "DemoError", "World", "demo_world"]

DOTS = {58: 384, 80: 576}

CONFIGURATION = """\
[line]
channel_secret = "{secret}"
channel_access_token = "{token}"
api_base = "{line}"
data_api_base = "{line}"

[sync]
listen = "127.0.0.1:{port}"
database = "sqlite:///{database}"

[chat]
undo_seconds = 2

[inquiry]
answer_minutes = 5

[desk]
server = "http://127.0.0.1:{port}"
counter = "3"
data_dir = "{desk}"

[printer]
device = "{printer}"
width = {width}

[hours]
open = "{open}"
close = "{close}"
lunch_from = "00:00"
lunch_to = "00:00"
weekdays = [1, 2, 3, 4, 5, 6, 7]
slot_minutes = {slot_minutes}
slot_places = 20
earliest_days = 0

[[special_days]]
date = {today}
name = "สาธิต"
open = true
"""


@dataclass(frozen=True, slots=True)
class World:
    """A running demonstration, without its desk."""

    directory: Path
    settings: Settings
    citizens: Citizens
    printer: VirtualPrinter
    transcript: Path
    daemon: Daemon


@contextlib.contextmanager
def demo_world(
    directory: Path,
    *,
    citizens: int,
    every: float,
    at_once: int = 1,
    width: int = 80,
    others: Sequence[tuple[str, str]] = (),
    tell: Callable[[str], object] = lambda _line: None,
) -> Iterator[World]:
    """Start everything but the desk in ``directory`` and stop it at the end; raises DemoError.

    ``citizens`` of the platform's own write one after the other, ``every`` so many seconds, the first
    ``at_once`` together; ``others`` are clerks beside the first, as (id, name). ``tell`` takes a line for
    everything that is ready.
    """
    hours.wait_for_a_slot(tell)
    with contextlib.ExitStack() as stack:
        printer = stack.enter_context(VirtualPrinter(DOTS[width]))
        port, line_port = _free_port(), _free_port()
        config = directory / "config.toml"
        config.write_text(_configuration(directory, port, line_port, printer.url, width), "utf-8")
        settings = load_settings(config, {})
        tell(labels.PRINTER_READY)
        daemon = Daemon(config, port, directory / "daemon.log")
        stack.callback(daemon.go_down)
        daemon.start()
        # All of them import for a second or more, so they do it side by side.
        people = ((CLERK, CLERK_NAME, "head"), *((clerk, name, "clerk") for clerk, name in others))
        clerks = [stack.enter_context(new_clerk(config, PIN, *each)) for each in people]
        transcript = directory / "conversation.txt"
        platform = stack.enter_context(
            program(
                config,
                directory / "platform.log",
                "simulate",
                f"--listen=127.0.0.1:{line_port}",
                f"--webhook={settings.desk.server}/line/webhook",
                f"--citizens={citizens}",
                f"--every={every}",
                f"--at-once={at_once}",
                f"--transcript={transcript}",
                "--until-stdin-closes",
            )
        )
        daemon.wait()
        threading.Thread(target=_knock, args=(port,), daemon=True).start()
        tell(labels.DAEMON_READY)
        for clerk in clerks:
            clerk.write_down()
        tell(labels.CLERKS_READY)
        control = _control_url(platform, directory / "platform.log")
        tell(labels.PLATFORM_READY)
        yield World(directory, settings, Citizens(control), printer, transcript, daemon)


def _knock(port: int) -> None:
    """Let the daemon import what answers desks, before the first one asks; whatever it says to this."""
    import http.client

    with (
        contextlib.suppress(OSError, http.client.HTTPException),
        contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)) as door,
    ):
        door.request("GET", "/api/answers")
        door.getresponse().read()


def _configuration(directory: Path, port: int, line_port: int, printer: str, width: int) -> str:
    import datetime as dt

    from thai.dates import today

    (directory / "desk").mkdir()
    return CONFIGURATION.format(
        secret=secrets.token_hex(16),
        token=secrets.token_hex(16),
        line=f"http://127.0.0.1:{line_port}",
        port=port,
        database=(directory / "bangkhae.sqlite").as_posix(),
        desk=(directory / "desk").as_posix(),
        printer=printer,
        width=width,
        open=hours.OPEN,
        close=hours.CLOSE,
        slot_minutes=hours.SLOT_MINUTES,
        today=today(dt.datetime.now(dt.UTC)),
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _control_url(platform: subprocess.Popen[bytes], log: Path) -> str:
    pipe: IO[bytes] | None = platform.stdout
    line = pipe.readline() if pipe else b""
    if not line:
        raise DemoError(last_line(log, "the LINE platform did not start"))
    url: str = json.loads(line)["control_url"]
    return url
