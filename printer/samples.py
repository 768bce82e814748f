"""Three made-up slips with fixed dates: for the demo, a first test print and the golden pictures."""

from datetime import datetime

from printer.slip import Slip, SlipLine
from thai.dates import BANGKOK

OFFICE = "ฝ่ายทะเบียน สำนักงานเขตบางแค"


def sample(number: int, office: str = OFFICE) -> Slip:
    """Return sample 1 (short), 2 (several services, long names) or 3 (a reprint in training)."""
    return {1: _short, 2: _long, 3: _training_reprint}[number](office)


def _short(office: str) -> Slip:
    return Slip(
        office=office,
        queue_number="A001",
        reference="BK-9QRT",
        lines=(SlipLine("สำเนาทะเบียนบ้าน", 1),),
        fee=10,
        appointment=datetime(2026, 12, 1, 9, 30, tzinfo=BANGKOK),
        masked_name="สมหญิง จ.",
        counter="3",
        clerk="วิภา ร.",
        printed_at=datetime(2026, 12, 1, 9, 24, tzinfo=BANGKOK),
    )


def _long(office: str) -> Slip:
    return Slip(
        office=office,
        queue_number="A128",
        reference="BK-7HMX",
        lines=(
            SlipLine("สำเนาทะเบียนบ้านจากฐานข้อมูลกลาง (ท.ร. 14/1) พร้อมรับรองความถูกต้อง", 2),
            SlipLine("สำเนาทะเบียนสมรส", 12),
            SlipLine("สำเนาทะเบียนการหย่า", 1),
            SlipLine("ภาพถ่ายใบหน้าบุคคล", 1),
        ),
        fee=1180,
        appointment=datetime(2026, 11, 28, 10, 0, tzinfo=BANGKOK),
        masked_name="หม่อมหลวงปิ่นประดับเกล้าวรรณวนิช ศ.",
        counter="12 จุดบริการด่วนมหานคร ชั้น 1",
        clerk="ณัฏฐ์ชญาน์ภัสสร เกียรติกุลวงศ์ไพบูลย์",
        printed_at=datetime(2026, 11, 28, 9, 52, tzinfo=BANGKOK),
        notes=(
            "กรุณาแสดงบัตรประจำตัวประชาชนตัวจริงที่ช่องบริการ เพื่อตรวจสอบอีกครั้งก่อนรับเอกสาร",
            "กรุณาชำระค่าธรรมเนียมเป็นเงินสดหรือพร้อมเพย์ และรับใบเสร็จรับเงินทุกครั้ง",
        ),
    )


def _training_reprint(office: str) -> Slip:
    return Slip(
        office=office,
        queue_number="A801",
        reference="BK-4TPN",
        lines=(SlipLine("สำเนาทะเบียนการหย่า", 2), SlipLine("ภาพถ่ายใบหน้าบุคคล", 1)),
        fee=0,
        appointment=None,
        masked_name="กตัญญู ฎ.",
        counter="5",
        clerk="ผู้ฝึก ป.",
        printed_at=datetime(2026, 11, 23, 13, 5, tzinfo=BANGKOK),
        reprint=2,
        training=True,
        notes=("ใบนี้พิมพ์ระหว่างการฝึกอบรม กรุณาอย่านำไปใช้",),
    )
