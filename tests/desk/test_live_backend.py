"""The feed a working desk follows, and its life from the first connection to its end."""

from __future__ import annotations

import pytest

from desk import sync_worker
from desk.backend import WorkList
from desk.errors import Offline
from desk.events import (
    RecordsChanged,
    StatusChanged,
)
from registry.commands import Take
from tests.desk.daemon import Daemon
from tests.desk.live_desk import NOW, Desk
from tests.desk.mirrors import pending
from tests.desk.people import record, request


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
