"""Invented requests and citizens for the desk's tests; the clock stands at 23 November 2569, 10.42."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from registry.advance import Advance, PictureRef
from registry.particulars import ChatLine, Particulars
from registry.records import Record
from registry.request import (
    AdvanceKind,
    Appointment,
    Fee,
    Group,
    Holder,
    Inquiry,
    Item,
    Queue,
    Request,
    Wish,
)
from registry.states import QueueState, State
from thai.dates import BANGKOK

NOW: Final = dt.datetime(2026, 11, 23, 10, 42, tzinfo=BANGKOK).astimezone(dt.UTC)
TODAY: Final = dt.date(2026, 11, 23)
TOMORROW: Final = dt.date(2026, 11, 24)

LASER: Final = "JC1123456712"
CARD: Final = "10400212345678"
PID: Final = "1104000000010"
PARTICULARS: Final = Particulars(
    laser=LASER,
    card=CARD,
    display_name="Som ♥",
    chat=(
        ChatLine(at=NOW - dt.timedelta(minutes=90), who="citizen", text="2#JC1-1234567-12", id="1"),
        ChatLine(at=NOW - dt.timedelta(minutes=89), who="office", text="รับเอกสารวันไหน", id="2"),
        ChatLine(at=NOW - dt.timedelta(minutes=87), who="citizen", text="รับช่วงเช้าได้ไหมคะ", id="3"),
    ),
)
NAMED = PARTICULARS.model_copy(update={"name": "นางสาวสมหญิง ใจดี", "pid": PID})


def ago(**span: float) -> dt.datetime:
    """Return a moment before the tests' now."""
    return NOW - dt.timedelta(**span)


def request(reference: str = "BK-9QRT", /, *, service: int = 2, copies: int = 1, **fields: Any) -> Request:
    """Return a pending request; its id is its reference with ``id-`` in front."""
    values: dict[str, Any] = {
        "office_id": "bangkhae",
        "id": f"id-{reference}",
        "reference": reference,
        "state": State.PENDING,
        "state_since": ago(minutes=87),
        "items": (Item(service=service, copies=copies),),
        "wish": Wish(date=dt.date(2026, 11, 25), time=dt.time(9, 30)),
        "created_at": ago(minutes=90),
        "submitted_at": ago(minutes=87),
    }
    return Request(**(values | fields))


def approved(
    reference: str, /, *, day: dt.date = TODAY, time: dt.time = dt.time(9, 30), **fields: Any
) -> Request:
    """Return an approved request with its appointment and fee."""
    values: dict[str, Any] = {
        "state": State.APPROVED,
        "version": 3,
        "appointment": Appointment(date=day, time=time),
        "fee": Fee(baht=10, basis="ตาราง"),
    }
    return request(reference, **(values | fields))


def arrived(reference: str, /, number: str = "B007", **fields: Any) -> Request:
    """Return a request whose citizen waits in the office."""
    queue = Queue(number=number, state=QueueState.WAITING, since=ago(minutes=3))
    values: dict[str, Any] = {"state": State.ARRIVED, "version": 5, "queue": queue, "tray": "14"}
    return approved(reference, **(values | fields))


def held(reference: str, /, **fields: Any) -> Request:
    """Return a request that another counter is checking."""
    holder = Holder(clerk="wichai", clerk_name="วิชัย", counter="1", until=NOW + dt.timedelta(minutes=8))
    values: dict[str, Any] = {"state": State.CHECKING, "version": 2, "holder": holder}
    return request(reference, **(values | fields))


def record(of: Request, particulars: Particulars | None = PARTICULARS, seq: int = 1) -> Record:
    """Return a request with its citizen's particulars."""
    return Record(seq=seq, request=of, particulars=particulars)


def usual_day() -> list[Record]:
    """Return a small morning's records, one of each kind the lists show."""
    requests = [
        request("BK-7F3K", service=1, copies=2, submitted_at=ago(minutes=4)),
        request("BK-9QRT"),
        held(
            "BK-2HXM",
            items=(Item(service=1, copies=2), Item(service=2)),
            submitted_at=ago(minutes=26),
        ),
        request("BK-55PA", service=4, submitted_at=ago(hours=26), wish=Wish(date=dt.date(2026, 11, 27))),
        approved("BK-3CDE", time=dt.time(9, 0), state=State.READY, tray="12"),
        arrived("BK-4FGH"),
        approved("BK-6JKM", time=dt.time(13, 0), service=3),
        approved("BK-7NPQ", day=TOMORROW, time=dt.time(9, 30)),
        approved("BK-9RST", day=TOMORROW, time=dt.time(10, 0), state=State.READY, tray="3"),
    ]
    return [record(each, seq=number) for number, each in enumerate(requests, 1)]


def inquiry(
    reference: str = "BK-5ASK", /, *, advance: Advance | None = None, pictures: int = 0, **fields: Any
) -> Record:
    """Return a question that waits for an answer, or advance work with so many pictures."""
    asked = Inquiry(
        group=Group.POPULATION,
        advance=AdvanceKind(advance.kind) if advance is not None else None,
        waiting_since=ago(minutes=27),
        answer_by=NOW + dt.timedelta(minutes=93),
    )
    values: dict[str, Any] = {"inquiry": asked, "wish": Wish()}
    particulars = Particulars(
        advance=advance,
        chat=(
            ChatLine(at=ago(minutes=27), who="citizen", text="ย้ายเข้าทะเบียนบ้านต้องใช้เอกสารอะไรบ้างคะ", id="1"),
            ChatLine(
                at=ago(minutes=26), who="citizen", text="เจ้าบ้านอยู่ต่างจังหวัด มาไม่ได้ ทำหนังสือยินยอมแทนได้ไหม", id="2"
            ),
        ),
        pictures=tuple(
            PictureRef(id=f"picture-{n}", at=ago(minutes=20 - n), kind="image/png", size=n * 700_000)
            for n in range(1, pictures + 1)
        ),
    )
    return record(request(reference, service=5, **(values | fields)), particulars)
