"""Near the month's end the least important waits first; what is not sent, a person of the office sees."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest

from registry import commands as c
from registry.lifecycle import Notice
from registry.request import Request
from sync.health import Health
from sync.line.allowance import RESERVE_PERCENT, Allowance, Quota, withheld
from sync.line.delivery import Answer
from sync.line.line_client import LineClient
from sync.line.message_json import text_message
from sync.line.quota_watch import QuotaWatch
from sync.line.sender import Sender
from sync.line.sending import MOST_ANSWERS
from sync.simulator.platform import LinePlatform
from sync.store import allowances, erasing, held_messages, notify, outbox
from sync.store.database import Database
from sync.store.outbox import Delivery, Importance, Purpose, Reply
from tests.sync import factories as f
from tests.sync.nightly.conftest import Office

TUESDAY = f.TOMORROW


class Line:
    """A LINE that answers as it is told."""

    def __init__(self) -> None:
        self.answer, self.pushes, self.asked = Answer.ACCEPTED, 0, Quota(None, 0)

    async def reply(self, *_: object) -> Answer:
        return Answer.ACCEPTED

    async def push(self, *_: object) -> Answer:
        self.pushes += 1
        return self.answer

    async def quota(self) -> Quota | None:
        return self.asked

    async def close(self) -> None:
        """Nothing to close."""


class Sending(Office):
    """An office that sends to a LINE of its own."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, f.settings())
        self.line = Line()

    async def deliver(self) -> None:
        sender = Sender(
            database=self.database,
            keys=f.KEYS,
            office_id=f.OFFICE,
            connect=lambda: self.line,
            clock=lambda: self.now.astimezone(dt.UTC),
        )
        await sender.send_due()

    async def ask(self, most: int | None, used: int) -> None:
        self.line.asked = Quota(most, used)
        watch = QuotaWatch(
            database=self.database,
            office_id=f.OFFICE,
            connect=lambda: self.line,
            clock=lambda: self.now.astimezone(dt.UTC),
            ending=asyncio.Event(),
        )
        await watch.ask()

    def allowance(self) -> Allowance:
        return self.database.read(lambda session: allowances.read(session, office_id=f.OFFICE, now=self.now))

    def tell(self, request: Request, kind: Notice) -> None:
        def run(session: Any) -> None:
            notify.tell_citizen(
                session,
                keys=f.KEYS,
                settings=self.settings,
                kind=kind,
                request=request,
                conversation_id=self.conversation_id,
                now=self.now,
            )

        self.database.write(run).result()

    def ends(self) -> list[tuple[str, str, str]]:
        return [(row.purpose, row.state, row.reason) for row in self.outbox()]


@pytest.fixture
def office(database: Database) -> Sending:
    return Sending(database)


@pytest.fixture
def one_office(sqlite_only: Database) -> Sending:
    return Sending(sqlite_only)


def test_the_rank_is_the_offices() -> None:
    ranked = sorted(Purpose, key=lambda purpose: RESERVE_PERCENT[purpose])
    assert [each.value for each in ranked] == [
        "decision", "closure", "question", "call", "ready", "reminder", "no_show", "head",
        "survey", "draft", "talk",
    ]  # fmt: skip
    for left in (0, 5, 6, 30, 45, 60, 90, 120, 300):
        pushed = [purpose for purpose in ranked if not withheld(purpose, Allowance(300, left))]
        assert pushed == ranked[: len(pushed)], "nothing goes while something more important waits"
    assert withheld(Purpose.DECISION, Allowance(300, 0)) == ""
    assert {withheld(purpose, Allowance()) for purpose in Purpose} == {""}
    assert {withheld(purpose, Allowance(None, None, stopped=True)) for purpose in Purpose} == {"quota"}


