"""Tells a wish for somebody else's record from one's own, in words."""

from __future__ import annotations

import re
from typing import Final

from thai.text import fold

_PERSON: Final = (
    "(?:คุณ)?(?:พ่อ|แม่|บิดา|มารดา|สามี|ภรรยา|ภริยา|เมีย|ผัว|แฟน|ลูก|บุตร|ปู่|ย่า|ตา(?!ม)|ยาย|พี่|น้อง|ลุง|ป้า|น้า|อา(?!จ|ก|ย|ท)|หลาน|ญาติ"
    "|เพื่อน|เจ้านาย|หัวหน้า|ลูกค้า|คนอื่น|ผู้อื่น|คนรู้จัก|เขา|นายจ้าง|ลูกจ้าง)(?:ของ)?(?:ผม|ฉัน|ดิฉัน|หนู|เรา|ชาย|สาว)?"
)
_WANTED: Final = re.compile("ขอ|คัด|สำเนา|ทะเบียน|ใบสำคัญ|ใบสมรส|ใบหย่า|ภาพถ่าย|รูปถ่าย")
# For whom, or whose; not what for (ให้ลูกเข้าเรียน), nor who is to collect (ให้แม่ไปรับ).
_FOR: Final = re.compile(
    rf"(?:ให้(?:กับ|แก่)?|แทน|ของ|เผื่อ)\s*{_PERSON}"
    r"(?!\s*(?:เพื่อ|ไว้|จะ|ต้อง)?\s*(?:ไป|มา|เข้า|สมัคร|เรียน|ใช้|รับ|เอา|ทำ|ยื่น|ดู|กู้|ที่ผม|ที่ฉัน|ที่ดิฉัน|ที่หนู|ที่เรา))"
)
_INSTEAD: Final = re.compile(rf"(?:คัด|ขอ|ทำ)\s*(?:เอกสาร|สำเนา|ทะเบียน\S*)?\s*แทน\s*{_PERSON}")
_OWN: Final = re.compile(r"(?:ของ)(?:ตัวเอง|ตนเอง|ผมเอง|ฉันเอง|ดิฉันเอง)")
_COLLECTS: Final = re.compile(r"(?:มา|ไป|รับ)\s*(?:เอกสาร)?\s*แทน|แทน.{0,12}(?:รับ|ไป|มา)")


def for_another(text: str) -> bool:
    """Whether a text wishes for a copy of somebody else's record."""
    plain = fold(text[:400])
    if not _WANTED.search(plain) or _OWN.search(plain):
        return False
    if _INSTEAD.search(plain):
        return True
    return _FOR.search(plain) is not None and not _COLLECTS.search(plain)
