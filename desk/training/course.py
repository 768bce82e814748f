"""A course in a running world: the citizens write, things go wrong on time, and the records are scored."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desk.demo.asking import ask
from desk.demo.hours import next_slot
from desk.demo.world import CLERK, PIN, DemoError, World
from desk.errors import DeskError
from desk.live_entrance import LiveEntrance
from desk.training.case import Case
from desk.training.scoring import Score, Standing, deeds, score_all
from printer.status import Condition
from registry.commands import Renew, Take
from registry.settings import PrinterSettings
from registry.states import BOOKED, State
from thai.dates import clock, today

if TYPE_CHECKING:
    from desk.backend import Backend
    from desk.live_backend import LiveBackend
    from registry.request import Request

OTHER, OTHER_NAME, OTHER_COUNTER = "wichai", "วิชัย", "9"
NO_PAPER_SECONDS: Final = 25.0
NETWORK_SECONDS: Final = 45.0
_RENEW_SECONDS: Final = 120.0
_SEEN_SECONDS: Final = 20.0


@dataclass
class Course:
    """The cases by the references that the chat gave them, in order; ``standings`` as last looked at."""

    world: World
    cases: dict[str, Case] = field(default_factory=dict)
    standings: Sequence[Score] = ()
    _since: dict[str, float] = field(default_factory=dict)
    _broken: set[str] = field(default_factory=set)
    _mended: set[str] = field(default_factory=set)
    _other: LiveBackend | None = None

    async def begin(self, cases: list[Case]) -> None:
        """Let every citizen write, and the other clerk take what they take; raises DemoError."""
        references = await asyncio.gather(*(self._tell(case) for case in cases))
        self.cases = dict(zip(references, cases, strict=True))
        for reference, case in self.cases.items():
            if case.event == "second_clerk":
                await self._take_elsewhere(reference)

    async def _tell(self, case: Case) -> str:
        at = f"รับวันนี้ {clock(next_slot(dt.datetime.now(dt.UTC)))}"
        texts = (at if text == "{today}" else text for text in case.writes)
        return await ask(self.world.citizens, case.citizen, texts)

    async def _take_elsewhere(self, reference: str) -> None:
        desk = self.world.settings.desk.model_copy(update={"counter": OTHER_COUNTER})
        # The printer is the trainee's.
        settings = self.world.settings.model_copy(update={"desk": desk, "printer": PrinterSettings()})
        other = await LiveEntrance(settings, self.world.directory / "other-desk").sign_in(OTHER, PIN)
        other.start(lambda _message: None)
        self._other = other
        end = time.monotonic() + _SEEN_SECONDS
        while not other.find(reference):
            if time.monotonic() > end:
                raise DemoError(f"not seen at the other counter: {reference}")
            await asyncio.sleep(0.05)
        request = other.find(reference)[0]
        await other.send(request.id, request.version, Take())

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self.standings) and all(each.over for each in self.standings)

    def case_of(self, backend: Backend, request_id: str) -> Case | None:
        """Return the case that a request belongs to."""
        record = backend.record(request_id)
        return self.cases.get(record.request.reference) if record is not None else None

    def come(self, backend: Backend) -> tuple[str, str] | None:
        """Return the citizen, and the reference, of whom somebody stands in the office for."""
        day = today(backend.now())
        for each in self.standings:
            if each.standing is not Standing.UNDER_WAY or not each.case.comes:
                continue
            request = _found(backend, each.reference)
            booked = request.appointment if request is not None and request.state in BOOKED else None
            if booked is not None and booked.date == day:
                return each.case.citizen, each.reference
        return None

    async def go_on(self, backend: Backend) -> None:
        """Let go wrong what is due, and mend it after its time; to be called every second or so."""
        self.standings = await asyncio.to_thread(self.scores)
        for reference, case in self.cases.items():
            if case.event == "second_clerk":
                await self._keep_held(reference)
            elif case.event and reference not in self._mended:
                request = _found(backend, reference)
                if request is not None:
                    await self._happen(case, request)

    async def _happen(self, case: Case, request: Request) -> None:
        """Break what the case is about, and mend it some time after the second check."""
        reference, checked = request.reference, request.hand_over.second_check is not None
        # Whoever prints as soon as the check is recorded must find no paper.
        due = checked or (case.event == "no_paper" and request.state is State.ARRIVED)
        if due and reference not in self._broken:
            self._broken.add(reference)
            await self.go_wrong(case)
        lasts = NO_PAPER_SECONDS if case.event == "no_paper" else NETWORK_SECONDS
        now = time.monotonic()
        if checked and now - self._since.setdefault(reference, now) >= lasts:
            self._mended.add(reference)
            await self.mend(case)

    async def go_wrong(self, case: Case) -> None:
        """Break what a case is about."""
        if case.event == "no_paper":
            self.world.printer.control.trouble(Condition.NO_PAPER)
        else:
            await asyncio.to_thread(self.world.daemon.go_down)

    async def mend(self, case: Case) -> None:
        """Mend it again."""
        if case.event == "no_paper":
            self.world.printer.control.mend(Condition.NO_PAPER)
        else:
            await asyncio.to_thread(self.world.daemon.come_up)

    async def _keep_held(self, reference: str) -> None:
        now = time.monotonic()
        if self._other is None or now - self._since.setdefault(reference, now) < _RENEW_SECONDS:
            return
        self._since[reference] = now
        for request in self._other.find(reference, 1):
            with contextlib.suppress(DeskError):
                await self._other.send(request.id, request.version, Renew())

    def scores(self) -> list[Score]:
        """Return how every case stands, by the daemon's trail."""
        database: Path = self.world.directory / "bangkhae.sqlite"
        return score_all(self.cases, {each: deeds(database, each, CLERK) for each in self.cases})

    def end(self) -> None:
        """Let the other clerk go home."""
        if self._other is not None:
            self._other.close()
            self._other = None


def _found(backend: Backend, reference: str) -> Request | None:
    return next(iter(backend.find(reference, 1)), None)
