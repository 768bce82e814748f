"""A course in a running world: the citizens write, things go wrong on time, and the records are scored."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desk.demo.asking import ask
from desk.demo.hours import next_slot
from desk.demo.world import CLERK, PIN, DemoError, World
from desk.errors import DeskError
from desk.live_entrance import LiveEntrance
from desk.training.case import Case
from desk.training.scoring import Score, deeds, score
from printer.status import Condition
from registry.commands import Renew, Take
from registry.settings import PrinterSettings
from thai.dates import clock

if TYPE_CHECKING:
    from desk.backend import Backend
    from desk.live_backend import LiveBackend

OTHER, OTHER_NAME, OTHER_COUNTER = "wichai", "วิชัย", "9"
NO_PAPER_SECONDS: Final = 25.0
NETWORK_SECONDS: Final = 45.0
_RENEW_SECONDS: Final = 120.0
_SEEN_SECONDS: Final = 20.0


@dataclass
class Course:
    """The cases by the references that the chat gave them."""

    world: World
    cases: dict[str, Case] = field(default_factory=dict)
    _begun: dict[str, float] = field(default_factory=dict)
    _ended: set[str] = field(default_factory=set)
    _other: LiveBackend | None = None

    async def begin(self, cases: list[Case]) -> None:
        """Let every citizen write, and the other clerk take what they take; raises DemoError."""
        references = await asyncio.gather(*(self._tell(case) for case in cases))
        self.cases = dict(zip(references, cases, strict=True))
        for reference, case in self.cases.items():
            if case.event == "second_clerk":
                await self._take_elsewhere(reference)

    async def _tell(self, case: Case) -> str:
        today = f"รับวันนี้ {clock(next_slot(dt.datetime.now(dt.UTC)))}"
        texts = (today if text == "{today}" else text for text in case.writes)
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

    def case_of(self, backend: Backend, request_id: str) -> Case | None:
        """Return the case that a request belongs to."""
        record = backend.record(request_id)
        return self.cases.get(record.request.reference) if record is not None else None

    async def go_on(self, backend: Backend) -> None:
        """Let go wrong what is due, and mend it after its time; to be called every second or so."""
        for reference, case in self.cases.items():
            if case.event == "second_clerk":
                await self._keep_held(reference)
            elif case.event and reference not in self._begun:
                if self._checked_again(backend, reference):
                    self._begun[reference] = time.monotonic()
                    await self._break(case)
            elif case.event and reference not in self._ended:
                lasts = NO_PAPER_SECONDS if case.event == "no_paper" else NETWORK_SECONDS
                if time.monotonic() - self._begun[reference] >= lasts:
                    self._ended.add(reference)
                    await self._mend(case)

    def _checked_again(self, backend: Backend, reference: str) -> bool:
        found = backend.find(reference, 1)
        return bool(found) and found[0].hand_over.second_check is not None

    async def _break(self, case: Case) -> None:
        if case.event == "no_paper":
            self.world.printer.control.trouble(Condition.NO_PAPER)
        else:
            await asyncio.to_thread(self.world.daemon.go_down)

    async def _mend(self, case: Case) -> None:
        if case.event == "no_paper":
            self.world.printer.control.mend(Condition.NO_PAPER)
        else:
            await asyncio.to_thread(self.world.daemon.come_up)

    async def _keep_held(self, reference: str) -> None:
        now = time.monotonic()
        if self._other is None or now - self._begun.setdefault(reference, now) < _RENEW_SECONDS:
            return
        self._begun[reference] = now
        for request in self._other.find(reference, 1):
            with contextlib.suppress(DeskError):
                await self._other.send(request.id, request.version, Renew())

    def scores(self) -> list[Score]:
        """Return how every case stands, by the daemon's trail."""
        database: Path = self.world.directory / "bangkhae.sqlite"
        return [score(case, deeds(database, reference, CLERK)) for reference, case in self.cases.items()]

    def end(self) -> None:
        """Let the other clerk go home."""
        if self._other is not None:
            self._other.close()
            self._other = None
