"""What a clerk has entered and not finished, as one text that outlasts the program.

Texts are good for days. What was answered in a check is good on its day: the card was in hand then, and the
other program said so then.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

from pydantic import Field

from desk.check_memory import Kept, Preparing, WalkInDraft
from desk.check_model import Entry
from desk.unfinished_file import DAYS_KEPT
from registry.request import Part

if TYPE_CHECKING:
    from desk.check_memory import CheckMemory


class _Check(Part):
    """What was entered for one purpose about one request, and the day on which it was last changed."""

    request_id: str
    purpose: str
    day: dt.date
    drafts: dict[str, str] = Field(repr=False)
    entries: dict[str, Entry] = Field(repr=False)


class _WalkIn(Part):
    """What was entered of somebody who came by themselves."""

    day: dt.date
    request_id: str
    copies: dict[int, int]
    texts: dict[str, str] = Field(repr=False)


class _Preparing(Part):
    """What was marked and typed in the preparation."""

    day: dt.date
    marked: tuple[str, ...]
    trays: dict[str, str]
    last_tray: str


class _Unfinished(Part):
    """All of it."""

    checks: tuple[_Check, ...] = ()
    walk_in: _WalkIn | None = None
    preparing: _Preparing | None = None


def as_text(memory: CheckMemory, day: dt.date) -> str:
    """Return what is unfinished, as it stands on a day; empty for nothing."""
    checks = tuple(
        _Check(
            request_id=request_id,
            purpose=purpose,
            day=kept.changed_on(day),
            drafts={name: text for name, text in kept.drafts.items() if text.strip()},
            entries=dict(kept.entries),
        )
        for (request_id, purpose), kept in memory.kept.items()
        if kept.begun
    )
    all_of_it = _Unfinished(checks=checks, walk_in=_walk_in(memory, day), preparing=_preparing(memory, day))
    return all_of_it.model_dump_json() if all_of_it != _Unfinished() else ""


def _walk_in(memory: CheckMemory, day: dt.date) -> _WalkIn | None:
    draft = memory.walk_in_begun
    if draft is None:
        return None
    return _WalkIn(day=day, request_id=draft.request_id, copies=draft.copies, texts=draft.texts)


def _preparing(memory: CheckMemory, day: dt.date) -> _Preparing | None:
    now = memory.preparing
    if not (now.marked or now.trays):
        return None
    return _Preparing(day=day, marked=tuple(sorted(now.marked)), trays=now.trays, last_tray=now.last_tray)


def take_in(memory: CheckMemory, text: str, day: dt.date) -> None:
    """Put into a memory what was unfinished, as far as it is still good on a day."""
    found = _Unfinished()
    with contextlib.suppress(ValueError):
        found = _Unfinished.model_validate_json(text)
    for check in found.checks:
        if (day - check.day).days <= DAYS_KEPT:
            kept = Kept(dict(check.entries), dict(check.drafts), day=check.day)
            memory.put_back(check.request_id, check.purpose, kept)
    memory.begin_day(day)
    if found.walk_in is not None and found.walk_in.day == day:
        draft = found.walk_in
        memory.walk_in = WalkInDraft(draft.request_id, dict(draft.copies), dict(draft.texts))
    if found.preparing is not None and found.preparing.day == day:
        begun = found.preparing
        memory.preparing = Preparing(set(begun.marked), dict(begun.trays), begun.last_tray)