@pytest.mark.parametrize(
    ("importance", "end"), [(Importance.SMALL_TALK, Delivery.DROPPED), (Importance.DECISION, Delivery.HELD)]
)
async def test_a_flood_whose_free_tokens_were_lost_does_not_spend_the_month(
    office: Sending, importance: Importance, end: Delivery
) -> None:
    def answer(session: Any) -> None:
        for _ in range(MOST_ANSWERS + 5):
            outbox.enqueue(
                session,
                keys=f.KEYS,
                office_id=f.OFFICE,
                conversation_id=office.conversation_id,
                request_id=None,
                messages=[text_message("เมนู")],
                importance=importance,
                now=office.now,
                reply=Reply("lost", office.now),
            )

    office.citizen()
    office.database.write(answer).result()
    await office.deliver()
    assert office.line.pushes == MOST_ANSWERS
    ends = [(state, why) for _, state, why in office.ends()]
    assert ends.count((end, "often")) == 5
    office.now += dt.timedelta(days=1, seconds=1)
    office.database.write(answer).result()
    await office.deliver()
    assert office.line.pushes == 2 * MOST_ANSWERS


async def test_low_ranks_are_held_once_their_reserve_is_touched(office: Sending) -> None:
    await office.ask(10, 7)
    request = office.approved(TUESDAY)
    await office.deliver()
    assert office.allowance() == Allowance(10, 2)
    for kind in (
        Notice.SURVEY,
        Notice.NO_SHOW,
        Notice.REMINDER,
        Notice.READY,
        Notice.QUESTION,
        Notice.REJECTED,
    ):
        office.tell(request, kind)
    await office.deliver()
    assert office.ends()[1:] == [
        ("survey", "held", "reserve"),
        ("no_show", "held", "reserve"),
        ("reminder", "sent", ""),
        ("ready", "held", "reserve"),
        ("question", "sent", ""),
        ("decision", "sent", ""),
    ]
    assert office.allowance().left == 0


async def test_at_the_monthly_limit_nothing_is_pushed_until_the_month_is_over(office: Sending) -> None:
    await office.ask(300, 290)
    request = office.approved(TUESDAY)
    office.line.answer = Answer.QUOTA
    await office.deliver()
    assert office.ends() == [("decision", "held", "quota")]
    assert office.allowance().stopped
    for _ in range(3):
        office.tell(request, Notice.REJECTED)
    await office.deliver()
    assert office.line.pushes == 1, "LINE was asked again after it had said no"
    # LINE's own figure lags behind, then a new month begins by whatever clock.
    office.line.answer = Answer.ACCEPTED
    await office.ask(300, 298)
    assert office.allowance().stopped
    await office.ask(300, 0)
    assert office.allowance() == Allowance(300, 300)
    office.tell(request, Notice.REJECTED)
    await office.deliver()
    assert office.ends()[-1] == ("decision", "sent", "")


@pytest.mark.parametrize(("most", "stopped"), [(300, True), (5000, False), (None, False)])
async def test_a_bigger_plan_ends_a_stop(one_office: Sending, most: int | None, *, stopped: bool) -> None:
    await one_office.ask(300, 300)
    one_office.line.answer = Answer.QUOTA
    one_office.approved(TUESDAY)
    await one_office.deliver()
    await one_office.ask(most, 300)
    assert one_office.allowance().stopped is stopped


async def test_a_stop_ends_a_day_after_the_month_at_the_latest(one_office: Sending) -> None:
    one_office.line.answer = Answer.QUOTA
    one_office.approved(TUESDAY)
    await one_office.deliver()
    for moment, stopped in (
        (dt.datetime(2026, 11, 30, 14, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 11, 30, 15, 0, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 12, 1, 14, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 12, 1, 15, 0, tzinfo=dt.UTC), False),
    ):
        one_office.now = moment
        assert one_office.allowance().stopped is stopped, moment


async def test_our_own_pushes_count_between_two_questions(one_office: Sending) -> None:
    await one_office.ask(300, 10)
    for hour in (9, 10, 11):
        one_office.approved(TUESDAY, hour)
    await one_office.deliver()
    assert one_office.allowance().left == 287
    # LINE's figure is late: what we know of is not forgotten.
    await one_office.ask(300, 0)
    assert one_office.allowance().left == 297
    one_office.now = dt.datetime(2026, 11, 30, 15, 0, tzinfo=dt.UTC)
    assert one_office.allowance().left == 300


async def test_what_was_not_sent_is_in_the_record_until_it_is_told(office: Sending) -> None:
    office.line.answer = Answer.QUOTA
    request = office.approved(TUESDAY)
    cursor = office.page().cursor
    await office.deliver()
    (record,) = office.page(cursor).records
    assert (record.request.not_told, record.request.version) == ("decision", request.version)
    assert await health(office) == {"citizens_not_told": 1, "pushes_stopped": True, "pushes_left": None}
    office.act(request, c.Told())
    assert office.now_of(request).not_told == ""
    assert (await health(office))["citizens_not_told"] == 0


