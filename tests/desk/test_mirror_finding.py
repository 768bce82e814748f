from __future__ import annotations

import pytest

from desk.mirror import Mirror
from registry.particulars import Particulars
from registry.states import State
from tests.desk.mirrors import page
from tests.desk.people import (
    CARD,
    NAMED,
    record,
    request,
    usual_day,
)


@pytest.mark.parametrize(
    "text",
    [
        "BK-9QRT",
        "bk-9qrt",
        "9QRT",
        "9q",
        "5678",
        "๕๖๗๘",
        "6712",
        "0010",
        "JC1-1234567-12",
        "1040-02-12345678",
        "1-1040-00000-01-0",
        "ใจดี",
        "ใจ",
        "นางสาวสมหญิง",
        "som",
    ],
)
def test_a_request_is_found_by(text: str, mirror: Mirror) -> None:
    mirror.apply(page(record(request("BK-9QRT"), NAMED), record(request("BK-AAAA"), Particulars())))
    assert [each.reference for each in mirror.find(text, 10)] == ["BK-9QRT"]


def test_a_queue_number_is_found(mirror: Mirror) -> None:
    mirror.apply(page(*usual_day()))
    assert [each.reference for each in mirror.find(" b007 ", 10)] == ["BK-4FGH"]


@pytest.mark.parametrize("text", ["", "%", "_", "'; DROP TABLE request; --", "9999", "ก", "\x00", "BK-ZZZZ"])
def test_nothing_is_found_by(text: str, mirror: Mirror) -> None:
    mirror.apply(page(record(request("BK-9QRT"), NAMED)))
    assert mirror.find(text, 10) == []


def test_requests_of_the_same_citizen_are_known_by_a_number(mirror: Mirror) -> None:
    other = Particulars(laser="AB9000000000", card="99990000000000")
    mirror.apply(
        page(
            record(request("BK-AAAA")),
            record(request("BK-CCCC"), Particulars(card=CARD)),
            record(request("BK-DDDD"), other),
        )
    )
    collected = request("BK-CCCC", state=State.COLLECTED)
    mirror.apply(page(record(collected, None, seq=9)))
    assert mirror.history("id-BK-AAAA") == [collected]
    assert mirror.history("id-BK-DDDD") == []
