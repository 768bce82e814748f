"""Scripted citizens: they write first, and answer what the office asks until their request is in."""

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from sync.simulator.citizen import Citizen, Silence
from sync.simulator.conversation import Button, Entry
from sync.simulator.identities import Clock
from sync.simulator.people import OFFERED, STYLES, Person, Style, particulars, person
from sync.simulator.questions import (
    Question,
    is_submitted,
    is_time,
    reference,
    refuses,
    what_is_asked,
)
from thai.dates import BANGKOK

PATIENCE = 4
"""How often a citizen answers the same question before giving up."""
MOST_ANSWERS = 60
OPENING_PATIENCE = 5.0

_TAPPABLE = (Question.SERVICE, Question.COPIES, Question.DAY, Question.TIME, Question.SURVEY_SOURCE)


@dataclass
class Outcome:
    """How far a scripted citizen came."""

    submitted: bool = False
    """Whether the office said that an officer has the request now."""
    reference: str | None = None
    answers: int = 0
    gave_up: Question | None = None
    """The question that was asked too often."""


class Scripted:
    """One citizen with one way of writing; `pause` seconds go by before each answer."""

    def __init__(self, style: Style, who: Person, *, name: str | None = None, pause: float = 0.0) -> None:
        self.style = style
        self.name = name or who.name
        self.outcome = Outcome()
        self._who = who
        self._pause = pause
        self._asked: Counter[Question] = Counter()

    async def play(
        self,
        citizen: Citizen,
        clock: Clock,
        *,
        patience: float | None = None,
        until_submitted: bool = False,
    ) -> Outcome:
        """Write, and answer until the office is silent for `patience` seconds (None: without end).

        With `until_submitted` the play also ends when the request is with an officer.
        """
        words = particulars(self._who, datetime.fromtimestamp(clock(), UTC).astimezone(BANGKOK).date())
        await self._open(citizen, words, patience)
        while self.outcome.answers < MOST_ANSWERS and self.outcome.gave_up is None:
            try:
                heard = await citizen.next_messages(patience)
            except Silence:
                break
            self._note(heard)
            if until_submitted and self.outcome.submitted:
                break
            await asyncio.sleep(self._pause)
            await self._answer(citizen, heard, words)
        return self.outcome

    async def _open(self, citizen: Citizen, words: dict[str, str], patience: float | None) -> None:
        """Write the first messages; each waits for a reaction to the one before, whatever it is."""
        for place, line in enumerate(self.style.opening):
            if place:
                with contextlib.suppress(Silence):
                    await citizen.next_messages(OPENING_PATIENCE if patience is None else patience)
            await asyncio.sleep(self._pause)
            await citizen.says(line.format_map(words))

    def _note(self, heard: list[Entry]) -> None:
        self.outcome.reference = reference(heard) or self.outcome.reference
        self.outcome.submitted = self.outcome.submitted or is_submitted(heard)

    async def _answer(self, citizen: Citizen, heard: list[Entry], words: dict[str, str]) -> None:
        question = what_is_asked(heard)
        if question is Question.NONE or citizen.blocked:
            return
        before = self._asked[question]
        if before >= PATIENCE:
            self.outcome.gave_up = question
            return
        self._asked[question] += 1
        self.outcome.answers += 1
        answer = self.style.answer(question, before)
        if (button := self._button(question, answer, citizen, heard)) is not None:
            picked = words["iso_day"] if button.action["type"] == "datetimepicker" else None
            if picked and button.action.get("mode") == "datetime":
                picked += "T" + words["time"].replace(".", ":")
            await citizen.taps(button.label, picked)
        else:
            spoken = self.style.answer(question, PATIENCE) if answer == OFFERED else answer
            await citizen.says((words["time"] if spoken == OFFERED else spoken).format_map(words))

    def _button(self, question: Question, answer: str, citizen: Citizen, heard: list[Entry]) -> Button | None:
        """Find the button for this answer, where the office offers it just now."""
        shown = [*heard[-1].quick_replies, *(button for entry in heard for button in entry.buttons)]
        there = citizen.buttons()
        offered = [button for button in shown if button in there and button.action["type"] != "uri"]
        if question in (Question.CONSENT, Question.CONFIRM, Question.SURVEY_MARK):
            fitting = [button for button in offered if answer in button.label and not refuses(button.label)]
        elif answer == OFFERED or (self.style.taps and question in _TAPPABLE):
            fitting = [button for button in offered if not refuses(button.label)]
            if question is Question.TIME:
                fitting = [button for button in fitting if is_time(button.label)]
        else:
            fitting = []
        return fitting[0] if fitting else None


def scripted(
    script: str, number: int | None = None, *, name: str | None = None, pause: float = 0.0
) -> Scripted:
    """Make the citizen of a script by its name, as citizen `number` (default: the script's place).

    KeyError where no script has that name.
    """
    for place, style in enumerate(STYLES):
        if style.name == script:
            return Scripted(style, person(place if number is None else number), name=name, pause=pause)
    raise KeyError(script)


def crowd(count: int, *, script: str | None = None, pause: float = 0.0) -> list[Scripted]:
    """So many citizens, one script after the other, or all with the same one."""
    names = [script] if script else [style.name for style in STYLES]
    return [scripted(names[number % len(names)], number, pause=pause) for number in range(count)]
