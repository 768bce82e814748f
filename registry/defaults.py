"""What an office gets that configures nothing: fees, DOPA's outcomes, the steps of a check."""

from __future__ import annotations

from typing import Final

from registry.checks import DopaOutcome, Step
from registry.fees import FeeRule

_BAHT_A_COPY: Final = {1: 10, 2: 10, 3: 10, 4: 10, 5: 0}
FEES: Final = tuple(FeeRule(service=service, baht=baht) for service, baht in _BAHT_A_COPY.items())

# facts.md, Identity numbers: what DOPA's card check can answer.
OUTCOMES: Final = (
    DopaOutcome(number=0, label="สถานะปกติ", good=True),
    DopaOutcome(number=1, label="สถานะชิปไม่ปกติ"),
    DopaOutcome(number=2, label="บัตรสิ้นสภาพ (หมดอายุ / เปลี่ยนที่อยู่)"),
    DopaOutcome(number=4, label="ไม่พบเลข Laser จากเลขประจำตัวนี้ หรือข้อมูลไม่ตรง"),
    DopaOutcome(number=5, label="ข้อมูลไม่ครบ"),
)

# DOPA's screens are not public: these are plain words for the work, for the office to rewrite.
STEPS: Final = (
    Step(id="card_status", label="ตรวจสอบบัตรด้วยรหัสหลังบัตร", kind="outcome", particular="laser"),
    Step(id="pid", label="เลขประจำตัวประชาชน", kind="typed", particular="pid"),
    Step(id="name", label="ชื่อ-สกุล", kind="typed", particular="name"),
    Step(id="card_number", label="เลขใต้รูปถ่าย", kind="typed", particular="card"),
    Step(id="house", label="พบรายการทะเบียนบ้านของผู้ร้อง", kind="attested", services=(1,)),
    Step(id="marriage", label="พบรายการทะเบียนสมรสของผู้ร้อง", kind="attested", services=(2,)),
    Step(id="divorce", label="พบรายการทะเบียนการหย่าของผู้ร้อง", kind="attested", services=(3,)),
    Step(id="photo", label="พบภาพถ่ายใบหน้าของผู้ร้อง", kind="attested", services=(4,)),
    Step(id="person_status", label="วันเกิด / สถานะบุคคล", kind="attested"),
)

SECOND_STEPS: Final = (
    Step(id="card_in_hand", label="บัตรตัวจริงอยู่ในมือ", kind="attested"),
    Step(id="same_person", label="ผู้ถือบัตรคือคนเดียวกับในภาพ", kind="attested"),
    Step(id="same_card_number", label="เลขใต้รูปบนบัตร", kind="attested", particular="card"),
)
