"""Names with their titles and dates of birth: read where they are wanted, and nothing else taken for one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.line.understanding.persons import read_birth_date, read_name
from tests.sync.line.understanding.test_understand import messages

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("นายสมชาย รักเรียน", "นายสมชาย รักเรียน"),
        ("นาย สมชาย  รักเรียนครับ", "นายสมชาย รักเรียน"),
        ("ชื่อ นางสาวสมหญิง ใจดี", "นางสาวสมหญิง ใจดี"),
        ("น.ส. สมหญิง ใจดี ค่ะ", "น.ส.สมหญิง ใจดี"),
        ("พ.ต.อ.สมชาย รักเรียน", "พ.ต.อ.สมชาย รักเรียน"),
        ("ม.ล. สมชาย ณ บางแค", "ม.ล.สมชาย ณ บางแค"),
        ("miss somying jaidee", "Miss somying jaidee"),
        ("Mr. Somchai O'Brien-Smith", "Mr Somchai O'Brien-Smith"),
        ("นายสมชาย แซ่ ลิ้ม", "นายสมชาย แซ่ ลิ้ม"),
    ],
)
def test_names_are_read_as_written(text: str, name: str) -> None:
    assert read_name(text, asked=True).name == name


@pytest.mark.parametrize(
    "text",
    [
        "สมชาย รักเรียน",
        "นายสมชาย",
        "นาย",
        "นายทะเบียน บางแค",
        "นายสมชาย รัก2เรียน",
        "นางสาวสมหญิง รับวันศุกร์",
        "",
        "1" * 500,
    ],
)
def test_what_is_no_name_with_its_title_is_left_alone(text: str) -> None:
    assert read_name(text, asked=True).name is None


def test_a_name_is_taken_out_of_what_else_is_said() -> None:
    person = read_name("ผมชื่อนายสมชาย พุธดี ขอทะเบียนบ้าน 2 ฉบับ", asked=False)
    assert person.name == "นายสมชาย พุธดี"
    assert person.text.split() == ["ขอทะเบียนบ้าน", "2", "ฉบับ"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5/5/2530", dt.date(1987, 5, 5)),
        ("05-05-1987", dt.date(1987, 5, 5)),
        ("๕ พ.ค. ๒๕๓๐", dt.date(1987, 5, 5)),
        ("5 พฤษภาคม พ.ศ. 2530 ค่ะ", dt.date(1987, 5, 5)),
        ("5/5/30", dt.date(1987, 5, 5)),
        ("05052530", dt.date(1987, 5, 5)),
        ("29/2/2539", dt.date(1996, 2, 29)),
    ],
)
def test_dates_of_birth_are_read_in_either_era(text: str, day: dt.date) -> None:
    assert read_birth_date(text, TODAY, asked=True).birth_date == day


@pytest.mark.parametrize(
    "text", ["5/5/2570", "31/2/2530", "1/1/2440", "1/1/2565", "5 พ.ค.", "2530", "29/2/2540"]
)
def test_what_can_be_nobodys_birthday_is_none(text: str) -> None:
    person = read_birth_date(text, TODAY, asked=True)
    assert person.birth_date is None
    assert person.nearly


def test_a_date_is_a_birthday_only_where_that_is_said_or_asked() -> None:
    assert read_birth_date("รับ 5/5/2530", TODAY, asked=False).birth_date is None
    person = read_birth_date("เกิด 5/5/2530 รับ 1/12/2569", TODAY, asked=False)
    assert person.birth_date == dt.date(1987, 5, 5)
    assert "1/12/2569" in person.text
    assert "2530" not in person.text


@settings(deadline=None)
@given(messages, st.booleans())
def test_any_text_can_be_read(text: str, asked: bool) -> None:
    name = read_name(text, asked=asked).name
    assert name is None or not any(sign.isdigit() for sign in name)
    day = read_birth_date(text, TODAY, asked=asked).birth_date
    assert day is None or TODAY.year - 121 < day.year < TODAY.year - 5


@pytest.mark.parametrize("piece", ["นาย", "นายก ก ", "ก.", "เกิด ", "1/", "วันเกิด 1/1/2530 ", "Mr a "])
def test_a_hostile_message_takes_no_long_time(piece: str) -> None:
    import time

    begun = time.process_time()
    read_name(piece * 5000, asked=True)
    read_birth_date(piece * 5000, TODAY, asked=True)
    assert time.process_time() - begun < 0.5
