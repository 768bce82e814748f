"""A name with its title, and a date of birth: read only where they are asked for or said to be that."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

from sync.line.understanding.dates import days_with_year
from sync.line.understanding.reading import Reading
from thai.text import fold

OLDEST_YEARS: Final = 120
YOUNGEST_YEARS: Final = 7
"""An identity card is made from seven years of age on (พ.ร.บ. บัตรประจำตัวประชาชน พ.ศ. 2526, มาตรา 5)."""

_TITLE: Final = (
    r"(?:(?:นางสาว|นาย|นาง|เด็กชาย|เด็กหญิง|น\.\s?ส\.|ด\.\s?[ชญ]\.|(?:ว่าที่\s?)?(?:[ก-ฮ]{1,2}\.){1,4}(?:หญิง)?)\s*"
    r"|(?i:mrs|mr|miss|ms)\.?\s+)"
)
_THAI: Final = r"[ก-ฮเ-ไ][ก-ฮะ-ู็-์เ-ไ]{1,39}"
_LATIN: Final = r"[A-Za-z][A-Za-z'’-]{1,39}"
_NOT_A_NAME: Final = (
    r"(?!ทะเบียน|อำเภอ|หน้า|จ้าง|รับ|เลข|รหัส|เกิด|วันเกิด|วันที่|ขอ|ต้องการ|จำนวน|ครับ|ค่ะ|บัตร|และ|โทร|ฉบับ|พรุ่งนี้)"
)
_WORD: Final = f"{_NOT_A_NAME}(?:{_THAI}|{_LATIN})"
_NAME: Final = re.compile(
    rf"(?:(?<![ก-๎A-Za-z])|(?<=ชื่อ)|(?<=คือ))(?P<title>{_TITLE})(?P<given>{_WORD})(?P<rest>\s+(?:ณ\s*)?{_WORD})(?![0-9ก-๎A-Za-z])"
)
_MORE: Final = re.compile(rf"\s+(?:ณ\s*)?{_WORD}")
_LABEL: Final = re.compile(r"(?:ชื่อ(?:\s?[-–]?\s?(?:นาม)?สกุล)?|ผม|ดิฉัน|ฉัน|หนู)\s*(?:คือ|ชื่อ|:)?\s*$")
_PARTICLES: Final = re.compile(r"(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ)$")
_BORN: Final = re.compile(r"(?:วัน\s*(?:เดือน\s*ปี\s*)?เกิด|(?<!แจ้ง)(?<!คน)เกิด)\s*(?:เมื่อ|วันที่|วัน|คือ|ที่|[:=])*\s*")
_RUN: Final = re.compile(r"([0-3][0-9])([01][0-9])(2[45][0-9]{2}|19[0-9]{2}|20[0-9]{2})")


@dataclass(frozen=True)
class Person:
    """What was read, and the text without it; ``nearly``: a date of birth that cannot be one."""

    text: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    birth_date: dt.date | None = field(default=None, repr=False)
    nearly: bool = False


def read_name(text: str, *, asked: bool) -> Person:
    """Take a name out of a text; asked for, what follows the family name may belong to it as well."""
    match = _NAME.search(text[:400])
    if match is None:
        return Person(text)
    end = match.end()
    more = _MORE.match(text, end) if asked and not text[: match.start()].strip() else None
    if more is not None and not text[more.end() :].strip():
        end = more.end()
    words = " ".join(text[match.start("given") : end].split())
    name = f"{_title(match['title'])}{_PARTICLES.sub('', words)}"
    if " " not in name.removeprefix(_title(match["title"])):
        return Person(text)
    before = _LABEL.sub("", text[: match.start()])
    return Person(f"{before} {text[end:]}".strip(), name=name)


def read_birth_date(text: str, today: dt.date, *, asked: bool) -> Person:
    """Take a date of birth out of a text: behind a word that says so, or, asked for, the only date in it."""
    shown = fold(text[:400])
    born = _BORN.search(shown)
    if born is None and not asked:
        return Person(text)
    start = born.end() if born else 0
    days = days_with_year(Reading(shown[start:]))
    run = _RUN.fullmatch(shown.strip()) if asked else None
    if run is not None:
        days = days_with_year(Reading(f"{run[1]}/{run[2]}/{run[3]}"))[:1]
        days = [(0, len(shown), day) for _, _, day in days]
    if not days or (born is not None and days[0][0] > 3):
        return Person(text, nearly=asked and any(sign.isdigit() for sign in shown))
    at, end, day = days[0]
    if day is None or not _plausible(day, today):
        return Person(_without(shown, born.start() if born else at, start + end), nearly=True)
    return Person(_without(shown, born.start() if born else at, start + end), birth_date=day)


def _title(written: str) -> str:
    title = "".join(written.split())
    latin = title.rstrip(".").capitalize() if title.isascii() else ""
    return f"{latin} " if latin else title


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]} {text[end:]}".strip()


def _plausible(day: dt.date, today: dt.date) -> bool:
    return YOUNGEST_YEARS * 365 <= (today - day).days <= OLDEST_YEARS * 366
