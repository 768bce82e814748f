"""The numbers of a day, for the slip that ends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import Response

from registry.day_numbers import DayNumbers
from registry.settings import Settings, today
from sync.desk_api.asking import SIGNED_IN, as_json
from sync.desk_api.problems import described
from sync.nightly.day import bounds
from sync.store.database import Database
from sync.store.day_numbers import day_numbers


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
    async def day_end(day: Annotated[dt.date | None, Query()] = None) -> Response:
        """Return the numbers of a day of the office, today's by default."""
        of = day or today(clock())
        start, end = bounds(of)
        return as_json(
            await database.read_async(
                lambda session: day_numbers(
                    session, office_id=settings.office.id, day=of, start=start, end=end
                )
            )
        )
