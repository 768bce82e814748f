"""The colleague at counter 1: citizens who come, and the work on their requests, so that the office lives.

Nothing is made up for the screen: the citizens write in the chat, and everything done here is a command to
the daemon, as from any desk. What other citizens ask is left alone; it is the viewer's.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

from desk.background import Background
from desk.demo import cast
from desk.demo.asking import ask
from desk.demo.cast import Question, Visitor, visitor
from desk.demo.citizens import Citizens
from desk.demo.hours import next_slot
from desk.demo.new_clerks import new_clerk
from desk.demo.next_step import CALM, HASTE, Errand, next_step
from desk.demo.other_counter import OtherCounter
from desk.demo.programs import DemoError
from desk.demo.world import PIN, World
from desk.errors import DeskError
from registry import commands as c
from registry.request import Item, Request
from thai.dates import clock

CLERK: Final = ("wichai", "วิชัย", "clerk")
COUNTER: Final = "1"
AT_FIRST: Final = 13
TOGETHER: Final = 3
MOST: Final = 60
EVERY_SECONDS: Final = 40.0
IDLE_SECONDS: Final = 1.0
AWAY_SECONDS: Final = 5.0
_WALK_INS_FROM: Final = 1000
# Of ten visitors the eighth is asked for more, and the ninth is refused.
_ASKED, _REJECTED, _OF = 7, 8, 10


class Colleague:
    """One clerk at one counter, from sign-in until cancelled."""

    def __init__(self, world: World, at_first: int = AT_FIRST) -> None:
        self._world, self._at_first = world, at_first
        self._citizens = Citizens(world.citizens.control_url)
        self._people: dict[str, tuple[int, Visitor]] = {}
        self._left_alone: set[str] = set()
        self._trays = 0
        self._walk_ins = 0
        self._came = 0
        self._talk = ""

    async def work(self) -> None:
        """Work until cancelled; ends by itself only where nobody can sign in."""
        await asyncio.to_thread(self._become_known)
        counter = await OtherCounter.open(self._world.settings.desk.server, COUNTER, CLERK[0], PIN)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._visitors())
                tasks.create_task(self._questions())
                tasks.create_task(self._serve(counter))
        finally:
            await counter.close()
            await self._citizens.close()

    def _become_known(self) -> None:
        with new_clerk(self._world.directory / "config.toml", PIN, *CLERK) as clerk:
            clerk.write_down()

    async def _visitors(self) -> None:
        """Let the first come together, the others one after the other."""
        door = asyncio.Semaphore(TOGETHER)

        async def come(number: int) -> None:
            async with door:
                await self._comes(number)

        await asyncio.gather(*(come(number) for number in range(self._at_first)))
        for number in range(self._at_first, MOST):
            await asyncio.sleep(EVERY_SECONDS)
            await self._comes(number)

    async def _comes(self, number: int) -> None:
        who = visitor(number)
        at = clock(next_slot(dt.datetime.now(dt.UTC)))
        with contextlib.suppress(DemoError, TimeoutError):
            self._people[await ask(self._citizens, who.citizen, who.writes(at))] = number, who
        self._came += 1

    async def _questions(self) -> None:
        for question in cast.QUESTIONS:
            with contextlib.suppress(DemoError, TimeoutError):
                self._talk = await self._asks(question)

    async def _asks(self, question: Question) -> str:
        citizens = self._citizens
        reference = await ask(citizens, question.citizen, question.texts)
        if question.with_picture:
            await citizens.say(question.citizen, question.with_picture)
            await citizens.show(question.citizen, await asyncio.to_thread(_paper))
        return reference

    async def _serve(self, counter: OtherCounter) -> None:
        """Do one errand after the other: in haste until the lists are filled, then calmly."""
        pace = HASTE
        while True:
            try:
                await counter.look()
                mine = [each for each in counter.requests.values() if self._is_mine(each)]
                step = next_step(mine, COUNTER, pace, dt.datetime.now(dt.UTC))
                if step is not None:
                    await self._do(counter, *step)
                elif self._came >= self._at_first:
                    await self._answer(counter)
                    pace = CALM
                await asyncio.sleep(IDLE_SECONDS if step is None else pace.between)
            except DeskError:
                await asyncio.sleep(AWAY_SECONDS)

    def _is_mine(self, request: Request) -> bool:
        known = request.reference in self._people or request.id in self._people
        return known and request.id not in self._left_alone

    def _person(self, request: Request) -> tuple[int, Visitor]:
        return self._people.get(request.reference) or self._people[request.id]

    async def _do(self, counter: OtherCounter, errand: Errand, request: Request | None) -> None:
        if request is None:
            await self._take_in(counter)
            return
        ways: dict[Errand, Callable[[], c.Command]] = {
            Errand.TAKE: c.Take,
            Errand.PREPARE: lambda: c.Prepare(tray=self._next_tray()),
            Errand.ARRIVE: c.Arrive,
            Errand.CALL: c.Call,
            Errand.PARK: lambda: c.Park(note=cast.PARKED, place=cast.WAITS_AT),
            Errand.CHECK_AGAIN: counter.second_check,
            Errand.TAKE_FEE: lambda: c.FeePaid(baht=request.fee.baht if request.fee else 0),
            Errand.HAND_OVER: c.HandedOver,
        }
        command = ways[errand]() if errand in ways else await self._decision(counter, request)
        if command is None or not await counter.send(request, command):
            await self._look_again(counter, request)

    async def _look_again(self, counter: OtherCounter, request: Request) -> None:
        """Leave a request for good that was not touched by anybody else, and is refused all the same."""
        await counter.look()
        if counter.requests[request.id].version == request.version:
            self._left_alone.add(request.id)

    async def _decision(self, counter: OtherCounter, request: Request) -> c.Command | None:
        number, who = self._person(request)
        if request.channel == "line" and number % _OF == _ASKED:
            return c.Ask(question=cast.UNREADABLE)
        if request.channel == "line" and number % _OF == _REJECTED:
            return c.Reject(reason=cast.DOUBT)
        return await counter.approval(request, c.Found(pid=who.pid, name=who.name))

    async def _take_in(self, counter: OtherCounter) -> None:
        number = _WALK_INS_FROM + self._walk_ins
        self._walk_ins += 1
        who = visitor(number)
        item = Item(service=who.service, copies=who.copies)
        taken = await counter.take_in(c.WalkIn(items=(item,), consent=True, name=who.name, pid=who.pid))
        if taken:
            self._people[taken] = number, who

    def _next_tray(self) -> str:
        self._trays += 1
        return str(self._trays)

    async def _answer(self, counter: OtherCounter) -> None:
        """Answer the last of the questions, once; the others are left to the viewer."""
        for request in counter.requests.values():
            if self._talk and request.reference == self._talk:
                self._talk = ""
                await counter.send(request, c.Say(text=cast.ANSWER))
                return


@contextlib.contextmanager
def colleague_at_work(world: World, at_first: int = AT_FIRST) -> Iterator[None]:
    """Let the colleague work on a thread beside the screen; what ends it stands in a log."""

    def note(error: Exception) -> None:
        (world.directory / "colleague.log").write_text(f"{type(error).__name__}: {error}\n", "utf-8")

    background = Background(Colleague(world, at_first).work, note)
    background.start()
    try:
        yield
    finally:
        background.stop()


def _paper() -> bytes:
    """Draw the paper of which a citizen sends a picture, a JPEG."""
    import io

    from printer.content import Boxed, Heading, Lines
    from printer.paper import Paper
    from printer.typeset import typeset_blocks

    parts = (Heading(*cast.PAPER_HEAD), Lines(cast.PAPER_LINES), Boxed(cast.PAPER_MARK))
    drawn = io.BytesIO()
    typeset_blocks(parts, Paper()).convert("L").save(drawn, "JPEG")
    return drawn.getvalue()
