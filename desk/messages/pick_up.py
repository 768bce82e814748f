"""What the pick-up screen says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from registry.request import Collector, Request

SECOND_CHECK_DONE: Final = "ตรวจซ้ำแล้ว"
COLLECTORS: Final = {Collector.OWNER: "เจ้าของเรื่อง", Collector.ATTORNEY: "ผู้รับมอบอำนาจ"}
FEE: Final = "ค่าธรรมเนียม"
NO_FEE: Final = "ไม่มีค่าธรรมเนียม"
FEE_LATER: Final = "แจ้งเมื่ออนุมัติ"
NOT_SAID: Final = "ยังไม่ได้แจ้ง"
PAID: Final = "รับเงินแล้ว"
QUEUE: Final = "คิว"
NOT_READY: Final = "เอกสารยังไม่ได้เตรียม"
HINT_OWNER: Final = "Enter บันทึกการตรวจซ้ำ"
HINT_COLLECTOR: Final = f"กด 1 หรือ 2 เลือก · {HINT_OWNER}"
HINT_ATTORNEY: Final = "กด 1 หรือ 2 เลือก · Enter บันทึกหลักฐานการมอบอำนาจ"
HINT_FEE: Final = "Enter บันทึกว่ารับเงินแล้ว"

NOT_PRINTED: Final = "ยังไม่ได้พิมพ์"
PRINT_FIRST_CHECK: Final = "พิมพ์บัตรคิวได้หลังตรวจซ้ำครบ กรุณาตรวจซ้ำก่อน"
PRINT_NEEDS_QUEUE: Final = "ยังไม่มีหมายเลขคิว กด F9 เมื่อผู้ร้องมาถึง"
REPRINT_TITLE: Final = "พิมพ์ซ้ำ"
REPRINT: Final = "พิมพ์ซ้ำ"
SLIP_REFUSED: Final = "ข้อมูลบนบัตรคิวพิมพ์ไม่ได้"

MISSING_PREPARED: Final = "ยังไม่ได้บันทึกว่าเตรียมเอกสาร"
MISSING_PAID: Final = "ยังไม่ได้บันทึกว่ารับเงิน"
MISSING_SLIP: Final = "ยังไม่ได้พิมพ์บัตรคิว"

WAYS: Final = "F8 เลือกว่าจะทำอย่างไร"
PROBLEM_TITLE: Final = "ไม่ตรง / ไม่มา"
NO_SHOW: Final = "ไม่มาตามนัด"
REQUEUE: Final = "คืนคิว ให้รอเรียกใหม่ ลำดับเดิม"
NO_SHOW_TITLE: Final = "ไม่มาตามนัด"
NO_SHOW_ASK: Final = "บันทึกว่าผู้ร้องไม่มาตามนัด ระบบจะแจ้งผู้ร้องให้เลือกวันใหม่"

ARRIVED_FIRST: Final = "กด F9 เมื่อผู้ร้องมาถึง เพื่อให้หมายเลขคิว"
CALL_NEXT: Final = "กด F5 เพื่อเรียกคิว"
PRINT_NEXT: Final = "กด F6 เพื่อพิมพ์บัตรคิว"
PAY_NEXT: Final = "รับเงินแล้วกด Enter"
CHANGED: Final = "ข้อมูลของคำร้องเปลี่ยนแล้ว กรุณาดูอีกครั้ง"
CHECKED: Final = "บันทึกการตรวจซ้ำแล้ว"
PAID_NOW: Final = "บันทึกว่ารับเงินแล้ว"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a citizen has come for, in the words of the screen."""

    title: str
    collector: str
    """Label of the row that says who has come."""
    collector_first: str
    attorney_note: str
    """On the slip, where somebody else than the owner has come."""
    second_check: str
    clean: str
    blocked: str
    """What a mismatch keeps from being done."""
    check_first: str
    mismatch: str
    reject: str
    """Entry of the menu under F8 that says no."""
    rejected: str
    missing: str
    missing_ask: str
    end: str
    end_next: str
    ended: str
    subject: str
    """Label of the row that says whether it is done."""
    done: str


