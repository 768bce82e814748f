"""Real daemons killed between every two steps: nothing acknowledged is lost, nothing comes twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from registry.sealing import Keyring
from sync.line.digest import Identify
from sync.simulator.platform import LinePlatform
from sync.store import conversations, outbox
from sync.store.database import Database, migrate
from tests.sync.crashing_daemon import POINTS, ForkedDaemon

pytestmark = [
    pytest.mark.skipif("sys.platform == 'win32'", reason="no SIGKILL there"),
    # The machine may be busy with other tests.
    pytest.mark.timeout(300),
]

UP_TO_THE_OUTBOX = POINTS[:5]
FROM_THE_OUTBOX = POINTS[5:]
# What the database has a part in; between the others it does nothing.
ON_POSTGRESQL = {
    "inserted, not committed",
    "turn taken, not committed",
    "journal written, not committed",
    "called, not recorded",
}
NOW = dt.datetime.now(dt.UTC)


def _line(platform: LinePlatform) -> dict[str, str]:
    return {
        "BANGKHAE_LINE_CHANNEL_SECRET": platform.channel_secret,
        "BANGKHAE_LINE_CHANNEL_ACCESS_TOKEN": platform.channel_access_token,
        "BANGKHAE_LINE_API_BASE": platform.url,
    }


def _sent(platform: LinePlatform) -> int:
    """How often LINE took messages for a citizen; the daemon asks it other things, too."""
    return sum(call.method == "POST" and call.status == 200 for call in platform.calls)


async def test_a_message_is_answered_once_though_the_daemon_dies_at_every_step(
    tmp_path: Path, empty_database_url: str
) -> None:
    url = empty_database_url
    async with LinePlatform(redelivery_waits=(0.2,) * 100) as platform:
        citizen = platform.citizen("สมศรี")
        for number, point in enumerate(_points(UP_TO_THE_OUTBOX, url)):
            async with ForkedDaemon(tmp_path, url, crash_at=point, **_line(platform)) as dying:
                platform.connect(f"{dying.url}/line/webhook")
                if number == 0:
                    await citizen.says("สวัสดี")
                assert await dying.ended() == -9, point
        async with ForkedDaemon(tmp_path, url, **_line(platform)) as daemon:
            platform.connect(f"{daemon.url}/line/webhook")
            await citizen.next_messages(timeout=20)
            assert await daemon.terminate() == 0
        assert _sent(platform) == 1
        assert platform.complaints == []


@pytest.mark.parametrize("point", ["journaled, not called", "called, not recorded"])
async def test_a_reply_of_unknown_end_is_not_said_twice(
    tmp_path: Path, empty_database_url: str, point: str
) -> None:
    url = empty_database_url
    async with LinePlatform() as platform:
        citizen = platform.citizen("สมศรี")
        async with ForkedDaemon(tmp_path, url, crash_at=point, **_line(platform)) as dying:
            platform.connect(f"{dying.url}/line/webhook")
            await citizen.says("สวัสดี")
            assert await dying.ended() == -9
        async with ForkedDaemon(tmp_path, url, **_line(platform)) as daemon:
            platform.connect(f"{daemon.url}/line/webhook")
            await citizen.next_messages(timeout=20)
            assert await daemon.terminate() == 0
        assert _sent(platform) == 1


async def test_a_push_comes_once_though_the_daemon_dies_at_every_step(
    tmp_path: Path, empty_database_url: str
) -> None:
    url = empty_database_url
    async with LinePlatform() as platform:
        citizen = platform.citizen("สมศรี")
        _push_to(url, tmp_path, citizen.user_id)
        for point in _points(FROM_THE_OUTBOX, url):
            async with ForkedDaemon(tmp_path, url, crash_at=point, **_line(platform)) as dying:
                assert await dying.ended() == -9, point
        async with ForkedDaemon(tmp_path, url, **_line(platform)) as daemon:
            assert await daemon.terminate() == 0
        assert [entry.text for entry in citizen.conversation] == ["อนุมัติแล้ว"]


def _points(points: tuple[str, ...], url: str) -> list[str]:
    return [point for point in points if url.startswith("sqlite") or point in ON_POSTGRESQL]


def _push_to(url: str, folder: Path, user_id: str) -> None:
    migrate(url)
    keys = Keyring.open_file(folder / "office.key")
    conversation_id = Identify(keys).conversation(user_id)
    database = Database.open(url)
    try:
        for step in (
            lambda session: conversations.lock(
                session,
                keys=keys,
                office_id="bangkhae",
                conversation_id=conversation_id,
                user_id=user_id,
                now=NOW,
            ),
            lambda session: outbox.enqueue(
                session,
                keys=keys,
                office_id="bangkhae",
                conversation_id=conversation_id,
                request_id=None,
                messages=[{"type": "text", "text": "อนุมัติแล้ว"}],
                importance=outbox.Importance.DECISION,
                now=NOW,
                reply=None,
            ),
        ):
            database.write(step).result()
    finally:
        database.close()
