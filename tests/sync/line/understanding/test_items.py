"""What corrections in words do to the documents that are wanted."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings

from sync.line.understanding.items import Items, read_items
from tests.sync.line.understanding.test_understand import messages
from tests.sync.line.understanding.test_utterances import TODAY, utterances


def test_every_correction_does_what_it_says() -> None:
    wrong = []
    for line in utterances("corrections.jsonl"):
        said = line["items"]
        wanted = Items(
            counts=tuple((service, copies) for service, copies in said["counts"]),
            removed=tuple(said["removed"]),
            instead=said["instead"],
            more=said["more"],
            copies=said["copies"],
        )
        got = read_items(line["text"], TODAY)
        if got != wanted:
            wrong.append((line["text"], got, wanted))
    assert wrong == []


@settings(deadline=None)
@given(messages)
def test_any_text_can_be_read(text: str) -> None:
    items = read_items(text, TODAY)
    assert {service for service, _ in items.counts} <= {1, 2, 3, 4}
    assert all(copies >= 1 for _, copies in items.counts)
    assert set(items.removed) <= {1, 2, 3, 4}
    assert not items.instead or not items.removed


@pytest.mark.parametrize("piece", ["ทะเบียนบ้าน 2 ", "อีก ", "เอาใบหย่า", "จากทะเบียนบ้าน", "ไม่เอา", "สิบ", "1 "])
def test_a_hostile_message_takes_no_long_time(piece: str) -> None:
    import time

    begun = time.process_time()
    read_items(piece * 5000, dt.date(2026, 11, 23))
    assert time.process_time() - begun < 1.0
