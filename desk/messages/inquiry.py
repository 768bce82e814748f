"""What the inquiry screen and its dialogs say."""

from __future__ import annotations

import datetime as dt
from typing import Final

from registry.labels import GROUP
from registry.request import Group

TITLE: Final = "สอบถาม"
CHAT: Final = "การสนทนา"
FACTS: Final = "เรื่องนี้"
PLACEHOLDER: Final = "พิมพ์คำตอบที่นี่ · Insert แทรกคำตอบสำเร็จรูป · F9 ส่ง"
GROUP_LABEL: Final = "กลุ่มงาน"
MATTER: Final = "เรื่อง"
WAITING: Final = "คำตอบ"
HOLDER: Final = "ผู้รับเรื่อง"
NOBODY: Final = "ยังไม่มี"
MINE: Final = "เรา"
ADDRESS: Final = "ที่อยู่"
TELEPHONE: Final = "โทรศัพท์"
PLACE: Final = "สถานที่"
CONTACT: Final = "ผู้ประสาน"
PEOPLE: Final = "จำนวนคน"
WISH: Final = "วันที่ขอ"
ANY_DAY: Final = "วันใดก็ได้"
APPOINTMENT: Final = "นัด"
VISIT: Final = "นัดไปหา"
PICTURES: Final = "รูป"
NO_PICTURES: Final = "ยังไม่มีรูป"
WHOSE: Final = {"own": "ของผู้ร้องเอง", "relative": "ของญาติ"}
MASKED: Final = "••••••  F4 เปิดดู"
QUESTION: Final = "คำถามทั่วไป"
NOT_TOLD: Final = "ส่งไม่ถึง"
NOT_TOLD_WORDS: Final = "ข้อความล่าสุดส่งทาง LINE ไม่ได้ กรุณาโทรแจ้ง"

BLANK_REFERENCE: Final = "อ้างอิง"
BLANK_APPOINTMENT: Final = "วันนัด"
BLANK_WISH: Final = "วันที่ขอ"
BLANK_MATTER: Final = "เรื่อง"
BLANK_FEE: Final = "ค่าธรรมเนียม"
BLANK_DOCUMENTS: Final = "เอกสาร"
BLANK_PLACE: Final = "จุดบริการ"
BLANK_CLERK: Final = "เจ้าหน้าที่"
NO_FEE: Final = "ไม่มีค่าธรรมเนียม"
FEE: Final = "ค่าธรรมเนียม"

IN_BOT: Final = "ผู้ร้องกำลังทำรายการกับระบบอัตโนมัติ ตอบได้ แต่คำตอบจะแทรกกลางรายการ"
NEW_MESSAGE: Final = "มีข้อความใหม่จากผู้ร้อง"
NEW_PICTURE: Final = "มีรูปใหม่จากผู้ร้อง"
SENDING: Final = "กำลังส่ง…"
EMPTY: Final = "กรุณาพิมพ์คำตอบก่อน"
IDENTITY: Final = "ในข้อความมีเลขที่คล้ายเลขบัตร กรุณาลบออกก่อนส่ง"
FULL: Final = "ข้อความยาวเกินที่ LINE รับได้ ส่วนที่เกินไม่ได้ใส่ไว้"
READING: Final = "กำลังอ่านคำตอบสำเร็จรูป…"

LATER_TITLE: Final = "นัดหมาย ส่งต่อ หรือคืนเรื่อง"
ARRANGE: Final = "นัดให้ผู้ร้องมาที่สำนักงาน"
ARRANGE_VISIT: Final = "นัดเจ้าหน้าที่ออกไปหาผู้ร้อง"
MOVE: Final = "เลื่อนนัด"
RELEASE: Final = "คืนเรื่อง ให้ผู้อื่นตอบต่อ"
RELEASED: Final = "คืนเรื่องแล้ว ผู้อื่นตอบต่อได้ ข้อความที่พิมพ์ไว้ยังอยู่"

