"""The keys of the pick-up screen in words, for footer and help."""

from __future__ import annotations

from typing import Final

GO_ON: Final = "ถัดไป"
GO_ON_HELP: Final = "ข้อที่ดู: ใช่ · ผู้มารับ: บันทึกการตรวจซ้ำ · ค่าธรรมเนียม: บันทึกว่ารับเงินแล้ว"
ARRIVE: Final = "มาถึงแล้ว"
HAND_OVER: Final = "มอบแล้ว"
FORWARD_HELP: Final = "ผู้ร้องมาถึง: ให้หมายเลขคิว · ตรวจซ้ำแล้ว: มอบเอกสาร เสร็จเรื่อง"
CALL: Final = "เรียกคิว"
CALL_HELP: Final = "เรียกคิวนี้มาที่ช่องนี้ หรือเรียกซ้ำ ครบจำนวนครั้งแล้วตอบว่ามาหรือไม่"
PRINT: Final = "พิมพ์บัตรคิว"
PRINT_HELP: Final = "พิมพ์บัตรคิวตามที่เห็น ใบที่สองขึ้นไปมีคำว่าพิมพ์ซ้ำ ใบที่รออยู่: ยกเลิก หรือตอบคำถาม"
PARK: Final = "พัก/ส่งต่อ"
PARK_HELP: Final = "พักคิวนี้ไว้พร้อมหมายเหตุและที่รอ หรือส่งต่อช่องอื่น"
PROBLEM: Final = "ไม่ตรง/คืนคิว"
PROBLEM_HELP: Final = "ไม่ตรงกับบัตร ไม่มาตามนัด หรือคืนคิว"
REVEAL: Final = "เปิดดูเลข"
REVEAL_HELP: Final = "เปิดหรือปิดเลขใต้รูปเพื่อเทียบกับบัตร ทุกครั้งที่เปิดมีการบันทึก"
CONVERSATION: Final = "การสนทนา"
CONVERSATION_HELP: Final = "เปิดการสนทนาของเรื่องนี้ Esc กลับมาหน้านี้"
SLIP: Final = "ดูบัตรคิว"
SLIP_HELP: Final = "สลับไปดูตัวอย่างบัตรคิว (จอแคบ) หรือไปส่วนถัดไป"
NO: Final = "ไม่ใช่"
NO_HELP: Final = "ข้อที่ดู: ไม่ใช่"
SCROLL: Final = "เลื่อนบัตรคิว"
SCROLL_HELP: Final = "เลื่อนตัวอย่างบัตรคิว"
