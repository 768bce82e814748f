"""What is said when a person of the office is to answer (service 5)."""

from __future__ import annotations


def received(reference: str, *, told: bool) -> str:
    """Confirm a question; ``told`` is whether it has been asked already."""
    more = "หากมีข้อมูลเพิ่มเติม พิมพ์ต่อได้เลย" if told else "กรุณาพิมพ์เรื่องที่ต้องการสอบถามหรือนัดหมาย เช่น ทำบัตรให้ผู้ป่วยติดเตียง"
    return f"ขอบคุณที่สอบถาม ได้รับเรื่อง {reference} แล้ว เจ้าหน้าที่จะตอบทางแชตนี้ในวันและเวลาราชการ {more}"


def added(reference: str) -> str:
    """Confirm that a text has gone to an open question."""
    return f"รับทราบ ส่งต่อให้เจ้าหน้าที่ในเรื่อง {reference} แล้ว เจ้าหน้าที่จะตอบทางแชตนี้"


def open_already(reference: str) -> str:
    """Say that a question is open, so that nobody has to start another one."""
    return f"เรื่อง {reference} ของท่านกำลังรอเจ้าหน้าที่ตอบ พิมพ์คำถามหรือข้อมูลเพิ่มเติมได้เลย"
