"""The daemon does the evening's work at its hour, makes up for a missed one, and does each evening once."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from sync.nightly import run
from sync.nightly.clockwork import Clockwork
from sync.nightly.work import Night
from tests.sync import factories as f
from tests.sync.nightly.conftest import Office, at

MONDAY, TUESDAY = f.TODAY, f.TOMORROW


class Clock:
    """A clock set by hand."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now.astimezone(dt.UTC)


def clockwork(office: Office, clock: Clock) -> Clockwork:
    return Clockwork(
        database=office.database, keys=f.KEYS, settings=office.settings, clock=clock, ending=asyncio.Event()
    )


def test_the_evenings_work_is_done_at_its_hour_and_once(
    one_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[dt.date] = []
    work = run.run

    def counted(night: Night, on: dt.date, say: run.Say) -> bool:
        runs.append(on)
        return work(night, on, say)

    monkeypatch.setattr(run, "run", counted)
    clock = Clock(at(MONDAY, 12))
    daemon = clockwork(one_office, clock)
    daemon.look()
    assert runs == [MONDAY - dt.timedelta(days=1)]
    one_office.approved(TUESDAY)
    for hour, minute in ((18, 29), (18, 30), (18, 31), (19, 59), (20, 0), (23, 59)):
        clock.now = at(MONDAY, hour, minute)
        daemon.look()
    assert runs == [MONDAY - dt.timedelta(days=1), MONDAY]
    assert one_office.sent()["reminder"] == 1
    # Another start of the daemon on the same evening finds it done.
    clock.now = at(MONDAY, 19)
    clockwork(one_office, clock).look()
    assert len(runs) == 2


def test_a_missed_evening_is_made_up_for_in_the_morning(one_office: Office) -> None:
    one_office.approved(TUESDAY, 10)
    clock = Clock(at(MONDAY, 21))
    daemon = clockwork(one_office, clock)
    for moment in (at(MONDAY, 21), at(TUESDAY, 0), at(TUESDAY, 7, 59)):
        clock.now = moment
        daemon.look()
        assert one_office.sent()["reminder"] == 0
    clock.now = at(TUESDAY, 8)
    daemon.look()
    assert one_office.sent()["reminder"] == 1


def test_a_run_by_hand_in_the_morning_does_not_take_the_evenings_place(one_office: Office) -> None:
    one_office.approved(TUESDAY)
    one_office.evening(MONDAY, 10)
    one_office.evening(TUESDAY, 10)
    clock = Clock(at(TUESDAY, 18, 30))
    clockwork(one_office, clock).look()
    assert one_office.sent() == {"decision": 1, "reminder": 1, "no_show": 1}


def test_what_failed_is_tried_again_later_not_at_every_look(
    one_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def failing(*_: object) -> bool:
        tries.append(1)
        return False

    monkeypatch.setattr(run, "run", failing)
    clock = Clock(at(MONDAY, 18, 30))
    daemon = clockwork(one_office, clock)
    for minutes in (0, 1, 14, 15, 16):
        clock.now = at(MONDAY, 18, 30) + dt.timedelta(minutes=minutes)
        daemon.look()
    assert len(tries) == 2


async def test_it_ends_with_the_daemon(one_office: Office) -> None:
    clock = Clock(at(MONDAY, 21))
    ending = asyncio.Event()
    part = Clockwork(
        database=one_office.database, keys=f.KEYS, settings=one_office.settings, clock=clock, ending=ending
    )
    running = asyncio.create_task(part.run())
    await asyncio.sleep(0)
    ending.set()
    async with asyncio.timeout(10):
        await running
