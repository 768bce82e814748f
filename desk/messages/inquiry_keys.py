"""The keys of the inquiry screen in words."""

from __future__ import annotations

from typing import Final

SEND: Final = "ส่ง"
SEND_HELP: Final = "ส่งคำตอบนี้ถึงผู้ร้องทาง LINE ผู้ส่งเป็นผู้รับเรื่องต่อไปชั่วคราว"
ANSWERS: Final = "สำเร็จรูป"
ANSWERS_HELP: Final = "ค้นคำตอบสำเร็จรูปแล้วแทรกลงในข้อความ แก้ได้ก่อนส่ง"
LATER: Final = "นัด/ส่งต่อ"
LATER_HELP: Final = "นัดหมาย ส่งต่อให้กลุ่มงานอื่นพร้อมหมายเหตุ หรือคืนเรื่อง"
CLOSE: Final = "จบ"
CLOSE_HELP: Final = "จบการสนทนาพร้อมข้อความปิดท้าย หรือยกเลิกนัด"
REVEAL: Final = "เปิดดู"
REVEAL_HELP: Final = "เปิดรูปเอกสาร หรือที่อยู่และโทรศัพท์ที่ปิดไว้ มีบันทึกว่าใครเปิดดู และปิดเองเมื่อครบเวลา"
DETAILS: Final = "รายละเอียด"
DETAILS_HELP: Final = "สลับดูรายละเอียดของเรื่องกับการสนทนา (จอแคบ)"
READ: Final = "เลื่อน"
READ_HELP: Final = "เลื่อนอ่านการสนทนา"
LEAVE: Final = "กลับ"
LEAVE_HELP: Final = "กลับไปรายการ ข้อความที่พิมพ์ไว้ยังอยู่"