NOTE_FIELD: Final = "หมายเหตุถึงกลุ่มงานที่รับต่อ (ผู้ร้องไม่เห็น)"
NOTE_SEND: Final = "ส่งต่อ"
NOTE_SEND_HELP: Final = "ส่งเรื่องให้กลุ่มงานนี้ตอบต่อ ผู้ร้องไม่ต้องทำอะไร"
NOTES: Final = (
    ("เรื่องอยู่ในหน้าที่ของกลุ่มงานนี้", "เรื่องอยู่ในหน้าที่ของกลุ่มงานนี้"),
    ("ตอบส่วนของเราแล้ว เหลือส่วนของกลุ่มงานนี้", "ตอบส่วนของเราแล้ว เหลือส่วนของกลุ่มงานนี้"),
    ("พิมพ์หมายเหตุเอง", ""),
)

CLOSE: Final = "จบการสนทนา"
CLOSE_FIELD: Final = "ข้อความปิดท้ายถึงผู้ร้อง (เว้นว่างได้)"
CLOSE_SEND: Final = "จบ"
CLOSE_SEND_HELP: Final = "จบการสนทนา ผู้ร้องได้รับแจ้งว่าเรื่องนี้ตอบเรียบร้อยแล้ว"
CLOSE_WORDS: Final = (
    ("ตอบครบแล้ว", ""),
    (
        "ผู้ร้องไม่ตอบกลับ",
        "เรื่องนี้ยังขาดข้อมูลจากท่าน จึงขอจบการสนทนาไว้ก่อน หากยังต้องการ พิมพ์ถามใหม่ได้ทุกเมื่อ",
    ),
    (
        "ต้องมาติดต่อที่สำนักงาน",
        "เรื่องนี้ต้องตรวจเอกสารตัวจริง กรุณามาติดต่อที่สำนักงานเขตในวันและเวลาราชการ พร้อมบัตรประจำตัวประชาชนตัวจริง",
    ),
    ("ไม่ใช่งานทะเบียน", "ขออภัย เรื่องนี้ไม่ใช่งานทะเบียนของสำนักงานเขต กรุณาติดต่อหน่วยงานที่รับผิดชอบ"),
    ("พิมพ์เอง", ""),
)

CANCEL: Final = "ยกเลิกนัดหมาย"
CANCEL_FIELD: Final = "เหตุผลที่แจ้งผู้ร้อง"
CANCEL_SEND: Final = "ยกเลิกนัด"
CANCEL_SEND_HELP: Final = "ยกเลิกนัดและจบเรื่องนี้ ผู้ร้องได้รับแจ้งพร้อมเหตุผล"
CANCEL_WORDS: Final = (
    ("ผู้ร้องขอยกเลิก", "ยกเลิกตามที่ท่านแจ้ง"),
    ("ไม่ต้องมาแล้ว", "เรื่องนี้เรียบร้อยแล้ว จึงไม่ต้องมาตามนัด"),
    ("พิมพ์เหตุผลเอง", ""),
)

ARRANGE_WORD: Final = "ข้อความเพิ่มถึงผู้ร้อง (เว้นว่างได้)"
ARRANGE_SEND: Final = "นัด"
ARRANGE_SEND_HELP: Final = "นัดตามเวลานี้และแจ้งผู้ร้อง"
VISIT_NOTE: Final = "เวลาทำการ ไม่ใช้ที่นัดของสำนักงาน"

SEARCH_TITLE: Final = "คำตอบสำเร็จรูป"
SEARCH_PROMPT: Final = "พิมพ์คำที่ต้องการค้น เช่น ย้ายเข้า"
SEARCH_NONE: Final = "ไม่พบคำตอบ ลองคำอื่น"
SEARCH_EMPTY: Final = "ยังไม่มีคำตอบสำเร็จรูป หรือยังเชื่อมต่อกับเครื่องกลางไม่ได้"
INSERT: Final = "แทรก"
INSERT_HELP: Final = "แทรกคำตอบนี้ลงในข้อความ เพื่อแก้ก่อนส่ง"
MOVE_TO: Final = "เลือก"
MOVE_TO_HELP: Final = "เลือกคำตอบอื่น"
BACK: Final = "กลับ"
BACK_HELP: Final = "กลับโดยไม่แทรก"


