"""The inbox worked off: in order, once, one bad event alone, nothing rewound."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from registry.settings import Settings
from sync.line.incoming import Incoming
from sync.purge import KEEP_IDS, purge
from sync.store.database import Database
from sync.store.inbox import WAITS
from tests.sync.factories import KEYS, NOW
from tests.sync.worker_bench import USER, Bench


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the dialogue was told, in order."""
    texts: list[str] = []
    from sync.line.dialogue import converse as original

    def converse(conversation: Any, incoming: Incoming, office: Any) -> Any:
        if incoming.text == "ระเบิด":
            raise ValueError("JC1-1234567-12")
        texts.append(incoming.text or incoming.kind)
        return original(conversation, incoming, office)

    monkeypatch.setattr("sync.turns.converse", converse)
    return texts


async def test_a_message_is_answered_and_its_body_goes(bench: Bench) -> None:
    event_id = bench.says("สวัสดี")
    await bench.work()
    assert bench.event(event_id) == ("done", True, 0)
    assert bench.outgoing() == 1
    stored = bench.conversation()
    assert stored is not None
    assert (stored.user_id, stored.blocked) == (USER, False)


async def test_events_are_worked_off_in_order_of_time_and_a_late_one_when_it_comes(
    bench: Bench, heard: list[str]
) -> None:
    bench.says("สอง", seconds=2)
    bench.says("หนึ่ง", seconds=1)
    await bench.work()
    bench.says("ช้า", seconds=0)
    await bench.work()
    assert heard == ["หนึ่ง", "สอง", "ช้า"]


async def test_an_event_that_raises_is_tried_a_few_times_and_holds_up_nobody(
    bench: Bench, heard: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        bad = bench.says("ระเบิด", seconds=0)
        good = bench.says("สวัสดี", seconds=1)
        await bench.work()
        assert bench.event(good)[0] == "done"
        assert bench.event(bad) == ("waiting", False, 1)
        for _ in range(6):
            await bench.work(after=200)
    assert bench.event(bad)[0] == "dead"
    assert heard == ["สวัสดี"]
    assert bad in caplog.text
    assert "JC1" not in caplog.text
    assert "ระเบิด" not in caplog.text


async def test_nothing_overtakes_what_another_daemon_has_in_hand(
    bench: Bench, heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.store import inbox

    first = bench.says("หนึ่ง", seconds=1)
    bench.says("สอง", seconds=2)
    other = {"type": "message", "message": {"type": "text", "id": "o", "text": "อื่น"}}
    bench.receive(other, seconds=3, user="U" + "2" * 32)
    original = inbox.open_event

    def locked_elsewhere(*args: Any, **named: Any) -> Any:
        return None if named["event_id"] == first else original(*args, **named)

    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(inbox, "open_event", locked_elsewhere)
        assert await bench.worker.work_due() == 1
        assert await bench.worker.work_due() == 0
    assert heard == ["อื่น"]
    await bench.work()
    assert heard == ["อื่น", "หนึ่ง", "สอง"]


async def test_an_unsend_before_its_message_leaves_a_tombstone(bench: Bench, heard: list[str]) -> None:
    bench.receive({"type": "unsend", "unsend": {"messageId": "m-77"}}, seconds=5)
    await bench.work()
    late = bench.says("1#JC1-1234567-12", message_id="m-77")
    await bench.work()
    assert heard == ["unsend"]
    assert bench.event(late) == ("done", True, 0)
    stored = bench.conversation()
    assert stored is not None
    assert b"JC1" not in (stored.state or b"")


async def test_standby_and_groups_and_nonsense_are_kept_and_answered_by_nobody(bench: Bench) -> None:
    events = [
        bench.says("สวัสดี", mode="standby"),
        bench.receive(None, user="nobody"),
        bench.receive({"type": "brandNew"}),
        bench.receive({"type": "message", "message": 7}),
        bench.receive({"type": "message", "message": {"type": "hologram"}}),
    ]
    await bench.work()
    assert {bench.event(event_id)[0] for event_id in events[:3]} == {"done"}
    stored = bench.conversation()
    assert stored is None or b"hologram" not in (stored.state or b"")
    # A message of a kind that nobody knows is still a citizen's, and gets the menu.
    assert bench.outgoing() == 2


async def test_what_a_person_has_in_hand_does_not_move_the_conversation(
    bench: Bench, heard: list[str]
) -> None:
    bench.says("1#JC1-1234567-12", mode="standby")
    await bench.work()
    assert (heard, bench.outgoing(), bench.conversation()) == ([], 0, None)


async def test_a_failing_database_is_no_attempt_at_an_event(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else an hour of a full disk would make every event dead that was only waiting."""

    def full(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    event_id = bench.says("สวัสดี")
    with monkeypatch.context() as broken:
        broken.setattr("sync.turns.work_off", full)
        for _ in range(len(WAITS) + 2):
            with pytest.raises(OperationalError):
                await bench.work(after=200)
    assert bench.event(event_id) == ("waiting", False, 0)
    await bench.work()
    assert bench.event(event_id)[0] == "done"


async def test_blocking_is_remembered_until_the_citizen_writes(bench: Bench) -> None:
    bench.receive({"type": "unfollow"}, seconds=1)
    await bench.work()
    assert bench.conversation().blocked  # type: ignore[union-attr]
    bench.says("กลับมาแล้ว", seconds=2)
    await bench.work()
    assert not bench.conversation().blocked  # type: ignore[union-attr]


async def test_texts_without_consent_go_after_a_day_and_ids_stay(bench: Bench, heard: list[str]) -> None:
    bad = bench.says("ระเบิด")
    bench.says("1#JC1-1234567-12", seconds=1)
    await bench.work()
    stored = bench.conversation()
    assert stored is not None
    assert b"JC1123456712" in (stored.state or b"")

    def run(after: dt.timedelta) -> Any:
        return bench.database.write(
            lambda s: purge(s, keys=KEYS, settings=Settings(), now=NOW + after)
        ).result()

    early = run(dt.timedelta(hours=23))
    assert (early.bodies, early.drafts) == (0, 0)
    gone = run(dt.timedelta(hours=24, seconds=5))
    assert (gone.bodies, gone.drafts, gone.ids) == (1, 1, 0)
    assert b"JC1123456712" not in (bench.conversation().state or b"")  # type: ignore[union-attr]
    assert bench.event(bad)[:2] == ("dead", True)
    assert run(KEEP_IDS + dt.timedelta(days=1)).ids == 2
