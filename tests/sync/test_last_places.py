"""Many citizens confirm the same time at once: as many as there are places get it, the others other times."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from functools import partial
from typing import Any

import pytest
from sqlmodel import Session, select

from registry.request import Wish
from registry.sealing import Keyring
from registry.settings import Settings
from registry.states import State
from sync.line.dialogue import Conversation, keeps_until
from sync.line.dialogue.buttons import data
from sync.line.dialogue.model import Asking, Draft, DraftItem
from sync.line.errors import ElsewhereBusy
from sync.store import conversations, outbox
from sync.store.database import Database
from sync.store.tables.line import LineOutgoingRow
from sync.store.tables.requests import SlotRow
from sync.turns import work_off
from tests.sync import factories as f
from tests.sync.store.conftest import Desk
from tests.sync.worker_bench import Bench, conversation_of

pytestmark = pytest.mark.timeout(300)

CITIZENS, PLACES, KEPT_BACK = 200, 20, 5
SETTINGS = f.settings(hours={"slot_places": PLACES + KEPT_BACK, "walk_in_places": KEPT_BACK})
WISH = Wish(date=f.TOMORROW, time=dt.time(10))


def draft(number: int) -> Draft:
    """A citizen's draft whose summary has been shown: one press is left."""
    return Draft(
        id=f"01900000-0000-7000-8000-{number:012d}",
        begun_at=f.NOW,
        touched_at=f.NOW,
        items=(DraftItem(service=1, copies=1),),
        laser="JC1123456712",
        card="10400212345678",
        date=WISH.date,
        time=WISH.time,
        reference=f"BK-{number:04d}",
        shown=0,
    )


def have_talked(database: Database, users: list[str]) -> None:
    """Store the conversations as they are under the summary."""

    def keep(session: Session) -> None:
        for number, user in enumerate(users):
            place: dict[str, Any] = {"keys": f.KEYS, "office_id": f.OFFICE}
            place["conversation_id"] = conversation_of(user)
            talk = Conversation(consent_version="1", draft=draft(number), asking=Asking.CONFIRMATION)
            conversations.lock(session, user_id=user, now=f.NOW, **place)
            conversations.save(
                session,
                state=talk.model_dump_json().encode(),
                now=f.NOW,
                forget_at=keeps_until(talk, SETTINGS),
                **place,
            )

    database.write(keep).result()


async def worked_off(database: Database, settings: Settings, event_id: str) -> None:
    turn = partial(work_off, keys=f.KEYS, settings=settings, event_id=event_id, now=f.NOW)
    try:
        await database.write_async(turn)
    except ElsewhereBusy:
        pytest.fail("nobody else has this conversation")


def answers(database: Database, keys: Keyring) -> dict[str, list[dict[str, Any]]]:
    """Return what waits to be sent, by conversation."""

    def read(session: Session) -> dict[str, list[dict[str, Any]]]:
        found = {}
        for row in session.exec(select(LineOutgoingRow)):
            assert row.sealed is not None
            opened = json.loads(keys.open(row.sealed, f.OFFICE, outbox.TABLE, row.id))
            found[row.conversation_id] = opened["messages"]
        return found

    return database.read(read)


async def test_nobody_gets_a_place_too_many_and_who_gets_none_gets_other_times(database: Database) -> None:
    users = [f"U{number:032d}" for number in range(CITIZENS)]
    have_talked(database, users)
    bench = Bench(database)
    pressed = [
        bench.receive(
            {"type": "postback", "postback": {"data": data("confirm", draft(number).id, 0)}}, user=user
        )
        for number, user in enumerate(users)
    ]
    await asyncio.gather(*(worked_off(database, SETTINGS, event_id) for event_id in pressed))

    taken = database.read(lambda s: [(row.date, row.time, row.taken) for row in s.exec(select(SlotRow))])
    assert taken == [(WISH.date, WISH.time, PLACES)]
    requests = [record.request for record in Desk(database, SETTINGS).page().records]
    assert {(r.state, r.hold) for r in requests} == {(State.PENDING, f.appointment(10))}
    assert len(requests) == PLACES

    said = answers(database, f.KEYS)
    assert len(said) == CITIZENS
    got = {user for user in users if "ได้รับคำร้อง" in said[conversation_of(user)][-1]["text"]}
    assert len(got) == PLACES
    for user in set(users) - got:
        offered = said[conversation_of(user)][-1]["quickReply"]["items"]
        times = {item["action"]["label"] for item in offered}
        assert {"09.30 น.", "10.30 น."} <= times
        assert "10.00 น." not in times
        kept = bench.conversation(user)
        assert kept is not None
        left = Conversation.load(kept.state).draft
        assert left is not None
        assert (left.card, left.date, left.time) == ("10400212345678", WISH.date, None)
