"""What counts as the wish to have one's data removed, and what is somebody's question about a register."""

from __future__ import annotations

import pytest

from sync.line.dialogue.privacy_words import answer, asks_to_delete, asks_what_is_kept


@pytest.mark.parametrize(
    "text",
    [
        "ลบข้อมูลของฉัน", "ขอลบข้อมูลของผมครับ", "ช่วยลบข้อมูลส่วนตัวทั้งหมดให้หน่อยค่ะ", "ลบข้อมูล", "อยากให้ลบข้อมูลที่ให้ไว้",
        "ต้องการลบข้อมูลส่วนบุคคลของดิฉันออกด้วยค่ะ", "ล้างข้อมูลของฉัน", "Delete my data", "ลบประวัติของฉันได้ไหม",
    ],
)  # fmt: skip
def test_the_wish_to_be_forgotten(text: str) -> None:
    assert asks_to_delete(text)
    assert not asks_what_is_kept(text)


@pytest.mark.parametrize(
    "text",
    [
        "ข้อมูลที่เก็บไว้มีอะไรบ้าง", "เก็บข้อมูลอะไรไว้บ้างคะ", "มีข้อมูลอะไรของฉันบ้าง", "ขอดูข้อมูลของฉัน",
        "ข้อมูลของฉันมีอะไรบ้าง", "What do you know about me?", "ขอทราบข้อมูลส่วนตัวที่เก็บไว้",
    ],
)  # fmt: skip
def test_the_question_what_is_kept(text: str) -> None:
    assert asks_what_is_kept(text.rstrip("?"))
    assert not asks_to_delete(text)


@pytest.mark.parametrize(
    "text",
    [
        "ขอลบชื่อออกจากทะเบียนบ้าน", "ลบข้อมูลบิดาในทะเบียนบ้านต้องทำอย่างไร", "ลบคำร้อง", "ข้อมูลในทะเบียนบ้านผิด",
        "มีข้อมูลอะไรที่ต้องเตรียมบ้าง", "ขอข้อมูล", "ข้อมูลถูกต้อง", "", "ลบ", "ขอคัดข้อมูลทะเบียนบ้าน",
        "แก้ข้อมูลของฉันในบัตร", "ล้างข้อมูล", "ลบข้อมูลของแม่",
    ],
)  # fmt: skip
def test_what_is_about_something_else(text: str) -> None:
    assert not asks_to_delete(text)
    assert not asks_what_is_kept(text)


def test_the_answers() -> None:
    words = {"ลบข้อมูลค่ะ": "some", "ลบและยกเลิกคำร้อง": "all", "ไม่ลบ": "no", "ลบเลย": "some", "ยกเลิก": ""}
    assert {text: answer(text) for text in words} == words
