"""What is said when a decision is taken back, corrected or shared, and a request moved or released."""

from __future__ import annotations

from typing import Final

TAKE_BACK: Final = "ย้อนกลับ"
TAKE_BACK_HELP: Final = "ย้อนกลับผลที่เพิ่งตัดสิน ขณะที่ข้อความยังไม่ส่งถึงผู้ร้อง"
NOTHING_TO_TAKE_BACK: Final = "ไม่มีผลที่ย้อนกลับได้แล้ว หากต้องแก้ไข กด K ที่รายการ “เสร็จวันนี้”"

SECOND: Final = "ผู้ร่วมรับรอง"
SECOND_HELP: Final = "อนุมัติทั้งที่มีข้อไม่ตรง ต้องมีเจ้าหน้าที่อีกคนยืนยันด้วยรหัสของตน พร้อมเหตุผล"
SECOND_NOT_NEEDED: Final = "ใช้เมื่อตรวจครบทุกข้อแล้วและมีข้อไม่ตรงเท่านั้น"
SECOND_WAY: Final = "Ctrl+E ผู้ร่วมรับรอง"
SECOND_MISMATCH: Final = "ข้อที่ไม่ตรง"
SECOND_REASON: Final = "เหตุผลที่อนุมัติได้ (บันทึกไว้ ไม่ส่งถึงผู้ร้อง)"
SECOND_CLERK: Final = "รหัสเจ้าหน้าที่ของผู้ร่วมรับรอง"
SECOND_PIN: Final = "รหัสลับของผู้ร่วมรับรอง"
SECOND_CONFIRM: Final = "ยืนยัน"
SECOND_CONFIRM_HELP: Final = "ตรวจรหัสของผู้ร่วมรับรอง แล้วไปที่หน้าอนุมัติ"
SECOND_REASON_MISSING: Final = "กรุณากรอกเหตุผล"
SECOND_CLERK_MISSING: Final = "กรุณาให้ผู้ร่วมรับรองกรอกรหัสเจ้าหน้าที่และรหัสลับ"
SECOND_SELF: Final = "ผู้ร่วมรับรองต้องเป็นคนละคนกับผู้อนุมัติ"
SECOND_WORKING: Final = "กำลังตรวจรหัส…"
IDENTITY: Final = "กรุณาอย่าพิมพ์เลขประจำตัวหรือเลขบัตรในเหตุผล"
NEXT_FIELD: Final = "ช่องถัดไป"
NEXT_FIELD_HELP: Final = "ไปช่องถัดไป"
BACK: Final = "กลับ"
BACK_HELP: Final = "กลับ ยังไม่ทำอะไร"

RELEASE: Final = "คืนเรื่อง"
RELEASE_HELP: Final = "คืนเรื่องที่เรารับไว้ หรือ (หัวหน้าหรือผู้ดูแลระบบ) เรื่องที่ผู้อื่นรับไว้ ให้ผู้อื่นรับต่อได้"
RELEASE_TITLE: Final = "คืนเรื่องที่ผู้อื่นรับไว้"
ONLY_HEAD: Final = "คืนเรื่องของผู้อื่นได้เฉพาะหัวหน้าหรือผู้ดูแลระบบ"
NOT_HELD: Final = "ไม่มีผู้ใดรับเรื่องนี้อยู่"

RESCHEDULE: Final = "เลื่อนนัด"
RESCHEDULE_HELP: Final = "เลือกวันเวลานัดใหม่ ระบบแจ้งผู้ร้องให้"
RESCHEDULE_CONFIRM: Final = "เลื่อนนัด"
RESCHEDULE_CONFIRM_HELP: Final = "เลื่อนนัดไปเวลาที่เลือก และแจ้งผู้ร้อง"
NO_APPOINTMENT: Final = "เรื่องนี้ไม่มีนัดให้เลื่อน"

CORRECT: Final = "แก้ผล"
CORRECT_HELP: Final = "แก้ผลคำร้องที่แจ้งไปแล้ว ระบบส่งข้อความใหม่พร้อมเหตุผลให้ผู้ร้อง"
CORRECT_TITLE: Final = "แก้ผลคำร้องที่แจ้งไปแล้ว"
CORRECT_FIELD: Final = "เหตุผลที่แจ้งผู้ร้อง"
CORRECT_BAHT: Final = "ค่าธรรมเนียมที่ถูกต้อง (บาท)"
CORRECT_BAHT_WRONG: Final = "ค่าธรรมเนียมต้องเป็นจำนวนเต็มบาท และต่างจากเดิม"
CORRECT_SEND: Final = "แก้ผลและแจ้งผู้ร้อง"
CORRECT_SEND_HELP: Final = "แก้ผลตามที่เลือก และส่งข้อความใหม่ถึงผู้ร้อง"
WITHDRAW: Final = "ถอนผล กลับไปรอตรวจ"
OTHER_FEE: Final = "แก้ค่าธรรมเนียม"
OTHER_REASON: Final = "แก้เหตุผลที่ไม่อนุมัติ"
NOTHING_TO_CORRECT: Final = "เรื่องนี้ยังไม่มีผลที่แก้ได้"
CORRECTED: Final = "แก้ผลแล้ว ระบบจะแจ้งผู้ร้อง"


def undo_offer(said: str, seconds: int) -> str:
    """Add to a success that it can be taken back for some seconds."""
    return f"{said} · Ctrl+Z ย้อนกลับได้ {seconds} วินาที" if seconds else said


def take_back_label(seconds: int) -> str:
    """Say how many seconds are left, where it is a matter of seconds."""
    return f"{TAKE_BACK} {seconds} วิ." if seconds else TAKE_BACK


def taken_back(reference: str) -> str:
    """Confirm that a decision was taken back."""
    return f"ย้อนกลับ {reference} แล้ว ยังไม่ได้แจ้งผู้ร้อง"


def release_question(reference: str, name: str, counter: str) -> str:
    """Ask whether to take a request from its holder."""
    return f"{name} (ช่อง {counter}) รับเรื่อง {reference} อยู่ ถ้าคืนเรื่อง ผู้อื่นรับต่อได้ทันที และผู้รับเรื่องเดิมจะเห็นว่าใครคืน"


def released(reference: str) -> str:
    """Confirm that a request was taken from its holder."""
    return f"คืนเรื่อง {reference} แล้ว"


def reschedule_title(reference: str) -> str:
    """Head the dialog."""
    return f"{RESCHEDULE} {reference}"


def now_at(when: str) -> str:
    """Say the appointment as it is."""
    return f"นัดเดิม {when}"


def rescheduled(reference: str, when: str) -> str:
    """Confirm another appointment."""
    return f"เลื่อนนัด {reference} เป็น {when} แล้ว"
