"""The numbers of a day, for the slip that ends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import Response
from pydantic import Field

from registry.day_numbers import DayNumbers
from registry.request import Part
from registry.settings import Settings
from sync.desk_api.asking import SIGNED_IN, as_json
from sync.desk_api.problems import described
from sync.nightly.day import bounds
from sync.store.database import Database
from sync.store.day_numbers import day_numbers
from thai.dates import today


class DayQuery(Part):
    """Which day, today when none is named; of a clock's years, not of the calendar's ends."""

    day: Annotated[dt.date | None, Field(ge=dt.date(2000, 1, 1), lt=dt.date(3000, 1, 1))] = None


def add_day_end(
    app: FastAPI, database: Database, settings: Settings, clock: Callable[[], dt.datetime]
) -> None:
    """Add the route to the desk API."""

    @app.get(
        "/api/day-end",
        response_model=DayNumbers,
        dependencies=SIGNED_IN,
        responses=described(401, 422, 503),
    )
    async def day_end(query: Annotated[DayQuery, Query()]) -> Response:
        """Return the numbers of a day of the office, today's by default."""
        of = query.day or today(clock())
        start, end = bounds(of)
        return as_json(
            await database.read_async(
                lambda session: day_numbers(
                    session, office_id=settings.office.id, day=of, start=start, end=end
                )
            )
        )
