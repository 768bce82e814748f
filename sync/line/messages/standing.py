"""What is said of submitted requests: how they stand, cancelling, another day, the clerk's questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from registry.request import Request
from registry.states import State
from sync.line.messages.arriving import queue
from sync.line.messages.parts import item, when
from thai.money import baht

_LISTED = 8
_STATE: Final = {
    State.COLLECTING: "กำลังกรอกข้อมูล",
    State.PENDING: "รอเจ้าหน้าที่ตรวจสอบ",
    State.CHECKING: "เจ้าหน้าที่กำลังตรวจสอบ",
    State.NEEDS_INFORMATION: "รอข้อมูลเพิ่มจากท่าน",
    State.APPROVED: "อนุมัติแล้ว กำลังจัดเตรียมเอกสาร",
    State.READY: "เอกสารพร้อมรับตามนัด",
    State.ARRIVED: "ท่านมาถึงแล้ว",
    State.COLLECTED: "รับเอกสารแล้ว",
    State.REJECTED: "ไม่อนุมัติ",
    State.NO_SHOW: "ไม่ได้มาตามนัด เลื่อนนัดได้",
    State.CANCELLED: "ยกเลิกแล้ว",
    State.EXPIRED: "หมดอายุ",
    State.ANSWERED: "ตอบแล้ว",
}
_STATE_OF_INQUIRY: Final = {
    State.APPROVED: "นัดหมายแล้ว",
    State.REJECTED: "ไม่ได้ดำเนินการ",
    State.COLLECTED: "ดำเนินการเสร็จแล้ว",
}
NOTHING_OPEN: Final = "ขณะนี้ไม่มีคำร้องที่กำลังดำเนินการ หากต้องการขอเอกสาร พิมพ์ชื่อเอกสารหรือกดปุ่มด้านล่าง"
BEGUN: Final = "มีรายการที่ยังทำไม่เสร็จ กด “ทำรายการต่อ” ได้เลย"
WHICH_CANCEL: Final = "ต้องการยกเลิกรายการใด"
WHICH_MOVE: Final = "ต้องการเลื่อนนัดของคำร้องใด"
DROP_DRAFT: Final = "ต้องการลบรายการที่กรอกไว้ใช่หรือไม่"
DROP_AND_RESTART: Final = "รายการที่กรอกไว้จะถูกลบ ต้องการเริ่มใหม่ใช่หรือไม่"
DRAFT_CANCELLED: Final = "ยกเลิกรายการที่กรอกไว้แล้ว หากต้องการขอเอกสารอีก พิมพ์ได้ทุกเมื่อ"
CANCELLED_LATER: Final = "หากต้องการขอเอกสารอีก พิมพ์ได้ทุกเมื่อ"
KEPT: Final = "ไม่ได้ยกเลิก ทุกอย่างยังเหมือนเดิม"
ANSWERED: Final = "ขอบคุณสำหรับข้อมูล ส่งให้เจ้าหน้าที่ตรวจสอบต่อแล้ว"
CHANGED_MEANWHILE: Final = "ขออภัย ทำรายการไม่สำเร็จ เพราะสถานะของคำร้องเปลี่ยนไปแล้ว"
NEW_DAY: Final = "สำนักงานปิดทำการในวันเดิม กรุณากด “เลื่อนนัด” เพื่อเลือกวันใหม่"
PLACE_GONE: Final = "ขออภัย เวลาที่เลือกเพิ่งเต็ม กรุณาเลือกเวลาอื่น"
ANSWER_ANYWAY: Final = "หากข้อมูลถูกต้องแล้ว พิมพ์ส่งอีกครั้งได้เลย"


def request(which: Request, before: int = 0) -> str:
    """Say how a request stands; ``before`` is how many are served before somebody who has arrived."""
    lines = [f"คำร้อง {which.reference}: {_state(which)}", ", ".join(map(item, which.items))]
    visit = which.inquiry.visit if which.inquiry is not None else None
    if which.appointment is not None:
        kind = "นัด" if which.only_inquiry else "นัดรับ"
        lines.append(f"{kind}{when(which.appointment.date, which.appointment.time)}")
    elif visit is not None:
        lines.append(f"เจ้าหน้าที่นัดไป{when(visit.date, visit.time)}")
    elif which.needs_new_day:
        lines.append(NEW_DAY)
    elif which.wish.date is not None:
        lines.append(f"ขอรับ{when(which.wish.date, which.wish.time)}")
    if which.fee is not None and not which.only_inquiry:
        lines.append(f"ค่าธรรมเนียม {baht(which.fee.baht)}")
    if which.queue is not None:
        lines.append(queue(which.queue, before))
    return "\n".join(line for line in lines if line)


def _state(which: Request) -> str:
    own = _STATE_OF_INQUIRY.get(which.state) if which.only_inquiry else None
    return own or _STATE[which.state]


def requests(which: Sequence[Request], before: Mapping[str, int] | None = None) -> str:
    """Say how all of them stand; ``before`` has by id how many are served before each."""
    told = [request(one, (before or {}).get(one.id, 0)) for one in which[:_LISTED]]
    if len(which) > _LISTED:
        told.append(f"และอีก {len(which) - _LISTED} คำร้อง")
    return "\n\n".join(told)


def confirm_cancel(which: Request) -> str:
    """Ask whether a request is really to be cancelled."""
    return f"ต้องการยกเลิกคำร้อง {which.reference} ใช่หรือไม่"


def cancelled(reference: str) -> str:
    """Confirm a cancellation."""
    return f"ยกเลิกคำร้อง {reference} แล้ว {CANCELLED_LATER}"


def coming(reference: str, day: dt.date, at: dt.time) -> str:
    """Thank for saying that the appointment is kept."""
    return f"ขอบคุณที่แจ้ง พบกัน{when(day, at)} (คำร้อง {reference}) กรุณานำบัตรประจำตัวประชาชนตัวจริงมาด้วย"


def moving(which: Request) -> str:
    """Say whose appointment is being changed."""
    return f"เลื่อนวันรับเอกสารของคำร้อง {which.reference}"


def yours_already(day: dt.date, at: dt.time) -> str:
    """Say that a time is the one that the citizen has."""
    return f"{when(day, at)} เป็นเวลาที่ท่านมีอยู่แล้ว หากไม่ต้องการเปลี่ยน ไม่ต้องทำอะไรต่อ"


def confirm_move(which: Request, day: dt.date, at: dt.time) -> str:
    """Ask whether another day is meant."""
    return f"เลื่อนวันรับของคำร้อง {which.reference} เป็น{when(day, at)} ใช่หรือไม่"


def moved(reference: str, day: dt.date, at: dt.time) -> str:
    """Confirm a new appointment."""
    return f"เลื่อนนัดของคำร้อง {reference} เป็น{when(day, at)} แล้ว กรุณานำบัตรประจำตัวประชาชนตัวจริงมาด้วย"


def wished(reference: str, day: dt.date, at: dt.time) -> str:
    """Confirm another wish for a request that is not approved yet."""
    return f"เปลี่ยนวันที่ขอรับของคำร้อง {reference} เป็น{when(day, at)} แล้ว เจ้าหน้าที่จะแจ้งผลอีกครั้ง"


def not_movable(which: Request) -> str:
    """Say why a request cannot be moved now."""
    if which.state is State.CHECKING:
        later = "เมื่อทราบผลแล้ว เลื่อนนัดได้ทันที"
    elif which.state is State.ARRIVED:
        later = "กรุณาติดต่อเจ้าหน้าที่ที่เคาน์เตอร์"
    else:
        later = "คำร้องนี้ยังไม่มีนัดให้เลื่อน"
    return f"{request(which)}\n\nขณะนี้เลื่อนนัดไม่ได้ {later}"


def question(which: Request, words: str) -> str:
    """Pass a clerk's question on; ``words`` come masked."""
    return f"คำร้อง {which.reference}: เจ้าหน้าที่ขอข้อมูลเพิ่ม\n\n{words}\n\nกรุณาพิมพ์ตอบในแชตนี้"
