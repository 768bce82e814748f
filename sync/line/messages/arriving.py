"""What is said at the office: checking in, the queue number, how many come before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from registry.labels import SERVICE_SHORT
from registry.request import Queue, Request
from registry.states import QueueState
from sync.line.messages.parts import when
from thai.dates import clock

CHECK_IN: Final = "เช็กอิน"
SCAN: Final = "เมื่อมาถึงสำนักงาน กรุณาสแกน QR เช็กอินบนป้ายของวันนี้ แล้วกดส่งข้อความที่ขึ้นในแชต หรือแจ้งเจ้าหน้าที่ที่จุดบริการ"
NOT_TODAYS: Final = (
    "ขออภัย รหัสเช็กอินนี้ไม่ใช่ของวันนี้ ป้ายเปลี่ยนรหัสทุกวัน กรุณาสแกน QR บนป้ายที่สำนักงานอีกครั้ง หรือแจ้งเจ้าหน้าที่ที่จุดบริการ"
)
_LATE: Final = "ท่านมาช้ากว่าเวลานัด จึงได้รับบริการหลังผู้ที่มาตรงเวลา"
_WAIT: Final = "เมื่อถึงคิว จะแจ้งในแชตนี้ กด “สถานะ” เพื่อดูจำนวนคิวก่อนหน้าได้ทุกเมื่อ"


def text(code: str) -> str:
    """Return what the code on the wall writes into the chat."""
    return f"{CHECK_IN} {code}"


def late_rule(minutes: int) -> str:
    """Say what happens to who comes late, before it happens."""
    later = f"เกิน {minutes} นาที" if minutes else ""
    return f"หากมาช้ากว่าเวลานัด{later} จะได้รับบริการหลังผู้ที่มาตรงเวลาในรอบที่มาถึง"


def arrived(requests: Sequence[Request], before: Mapping[str, int], place: str) -> str:
    """Say the queue numbers and how many come before each, and where to wait."""
    lines = ["เช็กอินแล้ว ขอบคุณที่มาตามนัด", *(_arrived(one, before.get(one.id, 0)) for one in requests)]
    late = any(one.queue is not None and one.queue.late for one in requests)
    return "\n".join([*lines, f"จุดบริการ: {place}", "", *([_LATE] if late else []), _WAIT])


def queue(place: Queue, before: int) -> str:
    """Say where somebody stands in the queue."""
    match place.state:
        case QueueState.CALLED:
            at = f" กรุณามาที่ช่องบริการ {place.counter}" if place.counter else ""
            return f"คิว {place.number} เรียกแล้ว{at}"
        case QueueState.PARKED:
            return f"คิว {place.number} พักไว้ กรุณาติดต่อเจ้าหน้าที่ที่จุดบริการ"
        case _:
            return f"คิว {place.number} {_before(before)}"


def too_early(request: Request, opens: dt.datetime) -> str:
    """Say from when on the phone can check in."""
    return f"{_appointment(request)} เช็กอินได้ตั้งแต่ {clock(opens.time())} หากมาถึงแล้ว แจ้งเจ้าหน้าที่ที่จุดบริการได้เลย"


def too_late(request: Request, place: str) -> str:
    """Say that the day's work is over."""
    return f"{_appointment(request)} หมดเวลาทำการของวันนี้แล้ว กรุณาติดต่อ{place} หรือกด “เลื่อนนัด”"


def another_day(request: Request) -> str:
    """Say when the appointment is."""
    return f"วันนี้ไม่มีนัด {_appointment(request)} กรุณามาตามวันนั้น หรือกด “เลื่อนนัด”"


def not_decided(request: Request) -> str:
    """Say that a request has no appointment yet."""
    return f"คำร้อง {request.reference} ยังไม่มีนัด เพราะยังตรวจไม่เสร็จ เมื่ออนุมัติแล้วจะแจ้งวันเวลาในแชตนี้"


def nothing(place: str) -> str:
    """Say what to do without an appointment."""
    return (
        f"ไม่พบนัดของท่านในวันนี้ หากมาติดต่อโดยไม่ได้นัด กรุณาแจ้งเจ้าหน้าที่ที่{place} "
        "พร้อมบัตรประจำตัวประชาชนตัวจริง หรือขอเอกสารล่วงหน้าในแชตนี้"
    )


def _arrived(request: Request, before: int) -> str:
    names = ", ".join(SERVICE_SHORT[item.service] for item in request.items)
    place = queue(request.queue, before) if request.queue is not None else ""
    return f"{place} ({names} {request.reference})"


def _before(count: int) -> str:
    return f"มีอีก {count} คิวก่อนหน้า" if count else "เป็นคิวถัดไป"


def _appointment(request: Request) -> str:
    if request.appointment is None:
        return f"คำร้อง {request.reference}"
    return f"คำร้อง {request.reference} นัด{when(request.appointment.date, request.appointment.time)}"
