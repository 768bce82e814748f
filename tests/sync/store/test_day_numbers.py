"""The numbers that end a day: what was done, and a digest that changes with every row."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import text

from registry import commands as c
from registry.day_numbers import DayNumbers, ServiceCount
from sync.store.day_numbers import day_numbers
from tests.sync import factories as f
from tests.sync.store.conftest import Desk


def numbers(desk: Desk, day: dt.date = f.TODAY) -> DayNumbers:
    start = dt.datetime.combine(f.NOW.date(), dt.time(), dt.UTC) + (day - f.TODAY)
    return desk.database.read(
        lambda session: day_numbers(
            session, office_id=f.OFFICE, day=day, start=start, end=start + dt.timedelta(days=1)
        )
    )


def test_a_day_is_counted_by_its_trail(desk: Desk) -> None:
    quiet = numbers(desk)
    assert (quiet.actions, quiet.services, quiet.fees, quiet.slips) == ({}, (), 0, 0)
    request = desk.submit()
    steps = (
        c.Take(), f.approve(f.appointment(9, date=f.TODAY)), c.Arrive(), c.Call(), c.SlipPrinted(reprint=0),
        c.SlipPrinted(reprint=2), c.FeePaid(baht=10), c.FeePaid(baht=20), c.HandedOver(),
    )  # fmt: skip
    for step in steps:
        desk.act(request, step)
    desk.act(desk.submit(), c.Cancel())
    busy = numbers(desk)
    assert busy.actions == {"arrived": 1, "handed_over": 1, "approved": 1, "cancelled": 1}
    assert busy.services == (ServiceCount(service=1, requests=1, copies=2),)
    assert (busy.fees, busy.slips, busy.reprints) == (20, 2, 1)
    assert busy.last > quiet.last
    assert numbers(desk).rows == busy.rows != quiet.rows
    assert numbers(desk, f.TODAY + dt.timedelta(days=1)).rows == quiet.rows


def test_a_row_that_was_changed_or_is_gone_shows(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Take())
    before = numbers(desk).rows
    for change in ("UPDATE audit SET actor_id = 'x' WHERE action = 'taken'", "DELETE FROM audit"):
        desk.database.write(lambda session: session.connection().execute(text(change)) and None).result()  # noqa: B023
        assert numbers(desk).rows != before
        before = numbers(desk).rows
