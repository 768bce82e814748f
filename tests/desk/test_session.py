from __future__ import annotations

import datetime as dt
import os
import stat
import sys
from pathlib import Path

import pytest

from desk.session import SessionStore, data_dir, desk_key
from registry.settings import DeskSettings
from tests.desk.mirrors import session
from tests.desk.people import NOW

SOON = NOW + dt.timedelta(hours=1)


def test_a_session_survives_a_restart_until_it_ends(tmp_path: Path) -> None:
    SessionStore(tmp_path).save(session(expires_at=SOON))
    assert SessionStore(tmp_path).load("1", NOW) == session(expires_at=SOON)
    assert SessionStore(tmp_path).load("1", SOON) is None
    assert not (tmp_path / "session.json").exists()


@pytest.mark.parametrize(
    ("minutes", "good"), [(0, True), (9, True), (11, False), (-2, False), (60 * 24, False)]
)
def test_a_closed_desk_is_no_way_around_the_lock(tmp_path: Path, minutes: int, good: bool) -> None:
    store, kept = SessionStore(tmp_path), session(expires_at=NOW + dt.timedelta(days=2))
    store.save(kept)
    used = (NOW - dt.timedelta(minutes=minutes)).timestamp()
    os.utime(tmp_path / "session.json", (used, used))
    assert store.load("1", NOW, dt.timedelta(minutes=10)) == (kept if good else None)
    assert (tmp_path / "session.json").exists() is good


def test_a_desk_in_use_until_its_end_opens_again_and_a_locked_one_does_not(tmp_path: Path) -> None:
    store, now = SessionStore(tmp_path), dt.datetime.now(dt.UTC)
    store.save(session(expires_at=now + dt.timedelta(hours=1)))
    os.utime(tmp_path / "session.json", (0, 0))
    store.touch()
    assert store.load("1", now, dt.timedelta(minutes=10)) is not None
    store.clear()
    store.touch()
    assert not list(tmp_path.iterdir())


def test_a_session_of_another_counter_is_not_taken(tmp_path: Path) -> None:
    SessionStore(tmp_path).save(session(expires_at=SOON, counter="2"))
    assert SessionStore(tmp_path).load("1", NOW) is None


def test_a_damaged_session_file_asks_for_sign_in(tmp_path: Path) -> None:
    for content in (b"", b"{", b"\xff\xfe", b'{"token": 1}'):
        (tmp_path / "session.json").write_bytes(content)
        assert SessionStore(tmp_path).load("1", NOW) is None


def test_a_session_whose_end_has_no_zone_asks_for_sign_in(tmp_path: Path) -> None:
    odd = session(expires_at=SOON).model_dump_json().replace("Z", "")
    (tmp_path / "session.json").write_text(odd, "utf-8")
    assert SessionStore(tmp_path).load("1", NOW) is None


def test_a_session_that_cannot_be_removed_is_emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SessionStore(tmp_path).save(session(expires_at=SOON))
    monkeypatch.setattr(Path, "unlink", _in_use)
    SessionStore(tmp_path).clear()
    assert (tmp_path / "session.json").read_bytes() == b""
    assert SessionStore(tmp_path).load("1", NOW) is None


def _in_use(self: Path, **_: object) -> None:
    raise PermissionError(self.name)


def test_what_a_crash_while_writing_has_left_goes_too(tmp_path: Path) -> None:
    (tmp_path / "session.json.123.new").write_bytes(b"a key")
    SessionStore(tmp_path).clear()
    assert list(tmp_path.iterdir()) == []


def test_a_desk_key_that_cannot_be_read_now_is_never_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = desk_key(tmp_path)
    with monkeypatch.context() as locked:
        locked.setattr(Path, "read_bytes", _in_use)
        with pytest.raises(OSError, match=r"desk\.key"):
            desk_key(tmp_path)
        assert SessionStore(tmp_path).load("1", NOW) is None
    assert desk_key(tmp_path) == key


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = session(expires_at=SOON)
    SessionStore(tmp_path).save(kept)
    with monkeypatch.context() as full:
        full.setattr("registry.private_files.os.fsync", _full)
        with pytest.raises(OSError, match="full"):
            SessionStore(tmp_path).save(session(expires_at=SOON, counter="2"))
    assert SessionStore(tmp_path).load("1", NOW) == kept
    assert [path.name for path in tmp_path.iterdir()] == ["session.json"]


def _full(_descriptor: int) -> None:
    raise OSError("full")


def test_clearing_leaves_nothing(tmp_path: Path) -> None:
    store = SessionStore(tmp_path)
    store.save(session(expires_at=SOON))
    store.clear()
    store.clear()
    assert list(tmp_path.iterdir()) == []


def test_session_and_key_are_their_owner_s_alone(tmp_path: Path) -> None:
    SessionStore(tmp_path).save(session(expires_at=SOON))
    desk_key(tmp_path)
    if sys.platform != "win32":
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        assert modes == {"session.json": 0o600, "desk.key": 0o600}


def test_a_desk_makes_its_key_once(tmp_path: Path) -> None:
    key = desk_key(tmp_path)
    assert len(key) >= 32
    assert desk_key(tmp_path) == key
    assert desk_key(tmp_path / "other") != key


def test_a_session_shows_no_secret_when_printed() -> None:
    shown = repr(session(expires_at=SOON))
    assert "token-for-tests" not in shown
    assert session(expires_at=SOON).mirror_key not in shown


def test_the_data_folder_is_the_configured_one(tmp_path: Path) -> None:
    assert data_dir(DeskSettings(data_dir=tmp_path)) == tmp_path
    assert data_dir(DeskSettings()).name == "bangkhae-desk"
