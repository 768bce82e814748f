from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.message import Message

from desk import sync_worker
from desk.backend import WorkList
from desk.desk_files import Files
from desk.errors import Offline, StorageError
from desk.events import (
    BackgroundFailed,
    FactRefused,
    MirrorBroken,
    OutboxSetAside,
    RecordsChanged,
    SignedOut,
    StatusChanged,
    StorageFailed,
)
from desk.live_backend import LiveBackend
from registry.commands import Fact, FeePaid, HandedOver, OutcomeStatus, SlipPrinted, Take
from registry.sealing import Keyring
from registry.settings import DeskSettings, PrinterSettings, Settings
from tests.desk.daemon import Daemon, serving
from tests.desk.mirrors import KEY, pending, session
from tests.desk.people import TODAY, record, request

NOW = dt.datetime.now(dt.UTC)
SESSION = session(expires_at=NOW + dt.timedelta(hours=8))
AWAY = "http://127.0.0.1:9"


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with serving(Daemon(SESSION)) as running:
        yield running


class Desk:
    """A backend at work, and what it tells the application."""

    def __init__(self, folder: Path, server: str, printer: str = "", **changes: Any) -> None:
        settings = Settings(desk=DeskSettings(server=server), printer=PrinterSettings(device=printer))
        self.files = Files.of(folder)
        self.backend = LiveBackend(SESSION.model_copy(update=changes), settings, self.files, Keyring.of(KEY))
        self.told: list[Message] = []
        self._arrived = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def start(self) -> None:
        self.backend.start(lambda message: self._loop.call_soon_threadsafe(self._take, message))

    def _take(self, message: Message) -> None:
        self.told.append(message)
        self._arrived.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, looking again after each message from the background."""
        async with asyncio.timeout(10):
            while not holds():
                self._arrived.clear()
                try:
                    async with asyncio.timeout(0.05):
                        await self._arrived.wait()
                except TimeoutError:
                    continue

    async def online(self) -> None:
        self.start()
        await self.until(lambda: self.backend.status().online)

    def heard(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.told if isinstance(message, kind)]


@pytest.fixture
async def desk(tmp_path: Path, daemon: Daemon) -> AsyncIterator[Desk]:
    made = Desk(tmp_path, daemon.address)
    yield made
    made.backend.close()


@pytest.fixture
async def away(tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(tmp_path, AWAY)
    yield made
    made.backend.close()


async def test_the_feed_comes_into_the_lists(desk: Desk, daemon: Daemon) -> None:
    daemon.put(record(request("BK-AAAA")), record(request("BK-CCCC")))
    await desk.online()
    assert desk.backend.count(WorkList.PENDING) == 2
    daemon.put(record(request("BK-DDDD")))
    await desk.until(lambda: desk.backend.count(WorkList.PENDING) == 3)
    assert desk.backend.position(WorkList.PENDING, "id-BK-DDDD") is not None
    assert [each.reference for each in desk.backend.find("BK-DDDD")] == ["BK-DDDD"]
    await desk.until(lambda: any(m.ids for m in desk.heard(RecordsChanged) if isinstance(m, RecordsChanged)))


async def test_a_long_snapshot_comes_in_pages(desk: Desk, daemon: Daemon) -> None:
    daemon.page_size = 7
    daemon.put(*(pending(number, NOW) for number in range(40)))
    await desk.online()
    await desk.until(lambda: desk.backend.count(WorkList.PENDING) == 40)


async def test_a_daemon_restored_within_a_snapshot_leaves_nothing_of_before(
    desk: Desk, daemon: Daemon
) -> None:
    daemon.page_size = 1
    daemon.put(record(request("BK-AAAA")), record(request("BK-CCCC")))
    daemon.broken_after = 1
    desk.start()
    await desk.until(lambda: desk.backend.record("id-BK-AAAA") is not None and daemon.requests > 2)
    daemon.restore("restored", record(request("BK-DDDD")))
    daemon.broken_after = None
    await desk.until(lambda: desk.backend.record("id-BK-DDDD") is not None)
    assert desk.backend.record("id-BK-AAAA") is None


async def test_a_restored_daemon_replaces_the_copy(desk: Desk, daemon: Daemon) -> None:
    daemon.put(record(request("BK-AAAA")), record(request("BK-CCCC")))
    await desk.online()
    daemon.restore("restored", record(request("BK-CCCC")), record(request("BK-DDDD")))
    await desk.until(lambda: desk.backend.record("id-BK-DDDD") is not None)
    assert desk.backend.record("id-BK-AAAA") is None


async def test_a_decision_is_answered_and_its_effect_is_there(desk: Desk, daemon: Daemon) -> None:
    daemon.put(record(request("BK-9QRT")))
    await desk.online()
    outcome = await desk.backend.send("id-BK-9QRT", 1, Take())
    assert outcome.status is OutcomeStatus.APPLIED
    found = desk.backend.record("id-BK-9QRT")
    assert found is not None
    assert found.request.version == 2


async def test_a_lost_answer_is_asked_for_again_with_the_same_id(desk: Desk, daemon: Daemon) -> None:
    daemon.put(record(request("BK-9QRT")))
    await desk.online()
    daemon.lost_answers = 1
    outcome = await desk.backend.send("id-BK-9QRT", 1, Take())
    assert outcome.status is OutcomeStatus.APPLIED
    assert len(daemon.commands) == 1


async def test_a_decision_without_the_daemon_is_refused_at_once(away: Desk) -> None:
    with pytest.raises(Offline):
        await away.backend.send("a", 1, Take())
    away.start()
    with pytest.raises(Offline):
        await away.backend.send("a", 1, Take())
    assert list(await away.backend.slots(TODAY)) == []


async def test_facts_wait_while_the_daemon_is_away_and_go_once_in_order(
    tmp_path: Path, daemon: Daemon
) -> None:
    away = Desk(tmp_path, AWAY)
    away.start()
    facts: list[Fact] = [SlipPrinted(), FeePaid(baht=10), HandedOver()]
    for fact in facts:
        outcome = await away.backend.send("id-BK-9QRT", 3, fact)
        assert outcome.status is OutcomeStatus.APPLIED
    assert away.backend.status().unsent == 3
    away.backend.close()

    daemon.put(record(request("BK-9QRT")))
    daemon.lost_answers = 1
    back = Desk(tmp_path, daemon.address)
    await back.online()
    await back.until(lambda: back.backend.status().unsent == 0)
    assert [envelope.command for envelope in daemon.commands] == facts
    back.backend.close()


async def test_a_fact_is_delivered_at_once_while_the_daemon_is_there(desk: Desk, daemon: Daemon) -> None:
    daemon.put(record(request("BK-9QRT")))
    await desk.online()
    outcome = await desk.backend.send("id-BK-9QRT", 1, SlipPrinted())
    assert outcome.seq == daemon.seq
    assert desk.backend.status().unsent == 0


async def test_a_fact_goes_before_a_decision_about_the_same_request(tmp_path: Path, daemon: Daemon) -> None:
    away = Desk(tmp_path, AWAY)
    await away.backend.send("id-BK-9QRT", 1, SlipPrinted())
    away.backend.close()
    daemon.put(record(request("BK-9QRT")))
    back = Desk(tmp_path, daemon.address)
    back.start()
    await back.backend.send("id-BK-9QRT", 2, Take())
    assert [envelope.command.kind for envelope in daemon.commands] == ["slip_printed", "take"]
    back.backend.close()


async def test_a_fact_that_is_refused_later_is_told_to_a_person(tmp_path: Path, daemon: Daemon) -> None:
    away = Desk(tmp_path, AWAY)
    await away.backend.send("id-BK-9QRT", 1, SlipPrinted())
    away.backend.close()
    daemon.refuse_with = "not_found"
    back = Desk(tmp_path, daemon.address)
    back.start()
    await back.until(lambda: bool(back.heard(FactRefused)))
    assert (back.backend.status().unsent, back.backend.status().to_settle) == (0, 1)
    back.backend.close()
    daemon.refuse_with = None
    again = Desk(tmp_path, daemon.address)
    daemon.put(record(request("BK-9QRT")))
    await again.online()
    (refused,) = again.backend.outgoing().to_settle
    assert (await again.backend.do_again(refused.id)) is not None
    assert again.backend.status().to_settle == 0
    assert [each.command.kind for each in daemon.commands] == ["slip_printed"] * 2
    assert daemon.commands[1].id != refused.id
    again.backend.close()


async def test_what_the_daemon_does_not_take_holds_up_its_own_request_alone(
    tmp_path: Path, daemon: Daemon
) -> None:
    away = Desk(tmp_path, AWAY)
    for request_id in ("bad", "good", "bad"):
        await away.backend.send(request_id, 1, SlipPrinted())
    away.backend.close()
    daemon.failing.add("bad")
    back = Desk(tmp_path, daemon.address)
    back.start()
    await back.until(lambda: [each.request_id for each in daemon.commands] == ["good"])
    await back.until(lambda: back.backend.status().unsent == 2)
    daemon.failing.clear()
    back.backend.retry_now()
    await back.until(lambda: back.backend.status().unsent == 0)
    assert [each.request_id for each in daemon.commands] == ["good", "bad", "bad"]
    back.backend.close()


async def test_a_fact_that_is_refused_at_once_is_told_by_its_answer_alone(desk: Desk, daemon: Daemon) -> None:
    await desk.online()
    daemon.refuse_with = "not_found"
    outcome = await desk.backend.send("id-BK-9QRT", 1, SlipPrinted())
    assert outcome.status is OutcomeStatus.REFUSED
    assert desk.backend.status().unsent == 0
    daemon.put(record(request("BK-AAAA")))
    await desk.until(lambda: desk.backend.count(WorkList.PENDING) == 1)
    assert not desk.heard(FactRefused)


async def test_an_ended_session_is_told_and_facts_stay(tmp_path: Path, daemon: Daemon) -> None:
    ended = Desk(tmp_path, daemon.address, token="ended")
    await ended.backend.send("id-BK-9QRT", 1, SlipPrinted())
    ended.start()
    await ended.until(lambda: bool(ended.heard(SignedOut)))
    assert ended.backend.status().unsent == 1
    ended.backend.close()


async def test_a_desk_that_has_only_begun_to_connect_is_not_cut_off(desk: Desk, daemon: Daemon) -> None:
    assert desk.backend.status().connecting
    daemon.broken = True
    desk.start()
    await desk.until(lambda: not desk.backend.status().connecting)
    assert not desk.backend.status().online
    assert desk.heard(StatusChanged)


async def test_a_daemon_that_never_answers_is_away_after_some_seconds(
    desk: Desk, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon.trickles = True
    monkeypatch.setattr(sync_worker, "_FIRST_TRY_SECONDS", 0.05)
    desk.start()
    await desk.until(lambda: not desk.backend.status().connecting)


async def test_a_line_that_is_cut_is_shown_and_comes_back(desk: Desk, daemon: Daemon) -> None:
    await desk.online()
    daemon.broken = True
    daemon.put(record(request("BK-AAAA")))
    await desk.until(lambda: not desk.backend.status().online)
    daemon.broken = False
    await desk.until(lambda: desk.backend.status().online)
    assert desk.backend.record("id-BK-AAAA") is not None


async def test_a_broken_mirror_is_told_once_and_made_anew(desk: Desk, daemon: Daemon) -> None:
    daemon.put(record(request("BK-AAAA")))
    await desk.online()
    with sqlite3.connect(desk.files.mirror) as db:
        db.execute("DROP TABLE place")
    db.close()
    assert desk.backend.count(WorkList.PENDING) == 0
    assert desk.backend.rows(WorkList.PENDING, 0, 10) == ()
    await desk.until(lambda: bool(desk.heard(MirrorBroken)))
    assert len(desk.heard(MirrorBroken)) == 1
    desk.backend.mend()
    await desk.until(lambda: desk.backend.count(WorkList.PENDING) == 1)


async def test_a_mirror_that_breaks_while_the_feed_is_read_is_told_once_and_made_anew(
    desk: Desk, daemon: Daemon
) -> None:
    await desk.online()
    with sqlite3.connect(desk.files.mirror) as db:
        db.execute("DROP TABLE place")
    db.close()
    daemon.put(record(request("BK-AAAA")))
    await desk.until(lambda: bool(desk.heard(MirrorBroken)))
    await desk.until(lambda: not desk.backend.status().online)
    assert desk.backend.count(WorkList.PENDING) == 0
    assert len(desk.heard(MirrorBroken)) == 1
    desk.backend.mend()
    await desk.until(lambda: desk.backend.count(WorkList.PENDING) == 1)
    assert not desk.heard(BackgroundFailed)


async def test_a_mirror_of_another_desk_is_left_for_a_new_one(tmp_path: Path) -> None:
    files = Files.of(tmp_path)
    files.mirror.write_bytes(b"something else entirely" * 100)
    desk = Desk(tmp_path, AWAY)
    assert desk.backend.count(WorkList.PENDING) == 0
    assert not files.mirror.exists()
    assert Files.of(tmp_path).mirror.exists()
    desk.backend.close()


async def test_a_mirror_that_is_open_elsewhere_is_neither_moved_nor_removed(
    desk: Desk, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_use(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(self.name)

    daemon.put(record(request("BK-AAAA")))
    await desk.online()
    with monkeypatch.context() as windows:
        for way in ("unlink", "replace", "rename"):
            windows.setattr(Path, way, in_use)
        desk.backend.mend()
        await desk.until(lambda: desk.backend.count(WorkList.PENDING) == 1)
    desk.backend.close()
    files = Files.of(desk.files.mirror.parent)
    assert files.mirror != desk.files.mirror
    again = Desk(desk.files.mirror.parent, AWAY)
    assert again.backend.count(WorkList.PENDING) == 1
    assert not desk.files.mirror.exists()
    again.backend.close()


async def test_a_full_disk_is_told_once_and_the_feed_goes_on_when_there_is_room(
    desk: Desk, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.online()
    with monkeypatch.context() as full:
        full.setattr("desk.mirror.Mirror.apply", _no_room)
        daemon.put(record(request("BK-AAAA")))
        await desk.until(lambda: bool(desk.heard(StorageFailed)))
        await desk.until(lambda: not desk.backend.status().online)
    await desk.until(lambda: desk.backend.count(WorkList.PENDING) == 1)
    assert len(desk.heard(StorageFailed)) == 1
    assert not desk.heard(MirrorBroken)


def _no_room(*_: object) -> None:
    raise StorageError("full")


async def test_a_mirror_that_cannot_be_made_anew_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.online()
    with monkeypatch.context() as full:
        full.setattr("desk.mirror.sqlite_file.connect", _no_room)
        desk.backend.mend()
    await desk.until(lambda: bool(desk.heard(StorageFailed)))


async def test_a_fact_that_cannot_be_kept_is_refused(away: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.outbox.Outbox.add", _no_room)
    with pytest.raises(StorageError):
        await away.backend.send("id-BK-9QRT", 1, SlipPrinted())


async def test_a_damaged_outbox_is_put_aside_and_told(tmp_path: Path) -> None:
    Files.of(tmp_path).outbox.write_bytes(b"something else entirely" * 100)
    desk = Desk(tmp_path, AWAY)
    desk.start()
    await desk.until(lambda: bool(desk.heard(OutboxSetAside)))
    await desk.backend.send("id-BK-9QRT", 1, SlipPrinted())
    assert desk.backend.status().unsent == 1
    assert _damaged(tmp_path)
    desk.backend.close()


def _damaged(folder: Path) -> list[Path]:
    return list(folder.glob("outbox-damaged-*.sqlite"))


async def test_a_clock_that_was_set_back_makes_nothing_younger_than_new(away: Desk) -> None:
    later = NOW + dt.timedelta(days=3)
    away.backend.now = lambda: later  # type: ignore[method-assign]
    await away.backend.send("id-BK-9QRT", 1, SlipPrinted())
    away.backend.now = lambda: NOW  # type: ignore[method-assign]
    assert away.backend.status().oldest_unsent == dt.timedelta(0)


async def test_after_closing_nothing_is_told_and_the_key_is_gone(desk: Desk, daemon: Daemon) -> None:
    await desk.online()
    desk.backend.close(sign_out=True)
    await desk.until(lambda: daemon.signed_out == 1)
    desk.told.clear()
    daemon.put(record(request("BK-AAAA")))
    assert desk.told == []
    assert desk.backend._keys is None
    with pytest.raises(Offline):
        await desk.backend.send("a", 1, Take())
