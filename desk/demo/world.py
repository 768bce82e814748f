"""What a demonstration needs around the desk: daemon, LINE platform and printer, real, on loopback."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from desk.demo import hours
from desk.demo.citizens import Citizens
from desk.errors import DeskError
from printer.simulator import VirtualPrinter
from registry.settings import Settings, load_settings

CLERK = "somying"
CLERK_NAME = "สมหญิง"
PIN = "2569"
START_SECONDS = 30.0
STOP_SECONDS = 10.0
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


class DemoError(DeskError):
    """The demonstration could not be set up; one line for whoever started it."""


@dataclass(frozen=True, slots=True)
class World:
    """A running demonstration, without its desk."""

    directory: Path
    settings: Settings
    citizens: Citizens
    printer: VirtualPrinter
    transcript: Path


@contextlib.contextmanager
def demo_world(directory: Path, *, citizens: int, every: float, width: int = 80) -> Iterator[World]:
    """Start everything but the desk in ``directory`` and stop it at the end; raises DemoError.

    ``citizens`` of the platform's own write one after the other, ``every`` so many seconds.
    """
    hours.wait_for_a_slot()
    with contextlib.ExitStack() as stack:
        printer = stack.enter_context(VirtualPrinter(DOTS[width]))
        port, line_port = _free_port(), _free_port()
        config = directory / "config.toml"
        config.write_text(_configuration(directory, port, line_port, printer.url, width), "utf-8")
        settings = load_settings(config, {})
        _add_clerk(config)
        daemon = stack.enter_context(_program(config, directory / "daemon.log", "serve"))
        transcript = directory / "conversation.txt"
        platform = stack.enter_context(
            _program(
                config,
                directory / "platform.log",
                "simulate",
                f"--listen=127.0.0.1:{line_port}",
                f"--webhook={settings.desk.server}/line/webhook",
                f"--citizens={citizens}",
                f"--every={every}",
                f"--transcript={transcript}",
                "--until-stdin-closes",
            )
        )
        control = _control_url(platform, directory / "platform.log")
        _wait_for(port, daemon, directory / "daemon.log")
        yield World(directory, settings, Citizens(control), printer, transcript)


def _configuration(directory: Path, port: int, line_port: int, printer: str, width: int) -> str:
    import datetime as dt

    from registry.settings import today

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


def _command(config: Path, *words: str) -> list[str]:
    verb, *rest = words
    return [sys.executable, "-m", "sync.cli", verb, "--config", str(config), *rest]


def _environment() -> dict[str, str]:
    """Return the environment without the office's own configuration: the demonstration's stands alone."""
    own = {name: value for name, value in os.environ.items() if not name.upper().startswith("BANGKHAE_")}
    return own | {"PYTHONUTF8": "1"}


def _add_clerk(config: Path) -> None:
    added = subprocess.run(
        _command(config, "clerk", "add", CLERK, "--name", CLERK_NAME, "--role", "head"),
        input=f"{PIN}\n",
        capture_output=True,
        encoding="utf-8",
        env=_environment(),
        check=False,
        timeout=START_SECONDS,
    )
    if added.returncode:
        raise DemoError(added.stderr.strip() or "the clerk could not be added")


@contextlib.contextmanager
def _program(config: Path, log: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as errors:
        process = subprocess.Popen(
            _command(config, *words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if words[0] == "simulate" else errors,
            stderr=errors,
            env=_environment(),
        )
        try:
            yield process
        finally:
            _stop(process, by_stdin=words[0] == "simulate")


def _stop(process: subprocess.Popen[bytes], *, by_stdin: bool) -> None:
    if process.stdin:
        process.stdin.close()
    if not by_stdin:
        process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def _control_url(platform: subprocess.Popen[bytes], log: Path) -> str:
    pipe: IO[bytes] | None = platform.stdout
    line = pipe.readline() if pipe else b""
    if not line:
        raise DemoError(_last_line(log, "the LINE platform did not start"))
    url: str = json.loads(line)["control_url"]
    return url


def _wait_for(port: int, daemon: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and daemon.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    raise DemoError(_last_line(log, "the daemon did not start"))


def _last_line(log: Path, otherwise: str) -> str:
    lines = log.read_text("utf-8", "replace").splitlines()
    return lines[-1] if lines else otherwise
