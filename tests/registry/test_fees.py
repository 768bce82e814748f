from __future__ import annotations

import datetime as dt

import pytest

from registry.errors import ConfigurationError
from registry.fees import FeeRule, proposed_fee
from registry.request import Item

RULES = (
    FeeRule(service=1, baht=10, basis="กฎกระทรวง ก"),
    FeeRule(service=1, baht=20, effective=dt.date(2027, 1, 1), basis="กฎกระทรวง ข"),
    FeeRule(service=2, baht=10, basis="กฎกระทรวง ก"),
)


def test_a_fee_is_the_tables_on_its_day() -> None:
    items = (Item(service=1, copies=2), Item(service=2, copies=1))
    before = proposed_fee(RULES, items, dt.date(2026, 12, 31))
    after = proposed_fee(RULES, items, dt.date(2027, 1, 1))
    assert (before.baht, before.basis) == (30, "กฎกระทรวง ก")
    assert (after.baht, after.basis) == (50, "กฎกระทรวง ข; กฎกระทรวง ก")


def test_a_service_without_a_fee_is_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError):
        proposed_fee(RULES, (Item(service=3),), dt.date(2026, 12, 31))
