"""The keys of the check screen in words, for footer and help."""

from __future__ import annotations

from typing import Final

GO_ON: Final = "ตรง/ถัดไป"
GO_ON_HELP: Final = "ข้อที่ต้องดู: ใช่ · ข้อที่พิมพ์: เทียบแล้วไปข้อถัดไป · ครบทุกข้อ: ไปหน้าอนุมัติ"
APPROVE: Final = "อนุมัติ"
APPROVE_HELP: Final = "เปิดหน้าอนุมัติพร้อมค่าธรรมเนียมและเวลาที่เสนอ เมื่อทุกข้อตรง"
ASK: Final = "ขอข้อมูลเพิ่ม"
ASK_HELP: Final = "ถามผู้ร้องทาง LINE หรือคืนเรื่องให้ผู้อื่นรับต่อ"
REJECT: Final = "ไม่อนุมัติ"
REJECT_HELP: Final = "ไม่อนุมัติพร้อมเหตุผลที่แจ้งผู้ร้อง"
REVEAL: Final = "เปิดดูเลข"
REVEAL_HELP: Final = "เปิดหรือปิดเลขของผู้ร้อง ทุกครั้งที่เปิดมีการบันทึก และปิดเองเมื่อหมดเวลา"
CHAT: Final = "ข้อความ"
CHAT_HELP: Final = "สลับไปดูการสนทนากับผู้ร้อง (จอแคบ)"
LINES: Final = "เลือกข้อ"
LINES_HELP: Final = "ขึ้นลงระหว่างข้อ ข้อผลการตรวจบัตรให้กดตัวเลขตามผลที่โปรแกรมแสดง"
NO: Final = "ไม่ใช่"
NO_HELP: Final = "ข้อที่ต้องดู: ไม่ใช่หรือไม่พบ"
CLEAR: Final = "แก้"
CLEAR_HELP: Final = "ลบคำตอบของข้อนี้"
READ_CHAT: Final = "เลื่อนอ่าน"
READ_CHAT_HELP: Final = "เลื่อนอ่านการสนทนา"
RELEASE: Final = "คืนเรื่อง"
RELEASE_HELP: Final = "คืนเรื่องให้ผู้อื่นรับต่อ (อยู่ใน F7 ด้วย)"
