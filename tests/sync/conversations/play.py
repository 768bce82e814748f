"""Plays a written conversation between a citizen's phone and the daemon, and writes down what was seen."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from sqlmodel import Session, select

from registry.records import Record
from registry.request import Request
from sync.line import wall_code
from sync.line.messages import arriving
from sync.simulator.citizen import Citizen
from sync.simulator.conversation import Entry, transcript
from sync.simulator.events import Event, redelivered
from sync.store.tables.survey import SurveyRow
from tests.sync.conversations.office import Office
from tests.sync.conversations.outgoing import check_calls
from tests.sync.conversations.script import Line, Script, tap_in
from tests.sync.conversations.stage import KEYS, Stage
from thai.dates import today

_REFERENCE = re.compile(r"\bBK-[0-9A-Z]{4}\b")
_ALIAS = re.compile(r"\bBK-\d{1,2}\b")
_NUMBERS = ("laser", "card", "pid", "name", "birth_date")


class Play:
    """One conversation on the stage: a new citizen, whose requests are BK-1, BK-2, … as they appear."""

    def __init__(self, stage: Stage, script: Script) -> None:
        self._stage, self._script = stage, script
        self._citizen = stage.platform.citizen(f"ผู้ร้อง {script.name}")
        self._office = Office(stage, self._request)
        self._names: dict[str, str] = {}
        self._records: dict[str, Record] = {}
        self._heard: list[Entry] = []
        self._happened: dict[str, str] = {}
        self._expected: list[str] = []
        self._by_citizen = False
        self._answers: dict[tuple[str, str], str] | None = None
        self._events: list[Event] = []

    async def run(self) -> str:
        """Play all lines and return the chat as the citizen saw it; an AssertionError names the line."""
        await self._stage.begin()
        self._note_events()
        await self._look_at_the_survey()
        for line in self._script.lines:
            try:
                await self._line(line)
            except (AssertionError, LookupError) as error:
                raise AssertionError(self._trouble(line, error)) from None
        self._settle()
        self._stage.others |= set(self._records)
        assert self._stage.platform.complaints == []
        return self.seen()

    def seen(self) -> str:
        """Return the chat so far as text, each request under its short name."""
        shown = transcript("ผู้ร้อง", self._citizen.conversation)
        return _REFERENCE.sub(lambda found: self._names.get(found[0], found[0]), shown)

    async def _line(self, line: Line) -> None:
        rest = _ALIAS.sub(lambda found: self._reference(found[0]), line.rest)
        match line.sign:
            case ">" | "@":
                self._settle()
                await self._acts(line.sign, rest)
            case "=":
                self._expected.append(rest)
            case _:
                self._hears(rest, there=line.sign == "<")

    async def _acts(self, sign: str, rest: str) -> None:
        self._stage.now += dt.timedelta(seconds=1)
        before = len(self._citizen.conversation)
        self._by_citizen = sign == ">"
        await (self._writes if self._by_citizen else self._office.act)(rest)
        await self._stage.quiet()
        calls = self._stage.new_calls()
        check_calls(calls)
        self._heard = [entry for entry in self._citizen.conversation[before:] if entry.who == "office"]
        for entry in self._heard:
            self._name_all(entry.text)
        await self._look()

    async def _writes(self, rest: str) -> None:
        citizen = self._citizen
        if tap := tap_in(rest):
            await citizen.taps(*tap)
        elif data := re.fullmatch(r"\{(.*)\}", rest):
            await self._deliver(self._stage.platform.events.postback(citizen.user_id, data[1]))
        elif other := re.fullmatch(r"\((\w+)(?: (.+))?\)", rest):
            await self._does(other[1], other[2] or "")
        else:
            await citizen.says(rest)

    async def _does(self, what: str, argument: str) -> None:
        citizen = self._citizen
        match what:
            case "again":
                await self._deliver(redelivered(self._events[-1]))
            case "picture":
                await citizen.sends_picture(b"\xff\xd8\xff\xe0")
            case "sticker":
                await citizen.sends_sticker()
            case "location":
                await citizen.sends_location()
            case "follow":
                await citizen.follows()
            case "wall":
                ago = dt.timedelta(days=int(argument or 0))
                day = today(self._stage.now) - ago
                await citizen.says(arriving.text(wall_code.code(KEYS, self._stage.settings.office.id, day)))
            case "block":
                await citizen.blocks()
            case "oldest":
                await self._deliver(self._oldest(argument))
            case "unsend":
                await citizen.unsends(self._own(argument))
            case _:
                await self._deliver(self._stage.platform.events.event(what, citizen.user_id))

    def _own(self, part: str) -> Entry:
        mine = [
            entry for entry in self._citizen.conversation if entry.who == "citizen" and part in entry.text
        ]
        assert mine, f"nothing was written with {part}"
        return mine[-1]

    def _oldest(self, label: str) -> Event:
        """Tap the button that has stood in the chat longest, as a finger that scrolls up does."""
        found = [button for button in self._citizen.buttons() if button.label == label]
        assert found, f"no button {label}"
        events = self._stage.platform.events
        return events.postback(self._citizen.user_id, found[-1].action["data"])

    async def _deliver(self, event: Event) -> None:
        await self._stage.platform.webhooks.deliver([event])

    def _note_events(self) -> None:
        """Keep what this citizen's phone sends, so that the last of it can come once more."""
        platform, deliver = self._stage.platform, type(self._stage.platform.webhooks).deliver

        async def noting(events: list[Event]) -> None:
            self._events += events
            await deliver(platform.webhooks, events)

        platform.webhooks.deliver = noting  # type: ignore[method-assign]

    def _hears(self, rest: str, *, there: bool) -> None:
        if rest == "(nothing)":
            assert not self._heard, "something was said"
            return
        if tap := tap_in(rest):
            found = any(tap[0] == button.label for button in self._citizen.buttons())
        else:
            found = any(rest in entry.text for entry in self._heard)
        assert found is there, "not to be seen" if there else "to be seen"

    async def _look(self) -> None:
        """See on the desk what has changed, and what was answered to the survey."""
        before = {reference: _told(record) for reference, record in self._records.items()}
        self._happened = {}
        for record in await self._stage.desk.changes():
            reference = record.request.reference
            if reference in self._stage.others:
                continue
            self._name_all(reference)
            told = _told(record, self._records.get(reference))
            self._records[reference] = record
            if told != before.get(reference):
                self._happened[reference] = f"{reference} {told}"
        await self._look_at_the_survey()

    async def _look_at_the_survey(self) -> None:
        """See what was answered: nothing in the rows says by whom, but nobody else is there meanwhile."""
        answers = await self._stage.database.read_async(_answers)
        if self._answers is not None:
            changed = {
                key: told
                for key, told in answers.items()
                if self._answers.get(key, f"survey {key[1]}") != told
            }
            self._happened |= {f"{row_id}/{question}": told for (row_id, question), told in changed.items()}
        self._answers = answers

    def _settle(self) -> None:
        """Compare what happened at the office with what is written; the office's own acts may stay untold."""
        happened, expected = list(self._happened.values()), self._expected
        self._happened, self._expected = {}, []
        missing = [one for one in expected if not any(f"{it} ".startswith(f"{one} ") for it in happened)]
        untold = [one for one in happened if not any(f"{one} ".startswith(f"{it} ") for it in expected)]
        assert not missing, f"before this line, written but not happened: {missing}; happened: {happened}"
        assert not (untold and self._by_citizen), f"before this line, happened but not written: {untold}"

    def _request(self, reference: str) -> Request:
        return self._records[reference].request

    def _name_all(self, text: str) -> None:
        for reference in _REFERENCE.findall(text):
            self._names.setdefault(reference, f"BK-{len(self._names) + 1}")

    def _reference(self, name: str) -> str:
        return next((reference for reference, known in self._names.items() if known == name), name)

    def _trouble(self, line: Line, error: Exception) -> str:
        return (
            f"{self._script.name}.txt, line {line.number}: {line.sign} {line.rest}\n{error}\n\n{self.seen()}"
        )


