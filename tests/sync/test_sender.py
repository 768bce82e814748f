"""What is in the outbox reaches the simulated LINE once, in order, whatever LINE answers."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest

from registry.sealing import Keyring
from sync.line import sender
from sync.line.delivery import Answer
from sync.line.digest import Identify
from sync.line.line_client import LineClient
from sync.line.message_json import units
from sync.line.messages.repeated import REPEATED
from sync.line.sender import Sender, marked
from sync.simulator.citizen import Citizen
from sync.simulator.platform import LinePlatform
from sync.store import conversations, outbox
from sync.store.database import Database
from sync.store.held_messages import held_messages, send_again
from sync.store.outbox import Importance, Reply
from sync.store.tables.line import LineOutgoingRow

KEYS = Keyring.of(bytes(range(32)))
OFFICE = "bangkhae"


class Office:
    """A sender over a database, a platform, and a clock that both read."""

    def __init__(self, database: Database, platform: LinePlatform) -> None:
        self.database, self.platform = database, platform
        self.ahead, self.clients = dt.timedelta(0), 0
        self.sender = self.new_sender()

    def new_sender(self) -> Sender:
        return Sender(
            database=self.database,
            keys=KEYS,
            office_id=OFFICE,
            connect=self.connect,
            clock=self.now,
            jitter=lambda: 1.0,
        )

    def connect(self) -> LineClient:
        self.clients += 1
        return LineClient(api_base=self.platform.url, access_token=self.platform.channel_access_token)

    def now(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(time.time(), dt.UTC) + self.ahead

    def conversation(self, citizen: Citizen, *, blocked: bool = False) -> str:
        conversation_id = Identify(KEYS).conversation(citizen.user_id)
        where: dict[str, Any] = {"keys": KEYS, "office_id": OFFICE, "conversation_id": conversation_id}
        self.database.write(
            lambda s: conversations.lock(s, user_id=citizen.user_id, now=self.now(), **where)
        ).result()
        self.database.write(
            lambda s: conversations.save(
                s, state=b"{}", now=self.now(), forget_at=None, blocked=blocked, **where
            )
        ).result()
        return conversation_id

    def put(
        self,
        conversation_id: str,
        words: str,
        *,
        importance: Importance = Importance.DECISION,
        token: str = "",
        seconds: float = 50,
    ) -> str:
        reply = Reply(token, self.now() + dt.timedelta(seconds=seconds)) if token else None
        return self.database.write(
            lambda s: outbox.enqueue(
                s,
                keys=KEYS,
                office_id=OFFICE,
                conversation_id=conversation_id,
                request_id=None,
                messages=[{"type": "text", "text": words}],
                importance=importance,
                now=self.now(),
                reply=reply,
            )
        ).result()

    async def send(self, *, after: float = 0) -> None:
        self.ahead += dt.timedelta(seconds=after)
        await self.sender.send_due()

    def row(self, row_id: str) -> LineOutgoingRow:
        def get(session: Any) -> LineOutgoingRow:
            row = session.get_one(LineOutgoingRow, (OFFICE, row_id))
            session.expunge(row)
            return row  # type: ignore[no-any-return]

        return self.database.read(get)


def said(citizen: Citizen) -> list[str]:
    return [entry.text for entry in citizen.conversation]


@pytest.fixture
async def platform() -> AsyncIterator[LinePlatform]:
    async with LinePlatform(monthly_limit=None) as platform:
        yield platform


@pytest.fixture
async def office(database: Database, platform: LinePlatform) -> AsyncIterator[Office]:
    office = Office(database, platform)
    yield office
    await office.sender._goodbye()


async def test_a_push_whose_answer_is_lost_comes_once(office: Office, platform: LinePlatform) -> None:
    citizen = platform.citizen("สมศรี")
    row_id = office.put(office.conversation(citizen), "อนุมัติแล้ว")
    platform.faults.drop(1, accepted=True, where="push")
    await office.send()
    assert office.row(row_id).state == "sending"
    await office.send(after=30)
    assert said(citizen) == ["อนุมัติแล้ว"]
    assert office.row(row_id).state == "sent"
    assert office.row(row_id).sealed is None
    keys = {call.headers.get("x-line-retry-key") for call in platform.calls}
    assert keys == {row_id}
    assert len({call.body for call in platform.calls}) == 1


async def test_after_a_day_of_unknown_ends_a_push_is_not_tried_with_a_key_that_line_has_forgotten(
    office: Office, platform: LinePlatform
) -> None:
    """The day counts from the first try: LINE would take a forgotten key for a new message."""
    citizen = platform.citizen("สมศรี")
    row_id = office.put(office.conversation(citizen), "อนุมัติแล้ว")
    platform.faults.drop(3, accepted=True, where="push")
    for _ in range(3):
        await office.send(after=10 * 3600)
    assert office.row(row_id).state == "sending"
    tried = len(platform.calls)
    await office.send(after=10 * 3600)
    assert (office.row(row_id).state, office.row(row_id).reason) == ("held", "too_old")
    assert len(platform.calls) == tried
    assert said(citizen) == ["อนุมัติแล้ว"]


async def test_what_is_being_sent_is_on_the_disk_as_perhaps_gone(
    office: Office, platform: LinePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_id = office.put(office.conversation(platform.citizen("สมศรี")), "อนุมัติแล้ว", token="0" * 32)
    states: list[str] = []

    async def look(*_: object) -> Answer:
        states.append(office.row(row_id).state)
        return Answer.ACCEPTED

    monkeypatch.setattr(LineClient, "reply", look)
    await office.send()
    assert (states, office.row(row_id).state) == (["sending"], "sent")


async def test_the_client_is_there_before_the_first_message_and_stays(
    office: Office, platform: LinePlatform
) -> None:
    await office.sender.warm_up()
    assert (office.clients, platform.calls) == (1, [])
    office.put(office.conversation(platform.citizen("สมศรี")), "อนุมัติแล้ว")
    await office.send()
    assert (office.clients, len(platform.calls)) == (1, 1)


async def test_server_errors_are_tried_again_until_it_goes(office: Office, platform: LinePlatform) -> None:
    citizen = platform.citizen("สมศรี")
    row_id = office.put(office.conversation(citizen), "อนุมัติแล้ว")
    platform.faults.fail(3, where="push")
    for _ in range(4):
        await office.send(after=130)
    assert said(citizen) == ["อนุมัติแล้ว"]
    assert office.row(row_id).attempts == 4


async def test_nothing_is_tried_before_it_is_due(office: Office, platform: LinePlatform) -> None:
    office.put(office.conversation(platform.citizen("สมศรี")), "อนุมัติแล้ว")
    platform.faults.fail(1, where="push")
    await office.send()
    await office.send()
    assert len(platform.calls) == 1


async def test_a_conversation_keeps_its_order_and_others_do_not_wait(
    office: Office, platform: LinePlatform
) -> None:
    slow, other = platform.citizen("สมศรี"), platform.citizen("วิชัย")
    of_slow, of_other = office.conversation(slow), office.conversation(other)
    platform.faults.fail(1, where="push")
    office.put(of_slow, "หนึ่ง")
    await office.send()
    office.put(of_slow, "สอง")
    office.put(of_other, "อื่น")
    await office.send()
    assert (said(slow), said(other)) == ([], ["อื่น"])
    await office.send(after=130)
    assert said(slow) == ["หนึ่ง", "สอง"]


async def test_the_monthly_limit_keeps_a_decision_for_people_and_is_not_hammered(
    database: Database,
) -> None:
    async with LinePlatform(monthly_limit=0) as platform:
        office = Office(database, platform)
        conversation_id = office.conversation(platform.citizen("สมศรี"))
        decision = office.put(conversation_id, "อนุมัติแล้ว")
        talk = office.put(conversation_id, "สวัสดี", importance=Importance.SMALL_TALK)
        for _ in range(4):
            await office.send(after=3600)
        assert [call.status for call in platform.calls] == [429]
        assert (office.row(decision).state, office.row(decision).reason) == ("held", "quota")
        assert office.row(talk).state == "dropped"
        counts = database.read(lambda s: outbox.counts(s, office_id=OFFICE))
        assert counts == {"waiting": 0, "held": 1}
        await office.sender._goodbye()


async def test_who_blocks_is_not_pushed(office: Office, platform: LinePlatform) -> None:
    row_id = office.put(office.conversation(platform.citizen("สมศรี"), blocked=True), "อนุมัติแล้ว")
    await office.send()
    assert platform.calls == []
    assert (office.row(row_id).state, office.row(row_id).reason) == ("held", "blocked")


async def test_what_is_held_is_listed_and_sent_again_once(
    office: Office, platform: LinePlatform, database: Database
) -> None:
    citizen = platform.citizen("สมศรี")
    conversation_id = office.conversation(citizen, blocked=True)
    row_id = office.put(conversation_id, "อนุมัติแล้ว")
    await office.send()
    held = database.read(partial(held_messages, office_id=OFFICE))
    assert [(each.id, each.reason, each.reference) for each in held] == [(row_id, "blocked", "")]
    again = partial(send_again, keys=KEYS, office_id=OFFICE, row_id=row_id, now=office.now())
    office.conversation(citizen, blocked=False)
    assert database.write(again).result()
    assert not database.write(again).result()
    await office.send()
    assert said(citizen) == ["อนุมัติแล้ว"]
    assert database.read(partial(held_messages, office_id=OFFICE)) == []
    assert (office.row(row_id).state, office.row(row_id).reason) == ("dropped", "retried")
    assert office.row(row_id).sealed is None


async def test_a_used_up_token_becomes_a_push(office: Office, platform: LinePlatform) -> None:
    citizen = platform.citizen("สมศรี")
    office.put(office.conversation(citizen), "อนุมัติแล้ว", token="0" * 32)
    await office.send()
    assert said(citizen) == ["อนุมัติแล้ว"]
    assert [call.path.rpartition("/")[2] for call in platform.calls] == ["reply", "push"]
    assert "x-line-retry-key" not in platform.calls[0].headers


async def test_a_reply_of_unknown_end_says_so_when_it_comes_again(
    office: Office, platform: LinePlatform
) -> None:
    citizen = platform.citizen("สมศรี")
    conversation_id = office.conversation(citizen)
    platform.faults.drop(1, accepted=False, where="reply")
    decision = office.put(conversation_id, "นัดหมายแล้ว", token="0" * 32)
    talk = office.put(conversation_id, "สวัสดี", importance=Importance.SMALL_TALK, token="1" * 32)
    await office.send()
    await office.send(after=60)
    assert said(citizen)[:2] == [REPEATED, "นัดหมายแล้ว"]
    assert office.row(decision).repeated
    assert office.row(talk).state in {"sent", "dropped"}


async def test_a_message_that_line_does_not_take_is_kept_for_people(
    office: Office, platform: LinePlatform
) -> None:
    row_id = office.put(office.conversation(platform.citizen("สมศรี")), "x" * 6000)
    await office.send()
    assert (office.row(row_id).state, office.row(row_id).reason) == ("held", "refused")


async def test_what_could_not_be_sent_at_all_is_not_called_sent(
    office: Office, platform: LinePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_id = office.put(office.conversation(platform.citizen("สมศรี")), "อนุมัติแล้ว")
    monkeypatch.setattr(platform, "channel_access_token", "a\nb")
    await office.send()
    assert platform.calls == []
    assert office.row(row_id).state == "sending"


async def test_without_a_client_nothing_is_journaled(
    office: Office, platform: LinePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_id = office.put(office.conversation(platform.citizen("สมศรี")), "อนุมัติแล้ว", token="0" * 32)
    monkeypatch.setattr(sender, "FAILED_SECONDS", 0)
    monkeypatch.setattr(office.sender, "_connect", lambda: 1 / 0)
    await office.sender._send_all({row_id: "c"})
    assert (office.row(row_id).state, office.row(row_id).attempts) == ("waiting", 0)


def test_the_mark_fits_five_messages() -> None:
    five = [{"type": "text", "text": str(number)} for number in range(5)]
    assert len(marked(five)) == 5
    assert marked(five)[0]["text"] == f"{REPEATED}\n0"
    assert marked(five[:4]) == [{"type": "text", "text": REPEATED}, *five[:4]]
    assert marked(five) == marked(five)
    confirm = {"type": "template", "altText": "?"}
    assert marked([confirm, *five[1:]])[:2] == [confirm, {"type": "text", "text": f"{REPEATED}\n1"}]
    assert marked([confirm] * 5) == [confirm] * 5
    longest = [{"type": "text", "text": "x" * 5000}] * 5
    assert units(marked(longest)[0]["text"]) == 5000
