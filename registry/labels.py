"""Thai names of services and states, the same in the chat, on screens and on slips."""

from __future__ import annotations

from typing import Final

from registry.request import AdvanceKind, Group, Request
from registry.states import QueueState, State

SERVICE: Final = {
    1: "สำเนาทะเบียนบ้าน",
    2: "สำเนาทะเบียนสมรส",
    3: "สำเนาทะเบียนการหย่า",
    4: "ภาพถ่ายใบหน้าบุคคล",
    5: "สอบถาม / นัดหมายล่วงหน้า",
}
"""A service's full name, by its number."""

SERVICE_SHORT: Final = {
    1: "ทะเบียนบ้าน",
    2: "ทะเบียนสมรส",
    3: "ทะเบียนการหย่า",
    4: "ภาพถ่ายใบหน้า",
    5: "สอบถาม",
}
"""A service's name in a list."""

STATE: Final = {
    State.COLLECTING: "กำลังกรอก",
    State.PENDING: "รอตรวจ",
    State.CHECKING: "กำลังตรวจ",
    State.NEEDS_INFORMATION: "รอข้อมูลเพิ่ม",
    State.APPROVED: "อนุมัติแล้ว",
    State.READY: "เอกสารพร้อม",
    State.ARRIVED: "มาแล้ว",
    State.COLLECTED: "รับเอกสารแล้ว",
    State.REJECTED: "ไม่อนุมัติ",
    State.NO_SHOW: "ไม่มาตามนัด",
    State.CANCELLED: "ยกเลิก",
    State.EXPIRED: "หมดอายุ",
    State.ANSWERED: "ตอบแล้ว",
}

_STATE_OF_INQUIRY: Final = {
    State.APPROVED: "นัดหมายแล้ว",
    State.REJECTED: "ไม่ดำเนินการ",
    State.COLLECTED: "เสร็จแล้ว",
}
"""Where service 5 alone is: nothing is approved and no document is collected."""

QUEUE_STATE: Final = {
    QueueState.WAITING: "รอเรียก",
    QueueState.CALLED: "เรียกแล้ว",
    QueueState.PARKED: "พัก",
}

GROUP: Final = {
    Group.POPULATION: "งานทะเบียนราษฎร",
    Group.CARD: "งานบัตรประจำตัวประชาชน",
    Group.GENERAL: "งานทะเบียนทั่วไป",
}
"""The three work groups of the section."""


def state_of(request: Request, state: State | None = None) -> str:
    """Name the state of a request, or another one that it was in, by what the request is about."""
    told = STATE if not request.only_inquiry else STATE | _STATE_OF_INQUIRY
    return told[state or request.state]


def answer_head(reference: str, group: Group) -> str:
    """Say who answers: the line above every answer to a citizen."""
    return f"เจ้าหน้าที่{GROUP[group]} (เรื่อง {reference})"


ADVANCE: Final = {
    AdvanceKind.PRECHECK: "ตรวจเอกสารล่วงหน้า",
    AdvanceKind.HOME_CARD: "ทำบัตรผู้ป่วยติดเตียง",
    AdvanceKind.VISIT: "ออกหน่วยบริการชุมชน",
}
"""Business that is arranged over the chat before anybody comes."""