def _answers(session: Session) -> dict[tuple[str, str], str]:
    """Return every answer of the survey, in words; of a comment only whether there is one."""
    return {
        (row.id, question): f"survey {question} {value}".strip()
        for row in session.exec(select(SurveyRow))
        for question, value in (
            ("speed", row.speed),
            ("ease", row.ease),
            ("overall", row.overall),
            ("source", row.source),
            ("comment", "kept" if row.comment else ""),
        )
        if value is not None
    }


def _told(record: Record, before: Record | None = None) -> str:
    """Say a request as the desk has it: state, items, day and time, the numbers given, new ones marked."""
    request, given = record.request, record.particulars
    when: Any = request.appointment or request.wish
    items = ",".join(f"{item.service}x{item.copies}" for item in request.items)
    words = [request.state.value, items, *_matter(record)]
    words += [f"{when.date}"] if when.date else []
    words += [f"{when.time:%H:%M}"] if when.time else []
    for name in _NUMBERS if given else ():
        value = getattr(given, name, None)
        former = getattr(before.particulars, name, None) if before and before.particulars else None
        if value:
            words.append(f"{name}!" if before and value != former else name)
    return " ".join(words)


def _matter(record: Record) -> list[str]:
    """Say of an inquiry whose it is, what is arranged, and how many pictures there are."""
    inquiry, given = record.request.inquiry, record.particulars
    if inquiry is None:
        return []
    pictures = [f"pictures-{len(given.pictures)}"] if given and given.pictures else []
    return [inquiry.group.value, *([inquiry.advance.value] if inquiry.advance else []), *pictures]


def citizen_of(play: Play) -> Citizen:
    """Return the citizen of a play, for tests that go on with the chat."""
    return play._citizen
