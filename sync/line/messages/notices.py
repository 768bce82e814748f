"""What a citizen hears after the office has decided something."""

from __future__ import annotations

import datetime as dt

from registry.calendar import OfficeCalendar
from registry.request import Appointment, Request, Wish
from registry.states import State
from sync.line.messages import standing
from sync.line.messages.arriving import late_rule
from sync.line.messages.parts import BRING, items, when
from thai.money import baht


def approved(request: Request, place: str, late_minutes: int) -> str:
    """Fee, day, time, place, and what to bring."""
    lines = [f"คำร้อง {request.reference} ได้รับอนุมัติแล้ว", items(request.items), _fee(request)]
    if request.appointment is not None:
        lines.append(f"นัดรับ{when(request.appointment.date, request.appointment.time)}")
    return "\n".join([*(line for line in lines if line), *_come(place, late_minutes)])


def rejected(request: Request, *, reason: str, place: str) -> str:
    """Say why not, and what can be done; ``reason`` comes masked."""
    why = f"\nเหตุผล: {reason}" if reason else ""
    if request.only_inquiry:
        return f"ขออภัย ดำเนินการเรื่อง {request.reference} ไม่ได้{why}\n\nสอบถามในแชตนี้ได้ทุกเมื่อ หรือติดต่อ{place}"
    return (
        f"ขออภัย คำร้อง {request.reference} ไม่ได้รับอนุมัติ{why}\n\n"
        f"ท่านแก้ไขข้อมูลแล้วยื่นใหม่ในแชตนี้ได้ หรือติดต่อ{place} พร้อมบัตรประจำตัวประชาชนตัวจริง"
    )


def ready(request: Request, place: str, late_minutes: int) -> str:
    """Say that the documents are waiting."""
    lines = [f"เอกสารของคำร้อง {request.reference} พร้อมรับแล้ว"]
    if request.appointment is not None:
        lines.append(f"นัดรับ{when(request.appointment.date, request.appointment.time)}")
    return "\n".join(
        [
            *lines,
            *([_fee(request)] if request.fee else []),
            *_come(place, late_minutes),
        ]
    )


def rescheduled(request: Request, place: str, late_minutes: int) -> str:
    """Say the new appointment."""
    day = ""
    if request.appointment is not None:
        day = f"เป็น{when(request.appointment.date, request.appointment.time)}"
    return "\n".join([f"นัดของคำร้อง {request.reference} เปลี่ยน{day} แล้ว", *_come(place, late_minutes)])


def corrected(request: Request, reason: str, place: str) -> str:
    """Say what the office has corrected, and why; ``reason`` comes masked."""
    if request.state is State.PENDING:
        what = "เจ้าหน้าที่ขอตรวจใหม่ ผลที่แจ้งไว้ก่อนหน้านี้ยังไม่ใช้ และจะแจ้งผลให้ทราบอีกครั้งในแชตนี้"
    elif request.state is State.REJECTED:
        what = f"คำร้องยังไม่ได้รับอนุมัติ หากมีข้อสงสัย ติดต่อ{place}"
    else:
        what = "\n".join([_fee(request), "วันและเวลานัดไม่เปลี่ยน"])
    why = f"เหตุผล: {reason}\n" if reason else ""
    return f"ขออภัย สำนักงานขอแก้ไขผลคำร้อง {request.reference}\n{why}{what}"


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
    if request.only_inquiry:
        return (
            f"เรื่อง {request.reference}: ท่านยังไม่ได้มาตามนัด หากติดธุระ ไม่เป็นไร\n\n"
            "หากยังต้องการนัดหมาย กรุณากดเลือกวันและเวลาใหม่ หรือ “เลื่อนนัด” เพื่อเลือกวันอื่น "
            "หากไม่ต้องการแล้ว กด “ยกเลิก”"
        )
    return (
        f"คำร้อง {request.reference}: ท่านยังไม่ได้มารับเอกสารตามนัด หากติดธุระ ไม่เป็นไร\n\n"
        "หากยังต้องการเอกสาร กรุณากดเลือกวันและเวลาใหม่ หรือ “เลื่อนนัด” เพื่อเลือกวันอื่น "
        "หากไม่ต้องการแล้ว กด “ยกเลิก”"
    )


