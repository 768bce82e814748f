"""What is said to a person of the office in their own LINE chat: the pairing, and that an answer is late."""

from __future__ import annotations

import datetime as dt
from typing import Final

from registry.labels import GROUP
from registry.request import Group
from thai.dates import short_datetime

PAIR: Final = "จับคู่"
NO_CODE: Final = "รหัสจับคู่นี้ใช้ไม่ได้ หรือหมดเวลาแล้ว กรุณาขอรหัสใหม่จากผู้ดูแลเครื่องกลาง แล้วพิมพ์ภายใน 30 นาที"


def to_type(code: str) -> str:
    """Return what a person types in the chat to pair it."""
    return f"{PAIR} {code[:4]}-{code[4:]}"


def paired(name: str) -> str:
    """Confirm the pairing."""
    return f"จับคู่ LINE นี้กับ{name}แล้ว เมื่อมีเรื่องสอบถามที่รอคำตอบเกินกำหนด ระบบจะแจ้งที่นี่"


def late(reference: str, group: Group, since: dt.datetime) -> str:
    """Tell a head that a citizen waits too long; nothing of what the citizen wrote."""
    return (
        f"เรื่อง {reference} ({GROUP[group]}) ยังไม่ได้ตอบภายในเวลาที่กำหนด ผู้ร้องรอตั้งแต่ {short_datetime(since)} "
        "กรุณาเปิดดูที่โปรแกรมประจำช่องบริการ"
    )
