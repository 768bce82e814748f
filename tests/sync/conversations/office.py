"""What the office does in a written conversation: the words after ``@``, each a method `do_…` here.

@ take|release|ready|arrive|call|no_show|collected BK-1        @ approve BK-1 2026-12-01 10:30
@ ask|reject|say|close BK-1 words   @ hand_on BK-1 card        @ wait 25 (hours)   @ at 2026-12-01 10:25
@ arrange BK-1 2026-12-01 10:30 office|visit words
@ full 2026-12-01 [10:30]      @ closed 2026-11-27 name        @ settings chat.max_copies = 3
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from registry import commands as c
from registry.request import Appointment, Collector, Group, Request
from registry.settings import Settings
from sync.store import statements
from sync.store.tables.requests import SlotRow
from tests.sync.conversations.stage import Stage
from thai.dates import BANGKOK

# The request of a reference as the desk has seen it last.
Seen = Callable[[str], Request]


class Office:
    """The people of the office, who act over the desk's API; and the office's clock and calendar."""

    def __init__(self, stage: Stage, seen: Seen) -> None:
        self._stage, self._seen = stage, seen

    async def act(self, words: str) -> None:
        """Do what a line says."""
        word, _, argument = words.partition(" ")
        do = getattr(self, f"do_{word}", None)
        assert do is not None, f"the office does not know how to {word}"
        await do(argument.strip())

    async def do_take(self, reference: str) -> None:
        await self._does(reference, c.Take())

    async def do_release(self, reference: str) -> None:
        await self._does(reference, c.Release())

    async def do_approve(self, argument: str) -> None:
        reference, day, at = argument.split()
        request, desk = self._seen(reference), self._stage.desk
        where = Appointment(date=dt.date.fromisoformat(day), time=dt.time.fromisoformat(at))
        check = desk.clean_check(request)
        approve = c.Approve(fee=desk.fee(request), appointment=where, check_done=check)
        await desk.does(request, c.Take(), approve)

    async def do_ask(self, argument: str) -> None:
        reference, _, question = argument.partition(" ")
        await self._does(reference, c.Take(), c.Ask(question=question))

    async def do_reject(self, argument: str) -> None:
        reference, _, reason = argument.partition(" ")
        await self._does(reference, c.Take(), c.Reject(reason=reason))

    async def do_say(self, argument: str) -> None:
        reference, _, text = argument.partition(" ")
        await self._does(reference, c.Say(text=text))

    async def do_hand_on(self, argument: str) -> None:
        reference, _, group = argument.partition(" ")
        await self._does(reference, c.HandOn(group=Group(group)))

    async def do_close(self, argument: str) -> None:
        reference, _, word = argument.partition(" ")
        await self._does(reference, c.Close(word=word))

    async def do_arrange(self, argument: str) -> None:
        reference, day, at, place, *words = argument.split(" ", 4)
        where = Appointment(date=dt.date.fromisoformat(day), time=dt.time.fromisoformat(at))
        arrange = {"kind": "arrange", "appointment": where, "place": place, "word": "".join(words)}
        await self._does(reference, c.Arrange.model_validate(arrange))

    async def do_ready(self, reference: str) -> None:
        await self._does(reference, c.Prepare(tray="7"))

    async def do_arrive(self, reference: str) -> None:
        await self._does(reference, c.Arrive())

    async def do_call(self, reference: str) -> None:
        await self._does(reference, c.Call())

    async def do_no_show(self, reference: str) -> None:
        await self._does(reference, c.NoShow())

    async def do_collected(self, reference: str) -> None:
        """The whole of a pick-up: comes, is called, checked, pays, and gets the documents."""
        check = c.SecondCheck(check_done=self._stage.desk.second_check(), collector=Collector.OWNER)
        paid = c.FeePaid(baht=self._stage.desk.fee(self._seen(reference)).baht)
        await self._does(reference, c.Arrive(), c.Call(), check, c.SlipPrinted(), paid, c.HandedOver())

    async def do_wait(self, hours: str) -> None:
        self._stage.now += dt.timedelta(hours=float(hours))

    async def do_at(self, moment: str) -> None:
        self._stage.now = dt.datetime.fromisoformat(moment).replace(tzinfo=BANGKOK).astimezone(dt.UTC)

    async def do_full(self, argument: str) -> None:
        """Others have every place of a day, or of one slot."""
        day, _, at = argument.partition(" ")
        settings, date = self._stage.settings, dt.date.fromisoformat(day)
        times = [dt.time.fromisoformat(at)] if at else settings.calendar.slots(date)
        places = settings.hours.slot_places

        def fill(session: Session) -> None:
            for time in times:
                key = {"office_id": settings.office.id, "date": date, "time": time}
                statements.insert_once(session, SlotRow, **key, taken=0)
                row = session.get(SlotRow, tuple(key.values()))
                assert row is not None
                row.taken = places
                session.add(row)

        await self._stage.write(fill)

    async def do_closed(self, argument: str) -> None:
        day, _, name = argument.partition(" ")
        days = [*self._stage.settings.model_dump()["special_days"], {"date": day, "name": name}]
        await self._configure(special_days=days)

    async def do_settings(self, argument: str) -> None:
        """Set a key of the configuration, written as in its file: ``chat.max_copies = 3``."""
        (section, keys), *_ = tomllib.loads(argument).items()
        before = self._stage.settings.model_dump()[section]
        await self._configure(**{section: {**before, **keys}})

    async def _configure(self, **sections: Any) -> None:
        settings = self._stage.settings.model_dump() | sections
        await self._stage.configure(Settings.model_validate(settings))

    async def _does(self, reference: str, *commands: Any) -> None:
        await self._stage.desk.does(self._seen(reference), *commands)