DOCUMENTS: Final = Purpose(
    title="รับเอกสาร",
    collector="ผู้มารับ",
    collector_first="กรุณากด Enter ที่ผู้มารับ เพื่อบันทึกการตรวจซ้ำ",
    attorney_note="ผู้รับมอบอำนาจเป็นผู้รับเอกสาร",
    second_check="ตรวจซ้ำก่อนมอบเอกสาร",
    clean="ตรงทุกข้อ: กด Enter ที่ผู้มารับ",
    blocked="มอบเอกสารไม่ได้",
    check_first="ยังไม่ได้ตรวจซ้ำ จึงมอบเอกสารไม่ได้ กรุณาตรวจซ้ำให้ครบก่อน",
    mismatch="ไม่ตรง จึงมอบเอกสารไม่ได้ F8 เลือกว่าจะทำอย่างไร",
    reject="ไม่ตรง: ไม่มอบเอกสาร แจ้งเหตุผล",
    rejected="ไม่มอบเอกสาร {reference} ระบบจะแจ้งผู้ร้อง",
    missing="มอบเอกสารทั้งที่ยังไม่ครบ",
    missing_ask="ต้องการบันทึกว่ามอบเอกสารแล้วหรือไม่",
    end="มอบเอกสาร",
    end_next="มอบเอกสารแล้วกด F9",
    ended="มอบเอกสาร {reference} แล้ว",
    subject="เอกสาร",
    done="มอบแล้ว",
)
INQUIRY: Final = Purpose(
    title="พบตามนัด",
    collector="ผู้มาติดต่อ",
    collector_first="กรุณากด Enter ที่ผู้มาติดต่อ เพื่อบันทึกการตรวจซ้ำ",
    attorney_note="ผู้รับมอบอำนาจเป็นผู้มาติดต่อ",
    second_check="ตรวจบัตรก่อนดำเนินการ",
    clean="ตรงทุกข้อ: กด Enter ที่ผู้มาติดต่อ",
    blocked="ดำเนินการไม่ได้",
    check_first="ยังไม่ได้ตรวจบัตร จึงบันทึกว่าเสร็จไม่ได้ กรุณาตรวจให้ครบก่อน",
    mismatch="ไม่ตรง จึงบันทึกว่าเสร็จไม่ได้ F8 เลือกว่าจะทำอย่างไร",
    reject="ไม่ตรง: ไม่ดำเนินการ แจ้งเหตุผล",
    rejected="ไม่ดำเนินการ {reference} ระบบจะแจ้งผู้ร้อง",
    missing="บันทึกว่าเสร็จทั้งที่ยังไม่ครบ",
    missing_ask="ต้องการบันทึกว่าดำเนินการเสร็จแล้วหรือไม่",
    end="เสร็จแล้ว",
    end_next="ดำเนินการเสร็จแล้วกด F9",
    ended="บันทึกว่า {reference} ดำเนินการเสร็จแล้ว",
    subject="เรื่อง",
    done="เสร็จแล้ว",
)


def purpose(request: Request | None) -> Purpose:
    """Return the words for what a request is about: documents, or service 5 in person."""
    return INQUIRY if request is not None and request.only_inquiry else DOCUMENTS


def slip(paper_mm: int) -> str:
    """Name the slip by its paper."""
    return f"บัตรคิวและใบแจ้งค่าธรรมเนียม ({paper_mm} มม.)"


def heading(title: str, queue: str | None, reference: str) -> str:
    """Say which citizen is served, and with what."""
    place = f" · {QUEUE} {queue}" if queue else ""
    return f"{title}{place} · {reference}"


def called(times: int, counter: str | None) -> str:
    """Say how often and where a citizen was called."""
    return f"เรียกแล้ว {times} ครั้ง ที่ช่อง {counter or '-'}"


def queue_given(number: str) -> str:
    """Say which queue number the citizen has."""
    return f"ได้หมายเลขคิว {number}"


def calling(number: str, counter: str) -> str:
    """Say that a citizen is called."""
    return f"เรียกคิว {number} ที่ช่อง {counter}"


def printed(times: int) -> str:
    """Say how many slips have come out."""
    return f"พิมพ์แล้ว {times} ครั้ง · ใบต่อไปเป็นใบพิมพ์ซ้ำ" if times else NOT_PRINTED


def reprint_ask(number: int) -> str:
    """Ask whether to print again."""
    return f"บัตรคิวนี้พิมพ์ไปแล้ว ใบใหม่จะมีคำว่า พิมพ์ซ้ำ ครั้งที่ {number}"


def no_show(reference: str) -> str:
    """Say that a citizen has not come."""
    return f"บันทึกว่า {reference} ไม่มาตามนัดแล้ว"
