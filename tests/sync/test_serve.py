"""The daemon as a process: starts in one line, refuses in one line, ends clean."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from desk.reachable import reachable
from registry.errors import ConfigurationError
from registry.sealing import Keyring
from sync import server
from sync.cli import main
from sync.store import feed
from sync.store.database import Database
from tests.sync.daemon import DaemonProcess

LINE = {"BANGKHAE_LINE_CHANNEL_SECRET": "s" * 32}


def _run(folder: Path, *words: str, given: bytes = b"", **environment: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "sync.cli", *words],
        cwd=folder,
        input=given,
        capture_output=True,
        timeout=60,
        check=False,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("BANGKHAE_")},
            "PYTHONPATH": str(Path(__file__).parents[2]),
            **environment,
        },
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


async def test_a_daemon_ends_clean_while_a_connection_is_open(
    tmp_path: Path, empty_database_url: str
) -> None:
    url = empty_database_url
    async with (
        DaemonProcess(tmp_path, url, **LINE) as daemon,
        httpx.AsyncClient(base_url=daemon.url) as client,
    ):
        health = await client.get("/health")
        assert (health.status_code, health.json()["line"]) == (200, "not configured")
        assert health.json()["sqlite_version"].startswith("3.")
        assert (await client.post("/line/webhook", content=b"{}")).status_code == 401
        assert (await client.post("/health")).status_code == 405
        assert (await client.get("/openapi.json")).status_code == 200
        # One daemon a SQLite database, one a port; each said in one line.
        if url.startswith("sqlite"):
            code, _, said = await asyncio.to_thread(
                _run, tmp_path, "serve", BANGKHAE_SYNC_DATABASE=url, BANGKHAE_SYNC_LISTEN="127.0.0.1:0"
            )
            assert (code, said.count("\n")) == (1, 1)
            assert "another daemon" in said
        address = daemon.url.removeprefix("http://")
        code, _, said = await asyncio.to_thread(_run, tmp_path, "serve", BANGKHAE_SYNC_LISTEN=address)
        assert (code, said.count("\n")) == (1, 1)
        assert "cannot listen" in said
        assert await daemon.terminate() == 0


async def test_without_line_s_secrets_the_counters_have_their_daemon_all_the_same(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'office.sqlite'}"
    async with (
        DaemonProcess(tmp_path, url) as daemon,
        httpx.AsyncClient(base_url=daemon.url) as client,
    ):
        health = await client.get("/health")
        assert (health.status_code, health.json()["status"]) == (200, "line not configured")
        assert await reachable(daemon.url)
        # LINE sends again what is answered like this.
        assert (await client.post("/line/webhook", content=b"{}")).status_code == 503
        assert (await client.get("/openapi.json")).status_code == 200
        assert await daemon.terminate() == 0


async def _served(app: object) -> tuple[server.Server, asyncio.Task[None], tuple[str, int]]:
    async def nothing() -> None:
        return None

    started = asyncio.Event()
    running = server.Server(app, started=started.set, before_end=nothing)
    listening = server.bind("127.0.0.1", 0)
    serving = asyncio.create_task(running.serve_on(listening))
    await started.wait()
    return running, serving, listening.getsockname()


HEAD = b"POST / HTTP/1.1\r\nhost: x\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n1\r\na\r\n"


@pytest.mark.parametrize(
    ("begin", "more"),
    [
        (b"GET /", b"x" * 1000),
        (HEAD + b"a: ", b"x" * 1000),
        (HEAD, b"a: " + b"x" * 1000 + b"\r\n"),
        (CHUNKED + b"1;", b"x" * 1000),
        (CHUNKED + b"0\r\n", b"a: " + b"x" * 1000 + b"\r\n"),
    ],
)
async def test_what_leads_to_no_request_is_bounded(begin: bytes, more: bytes) -> None:
    """A head, a header, trailers and a chunk's extension may all go on for ever."""

    async def app(scope: object, receive: object, send: object) -> None:
        while (await receive()).get("more_body"):  # type: ignore[operator]
            pass

    running, serving, address = await _served(app)
    reader, writer = await asyncio.open_connection(*address)
    writer.write(begin)
    sent = 0
    async with asyncio.timeout(10):
        with contextlib.suppress(ConnectionError):
            while not reader.at_eof() and sent < 4_000_000:
                writer.write(more)
                sent += len(more)
                await writer.drain()
                await asyncio.sleep(0)
    assert sent < 4_000_000
    writer.close()
    running.should_exit = True
    await serving


