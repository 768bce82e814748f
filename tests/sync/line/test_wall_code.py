"""The code on the wall: one for each office and day, and no other."""

from __future__ import annotations

import datetime as dt
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.identifiers import REFERENCE_ALPHABET
from registry.sealing import Keyring
from sync.line import wall_code
from sync.line.messages import arriving
from tests.sync import factories as f


def test_a_code_is_of_its_office_its_day_and_its_key() -> None:
    mine = wall_code.code(f.KEYS, "bangkhae", f.TODAY)
    others = {
        wall_code.code(f.KEYS, "bangkhae", f.TOMORROW),
        wall_code.code(f.KEYS, "nongkhaem", f.TODAY),
        wall_code.code(Keyring.of(bytes(range(1, 33))), "bangkhae", f.TODAY),
    }
    assert len(others | {mine}) == 4
    assert mine == wall_code.code(f.KEYS, "bangkhae", f.TODAY)


def test_a_year_of_codes_uses_every_sign_and_none_twice() -> None:
    days = [f.TODAY + dt.timedelta(days=day) for day in range(366)]
    codes = [wall_code.code(f.KEYS, "bangkhae", day) for day in days]
    assert len(set(codes)) == 366
    assert set("".join(codes)) == set(REFERENCE_ALPHABET) | {"-"}


@given(st.dates(dt.date(2026, 1, 1), dt.date(2036, 1, 1)))
def test_what_the_wall_writes_is_read_however_it_is_typed(day: dt.date) -> None:
    code = wall_code.code(f.KEYS, "bangkhae", day)
    text = arriving.text(code)
    assert wall_code.in_text(text) == code
    assert wall_code.in_text(text.lower().replace("-", " ")) == code
    assert wall_code.in_text(code.replace("-", "")) == code


@pytest.mark.parametrize(
    "text",
    ["1040-02-98765432", "JC1-1234567-12", "JC1123456712", "02-345-6799", "BK-9QRT", "1-1040-00000-01-0", ""],
)
def test_other_numbers_are_no_codes(text: str) -> None:
    assert wall_code.in_text(text) is None


@given(st.text(max_size=80))
def test_no_text_is_too_odd_to_be_looked_at(text: str) -> None:
    assert wall_code.in_text(text) is None or len(text) >= wall_code.LENGTH


def test_the_link_is_lines_own() -> None:
    link = wall_code.link("@123abcde", "เช็กอิน QT57-T2QM")
    assert link.startswith("https://line.me/R/oaMessage/%40123abcde/?%E0%B9%80")
    assert unquote(link).endswith("/?เช็กอิน QT57-T2QM")
    assert link.isascii()
