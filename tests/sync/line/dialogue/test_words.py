"""Short answers as people type them: with particles, drawn-out vowels and emoji."""

from __future__ import annotations

import pytest

from sync.line.dialogue import words


@pytest.mark.parametrize(
    "text",
    ["ใช่ค่า", "ใช่ๆ", "ยืนยันค้าบ", "ตกลงค่าาา", "โอเคครัช", "ok 👍", "ถูกต้องแล้วค่ะ 🙏🙏", "ได้เลยจ้า", "ยืนยัน!!", "YES"],
)
def test_a_yes_is_a_yes(text: str) -> None:
    assert words.is_yes(text)
    assert not words.is_no(text)


@pytest.mark.parametrize("text", ["ไม่ค่า", "ไม่ใช่ครัช", "ผิดค่ะ 😭", "ไม่ๆ", "แก้ไขน้า", "no~"])
def test_a_no_is_a_no(text: str) -> None:
    assert words.is_no(text)
    assert not words.is_yes(text)


@pytest.mark.parametrize(
    "text", ["ค่ะ", "ครับ", "👍", "", "ใช่ไหม", "ได้ไหมคะ", "ถูกไหม", "ไม่แน่ใจ", "-", "5", "ใช่ แต่ขอ 3 ใบ"]
)
def test_neither_is_taken_for_an_answer(text: str) -> None:
    assert not words.is_yes(text)
    assert not words.is_no(text)


@pytest.mark.parametrize("text", ["กลับไปข้อก่อนหน้า", "ภาพใบหน้า", "เป็นเจ้า"])
def test_an_ending_that_belongs_to_a_word_stays(text: str) -> None:
    assert words.bare(text) == text
