"""Every Thai text of the commands `doctor`, `status` and `test`."""

from typing import Final

from printer.status import PrinterStatus

NOTHING: Final = "ไม่พบเครื่องพิมพ์"
NOTHING_NEXT: Final = (
    "กรุณาตรวจว่าเครื่องพิมพ์เปิดอยู่และสายต่อแน่น"
    " เครื่องพิมพ์บนเครือข่ายหาได้ด้วย --address หรือ --subnet สายซีเรียลหาได้ด้วย --serial"
)
CONFIGURED: Final = "ตามที่ตั้งค่าไว้"
NOT_CONFIGURED: Final = "ยังไม่ได้ตั้ง device ในส่วน [printer]"
PROPOSAL: Final = "ใส่ใน config.toml:"
PROPOSAL_MANY: Final = "เลือกเครื่องหนึ่งแล้วใส่ใน config.toml:"
NOT_TRIED: Final = "ยังไม่ได้ลอง"
DEVICE_FILE: Final = "ไฟล์อุปกรณ์"
SERIAL_PORT: Final = "สายซีเรียล"
QUEUE: Final = "คิวของ CUPS"
WINDOWS: Final = "เครื่องพิมพ์ของ Windows"
NETWORK: Final = "เครือข่าย"
SENT: Final = "ส่งหน้าทดสอบไปแล้ว เครื่องพิมพ์แบบนี้บอกเองไม่ได้ว่าออกมาหรือไม่ กรุณาดูที่เครื่องพิมพ์"
CONFIRMED: Final = "เครื่องพิมพ์ยืนยันว่าหน้าทดสอบออกมาแล้ว กรุณาดูว่าภาษาไทยอ่านได้และตัดกระดาษถูกที่"
NO_SUBNET: Final = "ไม่พบเครือข่ายภายในของเครื่องนี้"


def how(status: PrinterStatus | None) -> str:
    """Say how a printer is; None: it was not asked."""
    if status is None:
        return NOT_TRIED
    return f"{status.thai} – {status.next_step}" if status.next_step else status.thai


def skipped(kind: str, why: str) -> str:
    """Say that a kind of printer could not be looked for."""
    return f"({kind}: {why})"


def looking(count: int) -> str:
    """Say that the own network is being asked."""
    return f"กำลังถามเครือข่ายภายใน {count} ที่อยู่ …"
