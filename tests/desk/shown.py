"""Opens a screen of the desk in this terminal, in an invented office: to look at, or for a picture.

``python -m tests.desk.shown CheckScreen``; the names are those of ``openers.py``. Everything is in memory.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import time
from typing import Any

from textual.pilot import Pilot

from desk.app import DeskApp
from desk.outbox import Kept
from desk.outgoing import Outgoing
from registry.advance import AdvancePrecheck
from registry.answers import ReadyAnswer
from registry.commands import Envelope, FeePaid, HandedOver, LastChange, Outcome, OutcomeStatus
from registry.identifiers import new_id
from registry.particulars import ChatLine
from registry.records import Record
from registry.request import Group, Inquiry, Item, Queue, Request, Wish
from registry.states import QueueState, State
from tests.desk.fakes import FakeBackend, FakeEntrance
from tests.desk.openers import OPENERS
from tests.desk.people import (
    NOW,
    PARTICULARS,
    TOMORROW,
    ago,
    approved,
    arrived,
    held,
    inquiry,
    request,
)

_NAMES = ("นางสาวตัวอย่าง ใจดี", "นายสมมติ มีสุข", "นางมานี ตัวอย่าง", "นายปิติ สมมติ", "นางชูใจ ตัวอย่าง")
_WORDS = (
    "รับช่วงเช้าได้ไหมคะ",
    "ขอบคุณครับ",
    "ต้องเตรียมบัตรตัวจริงไปด้วยไหมคะ แล้วถ้าไปสายกว่าเวลานัดเล็กน้อย ยังรับเอกสารได้อยู่หรือไม่",
    "รบกวนขอเป็นวันศุกร์บ่ายแทนได้ไหมครับ",
    "1 ฉบับ รับวันพุธเช้า",
)

_DOCUMENT = (
    "สำเนาทะเบียนบ้าน (ตัวอย่าง)",
    "เลขรหัสประจำบ้าน 1040-000000-1",
    "สำนักทะเบียน ท้องถิ่นเขตบางแค",
    "รายการที่อยู่ 99/1 ซอยตัวอย่าง ถนนสมมติ",
    "แขวงบางแค เขตบางแค กรุงเทพมหานคร",
)


def office_day() -> list[Record]:
    """Return the records of a busy morning: every list has something in it."""
    return [
        *(_record(each, number) for number, each in enumerate([*_wanted(), *_booked(), *_here()])),
        *_asked(),
    ]


def _wanted() -> list[Request]:
    both = (Item(service=1, copies=2), Item(service=2))
    friday = Wish(date=dt.date(2026, 11, 27))
    return [
        request("BK-9QRT"),
        request("BK-7F3K", service=1, copies=2, submitted_at=ago(minutes=4)),
        held("BK-2HXM", items=both, submitted_at=ago(minutes=26)),
        request("BK-55PA", service=4, submitted_at=ago(hours=26), wish=friday),
        request("BK-6WVT", service=3, submitted_at=ago(minutes=12)),
        request("BK-8DKA", service=1, submitted_at=ago(minutes=9)),
    ]


def _booked() -> list[Request]:
    return [
        approved("BK-3CDE", time=dt.time(9, 0), state=State.READY, tray="12"),
        approved("BK-6JKM", time=dt.time(13, 0), service=3),
        approved("BK-8TUV", time=dt.time(13, 30), service=1, state=State.READY, tray="17"),
        approved("BK-7NPQ", day=TOMORROW, time=dt.time(9, 30)),
        approved("BK-4QXA", day=TOMORROW, time=dt.time(9, 30), service=1, items=(Item(service=1, copies=2),)),
        approved("BK-9RST", day=TOMORROW, time=dt.time(10, 0), state=State.READY, tray="3"),
        approved("BK-2WYZ", day=TOMORROW, time=dt.time(13, 0), service=1),
    ]


def _here() -> list[Request]:
    def queue(number: str, state: QueueState = QueueState.WAITING, **fields: Any) -> Queue:
        return Queue(number=number, state=state, since=ago(minutes=3), arrived_at=ago(minutes=15), **fields)

    called = queue("A002", QueueState.CALLED, counter="1", times_called=1)
    parked = queue("C001", QueueState.PARKED, note="ไปหยิบบัตรตัวจริง")
    return [
        arrived("BK-4FGH", queue=queue("B007")),
        arrived("BK-5VXY", service=1, time=dt.time(10, 0), queue=queue("A003", came_by="phone"), tray="15"),
        arrived("BK-7KLM", service=1, time=dt.time(9, 0), queue=called, tray="9"),
        arrived("BK-3ZAB", service=3, queue=parked, tray="11"),
    ]


def _asked() -> list[Record]:
    late = Inquiry(group=Group.CARD, waiting_since=ago(hours=3), answer_by=ago(minutes=20), overdue=True)
    return [
        inquiry("BK-5ASK", advance=AdvancePrecheck(kind="precheck", matter="ย้ายเข้าทะเบียนบ้าน"), pictures=2),
        inquiry("BK-8LTE", inquiry=late),
    ]


def _record(of: Request, number: int) -> Record:
    said = ChatLine(at=of.submitted_at or NOW, who="citizen", text=_WORDS[number % len(_WORDS)], id="4")
    given = PARTICULARS.model_copy(
        update={"name": _NAMES[number % len(_NAMES)], "chat": (*PARTICULARS.chat[:2], said)}
    )
    return Record(seq=number + 1, request=of, particulars=given)


def _kept(minutes: int, of: str, command: FeePaid | HandedOver, refused: Outcome | None = None) -> Kept:
    number = new_id()
    return Kept(
        id=number,
        request_id=of,
        clerk="somying",
        made_at=ago(minutes=minutes),
        envelope=Envelope(id=number, request_id=of, seen_version=3, at=NOW, command=command),
        tries=3,
        tried_at=ago(minutes=1),
        refused_at=ago(minutes=1) if refused else None,
        outcome=refused,
        for_head=False,
    )


def _with_unsent(backend: FakeBackend) -> None:
    last = LastChange(action="handed_over", actor="วิชัย", counter="1", at=ago(minutes=2))
    refused = Outcome(id=new_id(), status=OutcomeStatus.REFUSED, code="illegal_move", last_change=last)
    waiting = (_kept(4, "id-BK-4FGH", FeePaid(baht=10)), _kept(2, "id-BK-4FGH", HandedOver()))
    settle = (_kept(6, "id-BK-7KLM", HandedOver(), refused),)
    backend.outbox = Outgoing(waiting, settle, next_try=NOW + dt.timedelta(seconds=12))
    backend.unsent, backend.online = 2, False


def office() -> FakeBackend:
    """Return the office with its ready answers."""
    backend = FakeBackend.of(office_day())
    backend.ready = (
        ReadyAnswer(id="received", title="รับเรื่องแล้ว", text="ได้รับเรื่อง {อ้างอิง} แล้ว เจ้าหน้าที่กำลังตรวจให้"),
        ReadyAnswer(id="come", title="มาตามนัด", text="กรุณามาตามนัด {วันนัด} พร้อมบัตรประจำตัวประชาชนตัวจริง"),
        ReadyAnswer(
            id="move-in",
            group=Group.POPULATION,
            title="แจ้งย้ายเข้าทะเบียนบ้าน ใช้เอกสารอะไร",
            words=("ย้ายเข้า",),
            text="เอกสารที่ใช้\n- บัตรประจำตัวประชาชนของผู้ย้ายและเจ้าบ้าน\n- ใบแจ้งการย้ายที่อยู่ (ท.ร.6)",
        ),
    )
    return backend


def _document() -> bytes:
    """Return a picture of an invented document."""
    import fontpkg
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1600, 1000), "#f4efe4")
    draw = ImageDraw.Draw(image)
    draw.rectangle((30, 30, 1570, 970), outline="#3a4a9a", width=6)
    for number, line in enumerate(_DOCUMENT):
        size, left = (72, 380) if number == 0 else (52, 100)
        font = ImageFont.truetype(str(fontpkg.path("Sarabun", weight=400)), size)
        draw.text((left, 70 + number * 120), line, fill="#101418", font=font)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def main() -> None:
    """Open what is named on the command line; the work list without a name."""
    name = sys.argv[1] if len(sys.argv) > 1 else "WorkListScreen"
    backend = office()
    backend.training = name == "SheetDialog"
    if name == "OutboxScreen":
        _with_unsent(backend)
    if name == "PictureScreen":
        backend.pictures = {"picture-1": _document(), "picture-2": _document()}
    app = DeskApp(FakeEntrance(backend), monotonic=time.monotonic)

    async def bring(pilot: Pilot[Any]) -> None:
        await OPENERS[name](pilot, app)

    app.run(auto_pilot=bring)


if __name__ == "__main__":
    main()