def reminder(request: Request, place: str, today: dt.date | None, late_minutes: int) -> str:
    """Remind of an appointment: when, where, what to bring, and whether the documents are there."""
    what = "นัดหมาย เรื่อง" if request.only_inquiry else "นัดรับเอกสาร คำร้อง"
    lines = [f"แจ้งเตือน{what} {request.reference}"]
    if request.appointment is not None:
        away = (request.appointment.date - today).days if today is not None else None
        near = {0: "วันนี้ ", 1: "พรุ่งนี้ "}.get(away, "") if away is not None else ""
        lines.append(f"{near}{when(request.appointment.date, request.appointment.time)}")
    lines.append(items(request.items))
    if request.state is State.READY:
        lines.append("เอกสารพร้อมรับแล้ว")
    lines += [_fee(request), f"จุดบริการ: {place}"]
    told = "\n".join(line for line in lines if line)
    bring = f"{BRING}\n{late_rule(late_minutes)}"
    return f"{told}\n\n{bring}\nหากมาได้ กรุณากด “มาได้” หากไม่สะดวก กด “เปลี่ยนวัน” หรือ “ยกเลิก”"


def closed(request: Request, lost: Appointment | Wish, calendar: OfficeCalendar) -> str:
    """Say that the office is closed on the day of an appointment or a wish, and offer others."""
    booked, day, why = isinstance(lost, Appointment), "", ""
    if lost.date is not None:
        before = "นัดเดิม" if booked else "เวลาที่ขอไว้"
        day = f"{before}: {when(lost.date, lost.time)}\n"
        reason = calendar.closed_because(lost.date)
        why = f" ({reason})" if reason else ""
    return (
        f"ขออภัย สำนักงานปิดทำการใน{'วันนัดของท่าน' if booked else 'วันที่ท่านขอรับเอกสาร'}{why}\n"
        f"{day}คำร้อง {request.reference} ยังมีผล ไม่ต้องยื่นใหม่\n\n"
        "กรุณากดเลือกวันและเวลาใหม่ หรือ “เลื่อนนัด” เพื่อเลือกวันอื่น"
    )


def expired(request: Request, *, unanswered: bool) -> str:
    """Say that a request has ended because nobody went on with it."""
    why = "ไม่ได้รับข้อมูลที่เจ้าหน้าที่ขอเพิ่ม" if unanswered else "ไม่ได้เลือกวันนัดใหม่"
    return (
        f"คำร้อง {request.reference} สิ้นสุดแล้ว เนื่องจาก{why}ภายในเวลาที่กำหนด\n\n"
        "หากยังต้องการเอกสาร ยื่นคำร้องใหม่ในแชตนี้ได้ทุกเมื่อ"
    )


def draft(hours_left: int) -> str:
    """Remind once of a request that was begun and not sent."""
    left = f"เก็บไว้ให้อีกประมาณ {hours_left} ชั่วโมง" if hours_left < 48 else f"เก็บไว้ให้อีก {hours_left // 24} วัน"
    return (
        f"ท่านมีคำร้องที่กรอกไว้แต่ยังไม่ได้ส่ง {left} แล้วจะลบ\n\nกด “ทำรายการต่อ” เพื่อกรอกต่อ หรือ “ยกเลิก” หากไม่ต้องการแล้ว"
    )


def _come(place: str, late_minutes: int) -> list[str]:
    return [f"จุดบริการ: {place}", "", BRING, late_rule(late_minutes)]


def _fee(request: Request) -> str:
    if request.fee is None or request.only_inquiry:
        return ""
    if request.fee.baht == 0:
        return "ไม่มีค่าธรรมเนียม"
    return f"ค่าธรรมเนียม {baht(request.fee.baht)} (ชำระในวันรับเอกสาร)"
