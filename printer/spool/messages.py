"""Every Thai text of the spool: its errors, its states and the reasons why a slip waits or is in doubt."""

from typing import Final

from printer.messages import CONDITIONS, Message
from printer.messages import ERRORS as PRINTER_ERRORS

ERRORS: Final = {
    "SpoolError": Message("งานพิมพ์มีปัญหา", "กรุณาลองใหม่"),
    "SpoolUnavailable": Message("บันทึกงานพิมพ์ไม่ได้ จึงไม่พิมพ์", "กรุณาตรวจพื้นที่ว่างและสิทธิ์ของโฟลเดอร์ข้อมูล แล้วสั่งพิมพ์ใหม่"),
    "SpoolDamaged": Message(
        "แฟ้มงานพิมพ์เสีย", "กรุณาเปิดโปรแกรมช่องบริการใหม่ โปรแกรมจะเก็บแฟ้มเดิมไว้แล้วเริ่มแฟ้มใหม่ และดูที่เครื่องพิมพ์ก่อนพิมพ์ซ้ำ"
    ),
    "NoSuchJob": Message("ไม่พบงานพิมพ์ตามรหัสนี้ หรือพบมากกว่าหนึ่งงาน", "กรุณาดูรหัสด้วย bangkhae-printer spool list"),
    "NotNow": Message("ทำกับงานพิมพ์นี้ไม่ได้ในตอนนี้", "กรุณาดูสถานะด้วย bangkhae-printer spool list"),
}

STATE: Final = {
    "queued": "รอพิมพ์",
    "held": "พักไว้ รอถาม",
    "sending": "กำลังพิมพ์",
    "sent": "ส่งไปเครื่องพิมพ์แล้ว",
    "confirmed": "พิมพ์ออกมาแล้ว",
    "unknown": "ไม่ทราบว่าพิมพ์ออกมาหรือไม่",
    "failed": "ไม่ได้พิมพ์",
    "cancelled": "ยกเลิกแล้ว ไม่ได้พิมพ์",
}
ANSWER: Final = {"came": "ดูแล้ว ออกมาครบ", "not": "ดูแล้ว ไม่ออกหรือไม่ครบ"}
REASON: Final = {
    "crash": "โปรแกรมหรือเครื่องดับระหว่างพิมพ์",
    "error": "เกิดข้อผิดพลาดที่ไม่คาดไว้ระหว่างพิมพ์",
}
EMPTY: Final = "ไม่มีงานพิมพ์"
NOT_KEPT: Final = "งานนี้จบแล้ว ไม่มีข้อมูลใบเก็บไว้ พิมพ์ซ้ำได้จากหน้ารับเอกสาร"
DOUBT_ON_TERMINAL: Final = "กรุณาดูที่เครื่องพิมพ์ แล้วสั่ง"


def reason(code: str) -> str:
    """Say why in Thai: conditions of the printer, an error, or the spool's own reasons; empty for none."""
    return ", ".join(_word(part) for part in code.split(",") if part)


def next_step(code: str) -> str:
    """Say what to do about the first reason, one Thai sentence; empty: nothing is known."""
    message = _message(code.partition(",")[0])
    return message.next_step if message else ""


def _word(code: str) -> str:
    message = _message(code)
    return message.thai if message else REASON.get(code, REASON["error"])


def _message(code: str) -> Message | None:
    return CONDITIONS.get(code) or PRINTER_ERRORS.get(code) or ERRORS.get(code)
