"""What the preparation screen says."""

from __future__ import annotations

from typing import Final

TITLE: Final = "เตรียมเอกสาร"
LIST: Final = "เอกสารที่ต้องเตรียม"
TRAY: Final = "ถาดหมายเลข"
IN_HAND: Final = "เรื่องนี้"
READY: Final = "พร้อม"
EMPTY: Final = "ไม่มีเอกสารที่ต้องเตรียม"
TRAY_NEEDED: Final = "กรุณาพิมพ์หมายเลขถาดก่อน"
ALREADY: Final = "เรื่องนี้เตรียมแล้ว กด F8 หากทำเครื่องหมายผิด"
NOT_PREPARED: Final = "เรื่องนี้ยังไม่ได้เตรียม"
TO_DO: Final = "พิมพ์สำเนา ลงนาม ประทับตรา แล้ววางลงถาด · Ctrl+N เลือกหลายเรื่อง"

GO_ON: Final = "ถัดไป"
GO_ON_HELP: Final = "ไปเรื่องถัดไปที่ยังไม่ได้เตรียม"
READY_KEY: Final = "พร้อมแล้ว"
READY_HELP: Final = "เอกสารอยู่ในถาดแล้ว ระบบไปเรื่องถัดไปพร้อมหมายเลขถาดถัดไป"
UNDO: Final = "ยกเลิกพร้อม"
UNDO_HELP: Final = "ยกเลิกเรื่องที่ทำเครื่องหมายว่าพร้อมผิด"
MARK: Final = "เลือก"
MARK_HELP: Final = "เลือกหลายเรื่อง แล้วกด F9 ครั้งเดียว แต่ละเรื่องได้ถาดถัดกันไป"
MARK_ALL: Final = "เลือกทั้งบริการ"
MARK_ALL_HELP: Final = "เลือกทุกเรื่องที่ขอบริการเดียวกับเรื่องนี้ และยังไม่พร้อม กดอีกครั้งเพื่อไม่เลือก"
ALL_READY: Final = "เรื่องที่เลือกไว้พร้อมทั้งหมดแล้ว"
SOME_REFUSED: Final = "บางเรื่องทำไม่ได้"
SOME_REFUSED_NEXT: Final = "เรื่องอื่นที่เลือกไว้พร้อมแล้ว กรุณาดูสถานะล่าสุดของเรื่องเหล่านี้"
UP: Final = "เลือกเรื่อง"
UP_HELP: Final = "เรื่องก่อนหน้า"
DOWN: Final = "เลือกเรื่อง"
DOWN_HELP: Final = "เรื่องถัดไป"


def heading(done: int, total: int) -> str:
    """Say how far the preparation is."""
    return f"{TITLE} · พร้อม {done} จาก {total}"


def prepared(reference: str, tray: str) -> str:
    """Say that documents lie ready."""
    return f"{reference} พร้อมในถาด {tray}"


def marked(number: int) -> str:
    """Say how many are marked."""
    return f"เลือกไว้ {number} เรื่อง วางตามลำดับในรายการ เริ่มที่ถาดนี้ แล้วกด F9" if number else TO_DO


def unprepared(reference: str) -> str:
    """Say that a mark was taken back."""
    return f"ยกเลิกพร้อมของ {reference} แล้ว"


def taken(references: list[str]) -> str:
    """Warn that a tray holds something already."""
    return f"ถาดนี้มี {', '.join(references)} อยู่แล้ว"
