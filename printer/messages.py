"""Every Thai text of the printer: what stands on the slip and what an error tells a person."""

from dataclasses import dataclass

TITLE = "บัตรคิวและใบแจ้งค่าธรรมเนียม"
QUEUE = "หมายเลขคิว"
REFERENCE = "เลขอ้างอิง"
SERVICE = "รายการ"
AMOUNT = "จำนวน"
FEE = "ค่าธรรมเนียม"
FREE = "ไม่มี"
APPOINTMENT = "นัดหมาย"
NAME = "ผู้ร้อง"
COUNTER = "ช่องบริการ"
CLERK = "เจ้าหน้าที่"
PRINTED = "พิมพ์เมื่อ"
NOT_A_RECEIPT = "ไม่ใช่ใบเสร็จรับเงิน"
TRAINING = "ฝึกอบรม – ใช้จริงไม่ได้"
BULLET = "•"
TEMPLATE_GOOD = "แบบของบัตรคิวใช้ได้"
LOGO = "(ตราสำนักงาน)"


DAY_END = "ใบสรุปสิ้นวัน"
DAY = "วันที่"
STATES = "คำร้องตามสถานะ"
PAPERS = "บัตรคิว"
SLIPS = "พิมพ์ทั้งหมด"
REPRINTS = "ในจำนวนนี้พิมพ์ซ้ำ"
TRAIL = "บันทึกการเปลี่ยนแปลง"
LAST_CHANGE = "ลำดับล่าสุด"
DIGEST = "รหัสตรวจสอบ"

TEST_TITLE = "หน้าทดสอบเครื่องพิมพ์"
TEST_WIDTH = "ความกว้าง: ต้องเห็นเส้นหนาทั้งขอบซ้ายและขอบขวา ถ้าขาดให้แก้ width"
TEST_STEPS = "ขั้นบันไดต้องลงจากซ้ายไปขวา ถ้าชิดซ้ายทุกขั้นให้ตั้ง margins = false"
TEST_DARKNESS = "ความเข้ม: ดำต้องทึบ ลายต้องเห็นเป็นจุดและเส้นแยกกัน"
TEST_PICTURE = "ภาษาไทยแบบภาพ (mode = raster) ต้องอ่านได้ครบทุกวรรณยุกต์"
TEST_PAGES = "แบบข้อความ (mode = text) ต่อจากนี้: ใช้เลข code_page และ one/three ของบรรทัดที่ถูกต้อง ถ้าไม่มีให้ใช้ภาพ"
TEST_CODES = "QR ต้องอ่านได้ทุกขนาด"
TEST_CUT = "กระดาษต้องถูกตัดใต้บรรทัดนี้"
TEST_CODE = "BK-9QRT"
THAI_SAMPLE = "ที่นี่มีน้ำ ญาติผู้ใหญ่ กตัญญู ฎีกา ปี้ป้าฝ้าย ๐๑๒๓ 4567 ฿"
THAI_SHORT = "ที่นี่น้ำผู้ใหญ่กตัญญู"


def test_settings(width: int, dpi: int, dots: int, mode: str) -> str:
    """Say what is set."""
    return f"{width} มม. · {dpi} dpi · {dots} จุด · {mode}"


def test_dpi(dpi: int, millimetres: int) -> str:
    """Say what a bar tells."""
    return f"วัดได้ {millimetres} มม. พอดี: dpi = {dpi}"


def dots(number: int) -> str:
    """Say how large the modules of a code are."""
    return f"{number} จุด"


def counted(requests: int, copies: int | None) -> str:
    """Say how many requests, and of how many copies."""
    return f"{requests:,} คำร้อง" if copies is None else f"{requests:,} คำร้อง {copies:,} ฉบับ"


def sheets(number: int) -> str:
    """Say how many slips."""
    return f"{number:,} ใบ"


def copies(number: int) -> str:
    """Say how many copies: ``2 ฉบับ``."""
    return f"{number} ฉบับ"


def reprint(number: int) -> str:
    """Mark the n-th reprint."""
    return f"พิมพ์ซ้ำ ครั้งที่ {number}"


@dataclass(frozen=True, slots=True)
class Message:
    """What went wrong, and what the person in front of the printer can do next."""

    thai: str
    next_step: str


