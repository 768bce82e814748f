"""What is said about the queue: calling, parking, sending on, arrivals, people without an appointment."""

from __future__ import annotations

from typing import Final

CAME: Final = "มาแล้ว: ตรวจซ้ำ"
NOT_YET_PARK: Final = "ยังไม่มา: พักคิว (ลำดับเดิม)"
BEHIND: Final = "ไม่มา: คืนคิว ต่อท้ายผู้ที่รอรอบนี้"
NO_SHOW: Final = "ไม่มา: บันทึกว่าไม่มาตามนัด"
REQUEUED: Final = "คืนคิวแล้ว อยู่ลำดับเดิม"
BEHIND_NOW: Final = "คืนคิวแล้ว ต่อท้ายผู้ที่รอรอบนี้"

CAME_NEXT: Final = "มาแล้วตรวจซ้ำได้เลย"
PARKED_NEXT: Final = "F5 เรียกใหม่ · Esc แล้ว F5 คิวถัดไป"

WHERE: Final = "ผู้ร้องรออยู่ที่ใด"
NO_PLACE: Final = "ไม่ระบุ"
SEND_ON: Final = "ส่งต่อช่องอื่น"
SEND_ON_TO: Final = "ส่งต่อไปช่องใด"
SEND_ON_FIELD: Final = "หมายเหตุถึงช่องนั้น (เห็นเฉพาะเจ้าหน้าที่)"
SEND_ON_HELP: Final = "ส่งต่อพร้อมหมายเหตุ ผู้ร้องอยู่ลำดับเดิม และช่องนั้นเท่านั้นที่เรียก"
SEND_ON_NOTES: Final = (
    ("ถ่ายรูปหรือตรวจภาพก่อน", "ถ่ายรูปหรือตรวจภาพก่อน"),
    ("เอกสารอยู่ที่ช่องนั้น", "เอกสารอยู่ที่ช่องนั้น"),
    ("รับชำระค่าธรรมเนียม", "รับชำระค่าธรรมเนียม"),
    ("พิมพ์หมายเหตุเอง", ""),
)
NO_OTHER_COUNTER: Final = "ยังไม่มีช่องอื่นที่เคยเข้าใช้งาน จึงส่งต่อไม่ได้"

CALL_NEXT: Final = "เรียกคิวถัดไป"
CALL_NEXT_HELP: Final = "เรียกผู้ที่ถึงลำดับมาที่ช่องนี้ เครื่องกลางเลือกให้ตามลำดับคิวและบริการของช่อง"
NOBODY: Final = "ไม่มีคิวที่รอเรียก"
WALK_IN: Final = "ผู้ที่มาเอง"
WALK_IN_HELP: Final = "รับเรื่องผู้ที่ไม่ได้นัดแล้วตรวจทันที หรือ F7 ให้คิวรอ"


def again(time: int, of: int) -> str:
    """Offer another call."""
    return f"ยังไม่มา: เรียกซ้ำ ครั้งที่ {time} จาก {of}"


def did_they_come(number: str) -> str:
    """Ask for the answer to a call."""
    return f"คิว {number} มาหรือยัง"


def called(times: int, of: int) -> str:
    """Say how often somebody has been called."""
    often = "ครบแล้ว" if times >= of else f"จาก {of}"
    return f"เรียกแล้ว {times} ครั้ง {often} · เลือกด้วยตัวเลข หรือ ↑↓ แล้ว Enter"


def waits_for_answer(came: str, times: int, of: int) -> str:
    """Say which keys answer whether the citizen came; ``came`` is what to do then."""
    call = "F5 เรียกซ้ำ" if times < of else "F5 ตอบว่ามาหรือไม่"
    return f"มาหรือยัง: {came} · {call} · F7 พัก · F8 ไม่มา"


def at_counter(name: str | None) -> str:
    """Say that somebody who came by themselves is served there."""
    return f"มาเอง อยู่ที่ช่อง {name or '-'}"


def counter(name: str) -> str:
    """Name a counter."""
    return f"ช่อง {name}"


def sent_on(number: str, to: str) -> str:
    """Say that a citizen was sent to another counter."""
    return f"ส่งคิว {number} ต่อไปช่อง {to} แล้ว"


def parked(place: str) -> str:
    """Say that a citizen was put aside, and where they wait."""
    where = f" ({place})" if place else ""
    return f"พักคิวแล้ว{where} อยู่ลำดับเดิม"


def parked_at(place: str, note: str) -> str:
    """Say where and why somebody is put aside."""
    return " · ".join(part for part in (place, note) if part)


def waits_for(to: str) -> str:
    """Say which counter alone calls somebody."""
    return f"ส่งต่อช่อง {to}"


def sent_here(number: str, note: str) -> str:
    """Say at the other counter that somebody was sent there."""
    why = f": {note}" if note else ""
    return f"คิว {number} ส่งต่อมาที่ช่องนี้{why}"


def came(number: str) -> str:
    """Say that a citizen has checked in by phone."""
    return f"มาถึงแล้ว: คิว {number}"


def came_since(many: int) -> str:
    """Say how many have checked in by phone since that was last said."""
    return f"มาถึงแล้วอีก {many} คน (เช็กอินด้วย QR)"
