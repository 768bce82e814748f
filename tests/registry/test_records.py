from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from registry.commands import Command, Envelope
from registry.identifiers import REFERENCE_ALPHABET, new_id, new_reference
from registry.records import Cursor


@given(st.text("abc0123456789:-", max_size=20), st.integers(0, 10**15))
def test_a_cursor_survives_its_text(epoch: str, seq: int) -> None:
    assert Cursor.parse(str(Cursor(epoch, seq))) == Cursor(epoch, seq)


@given(st.text(max_size=40))
def test_any_text_is_a_cursor_or_none(text: str) -> None:
    cursor = Cursor.parse(text)
    assert cursor is None or cursor.seq >= 0


def test_ids_sort_by_time_and_references_can_be_read_out() -> None:
    ids = [new_id() for _ in range(100)]
    assert ids == sorted(ids)
    reference = new_reference("BK")
    assert reference.startswith("BK-")
    assert set(reference[3:]) <= set(REFERENCE_ALPHABET)


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "approve"},
        {"kind": "reject", "reason": ""},
        {"kind": "fee_paid", "baht": -1},
        {"kind": "take", "extra": 1},
        {"kind": "drop_table"},
        {},
    ],
)
def test_a_malformed_command_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Command).validate_python(body)


def test_an_envelope_needs_a_uuid() -> None:
    with pytest.raises(ValidationError):
        Envelope.model_validate(
            {
                "id": "1",
                "request_id": "r",
                "seen_version": 1,
                "at": "2026-11-23T03:00:00Z",
                "command": {"kind": "take"},
            }
        )
