"""The FAQ: what the office's file may hold, what a question finds, and an edit that goes wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import ConfigurationError
from registry.request import Group
from sync.line.faq import BEST, Faq, FaqShelf, load_faq
from sync.line.message_json import LABEL, units
from sync.line.understanding.matters import group_of

ENTRY = """
[[entries]]
id = "{id}"
group = "card"
label = "บัตรหาย"
question = "บัตรหาย"
answer = "แจ้งที่เคาน์เตอร์"
"""


@pytest.fixture(scope="module")
def faq() -> Faq:
    return load_faq(None)


def test_what_comes_with_the_program_is_whole_and_marked_to_be_confirmed(faq: Faq) -> None:
    assert len(faq.entries) >= 25
    assert {entry.group for entry in faq.entries} == set(Group)
    for entry in faq.entries:
        assert "กรุณายืนยันกับเจ้าหน้าที่" in entry.answer
        assert units(entry.label) <= LABEL
        assert faq.search(entry.question)[0] is entry
        assert all(entry in faq.search(phrase) for phrase in entry.words), entry.id


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("บัตรหายทำไงดีคะ", "card-lost"),
        ("ทำบัตรประชาชนใหม่ใช้อะไรบ้าง", "card-renew"),
        ("คุณพ่อป่วยติดเตียง ทำบัตรประชาชนที่บ้านได้ไหม", "card-bedridden"),
        ("จดทะเบียนสมรสกับแฟนต่างชาติต้องเตรียมอะไรบ้าง", "marriage-foreigner"),
        ("แม่เสียชีวิตต้องทำยังไง", "death"),
        ("ลูกเกิดใหม่แจ้งเกิดที่ไหน", "birth"),
    ],
)
def test_a_question_in_plain_words_finds_its_answer_first(faq: Faq, asked: str, found: str) -> None:
    assert faq.search(asked)[0].id == found


@pytest.mark.parametrize(
    "asked", ["", "?", "วันเสาร์เปิดไหม", "มีเรื่องด่วนมากๆ เลย", "สวัสดีค่ะ", "ขอคุยกับเจ้าหน้าที่", "ทำพาสปอร์ตได้ไหม"]
)
def test_what_is_not_there_is_not_offered(faq: Faq, asked: str) -> None:
    assert faq.search(asked) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80) | st.sampled_from(["ก" * 6000, "[/][@click=x]", "\ud800", "๙" * 900]))
def test_any_text_is_searched_for(text: str) -> None:
    assert len(load_faq(None).search(text)) <= BEST


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("entries = 3", "entries"),
        ("[[entries]]\nid = 'A B'", "entries.0"),
        (ENTRY.format(id="a").replace("card", "cards"), "entries.0.group"),
        (ENTRY.format(id="a").replace('label = "บัตรหาย"', f'label = "{"ก" * 21}"'), "entries.0.label"),
        (ENTRY.format(id="a") * 2, "twice"),
        ("[[entries", "faq.toml"),
        ("#" * (1024 * 1024 + 1), "1 MiB"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_in_one_line(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "faq.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_faq(file)
    assert said in str(error.value)
    assert "\n" not in str(error.value).strip()


def test_an_edit_works_at_once_and_a_bad_one_leaves_what_was(tmp_path: Path) -> None:
    file = tmp_path / "faq.toml"
    file.write_text(ENTRY.format(id="one"), "utf-8")
    shelf = FaqShelf(file)
    assert [entry.id for entry in shelf.current().entries] == ["one"]
    file.write_text(ENTRY.format(id="another"), "utf-8")
    os.utime(file, ns=(1, 1))
    assert [entry.id for entry in shelf.current().entries] == ["another"]
    file.write_text("[[entries", "utf-8")
    os.utime(file, ns=(2, 2))
    assert [entry.id for entry in shelf.current().entries] == ["another"]
    file.unlink()
    assert [entry.id for entry in shelf.current().entries] == ["another"]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("บัตรประชาชนหมดอายุ", Group.CARD),
        ("ขอย้ายเข้าทะเบียนบ้าน", Group.POPULATION),
        ("จดทะเบียนหย่า", Group.GENERAL),
        ("ย้ายบ้านแล้วบัตรประชาชนต้องเปลี่ยนไหม", None),
        ("มีเรื่องจะปรึกษา", None),
        ("", None),
    ],
)
def test_the_matter_decides_the_group_and_is_asked_for_when_it_does_not(
    text: str, group: Group | None
) -> None:
    assert group_of(text) is group
