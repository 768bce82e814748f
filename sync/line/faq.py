"""The office's answers to what is asked often: read from a file it may edit, found by words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, field_validator

from registry.request import Group, Part
from sync.line.office_file import Shelf, expect_unique, read_file
from thai.text import clean, fold

BEST: Final = 3
SCORE: Final = 0.34
"""What an entry has to have in common with a question, of all that the question says."""
DEFAULT_FILE: Final = Path(__file__).with_name("faq.toml")
_LOOKED_AT: Final = 500
# Words that stand in every question and tell nothing.
_EMPTY: Final = frozenset(
    word
    for line in (
        "ต้อง ใช้ อะไร บ้าง ไหม ได้ คะ ค่ะ ครับ คับ จะ ขอ อยาก ที่ ไป มา ทำ ยังไง อย่างไร หน่อย การ",
        "ให้ และ หรือ ของ มี ใน กับ เป็น ว่า นี้ แล้ว ไม่ เอกสาร หลักฐาน สอบถาม ถาม อยากถาม อยากทราบ",
        "เรื่อง ค่า ถ้า เลย นะ ผม ดิฉัน หนู เรา ฉัน วัน กี่ ไง มั้ย ต้องการ ทราบ รู้ เตรียม",
        "เจ้าหน้าที่ หน้าที่ คุย อยู่ ติดต่อ เจ้า",
    )
    for word in line.split()
)


class FaqEntry(Part):
    """One question and its answer; ``label`` stands on a button, ``words`` are other words people use."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    group: Group
    label: Annotated[str, Field(min_length=1, max_length=20)]
    question: Annotated[str, Field(min_length=1, max_length=200)]
    words: tuple[str, ...] = ()
    answer: Annotated[str, Field(min_length=1, max_length=3500)]

    @field_validator("label", "question", "answer")
    @classmethod
    def _harmless(cls, text: str) -> str:
        cleaned = clean(text).strip()
        if not cleaned:
            raise ValueError("may not be empty")
        return cleaned


class _File(Part):
    entries: tuple[FaqEntry, ...] = ()


@dataclass(frozen=True)
class Faq:
    """The entries of a file, in its order."""

    entries: tuple[FaqEntry, ...] = ()

    def find(self, entry_id: str) -> FaqEntry | None:
        """Return an entry by its id."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def search(self, text: str, most: int = BEST) -> list[FaqEntry]:
        """Return the entries that fit a question best, at most ``most``; none where nothing fits."""
        asked = _words(text[:_LOOKED_AT])
        joined = fold(text[:_LOOKED_AT]).replace(" ", "")
        if not asked:
            return []
        weight = self._weights
        whole = sum(weight.get(word, self._unknown) for word in asked)
        scored = []
        for place, entry in enumerate(self.entries):
            known, phrases = self._index[entry.id]
            score = sum(weight[word] for word in asked if word in known) / whole
            if any(phrase in joined for phrase in phrases):
                score += 0.5
            if score >= SCORE:
                scored.append((-score, place, entry))
        best = sorted(scored, key=lambda found: found[:2])[:most]
        return [entry for score, _, entry in best if score <= best[0][0] * 0.5]

    @cached_property
    def _index(self) -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
        """Return each entry's words, and its phrases as they stand without spaces."""
        return {
            entry.id: (
                frozenset(_words(" ".join((entry.label, entry.question, *entry.words)))),
                tuple(fold(phrase).replace(" ", "") for phrase in entry.words if len(phrase) >= 4),
            )
            for entry in self.entries
        }

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Return how much a word tells: little where it stands in every entry."""
        count = Counter(word for words, _ in self._index.values() for word in words)
        return {word: math.log(1 + len(self.entries) / times) for word, times in count.items()}

    @property
    def _unknown(self) -> float:
        """What a word weighs that stands in no entry: the question is partly about something else."""
        return math.log(1 + len(self.entries)) / 3


def load_faq(path: Path | None) -> Faq:
    """Read a file (None: the one that comes with the program); raises ConfigurationError with one line."""
    file = path or DEFAULT_FILE
    entries = read_file(file, _File).entries
    expect_unique(file, (entry.id for entry in entries))
    return Faq(entries)


class FaqShelf(Shelf[Faq]):
    """The file as it is now."""

    def __init__(self, path: Path | None) -> None:
        super().__init__(path or DEFAULT_FILE, load_faq, Faq(), "the FAQ")


_SHELVES: dict[Path | None, FaqShelf] = {}


def current_faq(path: Path | None) -> Faq:
    """Return the entries of a configured file as they are now."""
    shelf = _SHELVES.setdefault(path, FaqShelf(path))
    return shelf.current()


def _words(text: str) -> list[str]:
    """Return the words of a text that tell something, each once, by ICU's dictionary."""
    from thai.wrapping import words

    found: Iterable[str] = (word.strip() for word in words(fold(text)))
    telling = (word for word in found if len(word) > 1 and word not in _EMPTY)
    return list(dict.fromkeys(telling))
