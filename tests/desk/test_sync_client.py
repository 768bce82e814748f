from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from desk.errors import NotThere, Offline, SessionEnded, SignInRefused
from desk.sync_client import SyncClient
from registry.commands import Envelope, OutcomeStatus, Take
from registry.identifiers import new_id
from registry.sign_in import SignIn
from tests.desk.daemon import Daemon, serving
from tests.desk.mirrors import session
from tests.desk.people import NOW, TODAY, record, request

SESSION = session(expires_at=NOW + dt.timedelta(hours=8))


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with serving(Daemon(SESSION)) as running:
        yield running


@pytest.fixture
async def client(daemon: Daemon) -> AsyncIterator[SyncClient]:
    made = SyncClient(daemon.address, SESSION.token)
    yield made
    await made.close()


def _form(pin: str = "493817") -> SignIn:
    return SignIn(counter="1", desk_key=SecretStr("k" * 40), clerk="somying", pin=SecretStr(pin))


def _envelope() -> Envelope:
    return Envelope(id=new_id(), request_id="a", seen_version=1, at=NOW, command=Take())


async def test_a_sign_in_brings_the_session(client: SyncClient) -> None:
    assert await client.sign_in(_form()) == SESSION


@pytest.mark.parametrize(
    ("status", "code", "wait"),
    [(401, "bad_sign_in", 30), (403, "other_desk_key", 30), (429, "wait", 30)],
)
async def test_a_refused_sign_in_says_why(
    status: int, code: str, wait: int, daemon: Daemon, client: SyncClient
) -> None:
    daemon.sign_in_status = status
    with pytest.raises(SignInRefused) as caught:
        await client.sign_in(_form())
    assert (caught.value.code, caught.value.wait) == (code, wait)


async def test_a_wrong_pin_is_refused_and_stands_in_no_error(client: SyncClient) -> None:
    with pytest.raises(SignInRefused) as caught:
        await client.sign_in(_form("000000"))
    assert "000000" not in repr(caught.value)


async def test_changes_come_as_a_snapshot_then_as_they_happen(daemon: Daemon, client: SyncClient) -> None:
    daemon.put(record(request("BK-AAAA")))
    first = await client.changes(None, 0)
    assert first.snapshot
    daemon.put(record(request("BK-CCCC")))
    second = await client.changes(first.cursor, 5)
    assert [each.request.reference for each in second.records] == ["BK-CCCC"]
    assert not second.snapshot


async def test_a_command_is_answered_whether_applied_or_refused(daemon: Daemon, client: SyncClient) -> None:
    assert (await client.command(_envelope())).status is OutcomeStatus.APPLIED
    daemon.refuse_with = "held_by_other"
    refused = await client.command(_envelope())
    assert (refused.status, refused.code) == (OutcomeStatus.REFUSED, "held_by_other")


async def test_slots(client: SyncClient) -> None:
    assert [slot.date for slot in await client.slots(TODAY, 1)] == [TODAY]


async def test_a_token_that_is_no_longer_good_ends_the_session(daemon: Daemon) -> None:
    client = SyncClient(daemon.address, "another")
    with pytest.raises(SessionEnded):
        await client.changes(None, 0)
    with pytest.raises(SessionEnded):
        await client.command(_envelope())
    await client.close()


async def test_a_daemon_that_makes_no_sense_counts_as_away(daemon: Daemon, client: SyncClient) -> None:
    daemon.broken = True
    with pytest.raises(Offline):
        await client.changes(None, 0)
    with pytest.raises(Offline):
        await client.command(_envelope())
    with pytest.raises(Offline):
        await client.slots(TODAY, 1)


GARBAGE = [
    b"<html><body>Service Unavailable</body></html>",
    b"",
    b"17",
    b"[17]",
    b"null",
    b'{"id": "1040-02-12345678"}',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"\xff\xfe\x00",
    '{"status": "เสร็จ"}'.encode(),
]


@pytest.mark.parametrize("body", GARBAGE)
@pytest.mark.parametrize("status", [200, 302, 409, 500])
async def test_whatever_comes_it_is_an_answer_or_the_daemon_is_away(
    status: int, body: bytes, daemon: Daemon, client: SyncClient
) -> None:
    daemon.nonsense = status, body
    for asked in (client.changes(None, 0), client.command(_envelope()), client.slots(TODAY, 1)):
        with pytest.raises(Offline) as caught:
            await asked
        assert "12345678" not in repr(caught.value)


async def test_a_daemon_that_never_comes_to_an_end_is_away(daemon: Daemon) -> None:
    daemon.trickles = True
    client = SyncClient(daemon.address, SESSION.token, seconds=0.3)
    async with asyncio.timeout(5):
        with pytest.raises(Offline):
            await client.command(_envelope())
    await client.close()


@pytest.mark.parametrize(
    "server",
    ["http://127.0.0.1:9", "http://", "nonsense", "http://[::1", "ftp://x", "http://127.0.0.1:99999"],
)
async def test_a_daemon_that_is_not_there_is_away(server: str) -> None:
    try:
        client = SyncClient(server)
    except Offline:
        return
    with pytest.raises(Offline):
        await client.changes(None, 0)
    await client.close()


async def test_ready_answers_and_pictures_are_read(client: SyncClient, daemon: Daemon) -> None:
    assert [answer.id for answer in await client.answers()] == ["come"]
    assert await client.picture("one") == daemon.picture
    for gone in ("two", "../session", "one/../one"):
        with pytest.raises(NotThere):
            await client.picture(gone)


async def test_a_picture_is_bounded_and_needs_a_session(
    client: SyncClient, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.sync_client.MOST_PICTURE", 10)
    with pytest.raises(Offline):
        await client.picture("one")
    stranger = SyncClient(daemon.address, "other")
    with pytest.raises(SessionEnded):
        await stranger.picture("one")
    await stranger.close()
