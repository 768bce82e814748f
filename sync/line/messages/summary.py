"""The summary of a request before it is final, and its receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from registry.request import Item, Request
from sync.line.messages import standing
from sync.line.messages.parts import items, when

QUESTION: Final = "ข้อมูลถูกต้องหรือไม่"
CARD: Final = (
    "หากถูกต้อง กรุณายืนยันด้วยการพิมพ์เลข 14 หลักใต้รูปถ่ายด้านหน้าบัตร เช่น 1040-02-00000000 หากต้องการแก้ไข พิมพ์ข้อมูลใหม่ได้เลย"
)

UNSEND: Final = (
    "เพื่อความปลอดภัย ท่านยกเลิกข้อความที่มีเลขบัตรในแชตนี้ได้แล้ว: แตะข้อความค้างไว้ แล้วเลือก “ยกเลิกข้อความ” "
    "คำร้องยังดำเนินการตามปกติ"
)
NO_TIME: Final = " (ยังไม่ได้เลือกเวลา)"
TIME_OR_CARD: Final = (
    "หากมาได้ทุกเวลา ยืนยันได้เลยด้วยการพิมพ์เลข 14 หลักใต้รูปถ่ายด้านหน้าบัตร เช่น 1040-02-00000000\n"
    "หากสะดวกเวลาใด กรุณาเลือกจากปุ่ม หรือพิมพ์เวลา เช่น 10.30 น."
)


def summary(
    reference: str,
    which: Sequence[Item],
    *,
    given: Sequence[str],
    day: dt.date,
    at: dt.time | None,
    place: str,
) -> str:
    """Say the whole request, its time as open where none was chosen; particulars come masked."""
    lines = [
        f"สรุปคำร้อง {reference}",
        items(which),
        *given,
        f"วันเวลาที่ขอรับ: {when(day, at)}" + (NO_TIME if at is None else ""),
        f"สถานที่: {place}",
    ]
    return "\n".join(lines)


def received(reference: str, day: dt.date, at: dt.time | None) -> str:
    """Confirm that a request for a day and time has come in, and say what is next."""
    return (
        f"ขอบคุณที่ใช้บริการ ได้รับคำร้อง {reference} แล้ว ขอรับ{when(day, at)}\n\n"
        "เจ้าหน้าที่จะตรวจสอบ แล้วแจ้งผล ค่าธรรมเนียม วันและเวลารับเอกสารทางแชตนี้ "
        f"ระหว่างนี้ดูความคืบหน้าได้ที่ปุ่ม “สถานะ”\n\n{UNSEND}"
    )


def received_before(request: Request) -> str:
    """Say that this request is in already."""
    return f"ได้รับคำร้องนี้แล้ว ไม่ต้องส่งซ้ำ\n\n{standing.request(request)}"


def duplicate(request: Request) -> str:
    """Say that the same services are asked for in an open request, and ask what is meant."""
    return f"ท่านมีคำร้องบริการเดียวกันอยู่แล้ว\n\n{standing.request(request)}\n\nต้องการยื่นคำร้องใหม่ หรือใช้คำร้องเดิม"
