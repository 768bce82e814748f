"""A day's figures: what happened on it by the office's clock, kept, without a person."""

from __future__ import annotations

import datetime as dt
from functools import partial

from sqlalchemy import text

from registry import commands as c
from registry.actors import CITIZEN
from registry.lifecycle import Coming
from registry.request import Collector
from sync.nightly import run
from sync.nightly.day import DayFigures
from sync.store import friends, outbox
from tests.sync import factories as f
from tests.sync.nightly.conftest import Office, at

MONDAY, TUESDAY = f.TODAY, f.TOMORROW
MINUTE = dt.timedelta(minutes=1)


def collect(office: Office) -> None:
    """A request of Monday that is collected on Tuesday."""
    office.citizen()
    office.now = at(MONDAY, 9)
    request = office.submit()
    office.now += 30 * MINUTE
    office.act(request, c.Take())
    office.act(request, f.approve(f.appointment(9, date=TUESDAY)))
    office.act(request, Coming(), CITIZEN)
    office.now = at(TUESDAY, 9)
    office.act(request, c.Arrive())
    office.now += 12 * MINUTE
    office.act(request, c.SecondCheck(check_done=f.second_check(), collector=Collector.OWNER))
    office.act(request, c.HandedOver())


def test_a_day_is_counted_by_the_offices_clock(office: Office) -> None:
    collect(office)
    # A quarter past midnight in Bangkok is still the day before by UTC.
    office.now = at(TUESDAY, 0, 15)
    office.citizen()
    office.act(office.submit(), c.Cancel(), CITIZEN)
    night = office.night(at(TUESDAY, 18, 30))
    monday, tuesday = run.figures_of(night, MONDAY), run.figures_of(night, TUESDAY)
    assert (monday.submitted, monday.approved, monday.said_to_come, monday.collected) == (1, 1, 1, 0)
    assert (monday.decision_minutes, monday.decision_minutes_longest) == (30, 30)
    assert (tuesday.submitted, tuesday.cancelled, tuesday.arrived, tuesday.collected) == (1, 1, 1, 1)
    assert (tuesday.service_minutes, tuesday.decision_minutes) == (12, None)


def test_the_evening_keeps_its_day_and_completes_the_one_before(office: Office) -> None:
    office.evening(MONDAY)
    collect(office)
    office.evening(TUESDAY)

    office.database.write(lambda session: session.connection().execute(text("DELETE FROM audit"))).result()
    later = office.night(at(TUESDAY, 18, 30) + dt.timedelta(days=100))
    assert run.figures_of(later, MONDAY).approved == 1
    assert run.figures_of(later, TUESDAY).collected == 1
    assert run.figures_of(later, MONDAY - dt.timedelta(days=9)) == DayFigures()


def test_what_was_not_sent_is_counted(office: Office) -> None:
    office.now = at(MONDAY, 10)
    office.approved(TUESDAY)
    for row, state in zip(office.outbox(), (outbox.Delivery.HELD,), strict=True):
        office.database.write(
            lambda session, row=row, state=state: outbox.change(  # type: ignore[misc]
                session, office_id=f.OFFICE, row_id=row.id, now=office.now, state=state, reason="quota"
            )
        ).result()
    counted = run.figures_of(office.night(at(MONDAY, 18, 30)), MONDAY)
    assert (counted.messages_not_sent, counted.messages_sent) == (1, 0)


def test_the_lines_name_every_figure_and_no_person(office: Office) -> None:
    collect(office)
    lines = run.figures_of(office.night(at(TUESDAY, 18, 30)), TUESDAY).lines()
    assert len(lines) == len(DayFigures.model_fields)
    assert "collected: 1" in lines
    assert "decision minutes: -" in lines
    assert not [line for line in lines if "BK-" in line or "สมหญิง" in line]


def test_who_adds_and_blocks_the_account_is_counted(office: Office) -> None:
    count = partial(friends.count, office_id=f.OFFICE, day=MONDAY)
    for more in ({"followed": 1}, {"followed": 1}, {"unfollowed": 1}):
        office.database.write(partial(count, **more)).result()
    found = run.figures_of(office.night(at(MONDAY, 18, 30)), MONDAY)
    assert (found.friends_added, found.friends_blocked) == (2, 1)
