"""When a fact happened that waited at a desk: whatever the desk's clock shows."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import commands as c
from registry.request import HandOver, Request
from sync.desk_api.happening import HEADER, LONGEST, happened
from sync.store import audit, feed
from tests.sync import factories as f
from tests.sync.desk_api.conftest import Service

HOUR = dt.timedelta(hours=1)
NOW = f.NOW


@given(wrong=st.timedeltas(dt.timedelta(days=-4000), dt.timedelta(days=4000)), waited=st.timedeltas())
def test_a_clock_that_is_wrong_by_any_amount_cancels_out_and_the_rest_is_bounded(
    wrong: dt.timedelta, waited: dt.timedelta
) -> None:
    made = NOW + wrong
    try:
        sent = (made + waited).isoformat()
    except OverflowError:
        return
    at = happened(made, sent, NOW)
    assert NOW - LONGEST <= at <= NOW
    if dt.timedelta(minutes=1) <= waited <= LONGEST:
        assert at == NOW - waited


@pytest.mark.parametrize("sent", [None, "", "yesterday", "2026-11-23T10:00:00"])
def test_without_a_clock_it_happened_now(sent: str | None) -> None:
    assert happened(NOW - HOUR, sent, NOW) == NOW


def test_a_fact_keeps_its_time_and_the_trail_both(service: Service) -> None:
    request = service.submit()
    desk, odd = service.signed_in(), dt.timedelta(days=400)
    envelope = f.envelope(request.id, c.FeePaid(baht=10), request.version)
    envelope = envelope.model_copy(update={"at": NOW - odd - HOUR})
    headers = {HEADER: (NOW - odd).isoformat()}
    for _ in range(2):
        answer = desk.post("/api/commands", json=envelope.model_dump(mode="json"), headers=headers)
        assert answer.status_code == 200
        headers = {HEADER: (NOW - odd + HOUR).isoformat()}
    assert _kept(service, request).paid_at == NOW - HOUR
    trail = service.database.read(lambda session: audit.trail(session, f.OFFICE, request.id))
    assert [(each.at, each.detail["happened"]) for each in trail if each.action == "fee_paid"] == [
        (NOW, str(NOW - HOUR))
    ]


def _kept(service: Service, request: Request) -> HandOver:
    page = service.database.read(
        lambda session: feed.changes(
            session, keys=f.KEYS, office_id=f.OFFICE, after=None, limit=9, today=NOW.date()
        )
    )
    return next(record.request.hand_over for record in page.records if record.request.id == request.id)
