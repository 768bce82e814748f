"""Puts what was heard into the draft of a request, and says what of it cannot be used."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from registry.particulars import with_line
from sync.line.dialogue import days, particulars
from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import Asking, ChatOffice, Draft
from sync.line.dialogue.wanted import with_items
from sync.line.messages import asking as say
from sync.line.messages import hints
from sync.line.messages.particulars import ODD, said
from sync.line.understanding import Problem

_HINTS: Final = {
    Problem.LASER_FORMAT: hints.LASER_FORMAT,
    Problem.CARD_FORMAT: hints.CARD_FORMAT,
    Problem.DATE_INVALID: hints.DATE_INVALID,
    Problem.DATE_PAST: hints.DATE_PAST,
    Problem.TIME_INVALID: hints.TIME_INVALID,
    Problem.SERVICE_UNKNOWN: hints.SERVICE_UNKNOWN,
}


@dataclass(frozen=True)
class Gathered:
    """A draft after a message, a hint for everything that could not be used, notes on what was changed."""

    draft: Draft
    hints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """All that the citizen is to be told of it."""
        return (*self.hints, *self.notes)


def new_draft(office: ChatOffice) -> Draft:
    """Return an empty draft that begins now."""
    return Draft(id=office.new_id(), begun_at=office.now, touched_at=office.now)


def gather(draft: Draft, heard: Heard, office: ChatOffice) -> Gathered:
    """Return the draft with what was heard; a new value replaces the old one, a new service is added.

    A new value that cannot be read takes the old one away: it was not what the citizen wants any more.
    A message that comes late, after one that was written later, only adds what is missing.
    """
    if _is_late(draft, heard):
        heard = _what_is_missing(draft, heard)
    most = office.settings.chat.max_copies
    items = with_items(draft, heard)
    in_range = all(one.copies is None or one.copies <= most for one in items["items"])
    in_range = in_range and (heard.copies is None or heard.copies <= most)
    changed = draft.model_copy(
        update={
            "touched_at": office.now,
            "heard_at": _newest(draft, heard),
            **(items if in_range else with_items(draft, replace(heard, copies=None, counts=()))),
            **_doubted(heard.problems),
            **_given(heard, office),
            **_wish(heard),
            "lines": with_line(draft.lines, heard.line),
        }
    )
    told = [*problem_hints(heard.problems, office), *(ODD[one] for one in heard.odd)]
    if not in_range:
        told.append(hints.copies_range(most))
    settled = settle(changed, office)
    hints_told = tuple(dict.fromkeys((*told, *settled.hints)))
    return Gathered(revised(draft, settled.draft), hints_told, settled.notes)


def _is_late(draft: Draft, heard: Heard) -> bool:
    return heard.line is not None and draft.heard_at is not None and heard.line.at < draft.heard_at


def _newest(draft: Draft, heard: Heard) -> dt.datetime | None:
    written = [at for at in (draft.heard_at, heard.line.at if heard.line else None) if at is not None]
    return max(written, default=None)


def _what_is_missing(draft: Draft, heard: Heard) -> Heard:
    """Return what was heard without the values that the draft has from a later message."""
    timed = draft.time is not None or draft.any_time
    counted = draft.copies is not None or any(item.copies is not None for item in draft.items)
    return replace(
        heard,
        laser=heard.laser if draft.laser is None else None,
        card=heard.card if draft.card is None else None,
        pid=heard.pid if draft.pid is None else None,
        name=heard.name if draft.name is None else None,
        birth_date=heard.birth_date if draft.birth_date is None else None,
        odd=(),
        date=heard.date if draft.date is None else None,
        time=None if timed else heard.time,
        any_time=heard.any_time and not timed,
        copies=None if counted else heard.copies,
        counts=() if counted else heard.counts,
        removed=(),
        instead=False,
        more=False,
        problems=(),
    )


def problem_hints(problems: tuple[Problem, ...], office: ChatOffice) -> list[str]:
    """Return the hint for each problem, once."""
    most = office.settings.chat.max_copies
    return [
        hints.copies_range(most) if problem is Problem.COPIES_RANGE else _HINTS[problem]
        for problem in dict.fromkeys(problems)
    ]


def pid_hint(heard: Heard, asking: Asking) -> list[str]:
    """Say which number is meant where the personal number was given instead."""
    if not heard.pid_like or heard.fills:
        return []
    if asking is Asking.LASER:
        return [hints.PID_NOT_LASER]
    return [hints.PID_NOT_CARD] if asking is Asking.CONFIRMATION else []


def settle(draft: Draft, office: ChatOffice) -> Gathered:
    """Return the draft with a day and time that can be had now, or without, and why."""
    day = draft.date
    if day is None:
        return Gathered(draft)
    trouble = days.day_trouble(office, day)
    if trouble:
        return Gathered(draft.model_copy(update={"date": None, "near": day}), (trouble,))
    draft = draft.model_copy(update={"near": None})
    if draft.any_time:
        free = days.free_times(office, day)
        return Gathered(draft.model_copy(update={"time": draft.time if draft.time in free else free[0]}))
    if draft.time is None:
        return Gathered(draft)
    slot, trouble = days.place_of(office, day, draft.time)
    noted = (hints.in_slot(draft.time, slot),) if slot not in {None, draft.time} else ()
    return Gathered(draft.model_copy(update={"time": slot}), (trouble,) if trouble else (), noted)


def revised(before: Draft, after: Draft) -> Draft:
    """Return the changed draft, with a new revision if its summary would read otherwise."""
    shown = ("items", "laser", "pid", "name", "birth_date", "date", "time")
    same = all(getattr(before, name) == getattr(after, name) for name in shown)
    return after if same else after.model_copy(update={"revision": before.revision + 1})


def said_back(before: Draft | None, after: Draft) -> str:
    """Say what is new in a draft, numbers masked."""
    old = before or Draft(id="", begun_at=after.begun_at, touched_at=after.begun_at)
    numbers = [
        said(one, mask) for one, mask in particulars.shown(after) if getattr(after, one) != getattr(old, one)
    ]
    copies = {item.copies for item in after.items} | ({after.copies} if not after.items else set())
    return say.understood(
        services=[service for service in after.services if service not in old.services],
        removed=[service for service in old.services if service not in after.services],
        copies=copies.pop() if len(copies) == 1 and _copies(after) != _copies(old) else None,
        numbers=numbers,
        day=after.date if after.date != old.date else None,
        at=after.time if (after.date, after.time) != (old.date, old.time) else None,
    )


def without_message(draft: Draft, line_id: str) -> Draft:
    """Return the draft without what came in a message that was unsent."""
    changes: dict[str, object] = {
        "lines": tuple(line for line in draft.lines if line.id != line_id),
        "questions": tuple(line for line in draft.questions if line.id != line_id),
    }
    for number in particulars.ALL:
        if getattr(draft, f"{number}_line") == line_id:
            changes |= {number: None, f"{number}_line": ""}
    return revised(draft, draft.model_copy(update=changes))


def _copies(draft: Draft) -> tuple[object, ...]:
    return (draft.copies, *((item.service, item.copies) for item in draft.items))


def _doubted(problems: tuple[Problem, ...]) -> dict[str, object]:
    doubted: dict[str, object] = {}
    for problem in problems:
        match problem:
            case Problem.LASER_FORMAT:
                doubted |= {"laser": None, "laser_line": ""}
            case Problem.CARD_FORMAT:
                doubted |= {"card": None, "card_line": ""}
            case Problem.DATE_INVALID | Problem.DATE_PAST:
                doubted["date"] = None
            case Problem.TIME_INVALID:
                doubted["time"] = None
            case _:
                pass
    return doubted


def _given(heard: Heard, office: ChatOffice) -> dict[str, object]:
    """Take what was given; what the office does not ask for is not kept, but the card's own numbers."""
    found: dict[str, object] = {}
    for one in particulars.ALL:
        value = getattr(heard, one)
        if value is not None and (one in {"laser", "card"} or one in particulars.wanted(office)):
            found |= {one: value, f"{one}_line": heard.line_id}
    return found


def _wish(heard: Heard) -> dict[str, object]:
    found: dict[str, object] = {}
    if heard.date is not None:
        found["date"] = heard.date
    if heard.time is not None:
        found |= {"time": heard.time, "any_time": False}
    elif heard.any_time:
        found |= {"time": None, "any_time": True}
    return found
