"""`bangkhae-sync simulate` as a process: it says where it listens, writes down what is said, and ends."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from sync.simulator.command import add_arguments
from tests.sync.simulator.conftest import NotingDaemon

PROGRAM = """
import argparse, sys
from dataclasses import dataclass
from sync.simulator.command import add_arguments, run

@dataclass
class Channel:
    channel_secret: str = "s"
    channel_access_token: str = "t"

parser = argparse.ArgumentParser()
add_arguments(parser)
sys.exit(run(parser.parse_args(), Channel()))
"""
LIMIT = 20.0


@asynccontextmanager
async def simulate(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ready(process: asyncio.subprocess.Process) -> dict[str, str]:
    assert process.stdout is not None
    return dict(json.loads(await asyncio.wait_for(process.stdout.readline(), LIMIT)))


async def end(process: asyncio.subprocess.Process) -> tuple[int | None, bytes]:
    _, errors = await asyncio.wait_for(process.communicate(), LIMIT)
    return process.returncode, errors


async def test_citizens_write_and_are_written_down_until_stdin_closes(
    daemon: NotingDaemon, tmp_path: Path
) -> None:
    daemon.statuses = [503]
    file = tmp_path / "conversation.txt"
    arguments = ["--citizens=2", "--every=0", "--pause=0", f"--transcript={file}", "--until-stdin-closes"]
    async with simulate(f"--webhook={daemon.url}", *arguments) as process:
        told = await ready(process)
        assert told["base_url"].startswith("http://127.0.0.1:")
        async with httpx.AsyncClient(trust_env=False) as web:
            for name in ("สมศรี ใจดี", "ประสิทธิ์ รักไทย"):
                answer = None
                while answer is None or answer.status_code == 404:
                    answer = await web.get(
                        f"{told['control_url']}/conversations", params={"citizen": name, "wait": 10}
                    )
        assert [webhook.events for webhook in daemon.webhooks[:2]] == [[], []]
        assert {event["destination"] for event in [webhook.whole for webhook in daemon.webhooks]} == {
            told["bot_user_id"]
        }
        assert process.stdin is not None
        process.stdin.close()
        assert await end(process) == (0, b"")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line.partition("]")[0] for line in lines] == ["[สมศรี ใจดี", "[ประสิทธิ์ รักไทย"]
    assert lines[0].endswith("1#JC1-1234567-12")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that can be caught")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it(daemon: NotingDaemon, number: signal.Signals) -> None:
    async with simulate(f"--webhook={daemon.url}") as process:
        await ready(process)
        process.send_signal(number)
        assert await end(process) == (0, b"")


async def test_a_daemon_that_never_answers_is_a_failure_in_one_line() -> None:
    async with simulate("--webhook=http://127.0.0.1:9/line/webhook", "--wait=0.1") as process:
        await ready(process)
        code, errors = await end(process)
    assert (code, errors.decode().count("\n")) == (1, 1)
    assert b"http://127.0.0.1:9/line/webhook" in errors


async def test_a_taken_port_is_a_failure_in_one_line(daemon: NotingDaemon) -> None:
    port = httpx.URL(daemon.url).port
    async with simulate(f"--webhook={daemon.url}", f"--listen=127.0.0.1:{port}") as process:
        code, errors = await end(process)
    assert (code, errors.decode().count("\n")) == (1, 1)


@pytest.mark.parametrize(
    "wrong", ["--listen=0.0.0.0:80", "--listen=example.com:80", "--listen=127.0.0.1", "--script=nonsense"]
)
def test_what_cannot_be_meant_is_a_usage_error(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(["--webhook=http://127.0.0.1:1/", wrong])
    assert ended.value.code == 2
    assert wrong.partition("=")[0] in capsys.readouterr().err


def test_ipv6_loopback_can_be_listened_on() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    parsed = parser.parse_args(["--webhook=http://[::1]:1/", "--listen=[::1]:8001"])
    assert parsed.listen == ("::1", 8001)
