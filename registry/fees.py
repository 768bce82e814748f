"""Fees from the office's table, with effective dates and the legal basis as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from registry.calendar import ConfiguredDay
from registry.errors import ConfigurationError
from registry.request import Fee, Item, Part

# So that 99 copies of each of the five services stay within what a request can cost.
_MOST_A_COPY = 200


class FeeRule(Part):
    """What a copy of a service costs, in baht, from a day on."""

    service: Annotated[int, Field(ge=1, le=5)]
    baht: Annotated[int, Field(ge=0, le=_MOST_A_COPY)]
    effective: ConfiguredDay = dt.date(2000, 1, 1)
    basis: str = ""


def rule_for(rules: Iterable[FeeRule], service: int, on: dt.date) -> FeeRule:
    """Return the newest rule of ``service`` in force on a day; raises ConfigurationError without one."""
    in_force = [rule for rule in rules if rule.service == service and rule.effective <= on]
    if not in_force:
        raise ConfigurationError(f"no fee is configured for service {service} on {on}")
    return max(in_force, key=lambda rule: rule.effective)


def proposed_fee(rules: Iterable[FeeRule], items: Iterable[Item], on: dt.date) -> Fee:
    """Return what the table says the items cost on a day."""
    table = tuple(rules)
    found = [(item, rule_for(table, item.service, on)) for item in items]
    bases = dict.fromkeys(rule.basis for _, rule in found if rule.basis)
    return Fee(baht=sum(item.copies * rule.baht for item, rule in found), basis="; ".join(bases))
