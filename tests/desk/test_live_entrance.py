from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.errors import Offline, SignInRefused, StorageError
from desk.live_entrance import LiveEntrance
from registry.settings import DeskSettings, Settings
from tests.desk.daemon import Daemon, serving
from tests.desk.mirrors import session

NOW = dt.datetime.now(dt.UTC)
SESSION = session(expires_at=NOW + dt.timedelta(hours=8))


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with serving(Daemon(SESSION)) as running:
        yield running


def _entrance(folder: Path, server: str = "http://127.0.0.1:9") -> LiveEntrance:
    return LiveEntrance(Settings(desk=DeskSettings(server=server)), folder)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_after_a_sign_in_a_restart_needs_none_even_offline(tmp_path: Path, daemon: Daemon) -> None:
    assert _entrance(tmp_path, daemon.address).resume() is None
    backend = await _entrance(tmp_path, daemon.address).sign_in("somying", "493817")
    assert backend.person.name == "สมหญิง"
    backend.close()
    again = _entrance(tmp_path).resume()
    assert again is not None
    assert not again.status().online
    again.close()


async def test_a_lock_leaves_no_key_on_disk_and_the_way_out_none_in_hand(
    tmp_path: Path, daemon: Daemon
) -> None:
    entrance = _entrance(tmp_path, daemon.address)
    backend = await entrance.sign_in("somying", "493817")
    entrance.lock()
    entrance.lock()
    assert _entrance(tmp_path).resume() is None
    assert await entrance.sign_in("somying", "493817") is backend
    assert _entrance(tmp_path).resume() is not None
    entrance.sign_out(backend)
    assert backend._keys is None
    assert entrance.resume() is None
    kept = b"".join(_files(tmp_path).values())
    assert SESSION.mirror_key.encode() not in kept
    assert SESSION.token.encode() not in kept


async def test_a_wrong_pin_is_refused_and_nothing_is_kept(tmp_path: Path, daemon: Daemon) -> None:
    with pytest.raises(SignInRefused):
        await _entrance(tmp_path, daemon.address).sign_in("somying", "000000")
    assert list(_files(tmp_path)) == ["desk.key"]


@pytest.mark.parametrize(("clerk", "pin"), [("", "493817"), ("somying", "1"), ("x" * 99, "493817")])
async def test_what_cannot_be_right_is_refused_without_asking(
    clerk: str, pin: str, tmp_path: Path, daemon: Daemon
) -> None:
    with pytest.raises(SignInRefused):
        await _entrance(tmp_path, daemon.address).sign_in(clerk, pin)


async def test_without_the_daemon_nobody_can_sign_in(tmp_path: Path) -> None:
    with pytest.raises(Offline):
        await _entrance(tmp_path).sign_in("somying", "493817")


@pytest.mark.parametrize("key", ["", "not base64!", "c2hvcnQ="])
async def test_a_session_without_a_usable_key_is_refused(key: str, tmp_path: Path, daemon: Daemon) -> None:
    daemon.session = SESSION.model_copy(update={"mirror_key": key})
    with pytest.raises(SignInRefused):
        await _entrance(tmp_path, daemon.address).sign_in("somying", "493817")
    assert _entrance(tmp_path).resume() is None


async def test_a_session_that_cannot_be_kept_is_good_until_the_end(
    tmp_path: Path, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.session.SessionStore.save", _full)
    backend = await _entrance(tmp_path, daemon.address).sign_in("somying", "493817")
    assert backend.person.clerk == "somying"
    backend.close()


async def test_a_folder_that_cannot_be_used_is_told_as_such(
    tmp_path: Path, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.live_entrance.desk_key", _full)
    with pytest.raises(StorageError):
        await _entrance(tmp_path, daemon.address).sign_in("somying", "493817")


def _full(*_: object, **__: object) -> None:
    raise OSError("full")


async def test_while_the_disk_fails_the_session_is_kept(
    tmp_path: Path, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    (await _entrance(tmp_path, daemon.address).sign_in("somying", "493817")).close()
    with monkeypatch.context() as failing:
        failing.setattr("desk.sqlite_file.sqlite3.connect", _full)
        assert _entrance(tmp_path).resume() is None
    again = _entrance(tmp_path).resume()
    assert again is not None
    again.close()
