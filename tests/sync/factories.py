"""Invented citizens, requests, clerks and settings for the tests of the daemon."""

from __future__ import annotations

import datetime as dt
from typing import Any

from registry import commands as c
from registry.actors import Actor, Role
from registry.identifiers import new_id
from registry.particulars import ChatLine, Particulars
from registry.request import (
    Appointment,
    Check,
    CheckLine,
    Fee,
    Item,
    LineResult,
    Request,
)
from registry.sealing import Keyring
from registry.settings import Settings
from registry.states import State

# 23 November 2026 is a Monday without a holiday; 09.00 in Bangkok.
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)
TOMORROW = dt.date(2026, 11, 24)
OFFICE = "bangkhae"
CONVERSATION = "01900000-0000-7000-8000-000000000001"

KEYS = Keyring.of(bytes(range(32)))

CITIZEN = Particulars(
    laser="JC1123456712",
    card="10400212345678",
    pid="1104000000010",
    name="สมหญิง ใจดีแท้",
    display_name="นกน้อยคอยรัก",
    chat=(ChatLine(at=NOW, who="citizen", text="ขอสำเนาทะเบียนบ้านหน่อยจ้า", id="m-1"),),
)

SOMCHAI = Actor(kind="clerk", id="somchai", name="สมชาย", counter="1")
MALEE = Actor(kind="clerk", id="malee", name="มาลี", counter="2")
HEAD = Actor(kind="clerk", id="head", name="หัวหน้า", counter="3", role=Role.HEAD)


def settings(**sections: Any) -> Settings:
    """Return the default settings with some keys changed: ``settings(hours={"slot_places": 1})``."""
    return Settings.model_validate(sections)


def request(**changes: Any) -> Request:
    """Return a request for two copies of the house registration, not submitted yet."""
    request_id = changes.pop("id", None) or new_id()
    values: dict[str, Any] = {
        "office_id": OFFICE,
        "id": request_id,
        "reference": f"BK-{request_id[-12:]}",
        "state": State.COLLECTING,
        "state_since": NOW,
        "items": (Item(service=1, copies=2),),
        "created_at": NOW,
    }
    return Request(**{**values, **changes})


def appointment(hour: int = 9, minute: int = 0, date: dt.date = TOMORROW) -> Appointment:
    """Return an appointment, tomorrow at 09.00 unless told."""
    return Appointment(date=date, time=dt.time(hour, minute))


def clean_check(settings_: Settings | None = None) -> Check:
    """Return a check of a house registration in which everything matches."""
    steps = [step for step in (settings_ or Settings()).steps if not step.services or 1 in step.services]
    return Check(
        lines=tuple(CheckLine(step=s.id, kind=s.kind, result=LineResult.MATCH, outcome=0) for s in steps)
    )


def second_check(settings_: Settings | None = None) -> Check:
    """Return a second check in which everything matches."""
    steps = (settings_ or Settings()).second_steps
    return Check(lines=tuple(CheckLine(step=s.id, kind=s.kind, result=LineResult.MATCH) for s in steps))


def approve(at: Appointment | None = None, **changes: Any) -> c.Approve:
    """Return an approval for the table's fee."""
    values: dict[str, Any] = {
        "fee": Fee(baht=20),
        "appointment": at or appointment(),
        "check_done": clean_check(),
        "found": c.Found(pid="3104000000024", name="สมหญิง มีสุขยิ่ง"),
    }
    return c.Approve(**{**values, **changes})


def envelope(request_id: str, command: Any, seen: int, **changes: Any) -> c.Envelope:
    """Return a command with an identity of its own."""
    values = {"id": new_id(), "request_id": request_id, "seen_version": seen, "at": NOW, "command": command}
    return c.Envelope(**{**values, **changes})
