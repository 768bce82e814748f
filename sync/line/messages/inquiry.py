"""What is said around the conversation with a person of the office (service 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from registry.advance import LATEST_DAYS, MOST_PEOPLE
from registry.labels import ADVANCE, GROUP
from registry.request import AdvanceKind, Group, Request
from sync.line.messages.arriving import late_rule
from sync.line.messages.parts import BRING, when

MENU: Final = (
    "สอบถาม / นัดหมายล่วงหน้า\n\n"
    "กรุณาพิมพ์เรื่องที่ต้องการสอบถาม เช่น “ทำบัตรประชาชนใหม่ใช้เอกสารอะไร” หรือเลือกบริการล่วงหน้าจากปุ่มด้านล่าง"
)
WHICH_GROUP: Final = "เรื่องนี้เกี่ยวกับงานใด กรุณาเลือก เพื่อส่งให้เจ้าหน้าที่ที่ตรงกับเรื่อง"
ASK: Final = "กรุณาพิมพ์เรื่องที่ต้องการสอบถามเจ้าหน้าที่"
FAQ_OFFER: Final = "เรื่องที่อาจตรงกับคำถามของท่าน กรุณาเลือก หรือกด “ถามเจ้าหน้าที่” หากไม่ใช่เรื่องนี้"
NOT_THIS: Final = "หากไม่ใช่คำตอบที่ต้องการ พิมพ์ “ถามเจ้าหน้าที่”"
ASK_PERSON_SHOWN: Final = "ไม่ใช่เรื่องนี้ ถามเจ้าหน้าที่"
FAQ_GONE: Final = "คำตอบนี้ไม่มีแล้ว กรุณาพิมพ์คำถามอีกครั้ง"
FAQ_HELPED: Final = "ขอบคุณ ยินดีที่ได้ช่วย หากมีคำถามอื่น พิมพ์ได้ทุกเมื่อ"
NOT_OPEN: Final = "การสนทนานี้จบแล้ว หากมีเรื่องสอบถาม พิมพ์ได้ทุกเมื่อ"


def received(reference: str, group: Group, *, told: bool, open_now: bool) -> str:
    """Confirm a question; ``told`` is whether it has been asked already."""
    more = "หากมีข้อมูลเพิ่มเติม พิมพ์ต่อได้เลย" if told else f"{ASK} เช่น ทำบัตรให้ผู้ป่วยติดเตียง"
    when = "ทางแชตนี้" if open_now else "ทางแชตนี้ในวันและเวลาราชการ"
    return f"ขอบคุณที่สอบถาม ได้รับเรื่อง {reference} แล้ว เจ้าหน้าที่{GROUP[group]}จะตอบ{when} {more}"


def added(reference: str) -> str:
    """Confirm that a text has gone to an open question."""
    return f"รับทราบ ส่งต่อให้เจ้าหน้าที่ในเรื่อง {reference} แล้ว เจ้าหน้าที่จะตอบทางแชตนี้"


def closed_now(reference: str) -> str:
    """Say that a text has arrived, and that nobody is there to answer at this hour."""
    return f"ได้รับข้อความในเรื่อง {reference} แล้ว ขณะนี้อยู่นอกเวลาราชการ เจ้าหน้าที่จะตอบเมื่อสำนักงานเปิดทำการ"


def open_already(reference: str) -> str:
    """Say that a question is open, so that nobody has to start another one."""
    return f"เรื่อง {reference} ของท่านกำลังรอเจ้าหน้าที่ตอบ พิมพ์คำถามหรือข้อมูลเพิ่มเติมได้เลย"


def arranged(request: Request, word: str, *, place: str, late_minutes: int) -> str:
    """Say when the citizen is expected in the office; ``word`` is a clerk's, masked."""
    lines = [f"นัดหมายเรื่อง {request.reference} แล้ว"]
    if request.appointment is not None:
        lines.append(f"นัด{when(request.appointment.date, request.appointment.time)}")
    lines += [word] if word else []
    return "\n".join([*lines, f"จุดบริการ: {place}", "", BRING, late_rule(late_minutes)])


def visit_arranged(request: Request, word: str) -> str:
    """Say when the office comes out; ``word`` is a clerk's, masked."""
    visit = request.inquiry.visit if request.inquiry is not None else None
    day = f"ใน{when(visit.date, visit.time)}" if visit is not None else ""
    lines = [f"นัดหมายเรื่อง {request.reference} แล้ว", f"เจ้าหน้าที่จะไปตามที่อยู่ที่แจ้งไว้{day}"]
    lines += [word] if word else []
    return "\n".join([*lines, "", "หากไม่สะดวกหรือข้อมูลเปลี่ยน พิมพ์แจ้งในแชตนี้ได้เลย"])


def closed(reference: str) -> str:
    """Say that the office has ended a conversation."""
    return f"เรื่อง {reference} ตอบเรียบร้อยแล้ว ขอบคุณที่ใช้บริการ หากมีเรื่องอื่น พิมพ์ได้ทุกเมื่อ"


def ended(reference: str) -> str:
    """Confirm that the citizen has ended a conversation."""
    return f"จบการสนทนาเรื่อง {reference} แล้ว ขอบคุณที่ใช้บริการ"


def faq_answer(question: str, answer: str) -> str:
    """Show an entry of the FAQ."""
    return f"{question}\n\n{answer}"


