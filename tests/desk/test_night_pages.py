"""Fetching without a clerk: kept sealed, gone on after a kill, poured into the mirror once."""

from __future__ import annotations

import base64
import io
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from desk import sync_command
from desk.desk_files import Files, pour_night
from desk.errors import MirrorError, Offline
from desk.mirror import Mirror
from desk.night_pages import FILE, NightPages, mirror_cursor
from desk.session import desk_key
from registry.records import SEALED_AS, NightPage
from registry.sealing import Keyring
from registry.settings import DeskSettings, Settings
from tests.desk.daemon import Daemon
from tests.desk.mirrors import KEY, pending, session
from tests.desk.people import LASER, NOW, record, request

KEYS = Keyring.of(KEY)


def _daemon(requests: int = 40) -> Daemon:
    daemon = Daemon(session(expires_at=NOW), page_size=7)
    daemon.put(*(pending(number, NOW) for number in range(requests)))
    return daemon


def _asking(daemon: Daemon, *, fails_after: int = 1000) -> Callable[[str | None], Awaitable[NightPage]]:
    asked = 0

    async def ask(after: str | None) -> NightPage:
        nonlocal asked
        asked += 1
        if asked > fails_after:
            raise KeyboardInterrupt
        page = daemon.changes(after or "", 0, 500)
        begun = (after or "").startswith(f"snapshot-{daemon.epoch}:")
        return NightPage(
            cursor=page.cursor,
            anew=page.snapshot and not begun,
            more=page.more,
            at=1,
            total=daemon.seq,
            records=len(page.records),
            sealed=base64.b64encode(
                KEYS.seal(page.model_dump_json().encode(), "bangkhae", SEALED_AS, page.cursor)
            ).decode(),
        )

    return ask


async def _fetch(folder: Path, daemon: Daemon, fails_after: int = 1000) -> str:
    out = io.StringIO()
    pages = NightPages(folder / FILE)
    try:
        stands = mirror_cursor(Files.of(folder).mirror)
        await sync_command._all_pages(_asking(daemon, fails_after=fails_after), pages, stands, out)
    finally:
        pages.close()
    return out.getvalue()


def _poured(folder: Path, key: bytes = KEY) -> Mirror:
    files, keys = Files.of(folder), Keyring.of(key)
    mirror = Mirror(files.mirror, keys, "bangkhae")
    mirror.begin(NOW)
    pour_night(files, mirror, keys, "bangkhae")
    return mirror


def _count(mirror: Mirror) -> int:
    return int(mirror._db.execute("SELECT count(*) FROM request").fetchone()[0])


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_what_was_fetched_is_read_by_nobody_and_opens_with_the_mirrors_key(tmp_path: Path) -> None:
    daemon = _daemon(0)
    daemon.put(record(request("BK-9QRT")))
    assert await _fetch(tmp_path, daemon) == "1 requests fetched\n"
    kept = _files(tmp_path)
    assert b"BK-9QRT" not in kept
    assert LASER.encode() not in kept
    mirror = _poured(tmp_path)
    assert mirror.record("id-BK-9QRT") is not None
    assert mirror.cursor == f"epoch:{daemon.seq}"
    mirror.close()


@pytest.mark.parametrize("killed_after", range(1, 6))
async def test_a_kill_in_the_middle_is_gone_on_from(killed_after: int, tmp_path: Path) -> None:
    daemon = _daemon()
    with pytest.raises(KeyboardInterrupt):
        await _fetch(tmp_path, daemon, killed_after)
    asked = _asking(daemon)
    seen: list[str | None] = []

    async def watched(after: str | None) -> NightPage:
        seen.append(after)
        return await asked(after)

    pages = NightPages(tmp_path / FILE)
    await sync_command._all_pages(watched, pages, None, io.StringIO())
    pages.close()
    assert seen[0] == f"snapshot-epoch:{killed_after * 7}"
    mirror = _poured(tmp_path)
    assert _count(mirror) == 40
    mirror.close()


