"""What the citizen said, by text or button, as one thing: understood alone first, then by what was asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from registry.particulars import ChatLine
from registry.settings import ChatParticular
from sync.line.dialogue import words
from sync.line.dialogue.asked_words import asked_now
from sync.line.dialogue.buttons import Press, date_in, time_in
from sync.line.dialogue.days import free_days, within_hours
from sync.line.dialogue.model import Asking, ChatOffice, Conversation
from sync.line.incoming import Incoming
from sync.line.message_json import fit
from sync.line.understanding import Intent, Problem, understand
from sync.line.understanding.items import read_items
from sync.line.understanding.persons import Person, read_birth_date, read_name
from thai.dates import today
from thai.text import clean

LINE_KEPT: Final = 1000
"""UTF-16 units of one message that a clerk gets to read."""


@dataclass(frozen=True)
class Heard:
    """One message or button as the dialogue works on it."""

    intent: Intent = Intent.REQUEST
    text: str = field(default="", repr=False)
    line: ChatLine | None = None
    services: tuple[int, ...] = ()
    counts: tuple[tuple[int, int], ...] = ()
    removed: tuple[int, ...] = ()
    instead: bool = False
    more: bool = False
    copies: int | None = None
    laser: str | None = field(default=None, repr=False)
    card: str | None = field(default=None, repr=False)
    pid: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    birth_date: dt.date | None = field(default=None, repr=False)
    odd: tuple[ChatParticular, ...] = ()
    identifies: bool = False
    date: dt.date | None = None
    time: dt.time | None = None
    any_time: bool = False
    problems: tuple[Problem, ...] = ()
    pid_like: bool = False

    @property
    def line_id(self) -> str:
        """The message it came in; empty for a button."""
        return self.line.id if self.line else ""

    @property
    def fills(self) -> bool:
        """Whether there is anything in it for a request."""
        return bool(
            self.services
            or self.removed
            or self.copies
            or self.laser
            or self.card
            or self.identifies
            or self.date
            or self.time is not None
            or self.any_time
        )


def chat_line(incoming: Incoming) -> ChatLine:
    """Return a text message as a clerk gets to read it: harmless, and not too long."""
    text = fit(clean(incoming.text).strip(), LINE_KEPT)
    return ChatLine(at=incoming.at, who="citizen", text=text, id=incoming.message_id)


def hear_text(incoming: Incoming, conversation: Conversation, office: ChatOffice) -> Heard:
    """Read a text message: what it says by itself, and what it says to the question asked last."""
    text = clean(incoming.text).strip()
    day = _day_said(incoming, office)
    asked, wanted = asked_now(conversation, office), set(office.settings.chat.particulars)
    person = _read_person(text, day, asked, wanted)
    said = understand(person.text, day, office.settings.chat.max_copies)
    pid, pid_like = words.pid(text)
    heard = Heard(
        intent=said.intent,
        text=text,
        line=chat_line(incoming),
        **_person(person, (pid, pid_like), asked, office),
        services=tuple(said.services),
        **_items(person.text, day, said.copies),
        laser=said.laser,
        card=said.card,
        date=said.date,
        time=said.time,
        any_time=said.time is None and words.any_time(text),
        problems=_problems(said.problems, pid_like=pid_like and "pid" in asked | wanted),
        pid_like=pid_like,
    )
    if (heard.identifies or heard.odd) and heard.intent in {Intent.HELP, Intent.INQUIRY}:
        heard = replace(heard, intent=Intent.REQUEST)
    heard = _as_correction(heard, conversation)
    if heard.time is not None and conversation.asking is Asking.TIME and words.clock(text) is not None:
        heard = replace(heard, time=within_hours(office, heard.time))
    if heard.any_time and heard.intent in {Intent.HELP, Intent.INQUIRY}:
        heard = replace(heard, intent=Intent.REQUEST)
    open_to = {Intent.HELP, Intent.INQUIRY, Intent.REQUEST}
    if heard.intent not in open_to or heard.fills or heard.problems or heard.odd or heard.pid_like:
        return heard
    return _in_context(heard, conversation.asking, office)


def _read_person(text: str, day: dt.date, asked: frozenset[str], wanted: set[ChatParticular]) -> Person:
    """Read a name and a date of birth where the office wants them; the rest is read as ever."""
    person = Person(text)
    if "name" in asked | wanted:
        person = read_name(text, asked="name" in asked)
    if "birth_date" not in asked | wanted:
        return person
    born = read_birth_date(person.text, day, asked="birth_date" in asked)
    return replace(born, name=person.name)


def _person(
    person: Person, pid: tuple[str | None, bool], asked: frozenset[str], office: ChatOffice
) -> dict[str, Any]:
    wanted = set(office.settings.chat.particulars)
    number, pid_like = pid
    given = {"pid": number, "name": person.name, "birth_date": person.birth_date}
    odd: list[ChatParticular] = []
    if pid_like and number is None and "pid" in asked | wanted:
        odd.append("pid")
    if person.nearly:
        odd.append("birth_date")
    identifies = any(value is not None and one in wanted for one, value in given.items())
    return {**given, "odd": tuple(odd), "identifies": identifies}


def _problems(found: Sequence[Problem], *, pid_like: bool) -> tuple[Problem, ...]:
    """Where 13 digits are meant as a personal number, nothing is said of card numbers."""
    return tuple(one for one in found if not (pid_like and one is Problem.CARD_FORMAT))


def hear_press(pressed: Press, incoming: Incoming) -> Heard | None:
    """Read a button that carries a particular; None for every other button."""
    match pressed.word:
        case "service":
            return Heard(services=(int(pressed.argument),))
        case "copies":
            return Heard(copies=int(pressed.argument))
        case "any-time":
            return Heard(any_time=True)
        case "time":
            time = time_in(pressed.argument)
            return Heard(time=time, problems=() if time else (Problem.TIME_INVALID,))
        case "date" | "pick":
            written = pressed.argument if pressed.word == "date" else incoming.params.get("date", "")
            date = date_in(written)
            return Heard(date=date, problems=() if date else (Problem.DATE_INVALID,))
        case _:
            return None


def _tries(asking: Asking, heard: Heard) -> bool:
    """Whether a text can be meant for the particular that was asked for, though it could not be read."""
    if heard.intent is not Intent.HELP or words.is_talk(heard.text):
        return False
    return asking is Asking.NAME or any(sign.isdigit() for sign in heard.text)


def _day_said(incoming: Incoming, office: ChatOffice) -> dt.date:
    """Return the day that "today" was for the citizen, unless the message's clock is not to be believed."""
    said = today(incoming.at) if incoming.at.tzinfo else office.today
    return said if office.today - dt.timedelta(days=1) <= said <= office.today else office.today


