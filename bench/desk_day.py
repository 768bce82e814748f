"""Eight hours at the desk in a real pseudo-terminal: 2,000 requests come and are handed over; its memory.

One request in ten is taken, checked, approved, called, printed and handed over here, by keys; the others are
worked on at another counter, and this desk shows what becomes of them. Before each key its clock leaps.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Final

from bench.figures import Figure
from bench.leaping_desk import LEAP_SECONDS
from bench.living_office import LivingOffice
from bench.served_desk import desk_at
from printer.simulator import VirtualPrinter
from registry.records import Record
from registry.request import Item, Wish
from registry.states import State
from tests.desk.mirrors import pending, session
from tests.terminal import Terminal, TerminalError
from thai.dates import BANGKOK

REQUESTS: Final = 2000
AT_ONCE: Final = 10
WARM: Final = 400
FEW: Final = 100
MEMORY_GOAL: Final = 1.1
_PAGE_BYTES: Final = 4096
_TRIES: Final = 3
_PATIENCE: Final = 8.0
_SETTLED: Final = 0.008
_HEARD: Final = 0.005
"""Until a leap has reached the clocks, in seconds."""
_ROUND: Final = ("f2", "f2", "1", "f3", "escape", "f1", "escape", "\x10", "escape")
"""What a clerk also does beside the requests: lists, search, help, palette."""
_LIST: Final = "▸รอตรวจ"
_CHECK: Final = "ผลรวม"
_APPROVE: Final = "วันเวลานัด"
_PRINTED: Final = "พิมพ์แล้ว 1 ครั้ง"
_PAID: Final = "[✓] รับเงินแล้ว"
_COLLECTOR: Final = "กด Enter ที่ผู้มารับ"
_CHECKED: Final = "ตรวจซ้ำแล้ว"
_HAND_OVER: Final = "ตรวจซ้ำก่อนมอบ"
_PID: Final = "1-1040-00000-01-0"
_NAME: Final = "นางสาวตัวอย่าง ใจดี"


def run() -> list[Figure]:
    """Return memory after the day against memory after its first part."""
    today = dt.datetime.now(BANGKOK).date()
    day = Day(dt.datetime.combine(today, dt.time(7, 30), BANGKOK).astimezone(dt.UTC))
    with tempfile.TemporaryDirectory() as folder:
        start, warm, end = day.work(Path(folder) / "day")
    name = f"desk: memory after {day.hours:.0f} hours, {REQUESTS:,} requests ({start:.0f} MiB at the start)"
    return [Figure(name, end, warm, "MiB", f"<= {MEMORY_GOAL}", end / warm, end / warm <= MEMORY_GOAL)]


class Day:
    """A clerk's day without its pauses."""

    def __init__(self, begins: dt.datetime) -> None:
        self._begins = begins
        self._office = LivingOffice(session(expires_at=begins + dt.timedelta(hours=24)), begins)

    @property
    def hours(self) -> float:
        """How long the day has been so far."""
        return (self._office.now - self._begins) / dt.timedelta(hours=1)

    def work(self, folder: Path) -> tuple[float, float, float]:
        """Return the desk's MiB at the start, after the first requests, and at the end."""
        program = (sys.executable, "-m", "bench.leaping_desk", self._begins.isoformat())
        with (
            VirtualPrinter() as printer,
            desk_at(self._office, folder, FEW, self._begins, program=program, printer=printer.url) as shown,
        ):
            start = warm = _megabytes(shown.pid)
            for first in range(0, REQUESTS, AT_ONCE):
                self._ten(shown, FEW + first)
                if first % 40 == 0:
                    self._press(shown, *_ROUND)
                if first == WARM:
                    warm = _megabytes(shown.pid)
            shown.settle(0.3)
            end = _megabytes(shown.pid)
        if self._office.finished != REQUESTS or len(printer.jobs) != REQUESTS // AT_ONCE:
            raise RuntimeError(f"{self._office.finished} handed over, {len(printer.jobs)} slips printed")
        return start, warm, end

    def _ten(self, shown: Terminal, first: int) -> None:
        """Let ten requests come; one is worked on here, the others elsewhere."""
        now = self._office.now
        self._office.slot = _next_slot(now)
        records = [_request(first + at, now, self._office.slot) for at in range(AT_ONCE)]
        self._office.put(*records)
        mine, *others = (record.request.id for record in records)
        for each in others:
            self._office.approve_elsewhere(each)
        self._approve(shown, mine, records[0])
        for each in others:
            self._office.come(each)
            self._office.hand_over_elsewhere(each)
        self._office.come(mine)
        self._hand_over(shown, mine)

    def _approve(self, shown: Terminal, request_id: str, record: Record) -> None:
        """Take a request, check it and approve it."""
        reference, card = record.request.reference, (record.particulars and record.particulars.card) or ""
        shown.wait_for(f"{_LIST} {FEW + 1}")
        self._step(shown, "end", reference)
        self._step(shown, "enter", _CHECK)
        self._step(shown, "0", _left(5))
        for left, typed in zip((4, 3, 2), (_PID, _NAME, card), strict=True):
            shown.send(typed)
            # An Enter that comes before it is taken as typed is the end of a scan.
            shown.wait_for(typed[-8:])
            self._step(shown, "enter", _left(left))
        for shows in (_left(1), _APPROVE):
            self._step(shown, "enter", shows)
        self._step(shown, "f9", _LIST)
        self._expect(request_id, State.APPROVED)

    def _hand_over(self, shown: Terminal, request_id: str) -> None:
        """Call whoever has come, and hand over."""
        self._step(shown, "f5", _HAND_OVER)
        for shows in (_left(2), _left(1), _COLLECTOR, _CHECKED):
            self._step(shown, "enter", shows)
        self._step(shown, "f6", _PRINTED)
        self._step(shown, "enter", _PAID)
        self._step(shown, "f9", _LIST)
        self._expect(request_id, State.COLLECTED)

    def _expect(self, request_id: str, state: State) -> None:
        found = self._office.request(request_id).state
        if found is not state:
            raise RuntimeError(f"the request is {found.value}, not {state.value}")

    def _step(self, shown: Terminal, key: str, shows: str) -> None:
        """Press a key, and again where it was taken for one held down, until the next step is shown."""
        for _ in range(_TRIES):
            self._press(shown, key)
            try:
                shown.wait_for(shows, _PATIENCE)
            except TerminalError as error:
                nothing = error
            else:
                return
        raise nothing

    def _press(self, shown: Terminal, *keys: str) -> None:
        """Press keys as fast as the desk takes them; by the clocks there are seconds between them."""
        for key in keys:
            os.kill(shown.pid, signal.SIGUSR1)
            self._office.leap(LEAP_SECONDS)
            shown.read(_HEARD)
            shown.press(key)
            shown.settle(_SETTLED, 0.5)


def _next_slot(now: dt.datetime) -> dt.time:
    """Return the half-hour that is not before half an hour from now."""
    here = now.astimezone(BANGKOK) + dt.timedelta(minutes=59)
    return dt.time(here.hour, here.minute // 30 * 30)


def _request(number: int, now: dt.datetime, slot: dt.time) -> Record:
    """Return a request for a marriage certificate, to be collected today."""
    record = pending(number, now)
    wish = Wish(date=now.astimezone(BANGKOK).date(), time=slot)
    changes = {"items": (Item(service=2),), "wish": wish, "submitted_at": now, "state_since": now}
    return record.model_copy(update={"request": record.request.model_copy(update=changes)})


def _left(lines: int) -> str:
    return f"เหลืออีก {lines} ข้อ"


def _megabytes(pid: int) -> float:
    """Return the memory a process has in use, in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * _PAGE_BYTES / 2**20
