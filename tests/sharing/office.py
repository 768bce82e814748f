"""An office with counters that share printers: a real API over a store, desks without their screens."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from sqlmodel import Session

from desk.live_backend import LiveBackend
from desk.live_entrance import LiveEntrance
from printer.samples import sample
from printer.slip import Slip
from printer.spool.jobs import Job
from registry import commands as c
from registry.actors import Role
from registry.request import Request
from registry.settings import DeskSettings, PrinterSettings, Settings
from sync.desk_api.app import desk_api
from sync.simulator.fault_proxy import FaultProxy
from sync.store import clerks, pins
from sync.store.clerks import Clerk
from sync.store.database import Database
from tests.counter import until
from tests.sharing.dying_desk import CLERK, PIN
from tests.sync import factories as f
from tests.sync.desk_api.conftest import serving
from tests.sync.store.conftest import Desk as Acts

SHARED = {"counters": ("1", "2", "5", "6"), "wait_minutes": 3}
SLIP = sample(1)


@dataclass
class Office:
    """The store and its API's address; ``now`` is the daemon's clock."""

    database: Database
    settings: Settings
    folder: Path
    url: str = ""
    now: dt.datetime = f.NOW

    @classmethod
    def of(cls, database: Database, folder: Path) -> Self:
        office = cls(database, f.settings(shared_printing=SHARED, hours={"slot_places": 20}), folder)
        pin_hash = pins.hashed(f.KEYS, PIN)

        def employ(session: Session) -> None:
            clerk = Clerk(id=CLERK, name="สมชาย", role=Role.CLERK)
            clerks.put(session, office_id=f.OFFICE, clerk=clerk, pin_hash=pin_hash, now=f.NOW)

        database.write(employ).result()
        return office

    def arrived(self) -> Request:
        acts = Acts(self.database, self.settings)
        request = acts.submit()
        for act in (c.Take(), f.approve(f.appointment(9, date=f.TODAY)), c.Arrive()):
            request = acts.act(request, act)
        return request

    @contextlib.contextmanager
    def serves(self) -> Iterator[None]:
        app = desk_api(self.database, f.KEYS, self.settings, lambda: self.now)
        with serving(app) as self.url:
            yield
            self.database.signals.close()

    @contextlib.asynccontextmanager
    async def counter(self, number: str, printer: str = "") -> AsyncIterator[Counter]:
        async with counter(self.folder / f"counter-{number}", number, self.url, printer) as made:
            yield made


@dataclass
class Counter:
    """A desk at work behind a line that can be made bad."""

    backend: LiveBackend
    line: FaultProxy

    def job(self, request: Request) -> Job:
        return self.backend.prints(request.id)[-1]

    async def becomes(self, request: Request, **known: object) -> None:
        """Wait until the newest print of a request is known so."""

        def holds() -> bool:
            jobs = self.backend.prints(request.id)[-1:]
            return any(all(getattr(job, key) == value for key, value in known.items()) for job in jobs)

        await until(holds)

    async def seen(self, request: Request) -> Request:
        await until(lambda: self.backend.record(request.id) is not None)
        return self.now(request)

    def now(self, request: Request) -> Request:
        record = self.backend.record(request.id)
        assert record is not None
        return record.request

    async def prints(self, request: Request, at: str, slip: Slip = SLIP) -> Job:
        return await self.backend.print_slip(slip, await self.seen(request), at)


@contextlib.asynccontextmanager
async def counter(folder: Path, number: str, url: str, printer: str = "") -> AsyncIterator[Counter]:
    """Sign a clerk in at a counter, and work until the end."""
    address = urlsplit(url)
    async with FaultProxy(str(address.hostname), int(address.port or 0)) as line:
        settings = Settings(
            desk=DeskSettings(server=line.url, counter=number),
            printer=PrinterSettings(device=printer, watch_seconds=0),
        )
        backend = await LiveEntrance(settings, folder).sign_in(CLERK, PIN)
        backend.start(lambda _message: None)
        try:
            yield Counter(backend, line)
        finally:
            backend.close()
