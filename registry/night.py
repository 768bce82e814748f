"""What the daemon does by itself, and when: reminders, no-shows, questions and drafts left unanswered."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from registry.calendar import ClockTime
from registry.request import Part


def _with_colon(value: object) -> object:
    """Read 18.30, as it is written in Thai, like 18:30."""
    return value.replace(".", ":") if isinstance(value, str) else value


NightTime = Annotated[ClockTime, BeforeValidator(_with_colon)]


class NightSettings(Part):
    """``[nightly]``: office time; messages that nobody waits for go out only between two hours.

    ``draft_hours`` is after how long a request that was begun and not sent is reminded of, 0 for never;
    ``question_days`` and ``no_show_days`` are how long the office waits for an answer or a new day.
    """

    at: NightTime = dt.time(18, 30)
    send_from: NightTime = dt.time(8, 0)
    send_until: NightTime = dt.time(20, 0)
    reminders: bool = True
    draft_hours: Annotated[int, Field(ge=0, le=48)] = 3
    question_days: Annotated[int, Field(ge=1, le=90)] = 7
    no_show_days: Annotated[int, Field(ge=1, le=90)] = 7

    @model_validator(mode="after")
    def _within_the_hours(self) -> NightSettings:
        if not self.send_from <= self.at < self.send_until:
            raise ValueError("at must lie between send_from and send_until")
        return self