def heading(reference: str, kind: str) -> str:
    """Say which inquiry is on the screen."""
    return f"{TITLE} {reference} · {kind}"


def used(units: int, most: int) -> str:
    """Say how much of a message is used."""
    return f"{units:,} / {most:,}"


def draft_title(head: str) -> str:
    """Say what stands above the text that the citizen gets."""
    return f"ผู้ร้องจะได้รับ: {head}"


def waits(span: str, due: str) -> str:
    """Say how long a citizen has waited, and until when an answer is due."""
    return f"รอมา {span} · ตอบภายใน {due}"


def late(span: str, over: str) -> str:
    """Say how long a citizen has waited, and how late the answer is."""
    return f"รอมา {span} · เลยกำหนดตอบ {over} !!"


def answered(moment: str, closes: dt.date | None, brief: str) -> str:
    """Say when the office had the last word, and when the conversation ends by itself."""
    return f"ตอบแล้ว {moment}" + (f" · จบเอง {brief} หากไม่มีข้อความ" if closes is not None else "")


NOTHING_WAITS: Final = "ไม่มีข้อความที่รอตอบ"


def holds(name: str, counter: str) -> str:
    """Say who has it."""
    return f"{name} (ช่อง {counter})"


def held_by(name: str, counter: str, until: str) -> str:
    """Say who answers, and until when nobody else may."""
    return f"{holds(name, counter)} กำลังตอบเรื่องนี้ ถึง {until}"


def was_held(name: str, counter: str) -> str:
    """Say who had it last; the lease has ended."""
    return f"{holds(name, counter)} หมดเวลาแล้ว พิมพ์เพื่อรับต่อ"


def blank_left(name: str) -> str:
    """Say that a blank has to be filled first."""
    return f"ยังมีช่องที่ต้องเติม {{{name}}} กรุณาเติมหรือลบก่อนส่ง"


def sent(reference: str) -> str:
    """Confirm an answer."""
    return f"ส่งคำตอบเรื่อง {reference} แล้ว"


def hand_on(group: Group) -> str:
    """Name a work group to pass an inquiry on to."""
    return f"ส่งต่อให้{GROUP[group]}"


def handed_on(reference: str, group: Group) -> str:
    """Confirm that another work group has an inquiry."""
    return f"ส่งเรื่อง {reference} ให้{GROUP[group]}แล้ว"


def closed(reference: str) -> str:
    """Confirm the end of a conversation."""
    return f"จบการสนทนาเรื่อง {reference} แล้ว"


def arranged(reference: str) -> str:
    """Confirm an appointment."""
    return f"นัดหมายเรื่อง {reference} แล้ว ระบบแจ้งผู้ร้องให้"


def cancelled(reference: str) -> str:
    """Confirm that an appointment is called off."""
    return f"ยกเลิกนัดเรื่อง {reference} แล้ว ระบบแจ้งผู้ร้องให้"


def arrange_title(reference: str, *, visit: bool) -> str:
    """Head the dialog of an appointment."""
    return f"{ARRANGE_VISIT if visit else ARRANGE} · {reference}"


def picture(number: int, at: str, kind: str, size: str) -> str:
    """Say which picture came when: ``1  09.15 น.  JPEG  1.2 MB``."""
    return f"{number}  {at}  {kind}  {size}"


def megabytes(size: int) -> str:
    """Say how large a file is."""
    return f"{size / 1_048_576:.1f} MB" if size >= 104_858 else f"{max(size // 1024, 1)} KB"
