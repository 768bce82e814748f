"""What the screen of an inquiry's pictures says."""

from __future__ import annotations

from typing import Final

TITLE: Final = "รูปเอกสาร"
HIDDEN: Final = "รูปปิดไว้ · F4 เปิดดู (มีบันทึกว่าใครเปิดดู)"
FETCHING: Final = "กำลังดึงรูป…"
NOT_SHOWN: Final = "ไฟล์นี้เปิดเป็นรูปไม่ได้ กรุณาขอให้ผู้ร้องถ่ายส่งใหม่"
GONE: Final = "รูปนี้ไม่มีแล้ว ผู้ร้องอาจเลิกส่ง หรือครบกำหนดเก็บ"
NONE: Final = "ไม่มีรูป"

REVEAL: Final = "เปิด/ปิด"
REVEAL_HELP: Final = "เปิดหรือปิดรูป มีบันทึกว่าใครเปิดดู และปิดเองเมื่อไม่ได้ใช้ครบเวลา"
NEXT: Final = "รูปถัดไป"
NEXT_HELP: Final = "เปิดรูปถัดไป"
BEFORE: Final = "รูปก่อนหน้า"
BEFORE_HELP: Final = "เปิดรูปก่อนหน้า"
NEARER: Final = "ขยาย"
NEARER_HELP: Final = "ขยายรูปสองเท่า"
FARTHER: Final = "ย่อ"
FARTHER_HELP: Final = "ย่อรูปลงครึ่งหนึ่ง"
WHOLE: Final = "ทั้งรูป"
WHOLE_HELP: Final = "ดูทั้งรูป"
TURN: Final = "หมุน"
TURN_HELP: Final = "หมุนรูปไปทางขวา"
MOVE: Final = "เลื่อน"
MOVE_HELP: Final = "เลื่อนดูส่วนอื่นของรูปที่ขยายไว้"
BACK: Final = "กลับ"
BACK_HELP: Final = "กลับไปการสนทนา"


def heading(reference: str) -> str:
    """Say whose pictures these are."""
    return f"{TITLE} {reference}"


def which(words: str, of: int, near: int, seconds: int) -> str:
    """Say which picture is on the screen, how near, and how long it stays."""
    stays = f" · เปิดอีก {seconds} วิ." if seconds else ""
    return f"{words}  ({of} รูป)" + (f" · ขยาย {near} เท่า" if near > 1 else "") + stays
