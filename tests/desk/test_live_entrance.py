from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk import offline_keys
from desk.backend import Backend, WorkList
from desk.errors import SignInRefused, StorageError
from desk.live_entrance import LiveEntrance
from registry.commands import HandedOver, SlipPrinted
from registry.records import Record
from registry.request import Group, Inquiry, Item
from registry.settings import DeskSettings, Settings
from tests.counter import until
from tests.desk.daemon import Daemon, serving
from tests.desk.mirrors import session
from tests.desk.people import record, request

NOW = dt.datetime.now(dt.UTC)
SESSION = session(expires_at=NOW + dt.timedelta(hours=8))


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_keys, "_COST", {"time_cost": 1, "memory_cost": 64, "parallelism": 1})


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


@pytest.mark.parametrize("mine", list(Group))
async def test_the_inquiries_of_the_clerk_s_work_groups_stand_first_after_every_way_in(
    tmp_path: Path, daemon: Daemon, mine: Group
) -> None:
    daemon.session = SESSION.model_copy(update={"groups": (mine,)})
    asked = [_question(group) for group in Group]
    daemon.put(*asked)
    entrance = _entrance(tmp_path, daemon.address)
    backend = await entrance.sign_in("somying", "493817")
    backend.start(lambda _message: None)
    await until(lambda: backend.count(WorkList.INQUIRIES) == len(asked))
    assert _first_group(backend) is mine
    entrance.lock()
    again = await entrance.sign_in("somying", "493817")
    assert _first_group(again) is mine
    again.close()
    daemon.ended.set()
    offline = await _entrance(tmp_path).sign_in("somying", "493817")
    assert offline.signed_in_offline
    assert _first_group(offline) is mine
    offline.close()


def _question(group: Group) -> Record:
    asked = Inquiry(group=group, answer_by=NOW + dt.timedelta(hours=1))
    return record(request(f"BK-{group.name:A<4.4}", items=(Item(service=5),), inquiry=asked))


def _first_group(backend: Backend) -> Group | None:
    inquiry = backend.rows(WorkList.INQUIRIES, 0, 1)[0].inquiry
    return inquiry.group if inquiry is not None else None


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


async def test_whether_the_daemon_is_away_is_known_before_anybody_signs_in(
    tmp_path: Path, daemon: Daemon
) -> None:
    assert await _entrance(tmp_path).away()
    assert not await _entrance(tmp_path, daemon.address).away()


async def test_without_the_daemon_nobody_can_sign_in_who_was_not_here_before(tmp_path: Path) -> None:
    with pytest.raises(SignInRefused, match="offline_unknown"):
        await _entrance(tmp_path).sign_in("somying", "493817")


async def test_who_was_here_signs_in_without_the_daemon_and_finds_everything(
    tmp_path: Path, daemon: Daemon
) -> None:
    first = _entrance(tmp_path, daemon.address)
    backend = await first.sign_in("somying", "493817")
    await backend.send("id-BK-9QRT", 1, SlipPrinted())
    first.sign_out(backend)
    away = _entrance(tmp_path)
    with pytest.raises(SignInRefused, match="bad_sign_in"):
        await away.sign_in("somying", "000000")
    offline = await away.sign_in("somying", "493817")
    assert offline.signed_in_offline
    assert offline.status().unsent == 1
    await offline.send("id-BK-9QRT", 1, HandedOver())
    offline.close()
    restarted = _entrance(tmp_path, daemon.address)
    resumed = restarted.resume()
    assert resumed is not None
    assert resumed.status().unsent == 2
    assert await restarted.sign_in("somying", "493817") is resumed
    assert not resumed.signed_in_offline
    resumed.start(lambda _message: None)
    await until(lambda: resumed.status().unsent == 0)
    assert [each.command.kind for each in daemon.commands] == ["slip_printed", "handed_over"]
    resumed.close()


async def test_a_pin_that_the_daemon_refuses_opens_nothing_here_any_more(
    tmp_path: Path, daemon: Daemon
) -> None:
    entrance = _entrance(tmp_path, daemon.address)
    entrance.sign_out(await entrance.sign_in("somying", "493817"))
    daemon.pin = "111111"
    with pytest.raises(SignInRefused):
        await entrance.sign_in("somying", "493817")
    with pytest.raises(SignInRefused, match="offline_unknown"):
        await _entrance(tmp_path).sign_in("somying", "493817")


async def test_who_was_removed_is_forgotten_while_somebody_else_works(tmp_path: Path, daemon: Daemon) -> None:
    entrance = _entrance(tmp_path, daemon.address)
    backend = await entrance.sign_in("somying", "493817")
    daemon.stamps.clear()
    backend.start(lambda _message: None)
    await until(lambda: backend.status().online)
    backend.close()
    with pytest.raises(SignInRefused, match="offline_unknown"):
        await _entrance(tmp_path).sign_in("somying", "493817")


async def test_nobodys_work_is_sent_under_anothers_name(tmp_path: Path, daemon: Daemon) -> None:
    entrance = _entrance(tmp_path, daemon.address)
    mine = await entrance.sign_in("somying", "493817")
    await mine.send("a", 1, SlipPrinted())
    daemon.session = SESSION.model_copy(update={"clerk": "wichai", "clerk_name": "วิชัย"})
    other = await entrance.sign_in("wichai", "493817")
    await other.send("b", 1, SlipPrinted())
    assert [kept.request_id for kept in other.outgoing().waiting] == ["b"]
    assert other.outgoing().others == 1
    other.start(lambda _message: None)
    await until(lambda: len(daemon.commands) == 1)
    daemon.session = SESSION
    assert await entrance.sign_in("somying", "493817") is mine
    mine.start(lambda _message: None)
    await until(lambda: len(daemon.commands) == 2)
    assert [each.request_id for each in daemon.commands] == ["b", "a"]
    mine.close()
    other.close()


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
