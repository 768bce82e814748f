"""What the demonstration says: the hint line in the desk, and a line a step of the story."""

from __future__ import annotations

from typing import Final

HINT: Final = "สาธิต: ผู้ร้องสมมติเขียนเข้ามาเรื่อย ๆ · Enter รับเรื่อง · F2 สลับรายการ · ? ช่วยเหลือ"
CHECK_HINT: Final = "สาธิต: F4 · 0 · 1104000000010 · ชื่อใดก็ได้ · เลขใต้รูปตามด้านซ้าย · Enter · Enter"
OTHER_HINT: Final = "สาธิต: ผู้ร้องสมมติทั้งหมด ลองได้ทุกปุ่ม · F1 ช่วยเหลือ · Esc กลับ"
QUIT_TEXT: Final = "จบการสาธิตหรือไม่ ทุกอย่างเป็นเรื่องสมมติและจะถูกลบทิ้ง"
PREPARING: Final = "กำลังเตรียมการสาธิต ใช้เวลาไม่กี่วินาที (Ctrl+C เลิก)"
PRINTER_READY: Final = "  ✓ เครื่องพิมพ์จำลอง"
DAEMON_READY: Final = "  ✓ เครื่องกลางและฐานข้อมูล"
CLERKS_READY: Final = "  ✓ เจ้าหน้าที่"
PLATFORM_READY: Final = "  ✓ LINE จำลองและผู้ร้องสมมติ"
SIGNING_IN: Final = "  … กำลังเข้าใช้งานที่ช่องบริการ 3"
WAITING: Final = "ใกล้เที่ยงคืนแล้ว วันนี้ไม่มีเวลานัดเหลือ การสาธิตจะเริ่มเมื่อขึ้นวันใหม่ อีกไม่เกิน {minutes} นาที (Ctrl+C เลิก)"
KEPT: Final = "บัตรคิวที่พิมพ์ระหว่างสาธิตอยู่ใน {folder}"
SIGNED_IN: Final = "เข้าใช้งานที่ช่องบริการ 3"
ON_SCREEN: Final = "คำร้องขึ้นจอของเจ้าหน้าที่"
APPROVED: Final = "ตรวจกับโปรแกรมกรมการปกครองแล้ว ตรงทุกข้อ อนุมัติ"
PREPARED: Final = "เตรียมเอกสารลงถาด 14"
COLLECTED: Final = "ตรวจซ้ำ รับค่าธรรมเนียม และมอบเอกสารแล้ว"
DONE: Final = "จบเรื่อง ผลอยู่ใน {folder}"


def asked(reference: str) -> str:
    """Say that the citizen has asked."""
    return f"ผู้ร้องขอคัดสำเนาทะเบียนสมรสทาง LINE ได้เลขอ้างอิง {reference}"


def heard(text: str) -> str:
    """Say what the citizen was told, in one line."""
    return "ผู้ร้องได้รับข้อความ: " + " ".join(text.split())


def printed(size: int) -> str:
    """Say that the slip is on paper."""
    return f"พิมพ์บัตรคิวแล้ว {size:,} ไบต์"