ERRORS = {
    "PrinterError": Message("พิมพ์ไม่สำเร็จ", "กรุณาตรวจเครื่องพิมพ์แล้วลองใหม่"),
    "PrinterUnreachable": Message("ติดต่อเครื่องพิมพ์ไม่ได้", "กรุณาตรวจว่าเครื่องพิมพ์เปิดอยู่และสายต่อแน่น แล้วลองใหม่"),
    "PrinterTimeout": Message(
        "เครื่องพิมพ์ไม่ตอบภายในเวลาที่กำหนด",
        "กรุณาดูว่าใบออกมาครบหรือไม่ และตรวจกระดาษกับฝาเครื่อง ก่อนสั่งพิมพ์ซ้ำ",
    ),
    "PrinterInterrupted": Message(
        "การส่งไปเครื่องพิมพ์ขาดกลางทาง",
        "กรุณาดูว่าใบออกมาครบหรือไม่ ก่อนสั่งพิมพ์ซ้ำ",
    ),
    "BadDevice": Message(
        "ที่อยู่เครื่องพิมพ์ใช้ไม่ได้",
        "กรุณาแก้ค่า device ในส่วน [printer] เช่น tcp://192.0.2.10:9100 หรือสั่ง bangkhae-printer doctor",
    ),
    "PrinterNotReady": Message("เครื่องพิมพ์ยังพิมพ์ไม่ได้", "กรุณาตรวจกระดาษ ฝา และไฟบนเครื่องพิมพ์"),
    "PrinterStopped": Message(
        "เครื่องพิมพ์หยุดกลางใบ", "กรุณาตรวจกระดาษ ฝา และไฟบนเครื่องพิมพ์ ใบที่ค้างอาจออกมาเอง กรุณาดูก่อนสั่งพิมพ์ซ้ำ"
    ),
    "PrinterBusy": Message("มีโปรแกรมหรือช่องบริการอื่นใช้เครื่องพิมพ์อยู่", "กรุณารอสักครู่แล้วลองใหม่"),
    "DriverMissing": Message(
        "ระบบปฏิบัติการยังไม่มีโปรแกรมสำหรับต่อเครื่องพิมพ์แบบนี้",
        "กรุณาให้ผู้ดูแลระบบติดตั้งโปรแกรมในวงเล็บ หรือต่อเครื่องพิมพ์แบบอื่น แล้วสั่ง bangkhae-printer doctor",
    ),
    "NotAllowed": Message(
        "ระบบปฏิบัติการไม่อนุญาตให้ใช้เครื่องพิมพ์นี้",
        "กรุณาให้ผู้ดูแลระบบเพิ่มสิทธิ์ตามคู่มือติดตั้ง หัวข้อเครื่องพิมพ์ แล้วเข้าใช้เครื่องใหม่",
    ),
    "BadSettings": Message("ค่าตั้งของเครื่องพิมพ์ใช้ไม่ได้", "กรุณาแก้ config.toml แล้วลองใหม่"),
    "BadDayEnd": Message("ข้อมูลสรุปสิ้นวันใช้ไม่ได้", "กรุณาตรวจค่าที่ระบุในวงเล็บแล้วสั่งพิมพ์ใหม่"),
    "BadTemplate": Message(
        "แบบของบัตรคิวมีข้อผิด จึงพิมพ์ตามแบบเดิม",
        "กรุณาแก้ไฟล์แบบตามที่ระบุในวงเล็บ แล้วตรวจด้วย bangkhae-printer template FILE",
    ),
    "BadSlip": Message("ข้อมูลบนใบไม่ถูกต้อง", "กรุณาตรวจข้อมูลของคำร้องแล้วสั่งพิมพ์ใหม่"),
    "IdentityOnSlip": Message(
        "พบเลขประจำตัวในข้อความที่จะพิมพ์ จึงไม่พิมพ์",
        "กรุณาลบเลขบัตร เลขใต้รูป หรือเลขหลังบัตรออกจากข้อความ แล้วสั่งพิมพ์ใหม่",
    ),
    "TypesettingUnavailable": Message(
        "เครื่องนี้จัดวางตัวอักษรไทยไม่ได้ (Pillow ไม่มี RAQM หรือไม่พบแบบอักษร Sarabun)",
        "กรุณาติดตั้งโปรแกรมใหม่ตามไฟล์ requirements.lock",
    ),
    "BadPicture": Message("ภาพของใบใช้กับเครื่องพิมพ์ไม่ได้", "กรุณาแจ้งผู้ดูแลระบบ"),
    "UnknownCommand": Message("พบคำสั่งที่เครื่องพิมพ์จำลองไม่รู้จัก", "กรุณาแจ้งผู้ดูแลระบบ"),
    "OutputFailed": Message("เขียนไฟล์ไม่สำเร็จ", "กรุณาตรวจที่อยู่ไฟล์และพื้นที่ว่าง แล้วลองใหม่"),
}


def stopped(why: Message) -> Message:
    """Say that the printer stopped in the middle of a slip, for a reason that it gave."""
    return Message(
        f"เครื่องพิมพ์หยุดกลางใบ: {why.thai}",
        f"{why.next_step} ใบที่ค้างอาจออกมาเอง กรุณาดูก่อนสั่งพิมพ์ซ้ำ",
    )


READY = "พร้อม"
STATUS_UNKNOWN = "ไม่ทราบสถานะ"

CONDITIONS = {
    "unplugged": Message("ติดต่อเครื่องพิมพ์ไม่ได้", "กรุณาตรวจว่าเครื่องพิมพ์เปิดอยู่และสายต่อแน่น"),
    "cover_open": Message("ฝาเครื่องพิมพ์เปิดอยู่", "กรุณาปิดฝาเครื่องพิมพ์ให้สนิท"),
    "no_paper": Message("กระดาษหมด", "กรุณาใส่กระดาษม้วนใหม่แล้วปิดฝา"),
    "cutter": Message("ใบมีดตัดกระดาษขัดข้อง", "กรุณาปิดเครื่องพิมพ์ นำกระดาษที่ติดออก แล้วเปิดใหม่"),
    "overheated": Message("หัวพิมพ์ร้อนเกินไป", "กรุณารอสักครู่ให้หัวพิมพ์เย็นลง"),
    "fault": Message("เครื่องพิมพ์ขัดข้อง", "กรุณาปิดและเปิดเครื่องพิมพ์ใหม่ หากยังไม่หายกรุณาแจ้งช่าง"),
    "offline": Message("เครื่องพิมพ์ไม่รับงาน", "กรุณาตรวจกระดาษ ฝา และไฟบนเครื่องพิมพ์"),
    "busy": Message("เครื่องพิมพ์กำลังทำงาน", "กรุณารอสักครู่"),
    "paper_low": Message("กระดาษใกล้หมด", "กรุณาเตรียมกระดาษม้วนใหม่"),
}
"""What each `printer.status.Condition` is called, and what to do about it."""
