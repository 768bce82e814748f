"""What a message does to the documents wanted: own numbers of copies, some taken out or exchanged."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from sync.line.understanding.cards import read_cards
from sync.line.understanding.codes import read_codes
from sync.line.understanding.copies import counted
from sync.line.understanding.dates import read_date
from sync.line.understanding.numbers import WORD, number
from sync.line.understanding.reading import Mark, Reading
from sync.line.understanding.services import mentioned_services, take_forms
from sync.line.understanding.times import take_loose_times, take_times_with_units
from sync.line.understanding.words import bare

_OUT_BEFORE: Final = re.compile(
    r"(?:ไม่(?:เอา|ใช่|ต้องการ|รับ|ขอ|คัด|ต้อง(?:คัด|เอา)?)|ยกเลิก|ตัด|ลบ|ถอน)"
    r"\s*(?:สำเนา|ใบ|คัด|รายการ|ตัว|อัน)*\s*$"
)
_FROM_BEFORE: Final = re.compile(r"จาก\s*(?:สำเนา|ใบ|คัด)*\s*$")
_TAKE_BEFORE: Final = re.compile(r"(?:เอา|นำ|ถอด|หยิบ|ดึง|ขอ)\s*(?:สำเนา|ใบ|คัด|รายการ|ตัว|อัน)*\s*$")
_OUT_AFTER: Final = re.compile(r"[^ก-๎]*(?:ฉบับ|ชุด|ใบ)?\s*(?:ออก(?!บัตร)|ทิ้ง)")
_INSTEAD: Final = re.compile(
    r"(?:เปลี่ยน|แก้)(?:ไป)?(?:เป็น|เอา)\s*(?:สำเนา|ใบ|คัด|เอา|ขอ)*\s*$"
    r"|(?:เอา|ขอ|คัด)(?:แค่|เฉพาะ|เพียง)\s*(?:สำเนา|ใบ|คัด)*\s*$|(?:^|\s)เฉพาะ\s*(?:สำเนา|ใบ)*\s*$"
)
_ALONE_AFTER: Final = re.compile(r"[^ก-๎]*อย่างเดียว")
_NUMBER: Final = f"(?:[0-9]{{1,3}}|{WORD})"
_OWN: Final = re.compile(
    rf"\s*(?:อีก|เอา|ขอ|จำนวน|เป็น|[:=x])?\s*(?P<number>{_NUMBER})(?=\s*(?:$|[\s,+&]|และ|กับ|ส่วน|ครับ|ค่ะ|คะ|คับ|นะ))"
)
_MORE: Final = re.compile(r"(?:เพิ่ม|อีก)\s*(?:อีก|ขึ้น|มา)?\s*$")
_MORE_ALONE: Final = re.compile(
    rf"(?:ขอ|เอา)?\s*(?:เพิ่ม\s*(?:อีก)?|อีก)\s*(?P<number>{_NUMBER})\s*(?:ครับ|ค่ะ|คะ|คับ|นะ)*"
)


@dataclass(frozen=True, slots=True)
class Items:
    """``counts`` are the copies of services named with a number of their own, ``removed`` services to go.

    ``instead``: what is named takes the place of all that was there. ``more``: the copies come on top;
    ``copies`` are then those said without any service.
    """

    counts: tuple[tuple[int, int], ...] = ()
    removed: tuple[int, ...] = ()
    instead: bool = False
    more: bool = False
    copies: int | None = None


def read_items(text: str, today: dt.date) -> Items:
    """Return what a message does to the documents that are wanted; never raises."""
    reading = Reading(text)
    take_forms(reading)
    copies = counted(reading)
    read_codes(reading)
    read_cards(reading)
    times = take_times_with_units(reading)
    read_date(reading, today)
    take_loose_times(reading, times)
    named = mentioned_services(reading, bare(reading.plain))
    if not named:
        return _only_more(reading, copies)
    removed = tuple(dict.fromkeys(service for place, end, service in named if _goes(reading, place, end)))
    kept = [mention for mention in named if mention[2] not in removed]
    instead = any(_takes_all(reading, place, end) for place, end, _ in kept)
    more = any(_MORE.search(reading.before(place)) for _, place in copies)
    return Items(_counts(reading, kept, copies), removed, instead and not removed, more)


def _only_more(reading: Reading, copies: list[tuple[int | None, int]]) -> Items:
    if any(_MORE.search(reading.before(place)) for _, place in copies):
        return Items(more=True, copies=copies[0][0])
    alone = _MORE_ALONE.fullmatch(reading.rest)
    return Items(more=True, copies=number(alone["number"])) if alone else Items()


def _goes(reading: Reading, place: int, end: int) -> bool:
    before = reading.before(place)
    if _OUT_BEFORE.search(before):
        return True
    if _FROM_BEFORE.search(before):
        return "เป็น" in reading.plain[end:]
    return bool(_TAKE_BEFORE.search(before) and _OUT_AFTER.match(reading.plain, end))


def _takes_all(reading: Reading, place: int, end: int) -> bool:
    return bool(_INSTEAD.search(reading.before(place)) or _ALONE_AFTER.match(reading.plain, end))


def _counts(
    reading: Reading, named: list[tuple[int, int, int]], copies: list[tuple[int | None, int]]
) -> tuple[tuple[int, int], ...]:
    """Give each number to the service it stands with: before it where a message begins so, else behind."""
    written = [(value, place) for value, place in copies if value is not None]
    written += [found for _, end, _ in named if (found := _own(reading, end))]
    written = [one for one in written if not reading.before(one[1]).endswith(("ไม่ใช่", "จาก"))]
    if not named or not written or _for_all(reading, named, written):
        return ()
    first_count = min(place for _, place in written)
    ahead = first_count < named[0][0]
    counts: dict[int, int] = {}
    for value, place in sorted(written, key=lambda one: one[1]):
        near = (
            [s for at, _, s in named if at > place][:1]
            if ahead
            else [s for at, _, s in named if at < place][-1:]
        )
        for service in near:
            if value > 0:
                counts[service] = value
    return tuple(counts.items())


def _for_all(reading: Reading, named: list[tuple[int, int, int]], written: list[tuple[int, int]]) -> bool:
    """Tell one number for several documents from the number of one of them."""
    if any(reading.before(place).endswith("อย่างละ") for _, place in written):
        return True
    return len(named) > 1 and len(written) == 1 and written[0][1] > named[-1][0]


def _own(reading: Reading, end: int) -> tuple[int, int] | None:
    """Return a number without a unit that stands right behind a document (ใบหย่าอีก 1)."""
    match = _OWN.match(reading.rest, end)
    if match is None or Mark.COPIES in match[0]:
        return None
    return number(match["number"]), match.start("number")
