"""The clerks' answers: the office's file first, then the FAQ, as both are now."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.answers import blanks
from registry.commands import MOST_UNITS
from registry.errors import ConfigurationError
from registry.inquiry_settings import InquirySettings
from sync.line.faq import load_faq
from sync.line.ready_answers import current_answers, load_answers

BLANKS = {"อ้างอิง", "วันนัด", "วันที่ขอ", "เรื่อง", "ค่าธรรมเนียม", "เอกสาร", "จุดบริการ", "เจ้าหน้าที่"}


def test_the_files_that_come_with_the_program_can_be_sent_and_hold_no_unknown_blank() -> None:
    answers = current_answers(InquirySettings())
    assert len(answers) == len(load_answers(None)) + len(load_faq(None).entries)
    assert len({answer.id for answer in answers}) == len(answers)
    for answer in answers:
        assert len(answer.text) < MOST_UNITS
        assert set(blanks(answer.text)) <= BLANKS, answer.id


def test_an_edit_works_at_once_and_a_bad_one_leaves_the_last_good(tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text('[[answers]]\nid = "one"\ntitle = "หนึ่ง"\ntext = "ตอบ"\n', "utf-8")
    settings = InquirySettings(answers_file=file)
    assert current_answers(settings)[0].text == "ตอบ"
    file.write_text('[[answers]]\nid = "one"\ntitle = "หนึ่ง"\ntext = "ตอบใหม่"\n', "utf-8")
    assert current_answers(settings)[0].text == "ตอบใหม่"
    file.write_text("[[answers]]\nid = \n", "utf-8")
    assert current_answers(settings)[0].text == "ตอบใหม่"
    with pytest.raises(ConfigurationError):
        load_answers(file)


def test_an_id_stands_once(tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text('[[answers]]\nid = "one"\ntitle = "ก"\ntext = "ข"\n' * 2, "utf-8")
    with pytest.raises(ConfigurationError, match="twice"):
        load_answers(file)