def _items(text: str, day: dt.date, copies: int | None) -> dict[str, Any]:
    """Read what a message does to the documents that are wanted."""
    said = read_items(text, day)
    return {
        "counts": said.counts,
        "removed": said.removed,
        "instead": said.instead,
        "more": said.more,
        "copies": copies if said.copies is None else said.copies,
    }


def _as_correction(heard: Heard, conversation: Conversation) -> Heard:
    """Take what is said against a document for a correction of the draft that names it, else for nothing."""
    there = set(conversation.draft.services) if conversation.draft else set[int]()
    removed = tuple(service for service in heard.removed if service in there)
    wanted = tuple(service for service in heard.services if service not in heard.removed)
    left = there - set(removed) | set(wanted)
    corrects = removed and (left or heard.intent is not Intent.CANCEL)
    more = heard.more and bool(there) and heard.copies is not None
    if not corrects and not more:
        return replace(heard, removed=(), more=False, services=wanted or heard.services)
    open_to = heard.intent in {Intent.HELP, Intent.CANCEL, Intent.REQUEST}
    intent = Intent.REQUEST if open_to else heard.intent
    return replace(heard, intent=intent, removed=removed, services=wanted)


def _in_context(heard: Heard, asking: Asking, office: ChatOffice) -> Heard:
    """Read a bare number, or something like an identity number, as an answer to the question."""
    text = heard.text
    found: dict[str, object] = {}
    if asking is Asking.SERVICES and (services := words.services(text)):
        found["services"] = services
    elif asking is Asking.COPIES and (copies := words.number(text)) is not None:
        if 1 <= copies <= office.settings.chat.max_copies:
            found["copies"] = copies
        else:
            found["problems"] = (Problem.COPIES_RANGE,)
    elif asking is Asking.TIME and (clock := words.clock(text)) is not None:
        hour, minute = clock
        if hour < 24 and minute < 60:
            found["time"] = within_hours(office, dt.time(hour, minute))
        else:
            found["problems"] = (Problem.TIME_INVALID,)
    elif asking is Asking.DATE and words.any_day(text) and (free := free_days(office)):
        found["date"] = free[0]
    elif asking in {Asking.PID, Asking.NAME, Asking.BIRTH_DATE} and _tries(asking, heard):
        found["odd"] = (asking.value,)
    elif asking is Asking.LASER and words.looks_like_code(text):
        found["problems"] = (Problem.LASER_FORMAT,)
    elif asking is Asking.CONFIRMATION and words.looks_like_code(text):
        found["problems"] = (Problem.CARD_FORMAT,)
    return replace(heard, intent=Intent.REQUEST, **found) if found else heard  # type: ignore[arg-type]