ADVANCE_ASK: Final = {
    "matter": "ต้องการตรวจเอกสารสำหรับเรื่องใด กรุณาพิมพ์ เช่น “ย้ายเข้าทะเบียนบ้าน” หรือ “จดทะเบียนสมรส”",
    "whose": "ต้องการทำบัตรให้ผู้ใด",
    "address": "กรุณาพิมพ์ที่อยู่ที่ให้เจ้าหน้าที่ไปทำบัตร เช่น บ้านเลขที่ ซอย ถนน แขวง และจุดสังเกต",
    "telephone": "กรุณาพิมพ์หมายเลขโทรศัพท์ที่ติดต่อได้",
    "place": "กรุณาพิมพ์ชื่อและที่ตั้งของชุมชนหรือสถานที่",
    "contact": "กรุณาพิมพ์ชื่อผู้ประสานงานและหมายเลขโทรศัพท์",
    "people": "มีผู้ขอรับบริการประมาณกี่คน กรุณาพิมพ์เป็นตัวเลข",
    "day": "ต้องการวันใด พิมพ์วันที่ เช่น “ศุกร์หน้า” หรือ “1/12” หรือกด “วันใดก็ได้”",
}
ADVANCE_WRONG: Final = {
    "telephone": "ขออภัย หมายเลขโทรศัพท์ไม่ถูกต้อง ต้องเป็นตัวเลข 9 หรือ 10 หลักที่ขึ้นต้นด้วย 0",
    "contact": "ขออภัย กรุณาพิมพ์ชื่อผู้ประสานงานพร้อมหมายเลขโทรศัพท์ 9 หรือ 10 หลัก",
    "people": f"ขออภัย กรุณาพิมพ์จำนวนคนเป็นตัวเลข 1 ถึง {MOST_PEOPLE:,}",
    "day": f"ขออภัย วันที่ระบุใช้ไม่ได้ กรุณาระบุวันตั้งแต่พรุ่งนี้ ภายใน {LATEST_DAYS} วัน",
    "whose": "กรุณากดเลือก หรือพิมพ์ “ตนเอง” หรือ “ญาติ”",
    "matter": "ขออภัย กรุณาพิมพ์เรื่องเป็นข้อความ",
    "address": "ขออภัย กรุณาพิมพ์ที่อยู่เป็นข้อความ",
    "place": "ขออภัย กรุณาพิมพ์สถานที่เป็นข้อความ",
}
_PART: Final = {
    "matter": "เรื่อง",
    "whose": "ทำบัตรให้",
    "address": "ที่อยู่",
    "telephone": "โทรศัพท์",
    "place": "สถานที่",
    "contact": "ผู้ประสานงาน",
    "people": "จำนวนคน",
    "day": "วันที่ต้องการ",
}
ANY_DAY: Final = "วันใดก็ได้"
OWN: Final = "ตนเอง"
RELATIVE: Final = "ญาติ"
ADVANCE_QUESTION: Final = "ข้อมูลถูกต้องหรือไม่"
ADVANCE_CANCELLED: Final = "ยกเลิกการนัดหมายล่วงหน้าที่กรอกไว้แล้ว"
ADVANCE_GONE: Final = "รายการนี้ไม่มีแล้ว กรุณาเริ่มใหม่"
ADVANCE_BUTTON: Final = "กรุณากด “ยืนยัน” “แก้ไข” หรือ “ยกเลิก”"


def advance_summary(kind: AdvanceKind, parts: Sequence[tuple[str, str]]) -> str:
    """Say everything back before it is sent; ``parts`` are names and what was said."""
    lines = [f"{_PART[name]}: {value}" for name, value in parts]
    return "\n".join([ADVANCE[kind], *lines])


def advance_received(kind: AdvanceKind, reference: str, *, pictures: int) -> str:
    """Confirm that the business has gone to the office."""
    head = f"ได้รับเรื่อง {reference} ({ADVANCE[kind]}) แล้ว"
    if kind is AdvanceKind.PRECHECK:
        return f"{head} กรุณาส่งรูปถ่ายเอกสารในแชตนี้ ไม่เกิน {pictures} รูป (JPEG หรือ PNG) เจ้าหน้าที่จะตรวจและตอบทางแชตนี้"
    return f"{head} เจ้าหน้าที่จะติดต่อกลับเพื่อยืนยันวันและเวลา หากมีข้อมูลเพิ่มเติม พิมพ์ต่อได้เลย"


def picture_taken(number: int, most: int) -> str:
    """Confirm a picture."""
    return f"ได้รับรูปที่ {number} จากไม่เกิน {most} รูป เมื่อส่งครบแล้ว กรุณารอเจ้าหน้าที่ตอบทางแชตนี้"


def pictures_full(most: int) -> str:
    """Say that there are enough pictures."""
    return f"ขออภัย เรื่องนี้รับรูปได้ไม่เกิน {most} รูป รูปนี้จึงไม่ได้เก็บไว้"


PICTURE_EARLY: Final = "กรุณาตอบคำถามและกดยืนยันก่อน แล้วจึงส่งรูปเอกสาร รูปนี้ไม่ได้เก็บไว้"
PICTURE_NOT_READ: Final = "ขออภัย รูปที่ส่งมารูปหนึ่งใช้ไม่ได้ (ต้องเป็น JPEG หรือ PNG และไม่ใหญ่เกินไป) กรุณาถ่ายใหม่แล้วส่งอีกครั้ง"
PICTURE_GONE: Final = "ขออภัย ดึงรูปที่ส่งมารูปหนึ่งจาก LINE ไม่ได้ กรุณาส่งรูปนั้นอีกครั้ง"
