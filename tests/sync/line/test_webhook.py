"""The webhook keeps what is rightly signed, once, and says 200 only when it is on the disk."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from registry.sealing import Keyring
from sync.line import door as door_module
from sync.line import webhook
from sync.line.digest import Identify, KeyedDigest
from sync.line.door import Door
from sync.line.webhook import MAX_BODY, Webhook
from sync.store import inbox
from sync.store.database import Database

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
KNOWN_BODY = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
KNOWN_SIGNATURE = b"GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
KEYS = Keyring.of(bytes(range(32)))
OFFICE = "bangkhae"
NOW_MS = 1_795_399_200_000


def event(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "mode": "active",
        "timestamp": NOW_MS - 1000 + number,
        "source": {"type": "user", "userId": "U" + "0" * 31 + str(number)},
        "webhookEventId": f"01KBXX{number:020d}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": "r" * 32,
        "message": {"type": "text", "id": str(number), "text": "1#JC1-1234567-12"},
        **changes,
    }


def sign(body: bytes) -> bytes:
    return base64.b64encode(hmac.digest(SECRET.encode(), body, "sha256"))


class Caller:
    """Calls the webhook as a server would."""

    def __init__(self, webhook: Webhook) -> None:
        self._webhook = webhook

    async def post(
        self,
        body: bytes,
        *,
        signature: bytes | None = None,
        more_signatures: tuple[bytes, ...] = (),
        method: str = "POST",
        chunks: int = 1,
        between: asyncio.Event | None = None,
    ) -> int:
        size = max(1, -(-len(body) // chunks))
        parts = [body[at : at + size] for at in range(0, max(1, len(body)), size)]
        signatures = (sign(body) if signature is None else signature, *more_signatures)
        headers = [(b"x-line-signature", each) for each in signatures]
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            part = parts.pop(0)
            if between is not None and not parts:
                await between.wait()
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._webhook({"type": "http", "method": method, "headers": headers}, receive, send)
        assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
        return int(sent[0]["status"])

    async def events(self, *events: Any) -> int:
        return await self.post(json.dumps({"destination": "U", "events": list(events)}).encode())


@pytest.fixture
def kept() -> list[int]:
    return []


@pytest.fixture
def caller(database: Database, kept: list[int]) -> Caller:
    door = Door(database, KEYS, OFFICE, kept=lambda: kept.append(1))
    return Caller(Webhook(secret=SECRET, keys=KEYS, door=door, now_ms=lambda: NOW_MS))


def rows(database: Database) -> list[Any]:
    order = text("SELECT id, conversation_id, sealed, state FROM line_event ORDER BY id")
    return database.read(lambda session: list(session.connection().execute(order)))


async def test_the_known_answer_and_the_verify_button(caller: Caller, database: Database) -> None:
    assert await caller.post(KNOWN_BODY, signature=KNOWN_SIGNATURE) == 200
    assert rows(database) == []


async def test_of_two_signatures_none_counts(caller: Caller, database: Database) -> None:
    body = json.dumps({"destination": "U", "events": [event()]}).encode()
    for other in (sign(body), sign(b"other")):
        assert await caller.post(body, more_signatures=(other,)) == 401
    assert rows(database) == []


async def test_an_event_is_kept_once_sealed_and_bound_to_its_row(
    caller: Caller, database: Database, kept: list[int]
) -> None:
    assert await caller.events(event()) == 200
    again = event(deliveryContext={"isRedelivery": True})
    assert await caller.events(again, again) == 200
    [(event_id, conversation_id, sealed, state)] = rows(database)
    assert (event_id, state) == (event()["webhookEventId"], "waiting")
    assert conversation_id == Identify(KEYS).conversation(event()["source"]["userId"])
    assert b"JC1" not in bytes(sealed)
    assert b"U0000" not in bytes(sealed)
    assert json.loads(KEYS.open(bytes(sealed), OFFICE, inbox.TABLE, event_id)) == event()
    assert kept


@pytest.mark.parametrize("signature", [b"", b"AAAA", KNOWN_SIGNATURE, b"\xff\xfe", sign(b"other")])
async def test_a_wrong_signature_keeps_nothing(caller: Caller, database: Database, signature: bytes) -> None:
    assert await caller.post(json.dumps({"events": [event()]}).encode(), signature=signature) == 401
    assert rows(database) == []


def test_one_signature_is_wanted_neither_none_nor_two(database: Database) -> None:
    webhook = Webhook(secret=SECRET, keys=KEYS, door=Door(database, KEYS, OFFICE))
    right = (b"x-line-signature", KNOWN_SIGNATURE)
    assert webhook.signed(KNOWN_BODY, [(b"host", b"x"), right])
    assert not webhook.signed(KNOWN_BODY, [(b"host", b"x")])
    assert not webhook.signed(KNOWN_BODY, [right, right])
    assert not webhook.signed(KNOWN_BODY, [(b"x-line-signature", KNOWN_SIGNATURE + b"=")])
    assert not webhook.signed(KNOWN_BODY + b" ", [right])


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"null", b'{"events": null}', b'{"events": {}}', b"{", b"\xff" * 9, b"[" * 90_000],
)
async def test_what_is_no_batch_is_refused_though_signed(caller: Caller, body: bytes) -> None:
    assert await caller.post(body) == 400


async def test_other_methods_and_big_bodies_are_refused(caller: Caller, database: Database) -> None:
    assert await caller.post(b"", method="GET") == 405
    assert await caller.post(b" " * (MAX_BODY + 1)) == 413
    assert await caller.post(b" " * (MAX_BODY + 1), chunks=7) == 413
    body = json.dumps({"events": [event()]}).encode()
    assert await caller.post(body + b" " * (MAX_BODY - len(body)), chunks=9) == 200
    assert len(rows(database)) == 1


async def test_unfinished_bodies_of_all_together_are_bounded(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "MAX_HELD", 1000)
    body = json.dumps({"events": []}).encode() + b" " * 700
    waits = asyncio.Event()
    half = asyncio.create_task(caller.post(body, chunks=2, between=waits))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await caller.post(body, chunks=2) == 503
    # What is whole at once takes no room from the others.
    assert await caller.post(body) == 200
    waits.set()
    assert await half == 200
    assert await caller.post(body, chunks=2) == 200


async def test_without_a_secret_nothing_is_taken(database: Database) -> None:
    closed = Caller(Webhook(secret="", keys=KEYS, door=Door(database, KEYS, OFFICE)))
    body = json.dumps({"events": [event()]}).encode()
    assert await closed.post(body, signature=base64.b64encode(hmac.digest(b"", body, "sha256"))) == 503


async def test_strange_events_never_lose_the_others(caller: Caller, database: Database) -> None:
    strange: list[Any] = [
        None,
        17,
        "text",
        [],
        {},
        {"type": "brandNew", "mode": "reserved", "webhookEventId": "01NEWNEWNEWNEWNEWNEWNEWNEW"},
        event(2, webhookEventId=None),
        event(3, webhookEventId="x" * 4000),
        event(4, timestamp="soon"),
        event(5, timestamp=10**30),
        event(6, source=None),
        event(7, source={"type": "user", "userId": "\ud800"}),
        event(8, message={"type": "text", "id": "8", "text": "\x00\ud800"}),
    ]
    assert await caller.events(event(1), *strange, event(9)) == 200
    found = {row[0] for row in rows(database)}
    assert {event(1)["webhookEventId"], event(9)["webhookEventId"], "01NEWNEWNEWNEWNEWNEWNEWNEW"} <= found
    assert len(found) == len(strange) + 2


@pytest.mark.parametrize("depth", [200, 400, 950, 1000, 1015])
async def test_an_event_however_deep_never_loses_the_others(
    caller: Caller, database: Database, depth: int
) -> None:
    deep = b'{"a":' * depth + b"1" + b"}" * depth
    body = b'{"events": [' + deep + b"," + json.dumps(event()).encode() + b"]}"
    assert await caller.post(body) == 200
    assert event()["webhookEventId"] in {row[0] for row in rows(database)}


async def test_an_event_without_an_id_is_the_same_when_it_comes_again(
    caller: Caller, database: Database
) -> None:
    first = event(webhookEventId=None)
    again = {**first, "deliveryContext": {"isRedelivery": True}}
    assert await caller.events(first) == 200
    assert await caller.events(again) == 200
    assert len(rows(database)) == 1


async def test_json_that_only_python_reads_is_kept(caller: Caller, database: Database) -> None:
    body = b'{"events": [{"webhookEventId": "01KBXXXXXXXXXXXXXXXXXXXXXX", "odd": NaN, "text": "\\ud800"}]}'
    assert await caller.post(body) == 200
    assert len(rows(database)) == 1


async def test_a_group_is_no_citizen(caller: Caller, database: Database) -> None:
    assert await caller.events(event(source={"type": "group", "groupId": "C1", "userId": "U1"})) == 200
    assert rows(database)[0][1] == ""


def _failing(database: Database, monkeypatch: pytest.MonkeyPatch, error: Callable[[], Exception]) -> None:
    def write_rows(_fn: Any) -> Future[None]:
        future: Future[None] = Future()
        future.set_exception(error())
        return future

    monkeypatch.setattr(database, "write_rows", write_rows)


@pytest.mark.parametrize(
    "error",
    [
        lambda: sqlite3.OperationalError("database or disk is full"),
        lambda: sqlite3.OperationalError("database is locked"),
    ],
)
async def test_what_cannot_be_kept_is_not_answered_200(
    caller: Caller, database: Database, monkeypatch: pytest.MonkeyPatch, error: Any
) -> None:
    _failing(database, monkeypatch, error)
    assert await caller.events(event()) == 503


async def test_a_full_disk_is_503_and_nothing_is_half_kept(
    sqlite_only: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Door(sqlite_only, KEYS, OFFICE)
    caller = Caller(Webhook(secret=SECRET, keys=KEYS, door=door))
    pages = sqlite_only.write(
        lambda session: session.connection().exec_driver_sql("PRAGMA page_count").scalar()
    ).result()
    assert pages is not None
    sqlite_only.write(
        lambda session: session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}").scalar()
    ).result()
    big = event(2, message={"type": "text", "id": "2", "text": "x" * 300_000})
    assert await caller.events(event(1), big) == 503
    assert rows(sqlite_only) == []
    assert not door.keeps
    assert await caller.events(event(1)) == 200
    assert door.keeps


async def test_who_waits_behind_a_slow_commit_is_answered_in_time_too(
    sqlite_only: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow: Future[None] = Future()
    monkeypatch.setattr(door_module, "ANSWER_SECONDS", 0.05)
    monkeypatch.setattr(sqlite_only, "write_rows", lambda _fn: slow)
    caller = Caller(Webhook(secret=SECRET, keys=KEYS, door=Door(sqlite_only, KEYS, OFFICE)))
    async with asyncio.timeout(5):
        answers = await asyncio.gather(*(caller.events(event(number)) for number in range(1, 4)))
    assert answers == [503, 503, 503]
    slow.set_result(None)


async def test_a_closing_store_is_503(caller: Caller, database: Database) -> None:
    database.close()
    assert await caller.events(event()) == 503


async def test_one_bad_request_of_a_group_does_not_lose_the_others(
    caller: Caller, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = KEYS.seal

    def seal(self: Keyring, plain: bytes, office_id: str, table: str, row_id: str) -> bytes:
        if row_id == event(3)["webhookEventId"]:
            raise ValueError("this one alone")
        return original(plain, office_id, table, row_id)

    monkeypatch.setattr(Keyring, "seal", seal)
    answers = await asyncio.gather(*(caller.events(event(number)) for number in range(1, 6)))
    assert answers == [200, 200, 503, 200, 200]
    assert len(rows(database)) == 4


async def test_what_came_while_a_bad_group_was_taken_apart_is_kept_too(
    sqlite_only: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes: list[Future[None]] = []

    def write_rows(_fn: Any) -> Future[None]:
        writes.append(Future())
        return writes[-1]

    async def settled(number: int, error: Exception | None = None) -> None:
        writes[number].set_exception(error) if error else writes[number].set_result(None)
        for _ in range(5):
            await asyncio.sleep(0)

    monkeypatch.setattr(sqlite_only, "write_rows", write_rows)
    caller = Caller(Webhook(secret=SECRET, keys=KEYS, door=Door(sqlite_only, KEYS, OFFICE)))
    first = asyncio.create_task(caller.events(event(1)))
    await asyncio.sleep(0)
    pair = [asyncio.create_task(caller.events(event(number))) for number in (2, 3)]
    await asyncio.sleep(0)
    await settled(0)
    await settled(1, ValueError("one of them"))
    late = asyncio.create_task(caller.events(event(4)))
    await asyncio.sleep(0)
    await settled(2)
    await settled(3, ValueError("this one"))
    assert len(writes) == 5
    await settled(4)
    assert await asyncio.gather(first, *pair, late) == [200, 200, 503, 200]


@given(key=st.binary(min_size=1, max_size=200), message=st.binary(max_size=300))
def test_the_digest_is_hmac(key: bytes, message: bytes) -> None:
    assert KeyedDigest(key)(message) == hmac.digest(key, message, "sha256")
