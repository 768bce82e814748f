"""What citizens answer to the night's messages: they come, they take an offered time, or it is gone."""

from __future__ import annotations

import datetime as dt

import pytest

from registry import commands as c
from registry.request import Request
from registry.states import State
from sync.nightly import run
from sync.store import closures
from tests.sync import factories as f
from tests.sync.nightly.conftest import Office, at
from tests.sync.worker_bench import Bench, conversation_of

MONDAY, TUESDAY = f.TODAY, f.TOMORROW
FRIDAY = dt.date(2026, 11, 27)


class Chat(Bench):
    """A citizen with a request who taps buttons."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.database)
        self.office = office

    async def request(self, day: dt.date) -> Request:
        """The citizen's own request, approved for a day at nine."""
        self.says("สวัสดี")
        await self.work()
        office = self.office
        office.conversation_id = conversation_of()
        request = office.submit()
        office.act(request, c.Take())
        return office.act(request, f.approve(f.appointment(date=day)))

    async def taps(self, data: str) -> str:
        """Post a button's data; returns what is answered."""
        before = len(self.office.messages("talk")) + len(self.office.messages("decision"))
        self.receive({"type": "postback", "postback": {"data": data}})
        await self.work()
        told = [*self.office.messages("talk"), *self.office.messages("decision")]
        assert len(told) == before + 1
        return str(max(self.office.outbox(), key=lambda row: row.id).purpose)


async def test_who_comes_says_so_once_or_twice(office: Office) -> None:
    chat = Chat(office)
    request = await chat.request(TUESDAY)
    for data in (f"coming={request.id}", f"coming={request.id}", "coming"):
        assert await chat.taps(data) == "talk"
    now = office.now_of(request)
    assert (now.coming, now.version) == (True, request.version)


async def test_it_can_be_written_as_well(one_office: Office) -> None:
    chat = Chat(one_office)
    request = await chat.request(TUESDAY)
    chat.says("มาได้")
    await chat.work()
    assert one_office.now_of(request).coming


@pytest.mark.parametrize("data", ["coming=somebody-else", "coming", "offer=somebody-else/2026-11-30/10:00"])
async def test_a_button_of_nothing_changes_nothing(one_office: Office, data: str) -> None:
    other = one_office.approved(TUESDAY)
    chat = Chat(one_office)
    chat.says("สวัสดี")
    await chat.work()
    assert await chat.taps(data) == "talk"
    assert one_office.now_of(other) == other


async def test_a_displaced_citizen_takes_a_time_that_was_offered(office: Office) -> None:
    chat = Chat(office)
    request = await chat.request(FRIDAY)
    office.database.write(
        lambda session: closures.close(session, office_id=f.OFFICE, day=FRIDAY, name="ซ่อม", now=f.NOW)
    ).result()
    run.close_days(office.night(at(MONDAY, 10)), lambda _: None)
    assert await chat.taps("status") == "talk"
    assert "กรุณากด “เลื่อนนัด” เพื่อเลือกวันใหม่" in office.messages("talk")[-1]["text"]
    # The closed day itself is not to be had, in whatever way it is asked for.
    assert await chat.taps(f"offer={request.id}/2026-11-27/09:00") == "talk"
    assert office.now_of(request).needs_new_day
    assert await chat.taps(f"offer={request.id}/2026-11-30/10:00") == "decision"
    now = office.now_of(request)
    assert now.appointment == f.appointment(10, date=dt.date(2026, 11, 30))
    assert not now.needs_new_day


async def test_a_time_that_is_taken_meanwhile_is_answered_with_others(office: Office) -> None:
    chat = Chat(office)
    request = await chat.request(TUESDAY)
    mine = office.conversation_id
    for _ in range(f.settings().hours.slot_places):
        office.approved(FRIDAY)
    office.conversation_id = mine
    assert await chat.taps(f"offer={request.id}/2026-11-27/09:00") == "talk"
    assert office.now_of(request).appointment == request.appointment
    assert await chat.taps("time=10:00") == "talk"
    assert await chat.taps(f"move-to={request.id}/2026-11-27/10:00") == "decision"
    before, now = request.appointment, office.now_of(request).appointment
    assert before is not None
    # The home counter is the one that it had.
    assert now == f.appointment(10, date=FRIDAY).model_copy(update={"counter": before.counter})


async def test_who_did_not_come_takes_another_day(one_office: Office) -> None:
    chat = Chat(one_office)
    request = await chat.request(TUESDAY)
    one_office.evening(TUESDAY)
    assert one_office.now_of(request).state is State.NO_SHOW
    chat.now = at(TUESDAY, 20).astimezone(dt.UTC)
    assert await chat.taps(f"offer={request.id}/2026-11-26/09:00") == "decision"
    assert one_office.now_of(request).state is State.APPROVED
