"""A training case played on the screens: its records, the events, and the keys of a clerk."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from desk.backend import Person
from desk.screens.pick_up import PickUpScreen
from desk.training.app import TrainingApp
from desk.training.case import Case, cases
from desk.training.course import Course
from desk.training.scoring import Deeds, Score, score_all
from printer.spool.jobs import State as Print
from registry.actors import Role
from registry.checks import steps_for
from registry.commands import FACTS, Approve, Arrive, Call, Outcome, OutcomeStatus, Prepare, Take
from registry.particulars import ChatLine, Particulars
from registry.records import Record
from registry.request import Appointment, Check, CheckLine, Fee, Item, LineResult, Request, Wish
from tests.desk.driving import press, settle
from tests.desk.fakes import FakeBackend, FakeEntrance, PatientClock
from tests.desk.people import NOW, TODAY, held, record, request
from thai.identity import parse_card, parse_laser

CASES = {case.event or case.citizen: case for case in cases()}
"""The cases by what happens in them, otherwise by who it is."""
HEAD = Person("somying", "สมหญิง", Role.HEAD, "3")


@dataclass
class TrainingBackendInMemory(FakeBackend):
    """A backend whose line can be cut: facts wait until it is mended."""

    training: bool = True
    waiting: list[tuple[str, Any]] = field(default_factory=list)

    async def send(self, request_id: str, seen_version: int, command: Any) -> Outcome:
        if self.online or not isinstance(command, FACTS):
            return await super().send(request_id, seen_version, command)
        self.sent.append((request_id, command))
        self.waiting.append((request_id, command))
        self.unsent = len(self.waiting)
        return Outcome(id="x", status=OutcomeStatus.APPLIED, version=seen_version, result={"unsent": True})

    async def mend_line(self) -> None:
        self.online, waiting, self.waiting, self.unsent = True, self.waiting, [], 0
        for request_id, command in waiting:
            await self.send(request_id, 0, command)


class PlayedCourse(Course):
    """A course whose records are those of a backend in memory; its printer and its line are, too."""

    def __init__(self, backend: TrainingBackendInMemory, played: dict[str, Case]) -> None:
        super().__init__(None, played)  # type: ignore[arg-type]
        self.backend = backend

    def scores(self) -> list[Score]:
        return score_all(self.cases, {each: self._deeds(each) for each in self.cases})

    def _deeds(self, reference: str) -> Deeds:
        request_id = f"id-{reference}"
        actions = tuple(action for about, action in self.backend.trail if about == request_id)
        return Deeds(actions, self.backend.records[request_id].request.closed)

    async def go_wrong(self, case: Case) -> None:
        if case.event == "no_paper":
            self.backend.print_state, self.backend.print_reason = Print.QUEUED, "no_paper"
        else:
            self.backend.online = False

    async def mend(self, case: Case) -> None:
        if case.event == "network_gone":
            await self.backend.mend_line()
            return
        self.backend.print_state, self.backend.print_reason = Print.SENT, ""
        for job in [each for each in self.backend.jobs if each.waits]:
            await self.backend.print_becomes(job, Print.SENT)


def _record(reference: str, case: Case) -> Record:
    texts = [text for text in case.writes if text != "{today}"]
    wish = re.search(r"(\d)#(\S+)", " ".join(texts))
    assert wish is not None
    make = held if case.event == "second_clerk" else request
    asked = Wish(date=TODAY, time=dt.time(11, 0))
    made = make(reference, items=(Item(service=int(wish[1]), copies=1),), wish=asked)
    chat = tuple(ChatLine(at=NOW, who="citizen", text=text, id=str(at)) for at, text in enumerate(texts))
    return record(made, Particulars(laser=parse_laser(wish[2]), card=parse_card(texts[-1]), chat=chat))


class Trainee:
    """Presses the keys of a clerk on the cases that are given."""

    def __init__(self, pilot: Pilot[None], course: PlayedCourse) -> None:
        self.pilot, self.course = pilot, course
        assert isinstance(pilot.app, TrainingApp)
        self.app = pilot.app

    @property
    def case(self) -> Case:
        """The first of the cases."""
        return next(iter(self.course.cases.values()))

    @property
    def request(self) -> Request:
        """Its request."""
        return self.course.backend.records[f"id-{next(iter(self.course.cases))}"].request

    def hint(self) -> str:
        """The line above the keys, as far as the course has come."""
        self.app.show_hint()
        return str(self.app.screen.query_one("#hint", Static).content)

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)
        await self.course.go_on(self.course.backend)
        await settle(self.pilot)

    async def write(self, text: str) -> None:
        self.pilot.app.post_message(events.Paste(text))
        await self.press("enter")

    async def check(self, *, outcome: int | None = None, card: str | None = None) -> None:
        """Take the request and fill the check in, as DOPA's program shows it unless told otherwise."""
        dopa = self.case.dopa
        await self.press("enter", str(dopa.outcome if outcome is None else outcome))
        await self.write(dopa.pid)
        await self.write(dopa.name)
        await self.write(card or dopa.card)
        await self.press("enter", "enter")

    async def approve(self, *, card: str | None = None) -> None:
        """Say that all is well, and approve."""
        await self.check(outcome=0, card=card)
        await self.press("f9")

    async def receive(self) -> None:
        """Let the request be approved and prepared, and its citizen stand at the counter."""
        backend, (reference,) = self.course.backend, self.course.cases
        request_id = f"id-{reference}"
        steps = steps_for(backend.profile.steps, [i.service for i in self.request.items])
        lines = (CheckLine(step=s.id, kind=s.kind, result=LineResult.MATCH, outcome=0) for s in steps)
        today_at_eleven = Appointment(date=TODAY, time=dt.time(11, 0))
        approval = Approve(
            fee=Fee(baht=10), appointment=today_at_eleven, check_done=Check(lines=tuple(lines))
        )
        for command in (Take(), approval, Prepare(tray="1"), Arrive(), Call()):
            outcome = await backend.send(request_id, self.request.version, command)
            assert outcome.status is OutcomeStatus.APPLIED, outcome
        self.pilot.app.push_screen(PickUpScreen(request_id))
        await settle(self.pilot)
        await self.press()

    async def check_again(self) -> None:
        """Say that card and person are right."""
        await self.press("enter", "enter", "enter", "enter")


@asynccontextmanager
async def trainee(*chosen: Case) -> AsyncIterator[Trainee]:
    """Run the training application on these cases."""
    played = {f"BK-{at}QRT": case for at, case in enumerate(chosen, 2)}
    backend = TrainingBackendInMemory(
        records={f"id-{at}": _record(at, case) for at, case in played.items()}, person=HEAD
    )
    course = PlayedCourse(backend, played)
    app = TrainingApp(FakeEntrance(backend), course, monotonic=PatientClock(), scan_gap=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        yield Trainee(pilot, course)
