"""A printer made of a list of papers, with faults that strike at a chosen moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from printer.devices import Delivery
from printer.errors import PrinterInterrupted, PrinterUnreachable
from printer.spool.jobs import NewJob
from printer.spool.slips import new_id
from printer.status import UNKNOWN, Condition, PrinterStatus

NOON = dt.datetime(2026, 12, 1, 5, 0, tzinfo=dt.UTC)


class Died(BaseException):
    """The program is no more: nothing after this runs."""


@dataclass
class Clock:
    """A clock that is set on by hand."""

    now: dt.datetime = NOON

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += dt.timedelta(**time)


@dataclass
class FakePrinter:
    """What was printed, and what happens next: ``conditions`` it reports, ``fault`` of the next slip.

    Faults: ``away`` (nothing goes), ``cut early`` / ``cut late`` (the line breaks before / after the paper
    came), ``die early`` / ``die late`` (so does the program), ``bug`` (an error nobody foresaw).
    """

    confirms: bool = True
    tells: bool = True
    conditions: frozenset[Condition] = frozenset()
    fault: str = ""
    paper: list[bytes] = field(default_factory=list)
    asked: int = 0

    def status(self) -> PrinterStatus:
        self.asked += 1
        if self.fault == "die asked":
            raise Died
        return PrinterStatus(self.conditions) if self.tells else UNKNOWN

    def send(self, data: bytes, *, job: int | None = None) -> Delivery:
        fault, self.fault = self.fault, ""
        if fault == "away":
            raise PrinterUnreachable
        if fault == "bug":
            raise ZeroDivisionError
        if fault == "die early":
            raise Died
        if fault == "cut early":
            raise PrinterInterrupted
        self.paper.append(data)
        if fault == "die late":
            raise Died
        if fault == "cut late":
            raise PrinterInterrupted
        return Delivery.CONFIRMED if self.confirms else Delivery.SENT


def new_job(
    about: str = "request", payload: bytes = b"slip", reprint: int = 0, job_id: str | None = None
) -> NewJob:
    return NewJob(
        id=job_id or new_id(), about=about, label="B007 BK-9QRT", reprint=reprint, payload=payload, slip="{}"
    )
