"""The files of a working desk that break, are in use, or do not fit on the disk any more."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from desk.backend import WorkList
from desk.desk_files import Files
from desk.errors import StorageError
from desk.events import (
    BackgroundFailed,
    MirrorBroken,
    OutboxSetAside,
    StorageFailed,
)
from registry.commands import SlipPrinted
from tests.desk.daemon import Daemon
from tests.desk.live_desk import AWAY, Desk, no_room
from tests.desk.people import record, request


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
        full.setattr("desk.mirror.Mirror.apply", no_room)
        daemon.put(record(request("BK-AAAA")))
        await desk.until(lambda: bool(desk.heard(StorageFailed)))
        await desk.until(lambda: not desk.backend.status().online)
    await desk.until(lambda: desk.backend.count(WorkList.PENDING) == 1)
    assert len(desk.heard(StorageFailed)) == 1
    assert not desk.heard(MirrorBroken)


async def test_a_mirror_that_cannot_be_made_anew_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.online()
    with monkeypatch.context() as full:
        full.setattr("desk.mirror.sqlite_file.connect", no_room)
        desk.backend.mend()
    await desk.until(lambda: bool(desk.heard(StorageFailed)))


async def test_a_fact_that_cannot_be_kept_is_refused(away: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.outbox.Outbox.add", no_room)
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
