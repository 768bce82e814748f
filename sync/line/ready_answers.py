"""The answers that clerks insert: the office's own file, and after it what the FAQ answers already."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from registry.answers import ReadyAnswer
from registry.inquiry_settings import InquirySettings
from registry.request import Part
from sync.line.faq import FaqEntry, current_faq
from sync.line.office_file import Shelf, expect_unique, read_file

DEFAULT_FILE: Final = Path(__file__).with_name("answers.toml")
_SHELVES: Final[dict[Path, Shelf[tuple[ReadyAnswer, ...]]]] = {}


class _File(Part):
    answers: tuple[ReadyAnswer, ...] = ()


def load_answers(path: Path | None) -> tuple[ReadyAnswer, ...]:
    """Read a file (None: the one that comes with the program); raises ConfigurationError with one line."""
    file = path or DEFAULT_FILE
    answers = read_file(file, _File).answers
    expect_unique(file, (answer.id for answer in answers))
    return answers


def current_answers(settings: InquirySettings) -> list[ReadyAnswer]:
    """Return the answers as the office's two files are now."""
    file = settings.answers_file or DEFAULT_FILE
    shelf = _SHELVES.setdefault(file, Shelf(file, load_answers, (), "the file of answers"))
    return [*shelf.current(), *map(_of_faq, current_faq(settings.faq_file).entries)]


def _of_faq(entry: FaqEntry) -> ReadyAnswer:
    return ReadyAnswer(
        id=f"faq-{entry.id}",
        group=entry.group,
        title=entry.question,
        words=(entry.label, *entry.words),
        text=entry.answer,
    )
