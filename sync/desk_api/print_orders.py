"""Print orders between counters: a counter hands in, another one's desk takes, prints and tells."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Path, Query
from fastapi.responses import Response
from pydantic import Field

from registry.actors import Actor
from registry.errors import RefusalCode, Refused
from registry.print_orders import OrderedPrint, OrdersPage, PrintOrder, PrintReport
from registry.records import Cursor
from registry.request import Part
from registry.sealing import Keyring
from registry.settings import Settings
from sync.desk_api.asking import BODY, SIGNED_IN, actor_of, as_json
from sync.desk_api.changes import MAX_WAIT
from sync.desk_api.problems import described, refuse
from sync.store import print_orders
from sync.store.database import Database


class OrdersQuery(Part):
    """Where the reader is, and how long to wait for something new (seconds)."""

    after: Annotated[str | None, Field(max_length=100)] = None
    wait: Annotated[float, Field(ge=0, le=MAX_WAIT, allow_inf_nan=False)] = 0


def add_print_orders(
    app: FastAPI, database: Database, keys: Keyring, settings: Settings, clock: Callable[[], dt.datetime]
) -> None:
    """Add the routes to the desk API."""
    here: dict[str, Any] = {"keys": keys, "office_id": settings.office.id}
    shared = settings.shared_printing

    @app.get(
        "/api/prints",
        response_model=OrdersPage,
        dependencies=SIGNED_IN,
        responses=described(401, 422, 503),
    )
    async def orders(
        query: Annotated[OrdersQuery, Query()], actor: Annotated[Actor, Depends(actor_of)]
    ) -> Response:
        """Read this counter's orders that have changed after a cursor, and those for its printer."""
        loop = asyncio.get_running_loop()
        deadline, after = loop.time() + query.wait, query.after
        while True:
            page = await database.read_async(
                lambda session: print_orders.changes(
                    session,
                    counter=actor.counter or "",
                    after=after,  # noqa: B023 - read before the next turn
                    now=clock(),
                    **here,
                )
            )
            left = deadline - loop.time()
            if page.orders or left <= 0 or database.signals.closed:
                return as_json(page)
            after = page.cursor
            cursor = Cursor.parse(after)
            await database.signals.wait_for_change(settings.office.id, cursor.seq if cursor else 0, left)

    @app.post(
        "/api/prints",
        response_model=OrderedPrint,
        dependencies=SIGNED_IN,
        responses=described(401, *BODY, 503),
    )
    async def hand_in(order: PrintOrder, actor: Annotated[Actor, Depends(actor_of)]) -> Response:
        """Have a slip printed at another counter, or take the order back; once for an id."""
        if order.to not in shared.counters and not order.withdrawn:
            return refuse(422, "not_offered")
        now = clock()
        expires_at = now + dt.timedelta(minutes=shared.wait_minutes)
        try:
            answer = await database.write_async(
                lambda session: print_orders.hand_in(
                    session, order=order, actor=actor, expires_at=expires_at, now=now, **here
                )
            )
        except Refused as refused:
            return refuse(422, refused.code.value)
        return as_json(answer)

    @app.post(
        "/api/prints/{order_id}",
        response_model=OrderedPrint,
        dependencies=SIGNED_IN,
        responses=described(401, 404, *BODY, 503),
    )
    async def report(
        order_id: Annotated[str, Path(max_length=40)],
        told: PrintReport,
        actor: Annotated[Actor, Depends(actor_of)],
    ) -> Response:
        """Take an order for this counter's printer, or tell what has become of it."""
        if not order_id.isprintable():
            return refuse(404, RefusalCode.NOT_FOUND.value)
        try:
            answer = await database.write_async(
                lambda session: print_orders.report(
                    session, order_id=order_id, told=told, actor=actor, now=clock(), **here
                )
            )
        except Refused as refused:
            return refuse(404, refused.code.value)
        return as_json(answer)