async def test_a_daemon_restored_in_the_middle_leaves_nothing_of_before(tmp_path: Path) -> None:
    daemon = _daemon()
    with pytest.raises(KeyboardInterrupt):
        await _fetch(tmp_path, daemon, 2)
    daemon.restore("other", record(request("BK-9QRT")))
    await _fetch(tmp_path, daemon)
    mirror = _poured(tmp_path)
    assert _count(mirror) == 1
    mirror.close()


async def test_it_goes_on_night_by_night_from_where_the_mirror_stands(tmp_path: Path) -> None:
    daemon = _daemon()
    await _fetch(tmp_path, daemon)
    _poured(tmp_path).close()
    for number in (50, 51):
        daemon.put(pending(number, NOW))
        assert await _fetch(tmp_path, daemon) == "1 requests fetched\n"
    mirror = _poured(tmp_path)
    assert _count(mirror) == 42
    mirror.close()


async def test_a_mirror_that_has_gone_on_by_itself_takes_nothing_older(tmp_path: Path) -> None:
    daemon = _daemon(3)
    await _fetch(tmp_path, daemon)
    mirror = Mirror(Files.of(tmp_path).mirror, KEYS, "bangkhae")
    daemon.put(record(request("BK-9QRT")))
    mirror.apply(daemon.changes("", 0, 500))
    mirror.close()
    mirror = _poured(tmp_path)
    assert _count(mirror) == 4
    pages = NightPages(tmp_path / FILE)
    assert pages.cursor is None
    pages.close()
    mirror.close()


async def test_half_a_snapshot_and_another_key_are_left_to_the_feed(tmp_path: Path) -> None:
    daemon = _daemon()
    with pytest.raises(KeyboardInterrupt):
        await _fetch(tmp_path, daemon, 3)
    mirror = _poured(tmp_path)
    assert mirror.cursor is None
    mirror.close()
    await _fetch(tmp_path / "other", daemon)
    mirror = _poured(tmp_path / "other", bytes(32))
    assert mirror.cursor is None
    mirror.close()


def test_a_damaged_file_is_dropped(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(MirrorError):
        NightPages(tmp_path / FILE)
    _poured(tmp_path).close()
    assert not (tmp_path / FILE).exists()


def _run(folder: Path, server: str = "http://127.0.0.1:9") -> tuple[int, str]:
    out = io.StringIO()
    return sync_command.run(Settings(desk=DeskSettings(server=server)), folder, out), out.getvalue()


def test_a_desk_nobody_has_signed_in_at_is_told_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path) == (1, "")
    assert "sign in here once" in capsys.readouterr().err


def test_a_daemon_that_is_away_is_a_failure_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_command, "_PAUSE_SECONDS", 0)
    desk_key(tmp_path)
    assert _run(tmp_path) == (1, "")
    assert capsys.readouterr().err.count("\n") == 1


def test_two_at_a_time_are_refused_and_an_open_desk_is_left_alone(tmp_path: Path) -> None:
    from thai.file_lock import FileLock

    desk_key(tmp_path)
    lock = FileLock(tmp_path / "sync.lock")
    assert _run(tmp_path) == (1, "")
    lock.release()
    (tmp_path / "session.json").write_text("{}")
    lock = FileLock(tmp_path / "desk.lock")
    code, said = _run(tmp_path)
    assert code == 0
    assert "follows" in said
    lock.release()


async def test_offline_goes_on_after_a_pause(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sync_command, "_PAUSE_SECONDS", 0)
    asked, daemon = 0, _daemon(1)
    good = _asking(daemon)

    async def ask(after: str | None) -> NightPage:
        nonlocal asked
        asked += 1
        if asked < 3:
            raise Offline("away")
        return await good(after)

    page = await sync_command._page(ask, None)
    assert page.records == 1
