"""A night that is killed at any point is done to its end by the next one, and nobody hears anything twice."""

from __future__ import annotations

import datetime as dt
import signal
import sys

import pytest

from registry.states import State
from sync.nightly import run
from tests.sync import factories as f
from tests.sync.nightly.conftest import Office, at
from tests.sync.nightly.dying import killed

MONDAY, TUESDAY = f.TODAY, f.TOMORROW
DEATHS = ((1, False), (1, True), (2, False), (2, True), (3, False))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")


def test_killed_between_and_in_its_transactions(office: Office) -> None:
    missed = [office.approved(MONDAY, hour) for hour in (9, 10, 11)]
    expected = [office.approved(TUESDAY, hour) for hour in (9, 10, 11)]
    office.now -= dt.timedelta(days=8)
    asked = office.asked()
    moment = at(MONDAY, 18, 30)
    url = office.database.url.render_as_string(hide_password=False)
    for number, committed in DEATHS:
        assert killed(url, moment, number=number, committed=committed) == -signal.SIGKILL
        assert not run.is_done(office.night(moment), MONDAY)
    office.evening(MONDAY)
    assert run.is_done(office.night(moment), MONDAY)
    assert [office.now_of(each).state for each in missed] == [State.NO_SHOW] * 3
    assert office.now_of(asked).state is State.EXPIRED
    told = [message["text"] for message in (*office.messages("reminder"), *office.messages("no_show"))]
    for request in (*missed, *expected, asked):
        assert sum(request.reference in text for text in told) == 1, request.state