async def test_a_large_body_is_no_head() -> None:
    taken = 0

    async def app(scope: object, receive: object, send: object) -> None:
        nonlocal taken
        more = True
        while more:
            message = await receive()  # type: ignore[operator]
            taken, more = taken + len(message["body"]), message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]

    running, serving, address = await _served(app)
    reader, writer = await asyncio.open_connection(*address)
    for _ in range(2):
        writer.write(HEAD + b"content-length: 2000000\r\n\r\n" + b"x" * 2_000_000)
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
    assert taken == 4_000_000
    writer.close()
    running.should_exit = True
    await serving


async def test_a_body_that_never_ends_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SWEEP_SECONDS", 0.02)
    release, arrived = asyncio.Event(), asyncio.Event()

    async def app(scope: object, receive: object, send: object) -> None:
        message = await receive()  # type: ignore[operator]
        while message.get("more_body"):
            message = await receive()  # type: ignore[operator]
        arrived.set()
        await release.wait()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]

    running, serving, (host, port) = await _served(app)
    whole_reader, whole = await asyncio.open_connection(host, port)
    whole.write(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
    await arrived.wait()
    slow = []
    for beginning in (b"", b"POST / HT", b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc"):
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(beginning)
        slow.append((reader, writer))
    async with asyncio.timeout(20):
        for reader, writer in slow:
            await reader.read()
            writer.close()
    # What had arrived whole is answered, however long that took.
    release.set()
    assert (await whole_reader.readline()).startswith(b"HTTP/1.1 200")
    whole.close()
    running.should_exit = True
    await serving


def test_an_address_that_cannot_be_had_is_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ConfigurationError, match="cannot listen"):
            server.bind(*taken.getsockname())


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        code = main(words)
        return code, *capsys.readouterr()

    return run


def test_clerks_are_added_listed_and_removed(command: Callable[..., tuple[int, str, str]]) -> None:
    assert command("clerk", "add", "malee", "--name", "มาลี", "--role", "head", given="1357\n")[0] == 0
    assert command("clerk", "list") == (0, "malee\thead\tมาลี\tall\t-\n", "")
    assert command("clerk", "add", "somchai", "--name", "สมชาย", given="1357\n")[0] == 0
    # A new PIN alone makes no head a clerk.
    assert command("clerk", "add", "malee", "--name", "มาลี", given="2468\n")[0] == 0
    assert command("clerk", "list")[1] == "malee\thead\tมาลี\tall\t-\nsomchai\tclerk\tสมชาย\tall\t-\n"
    assert command("clerk", "add", "malee", "--name", "มาลี", "--role", "clerk", given="2468\n")[0] == 0
    assert command("clerk", "list")[1].startswith("malee\tclerk")
    code, _, said = command("clerk", "add", "x", "--name", "x", given="12\n")
    assert (code, said) == (1, "bangkhae-sync: a PIN has 4 to 100 characters\n")
    for clerk_id, pin in (("x", "รหัสลับ"), ("two words", "1357"), ("มาลี", "1357")):
        code, _, said = command("clerk", "add", clerk_id, "--name", "x", given=f"{pin}\n")
        assert (code, said.count("\n")) == (1, 1), "nobody could sign in with that"
    for name in ("a\nb", " ", "\x1b[2J"):
        code, _, said = command("clerk", "add", "x", "--name", name, given="1357\n")
        assert (code, said.count("\n")) == (1, 1), "the list has one line for each"
    assert command("clerk", "remove", "no\nbody")[2] == "bangkhae-sync: there is no clerk no body\n"
    assert command("clerk", "remove", "malee")[0] == 0
    assert command("clerk", "remove", "malee")[0] == 1
    assert command("desk", "forget", "7")[2] == "bangkhae-sync: counter 7 has no desk\n"


def test_messages_that_are_not_held_cannot_be_sent_again(
    command: Callable[..., tuple[int, str, str]],
) -> None:
    assert command("messages", "list") == (0, "", "")
    assert command("messages", "retry") == (0, "", "")
    assert command("messages", "retry", "x") == (1, "", "bangkhae-sync: no message x is held\n")


def test_after_a_restore_no_desk_goes_on_from_where_it_was(
    tmp_path: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    assert command("migrate")[0] == 0
    database, office_id = Database.open(f"sqlite:///{tmp_path / 'bangkhae.sqlite'}"), "bangkhae"
    try:
        database.write(lambda session: feed.take_number(session, office_id)).result()
        before = database.read(lambda session: feed.position(session, office_id))
        assert command("restored") == (0, "", "")
        after = database.read(lambda session: feed.position(session, office_id))
    finally:
        database.close()
    assert before.epoch != after.epoch
    assert before.seq == after.seq


def test_another_key_file_is_one_line(tmp_path: Path, command: Callable[..., tuple[int, str, str]]) -> None:
    code, said, _ = command("nightly")
    assert (code, said.count("\n")) == (0, 8)
    assert "\npurge: removed: 0 event bodies, 0 drafts, particulars of 0 requests, " in said
    key = tmp_path / "bangkhae.sqlite.key"
    key.unlink()
    code, _, said = command("nightly")
    assert (code, said.count("\n")) == (1, 1)
    assert "is missing" in said
    assert not key.exists()
    Keyring.open_file(key)
    code, _, said = command("nightly")
    assert (code, said.count("\n")) == (1, 1)
    assert "does not fit" in said


@pytest.mark.parametrize(
    "words", [[], ["dance"], ["serve", "--fast"], ["clerk"], ["desk"], ["understand", "--today", "x"]]
)
def test_wrong_usage_is_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


@pytest.mark.parametrize("words", [["--help"], ["serve", "--help"], ["simulate", "--help"], ["--version"]])
def test_help_and_version_are_0(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    assert capsys.readouterr().out


def test_the_simulator_knows_its_arguments_after_a_configuration(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit):
        main(["--config", str(tmp_path / "c.toml"), "simulate", "--help"])
    with_configuration = capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["simulate", "--help"])
    assert with_configuration == capsys.readouterr().out


@pytest.mark.parametrize(
    "words", ["CONFIG nightly", "nightly CONFIG", "CONFIG clerk list", "clerk list CONFIG"]
)
def test_a_missing_configuration_is_one_line(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.replace("CONFIG", f"--config={tmp_path / 'none.toml'}").split()) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "none.toml does not exist" in said


def test_a_database_in_no_folder_is_one_line_that_names_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BANGKHAE_SYNC_LISTEN", "127.0.0.1:0")
    monkeypatch.setenv("BANGKHAE_SYNC_DATABASE", f"sqlite:///{(tmp_path / 'none' / 'x.sqlite').as_posix()}")
    assert main(["serve"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "sync.database" in said


def test_postgresql_needs_a_key_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BANGKHAE_SYNC_DATABASE", "postgresql://u:geheim@127.0.0.1:1/none")
    assert main(["nightly"]) == 1
    said = capsys.readouterr().err
    assert "key_file" in said
    monkeypatch.setenv("BANGKHAE_SYNC_KEY_FILE", str(tmp_path / "k"))
    assert main(["nightly"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "geheim" not in said


def test_understand_answers_a_line_of_json_each(tmp_path: Path) -> None:
    code, out, _ = _run(tmp_path, "understand", "--today", "2026-11-23", given=b"1#JC1-1234567-12\n")
    assert code == 0
    assert '"services": [1]' in out
