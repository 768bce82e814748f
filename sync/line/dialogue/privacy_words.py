"""How citizens ask for their data: to have it removed, and to hear what there is."""

from __future__ import annotations

import re
from typing import Final

from sync.line.dialogue.words import bare
from sync.line.messages import labels

_MINE: Final = (
    r"(?:ส่วนตัว|ส่วนบุคคล|ทั้งหมด|ทุกอย่าง|ที่(?:เก็บ|ให้|ส่ง|กรอก|พิมพ์)(?:ไว้|ไป)?"
    r"|(?:ของ)?(?:ฉัน|ผม|ดิฉัน|เรา|หนู|ข้าพเจ้า|ตัวเอง|ตนเอง))"
)
_POLITE: Final = r"(?:(?:ขอ|ช่วย|กรุณา|รบกวน|อยาก|ต้องการ|ให้|ขอให้|หน่อย|ด้วย|ออก|ทิ้ง|ได้ไหม|ได้มั้ย|ได้หรือไม่)\s*)*"
_DELETE: Final = re.compile(
    # ล้างข้อมูล alone means the draft: to begin anew.
    rf"{_POLITE}(?:(?:ลบ|ทำลาย)\s*(?:ข้อมูล|ประวัติ)|ล้าง\s*(?:ข้อมูล|ประวัติ)\s*(?={_MINE}))\s*(?:{_MINE}\s*)*{_POLITE}"
    r"|(?:please )?(?:delete|erase|remove) (?:all )?my (?:personal )?data"
)
_KEPT: Final = re.compile(
    rf"(?:ข้อมูล(?:ส่วนตัว|ส่วนบุคคล)?ที่(?:ระบบ|เขต|สำนักงาน)?เก็บ(?:ไว้)?\s*(?:มี|คือ)อะไรบ้าง"
    rf"|(?:ระบบ|เขต|สำนักงาน)?\s*(?:เก็บ|มี)ข้อมูล(?:ส่วนตัว|ส่วนบุคคล)?อะไร(?:{_MINE}|ไว้|\s)*บ้าง"
    rf"|{_POLITE}(?:ดู|เช็ค|ตรวจ|ทราบ|ขอ)?\s*ข้อมูล(?:ส่วนตัว|ส่วนบุคคล)?(?:ที่เก็บ(?:ไว้)?|ของ(?:ฉัน|ผม|ดิฉัน|เรา|หนู|ข้าพเจ้า))+(?:มีอะไรบ้าง)?)"
    r"|what (?:data )?do you (?:have|know) about me"
)
_ALL: Final = frozenset({bare(labels.ERASE_ALL), "ลบทั้งหมด", "ยกเลิกและลบ"})
_SOME: Final = frozenset({bare(labels.ERASE), "ลบ", "ลบเลย", "ยืนยันลบ", "ยืนยันการลบ"})
_NO: Final = frozenset({bare(labels.ERASE_NOT), "ไม่ลบแล้ว", "ยังไม่ลบ", "ไม่ต้องลบ"})


def asks_to_delete(text: str) -> bool:
    """Whether a text is nothing but the wish to have one's data removed."""
    return _DELETE.fullmatch(bare(text)) is not None


def asks_what_is_kept(text: str) -> bool:
    """Whether a text is nothing but the question what is kept."""
    return _KEPT.fullmatch(bare(text)) is not None


def answer(text: str) -> str:
    """Read the answer to whether to remove: ``all``, ``some``, ``no``; empty for anything else."""
    plain = bare(text)
    for meaning, words in (("all", _ALL), ("some", _SOME), ("no", _NO)):
        if plain in words:
            return meaning
    return ""
