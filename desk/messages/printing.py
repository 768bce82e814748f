"""What the desk says of prints: that one waits, asks, or went out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from printer.spool.messages import STATE, next_step, reason
from thai.dates import BANGKOK, clock, short_date

if TYPE_CHECKING:
    import datetime as dt

    from printer.spool.jobs import Job

KEY: Final = "งานพิมพ์"
CANCEL_KEY: Final = "ยกเลิกพิมพ์"
KEY_HELP: Final = "ดูบัตรคิวที่รอพิมพ์ หรือที่ยังไม่ทราบว่าพิมพ์ออกมาหรือไม่"
NONE: Final = "ไม่มีบัตรคิวที่รอพิมพ์หรือค้างถาม"
OPEN_TITLE: Final = "งานพิมพ์ที่ค้างอยู่"

DOUBT_TITLE: Final = "พิมพ์ออกมาหรือไม่"
LOOK: Final = "กรุณาดูที่เครื่องพิมพ์ แล้วเลือก"
CAME: Final = "บัตรคิวออกมาครบ"
NOT: Final = "ไม่ออกหรือออกไม่ครบ"
HELD_TITLE: Final = "บัตรคิวรอพิมพ์นานแล้ว ยังต้องการหรือไม่"
GO: Final = "พิมพ์เมื่อเครื่องพิมพ์พร้อม"
CANCEL: Final = "ไม่พิมพ์แล้ว ยกเลิก"
WAITS_TITLE: Final = "บัตรคิวรอพิมพ์"
WAIT_ON: Final = "รอต่อไป พิมพ์เมื่อเครื่องพิมพ์พร้อม"

SAID: Final = {
    "came": "บันทึกว่าพิมพ์ออกมาแล้ว",
    "not": "บันทึกว่าไม่ออก ใบต่อไปจะมีคำว่าพิมพ์ซ้ำ เผื่อใบนี้ออกมาทีหลัง",
    "go": "จะพิมพ์เมื่อเครื่องพิมพ์พร้อม",
    "cancel": "ยกเลิกแล้ว ใบนี้ไม่ได้พิมพ์",
}
GONE_ON: Final = "งานพิมพ์นี้ไปต่อแล้วระหว่างที่ถาม กรุณาดูสถานะล่าสุด"
FAILED_TITLE: Final = "พิมพ์ไม่สำเร็จ"
FAILED: Final = "บัตรคิวไม่ได้พิมพ์ และไม่ได้บันทึกว่าพิมพ์แล้ว"
FAILED_NEXT: Final = "กรุณาตรวจเครื่องพิมพ์ แล้วกด F6 อีกครั้ง"
SENT: Final = "ส่งบัตรคิวไปเครื่องพิมพ์แล้ว"
CONFIRMED: Final = "บัตรคิวพิมพ์ออกมาแล้ว"
PRINTING: Final = "กำลังพิมพ์…"
PAPER_LOW: Final = reason("paper_low")
WAITING: Final = "รอพิมพ์"


DAY_END: Final = "พิมพ์ใบสรุปสิ้นวัน"
DAY_END_HELP: Final = "จำนวนคำร้อง เงิน ใบที่พิมพ์ และเลขท้ายของบันทึกวันนี้"
DAY_END_HANDED_IN: Final = "สั่งพิมพ์ใบสรุปสิ้นวันแล้ว"
PLACE_TITLE: Final = "พิมพ์ที่ไหน"
PLACE_TEXT: Final = "เครื่องพิมพ์ของช่องนี้พิมพ์ไม่ได้ในตอนนี้"
HERE: Final = "เครื่องของช่องนี้ (รอจนพร้อม)"
AT_OTHER_TITLE: Final = "พิมพ์ที่ช่องบริการอื่น"
UNDERSTOOD: Final = "รับทราบ"
OTHER_IN_DOUBT: Final = "มีใบที่ไม่ทราบว่าออกหรือไม่ · ใบต่อไปเป็นใบพิมพ์ซ้ำ"
_WAITS_AT: Final = frozenset({"queued", "held", "sending"})
_REASON: Final = {
    "expired": ("ไม่มีใครรับไปพิมพ์ในเวลาที่กำหนด", "กรุณาเลือกเครื่องพิมพ์อื่น แล้วกด F6 อีกครั้ง"),
    "not_offered": ("ช่องบริการนั้นไม่รับพิมพ์ให้ช่องอื่น", "กรุณาเลือกเครื่องพิมพ์อื่น แล้วกด F6 อีกครั้ง"),
}


def day_end_label(day: dt.date) -> str:
    """Name the slip that ends a day."""
    return f"สรุปสิ้นวัน {short_date(day)}"


def at(counter: str) -> str:
    """Offer another counter's printer."""
    return f"พิมพ์ที่ช่องบริการ {counter}"


