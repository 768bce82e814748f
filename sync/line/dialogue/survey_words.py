"""Short answers to the survey's questions."""

from __future__ import annotations

import re
from typing import Final

from sync.line.dialogue.words import bare
from sync.line.messages import labels

_SCORE: Final = re.compile(
    r"(?:ขอ)?(?:ให้)?\s*(?:คะแนน)?\s*([1-5])\s*(?:/\s*5|เต็ม\s*5)?\s*(?:คะแนน|ดาว|แต้ม)?\s*"
    r"(?:มากที่สุด|มาก|ปานกลาง|น้อยที่สุด|น้อย)?"
)
_IN_WORDS: Final = {
    "มากที่สุด": 5, "มาก": 4, "ปานกลาง": 3, "น้อย": 2, "น้อยที่สุด": 1,
    "ห้า": 5, "สี่": 4, "สาม": 3, "สอง": 2, "หนึ่ง": 1,
}  # fmt: skip
_SKIPS: Final = frozenset({bare(labels.SKIP), "ไม่มี", "ไม่", "ไม่ตอบ", "ขอข้าม", "no", "skip", "-"})
_STOPS: Final = frozenset({bare(labels.STOP), "ไม่ตอบแล้ว", "หยุด", "พอ", "พอก่อน", "stop"})


def score(text: str) -> int | None:
    """Read a text that is nothing but a score: ``5``, ``๕ คะแนน``, ``5 มากที่สุด``, ``มาก``."""
    plain = bare(text)
    match = _SCORE.fullmatch(plain)
    return int(match[1]) if match else _IN_WORDS.get(plain)


def skips(text: str) -> bool:
    """Whether a text passes over the question."""
    return bare(text) in _SKIPS


def stops(text: str) -> bool:
    """Whether a text ends the survey."""
    return bare(text) in _STOPS
