from __future__ import annotations

import pytest

from registry import commands as c
from registry.actors import Role
from registry.duties import MAY, Duty, may
from registry.errors import RefusalCode, Refused
from registry.lifecycle import apply
from registry.states import State
from tests.registry.offices import SOMYING, MemoryOffice, a_request, context

ADMIN = SOMYING.model_copy(update={"id": "admin", "role": Role.ADMIN})


def test_every_role_has_its_duties() -> None:
    assert set(MAY) == set(Role)
    assert all(duty in {each for duties in MAY.values() for each in duties} for duty in Duty)


def test_who_looks_after_the_office_decides_on_nothing_and_gives_back_what_others_hold() -> None:
    assert not may(Role.ADMIN, Duty.SERVE)
    office = MemoryOffice()
    taken = apply(a_request(), c.Take(), context(office)).request
    for command in (c.Take(), c.Ask(question="?"), c.Reject(reason="-"), c.Cancel()):
        with pytest.raises(Refused) as refused:
            apply(taken, command, context(office, ADMIN))
        assert refused.value.code is RefusalCode.NOT_ALLOWED
    assert apply(taken, c.Release(), context(office, ADMIN)).request.state is State.PENDING


def test_a_fact_is_recorded_whoever_it_comes_from() -> None:
    office = MemoryOffice()
    assert apply(a_request(), c.FeePaid(baht=10), context(office, ADMIN)).action == "fee_paid"
