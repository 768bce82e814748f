"""What the pick-up screen says."""

from __future__ import annotations

from typing import Final

from registry.request import Collector

ATTORNEY_NOTE: Final = "ผู้รับมอบอำนาจเป็นผู้รับเอกสาร"

TITLE: Final = "รับเอกสาร"
SECOND_CHECK: Final = "ตรวจซ้ำก่อนมอบเอกสาร"
SECOND_CHECK_DONE: Final = "ตรวจซ้ำแล้ว"
CLEAN: Final = "ตรงทุกข้อ: เลือกผู้มารับแล้วกด Enter"
COLLECTOR: Final = "ผู้มารับ"
COLLECTORS: Final = {Collector.OWNER: "เจ้าของเรื่อง", Collector.ATTORNEY: "ผู้รับมอบอำนาจ"}
FEE: Final = "ค่าธรรมเนียม"
NO_FEE: Final = "ไม่มีค่าธรรมเนียม"
PAID: Final = "รับเงินแล้ว"
DOCUMENTS: Final = "เอกสาร"
HANDED_OVER: Final = "มอบแล้ว"
QUEUE: Final = "คิว"
NOT_READY: Final = "เอกสารยังไม่ได้เตรียม"
APPOINTMENT: Final = "นัด"
HINT_COLLECTOR: Final = "กด 1 หรือ 2 เลือกผู้มารับ · Enter บันทึกการตรวจซ้ำ"
HINT_OWNER: Final = "Enter บันทึกการตรวจซ้ำ"
HINT_FEE: Final = "Enter บันทึกว่ารับเงินแล้ว"

NOT_PRINTED: Final = "ยังไม่ได้พิมพ์"
PRINT_FIRST_CHECK: Final = "พิมพ์บัตรคิวได้หลังตรวจซ้ำครบ กรุณาตรวจซ้ำก่อน"
PRINT_NEEDS_QUEUE: Final = "ยังไม่มีหมายเลขคิว กด F9 เมื่อผู้ร้องมาถึง"
REPRINT_TITLE: Final = "พิมพ์ซ้ำ"
REPRINT: Final = "พิมพ์ซ้ำ"
SLIP_REFUSED: Final = "ข้อมูลบนบัตรคิวพิมพ์ไม่ได้"

CHECK_FIRST: Final = "ยังไม่ได้ตรวจซ้ำ จึงมอบเอกสารไม่ได้ กรุณาตรวจซ้ำให้ครบก่อน"
CHECK_MISMATCH: Final = "ไม่ตรง จึงมอบเอกสารไม่ได้ F8 เลือกว่าจะทำอย่างไร"
COLLECTOR_FIRST: Final = "กรุณาเลือกผู้มารับ แล้วกด Enter เพื่อบันทึกการตรวจซ้ำ"
MISSING_TITLE: Final = "มอบเอกสารทั้งที่ยังไม่ครบ"
HAND_OVER: Final = "มอบเอกสาร"
MISSING_PAID: Final = "ยังไม่ได้บันทึกว่ารับเงิน"
MISSING_SLIP: Final = "ยังไม่ได้พิมพ์บัตรคิว"
MISSING_ASK: Final = "ต้องการบันทึกว่ามอบเอกสารแล้วหรือไม่"

PROBLEM_TITLE: Final = "ไม่ตรง / ไม่มา"
REJECT: Final = "ไม่ตรง: ไม่มอบเอกสาร แจ้งเหตุผล"
NO_SHOW: Final = "ไม่มาตามนัด"
REQUEUE: Final = "คืนคิว ให้รอเรียกใหม่ ลำดับเดิม"
NO_SHOW_TITLE: Final = "ไม่มาตามนัด"
NO_SHOW_ASK: Final = "บันทึกว่าผู้ร้องไม่มาตามนัด ระบบจะแจ้งผู้ร้องให้เลือกวันใหม่"

ARRIVED_FIRST: Final = "กด F9 เมื่อผู้ร้องมาถึง เพื่อให้หมายเลขคิว"
CALL_NEXT: Final = "กด F5 เพื่อเรียกคิว"
PRINT_NEXT: Final = "กด F6 เพื่อพิมพ์บัตรคิว"
PAY_NEXT: Final = "รับเงินแล้วกด Enter"
HAND_OVER_NEXT: Final = "มอบเอกสารแล้วกด F9"
CHANGED: Final = "ข้อมูลของคำร้องเปลี่ยนแล้ว กรุณาดูอีกครั้ง"
CHECKED: Final = "บันทึกการตรวจซ้ำแล้ว"
PAID_NOW: Final = "บันทึกว่ารับเงินแล้ว"


def slip(paper_mm: int) -> str:
    """Name the slip by its paper."""
    return f"บัตรคิวและใบแจ้งค่าธรรมเนียม ({paper_mm} มม.)"


def heading(queue: str | None, reference: str) -> str:
    """Say which citizen is served."""
    place = f" · {QUEUE} {queue}" if queue else ""
    return f"{TITLE}{place} · {reference}"


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


def handed_over(reference: str) -> str:
    """Say that a request has come to its end."""
    return f"มอบเอกสาร {reference} แล้ว"


def rejected(reference: str) -> str:
    """Say that documents were not handed over."""
    return f"ไม่มอบเอกสาร {reference} ระบบจะแจ้งผู้ร้อง"


def no_show(reference: str) -> str:
    """Say that a citizen has not come."""
    return f"บันทึกว่า {reference} ไม่มาตามนัดแล้ว"