def instead_at(counter: str) -> str:
    """Offer another counter's printer for a slip that waits here."""
    return f"ไม่รอแล้ว พิมพ์ที่ช่องบริการ {counter}"


def for_counter(counter: str) -> str:
    """Say for whom a slip is printed here."""
    return f"(ของช่องบริการ {counter})"


def stands_at(job: Job, counter: str) -> str:
    """Say how a print at another counter stands."""
    why = f": {reason(job.reason)}" if job.reason else ""
    if job.state.value in _WAITS_AT:
        return f"รอพิมพ์ที่ช่องบริการ {counter}{why}"
    return f"{state(job)} ที่ช่องบริการ {counter}{why}"


def waits_at(job: Job, counter: str) -> str:
    """Say of a print at another counter how it stands, and since when."""
    return f"บัตรคิว {job.label} สั่งพิมพ์เมื่อ {_clock(job)}\n{stands_at(job, counter)}"


def doubt_at(job: Job, counter: str) -> str:
    """Say of a print at another counter that nobody knows of it, and who is asked."""
    return f"{waits_at(job, counter)}\nช่องบริการ {counter} จะดูที่เครื่องพิมพ์แล้วตอบ กรุณาสอบถามช่องนั้น"


def withdrawn(counter: str) -> str:
    """Say that a print at another counter is asked back."""
    return f"ขอยกเลิกที่ช่องบริการ {counter} แล้ว ถ้ายังไม่ออกจะไม่พิมพ์"


def line(job: Job) -> str:
    """Say in one line which print it is and how it stands."""
    return _with_reason(f"{job.label} · {state(job)}", job)


def state(job: Job) -> str:
    """Say how a print stands."""
    return STATE[job.state]


def note(job: Job) -> str:
    """Say why a print waits and that it goes out by itself."""
    step = next_step(job.reason)
    return f"{_with_reason(WAITING, job)} {step} ใบนี้จะพิมพ์ต่อเอง (F6 ยกเลิก)".replace("  ", " ")


def waiting(job: Job) -> str:
    """Say that a print waits and for what, in few words."""
    return _with_reason(WAITING, job)


def waiting_elsewhere(job: Job) -> str:
    """Say of a print that is not on this screen that it waits."""
    return f"บัตรคิว {job.label} {_with_reason(WAITING, job)} {next_step(job.reason)}".rstrip()


def asks_elsewhere(job: Job) -> str:
    """Say of a print that is not on this screen that it asks something."""
    return f"บัตรคิว {job.label} {state(job)} กลับไปหน้ารายการแล้วกด F6"


def doubt(job: Job) -> str:
    """Ask whether a print came out."""
    why = f"{reason(job.reason)} {LOOK}".strip()
    return f"บัตรคิว {job.label} สั่งพิมพ์เมื่อ {_clock(job)}\n{why}"


def held(job: Job) -> str:
    """Ask whether a print that waited long is still wanted."""
    return f"บัตรคิว {job.label} {_with_reason(f'รอพิมพ์ตั้งแต่ {_clock(job)}', job)}"


def waits(job: Job) -> str:
    """Say of a print that it waits, and what helps."""
    return f"บัตรคิว {job.label} {_with_reason(f'รอพิมพ์ตั้งแต่ {_clock(job)}', job)}\n{next_step(job.reason)}"


def failed(job: Job) -> str:
    """Say why a print certainly did not come out."""
    why = _REASON[job.reason][0] if job.reason in _REASON else reason(job.reason)
    return f"{why} {FAILED}".strip()


def failed_next(job: Job) -> str:
    """Say what to do after that."""
    return _REASON[job.reason][1] if job.reason in _REASON else next_step(job.reason) or FAILED_NEXT


def _clock(job: Job) -> str:
    return clock(job.queued_at.astimezone(BANGKOK))


def _with_reason(text: str, job: Job) -> str:
    why = reason(job.reason)
    return f"{text}: {why}" if why else text
