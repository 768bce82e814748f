"""Who waits for an answer longer than usual sees LINE's loading animation, once, from the real calls."""

from __future__ import annotations

import asyncio
import datetime as dt
import json

from sync.line.line_client import LineClient
from sync.line.waiting_sign import WaitingSign
from sync.simulator.platform import LinePlatform
from sync.store.database import Database
from tests.sync import factories as f
from tests.sync.worker_bench import Bench


async def test_the_sign_is_shown_once_to_everybody_who_is_kept_waiting(database: Database) -> None:
    bench = Bench(database)

    def clock() -> float:
        return bench.now.timestamp()

    async with LinePlatform(clock=clock) as platform:
        sign = WaitingSign(
            database=database,
            keys=f.KEYS,
            office_id=f.OFFICE,
            connect=lambda: LineClient(api_base=platform.url, access_token=platform.channel_access_token),
            clock=lambda: bench.now,
        )
        first, second = platform.citizen("สมศรี"), platform.citizen("มานะ")
        message = {"type": "message", "message": {"type": "text", "id": "m", "text": "1#"}}
        bench.receive(message, user=first.user_id)
        bench.receive(message, user=first.user_id)
        bench.receive({"type": "unfollow"}, user=second.user_id)
        bench.receive({**message, "mode": "standby"}, user="U" + "2" * 32)
        assert await sign.show_due() == 0, "it has only just come"
        bench.now += dt.timedelta(seconds=3)
        assert await sign.show_due() == 1
        assert await sign.show_due() == 0
        calls = [json.loads(call.body) for call in platform.calls]
        assert calls == [{"chatId": first.user_id, "loadingSeconds": 20}]
        assert [call.status for call in platform.calls] == [202]
        assert first.loading_until > bench.now.timestamp()
        bench.now += dt.timedelta(seconds=21)
        assert await sign.show_due() == 1, "still waiting"
        bench.now += dt.timedelta(seconds=60)
        assert await sign.show_due() == 0, "nobody looks at the chat any more"
        await sign._line.close()  # type: ignore[union-attr]


async def test_nobody_who_is_answered_sees_it(database: Database) -> None:
    bench = Bench(database)
    bench.says("สวัสดี")
    await bench.work()
    bench.now += dt.timedelta(seconds=3)

    def connect() -> LineClient:
        raise AssertionError("nobody waits")

    sign = WaitingSign(
        database=database, keys=f.KEYS, office_id=f.OFFICE, connect=connect, clock=lambda: bench.now
    )
    assert await sign.show_due() == 0


class SlowLine:
    """A LINE that answers nobody before it was asked for two."""

    def __init__(self) -> None:
        self.both = asyncio.Barrier(2)

    async def show_loading(self, _user: str, _seconds: int) -> None:
        async with asyncio.timeout(10):
            await self.both.wait()

    async def close(self) -> None:
        """Nothing to close."""


async def test_a_slow_line_keeps_no_sign_from_the_next(database: Database) -> None:
    bench = Bench(database)
    for user in ("1", "2"):
        message = {"type": "message", "message": {"type": "text", "id": f"m{user}", "text": "1#"}}
        bench.receive(message, user="U" + user * 32)
    bench.now += dt.timedelta(seconds=3)
    sign = WaitingSign(
        database=database, keys=f.KEYS, office_id=f.OFFICE, connect=SlowLine, clock=lambda: bench.now
    )
    assert await sign.show_due() == 2