async def test_a_later_message_about_the_request_tells_it(office: Sending) -> None:
    office.line.answer = Answer.REFUSED
    request = office.approved(TUESDAY)
    await office.deliver()
    assert office.now_of(request).not_told == "decision"
    office.line.answer = Answer.ACCEPTED
    other = office.submit()
    office.act(other, c.Take())
    office.act(other, c.Ask(question="กรุณาส่งเลขใต้รูป"))
    await office.deliver()
    assert office.now_of(request).not_told == "decision", "a message about another request"
    office.tell(office.now_of(request), Notice.REMINDER)
    await office.deliver()
    assert office.now_of(request).not_told == ""


@pytest.mark.parametrize(("ended", "left"), [(True, 0), (False, 1)])
async def test_with_a_citizens_data_goes_that_nobody_told(
    one_office: Sending, *, ended: bool, left: int
) -> None:
    one_office.line.answer = Answer.REFUSED
    request = one_office.approved(TUESDAY)
    if ended:
        one_office.act(request, c.Cancel())
    await one_office.deliver()
    one_office.database.write(
        lambda session: erasing.erase_requests(
            session,
            keys=f.KEYS,
            office_id=f.OFFICE,
            conversation_id=one_office.conversation_id,
            now=one_office.now,
        )
    ).result()
    assert (await health(one_office))["citizens_not_told"] == left


async def test_another_try_by_hand_tells_it(one_office: Sending) -> None:
    one_office.line.answer = Answer.REFUSED
    request = one_office.approved(TUESDAY)
    await one_office.deliver()
    one_office.line.answer = Answer.ACCEPTED
    (held,) = one_office.database.read(
        lambda session: held_messages.held_messages(session, office_id=f.OFFICE)
    )
    one_office.database.write(
        lambda session: held_messages.send_again(
            session, keys=f.KEYS, office_id=f.OFFICE, row_id=held.id, now=one_office.now
        )
    ).result()
    await one_office.deliver()
    assert one_office.now_of(request).not_told == ""


async def test_who_arrives_has_been_told(one_office: Sending) -> None:
    one_office.line.answer = Answer.QUOTA
    request = one_office.approved(TUESDAY)
    await one_office.deliver()
    one_office.now = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)
    assert one_office.act(request, c.Arrive()).not_told == ""
    assert (await health(one_office))["citizens_not_told"] == 0


async def test_a_reminder_that_comes_too_late_is_not_sent(one_office: Sending) -> None:
    one_office.approved(TUESDAY)
    await one_office.deliver()
    one_office.evening(f.TODAY)
    one_office.now = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)
    await one_office.deliver()
    assert one_office.ends()[-1] == ("reminder", Delivery.DROPPED.value, "late")


@pytest.fixture
async def platform() -> AsyncIterator[LinePlatform]:
    """LINE, with few messages a month."""
    async with LinePlatform(monthly_limit=3) as line:
        yield line


async def test_the_client_reads_what_line_says(platform: LinePlatform) -> None:
    client = LineClient(api_base=platform.url, access_token=platform.channel_access_token)
    try:
        somsri = platform.citizen("สมศรี")
        assert await client.quota() == Quota(3, 0)
        message = {"type": "text", "text": "อนุมัติแล้ว"}
        for number in range(3):
            key = f"00000000-0000-7000-8000-{number:012d}"
            assert await client.push(somsri.user_id, [message], key) is Answer.ACCEPTED
        assert await client.quota() == Quota(3, 3)
        key = "00000000-0000-7000-8000-000000000009"
        assert await client.push(somsri.user_id, [message], key) is Answer.QUOTA
        platform.quota.limit = None
        assert await client.quota() == Quota(None, 3)
        platform.faults.fail(where="quota")
        assert await client.quota() is None
    finally:
        await client.close()


async def health(office: Sending) -> dict[str, Any]:
    _, body = await Health(
        database=office.database,
        settings=office.settings,
        clock=lambda: office.now,
        last_answer=lambda: None,
        keeps=lambda: True,
    )()
    return {name: body[name] for name in ("citizens_not_told", "pushes_stopped", "pushes_left")}
