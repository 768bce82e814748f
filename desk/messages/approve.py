"""What the approval dialog says."""

from __future__ import annotations

from typing import Final

from desk.proposal import Fit

TITLE: Final = "อนุมัติ"
FEE: Final = "ค่าธรรมเนียม (บาท)"
REASON: Final = "เหตุผลที่ต่างจากตาราง"
SLOT: Final = "วันเวลานัด"
CONFIRM: Final = "อนุมัติ"
CONFIRM_HELP: Final = "อนุมัติตามค่าธรรมเนียมและเวลาที่เห็น"
NEXT_FIELD: Final = "ช่องถัดไป"
NEXT_FIELD_HELP: Final = "สลับระหว่างเวลานัด ค่าธรรมเนียม และเหตุผล"
NEXT_DAY: Final = "วันถัดไป"
NEXT_DAY_HELP: Final = "ข้ามไปเวลาว่างของวันก่อนหน้า/วันถัดไป"
BACK: Final = "กลับ"
BACK_HELP: Final = "กลับไปหน้าตรวจ ยังไม่อนุมัติ"

FIT: Final = {
    Fit.KEPT: "กันที่ไว้ให้ผู้ร้องแล้ว",
    Fit.AS_WISHED: "ว่างตามที่ผู้ร้องเลือก",
    Fit.NEXT_FREE: "เวลาที่ขอไม่ว่าง เสนอเวลาว่างถัดไป",
    Fit.NO_WISH: "ผู้ร้องไม่ได้ระบุวัน เสนอเวลาว่างแรก",
    Fit.NONE_FREE: "ไม่พบเวลาว่าง กด ↓ เพื่อดูวันต่อไป หรือ Esc แล้ว F7 ขอวันอื่น",
}
OFFLINE: Final = "ขาดการเชื่อมต่อ จึงยังอ่านเวลาว่างไม่ได้ กด ↓ เพื่อลองอีกครั้ง"
BY_TABLE: Final = "ตามตาราง"
NO_TABLE: Final = "ไม่มีในตาราง กรุณากรอกพร้อมเหตุผล"

FEE_NOT_NUMBER: Final = "ค่าธรรมเนียมต้องเป็นจำนวนเต็มบาท 0 ถึง 100,000"
REASON_NEEDED: Final = "ค่าธรรมเนียมต่างจากตาราง กรุณากรอกเหตุผล"
SLOT_NEEDED: Final = "กรุณาเลือกวันเวลานัด"


def title(reference: str) -> str:
    """Head the dialog."""
    return f"{TITLE} {reference}"
