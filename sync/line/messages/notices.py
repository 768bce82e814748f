"""What a citizen hears after the office has decided something."""

from __future__ import annotations

from typing import Final

from registry.request import Request
from sync.line.messages import standing
from sync.line.messages.parts import items, when
from thai.money import baht

BRING: Final = "กรุณานำบัตรประจำตัวประชาชนตัวจริงของท่านมาด้วย"


def approved(request: Request, place: str) -> str:
    """Fee, day, time, place, and what to bring."""
    lines = [f"คำร้อง {request.reference} ได้รับอนุมัติแล้ว", items(request.items), _fee(request)]
    if request.appointment is not None:
        lines.append(f"นัดรับ{when(request.appointment.date, request.appointment.time)}")
    return "\n".join([*(line for line in lines if line), f"จุดบริการ: {place}", "", BRING])


def rejected(request: Request, *, reason: str, place: str) -> str:
    """Say why not, and what can be done; ``reason`` comes masked."""
    why = f"\nเหตุผล: {reason}" if reason else ""
    return (
        f"ขออภัย คำร้อง {request.reference} ไม่ได้รับอนุมัติ{why}\n\n"
        f"ท่านแก้ไขข้อมูลแล้วยื่นใหม่ในแชตนี้ได้ หรือติดต่อ{place} พร้อมบัตรประจำตัวประชาชนตัวจริง"
    )


def ready(request: Request, place: str) -> str:
    """Say that the documents are waiting."""
    lines = [f"เอกสารของคำร้อง {request.reference} พร้อมรับแล้ว"]
    if request.appointment is not None:
        lines.append(f"นัดรับ{when(request.appointment.date, request.appointment.time)}")
    return "\n".join([*lines, *([_fee(request)] if request.fee else []), f"จุดบริการ: {place}", "", BRING])


def rescheduled(request: Request, place: str) -> str:
    """Say the new appointment."""
    day = ""
    if request.appointment is not None:
        day = f"เป็น{when(request.appointment.date, request.appointment.time)}"
    return f"นัดของคำร้อง {request.reference} เปลี่ยน{day} แล้ว\nจุดบริการ: {place}\n\n{BRING}"


def cancelled(request: Request, reason: str) -> str:
    """Say that a request is withdrawn; ``reason`` comes masked."""
    why = f"\nเหตุผล: {reason}" if reason else ""
    return f"คำร้อง {request.reference} ยกเลิกแล้ว{why}\n{standing.CANCELLED_LATER}"


def called(request: Request) -> str:
    """Call a citizen to a counter."""
    number = request.queue.number if request.queue is not None else ""
    counter = request.queue.counter if request.queue is not None else None
    where = f"ช่องบริการ {counter}" if counter else "ช่องบริการที่เรียก"
    return f"ถึงคิวของท่านแล้ว คิว {number} กรุณามาที่{where} (คำร้อง {request.reference})"


def no_show(request: Request) -> str:
    """Offer another day to who did not come."""
    return (
        f"คำร้อง {request.reference}: ยังไม่ได้มารับเอกสารตามนัด\n\n"
        "หากยังต้องการเอกสาร กด “เลื่อนนัด” เพื่อเลือกวันใหม่ หรือ “ยกเลิก” หากไม่ต้องการแล้ว"
    )


def _fee(request: Request) -> str:
    if request.fee is None:
        return ""
    if request.fee.baht == 0:
        return "ไม่มีค่าธรรมเนียม"
    return f"ค่าธรรมเนียม {baht(request.fee.baht)} (ชำระในวันรับเอกสาร)"
