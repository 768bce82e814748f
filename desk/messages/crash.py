"""What stands on the terminal after a failure that nobody foresaw."""

from __future__ import annotations

from pathlib import Path

SORRY = "ขออภัย โปรแกรมต้องหยุดทำงานเพราะเกิดข้อผิดพลาดที่ไม่คาดไว้"
NOTHING_LOST = "สิ่งที่สั่งและส่งไปแล้วไม่หาย กรุณาเปิดโปรแกรมใหม่อีกครั้ง"
AGAIN = "กด Enter เพื่อกลับไปทำงานต่อ หรือพิมพ์ตัวใดก็ได้แล้ว Enter เพื่อออก"
TELL = "หากเกิดซ้ำ กรุณาแจ้งผู้ดูแลระบบ"


def calm(report: Path | None) -> str:
    """Return the lines for the terminal, with the place of the report where there is one."""
    where = f"{TELL} พร้อมไฟล์ {report}" if report is not None else TELL
    return f"{SORRY}\n{NOTHING_LOST}\n{where}"
