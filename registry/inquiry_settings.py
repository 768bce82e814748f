"""``[inquiry]``: how the office answers service 5, and when a conversation is late or over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

from pydantic import Field

from registry.calendar import OfficeCalendar
from registry.office_minutes import after_minutes
from registry.request import Part


class InquirySettings(Part):
    """``[inquiry]``: questions to a person, advance work, and pictures for a pre-check."""

    faq_file: Path | None = None
    answers_file: Path | None = None
    answer_minutes: Annotated[int, Field(ge=5, le=4800)] = 120
    quiet_days: Annotated[int, Field(ge=1, le=90)] = 7
    pictures: Annotated[int, Field(ge=1, le=30)] = 10
    picture_megabytes: Annotated[int, Field(ge=1, le=20)] = 10

    @property
    def picture_bytes(self) -> int:
        """The most that one picture may hold."""
        return self.picture_megabytes * 1024 * 1024


class Limits:
    """The two clocks of an inquiry, by the office's calendar."""

    def __init__(self, calendar: OfficeCalendar, settings: InquirySettings | None = None) -> None:
        self._calendar, self._settings = calendar, settings or InquirySettings()

    def answer_by(self, since: dt.datetime) -> dt.datetime:
        """Return when a citizen who wrote at a moment has to be answered (UTC)."""
        return after_minutes(self._calendar, since, self._settings.answer_minutes)

    def close_at(self, answered: dt.datetime) -> dt.datetime:
        """Return when a conversation closes itself that the office has answered (UTC)."""
        return answered + dt.timedelta(days=self._settings.quiet_days)
