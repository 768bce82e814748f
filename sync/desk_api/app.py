"""The desk API as an application, described by /openapi.json."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Path, Query, Request
from fastapi.responses import Response
from pydantic import Field

from registry import commands as c
from registry.actors import Actor
from registry.answers import ReadyAnswer
from registry.errors import Refused
from registry.office import OfficeProfile, Slot
from registry.records import ChangesPage, NightPage, NightQuery
from registry.request import Part
from registry.sealing import Keyring
from registry.settings import Settings
from registry.sign_in import ClerkStamp, SecondProof, SecondSignIn, Session, SignIn
from registry.transitions import SeePicture
from sync.desk_api import problems
from sync.desk_api.asking import BODY, SIGNED_IN, actor_of, as_json, on_duty
from sync.desk_api.changes import ChangesQuery, FeedReader
from sync.desk_api.day_end import add_day_end
from sync.desk_api.door import BODY_SECONDS, Door
from sync.desk_api.happening import happened
from sync.desk_api.night import NightReader
from sync.desk_api.print_orders import add_print_orders
from sync.desk_api.problems import described, refuse
from sync.desk_api.sign_in import SignInDesk, profile
from sync.line.ready_answers import current_answers
from sync.store import clerks, commands, pictures, requests, sessions, slots
from sync.store.database import Database
from thai.dates import today

Clock = Callable[[], dt.datetime]


class SlotsQuery(Part):
    """The first day, and how many days."""

    day: dt.date
    days: Annotated[int, Field(ge=1, le=30)] = 1


def desk_api(
    database: Database,
    keys: Keyring,
    settings: Settings,
    clock: Clock,
    *,
    body_seconds: float = BODY_SECONDS,
) -> FastAPI:
    """Return the desks' API over a database; ``clock`` gives the time in UTC."""
    app = FastAPI(
        title="Bangkhae Desk", version="1", docs_url=None, redoc_url=None, dependencies=[Depends(on_duty)]
    )
    problems.install(app)
    _add_sessions(app, database, keys, settings, clock)
    _add_work(app, database, keys, settings, clock)
    _add_clerks(app, database, keys, settings)
    _add_night(app, database, keys, settings, clock)
    _add_office(app, database, settings, clock)
    _add_pictures(app, database, keys, settings, clock)
    add_print_orders(app, database, keys, settings, clock)
    add_day_end(app, database, settings, clock)

    async def authenticate(token: str) -> Actor | None:
        return await database.read_async(
            lambda session: sessions.actor_of(
                session, keys=keys, office_id=settings.office.id, token=token, now=clock()
            )
        )

    app.add_middleware(
        Door,
        authenticate=authenticate,
        closing=lambda: database.signals.closed,
        body_seconds=body_seconds,
    )
    return app


def _add_sessions(app: FastAPI, database: Database, keys: Keyring, settings: Settings, clock: Clock) -> None:
    desk = SignInDesk(database, keys, settings)

    @app.post("/api/session", response_model=Session, responses=described(401, 403, *BODY, 429, 503))
    async def sign_in(wanted: SignIn) -> Response:
        """Sign a clerk in at a counter; the first desk to do so keeps the counter."""
        answer = await desk.sign_in(wanted, clock())
        return answer if isinstance(answer, Response) else as_json(answer)

    @app.post(
        "/api/second-person",
        response_model=SecondProof,
        dependencies=SIGNED_IN,
        responses=described(401, 403, *BODY, 429, 503),
    )
    async def second_person(wanted: SecondSignIn, actor: Annotated[Actor, Depends(actor_of)]) -> Response:
        """Let a second person agree, at the counter of the first, to one approval."""
        answer = await desk.second_person(wanted, actor, clock())
        return answer if isinstance(answer, Response) else as_json(answer)

    @app.delete("/api/session", status_code=204, dependencies=SIGNED_IN, responses=described(401, 503))
    async def sign_out(request: Request) -> Response:
        """End the session."""
        token: str = request.state.token
        await database.write_async(
            lambda session: sessions.close_session(
                session, keys=keys, office_id=settings.office.id, token=token
            )
        )
        return Response(status_code=204)


def _add_clerks(app: FastAPI, database: Database, keys: Keyring, settings: Settings) -> None:
    @app.get(
        "/api/clerks",
        response_model=list[ClerkStamp],
        dependencies=SIGNED_IN,
        responses=described(401, 503),
    )
    async def clerk_stamps(actor: Annotated[Actor, Depends(actor_of)]) -> list[ClerkStamp]:
        """Return who may sign in, so that a desk forgets what it keeps of anybody else."""
        return await database.read_async(
            lambda session: clerks.stamps(
                session, keys=keys, office_id=settings.office.id, counter=actor.counter
            )
        )


def _add_work(app: FastAPI, database: Database, keys: Keyring, settings: Settings, clock: Clock) -> None:
    reader = FeedReader(database, keys, settings, clock)

    @app.get(
        "/api/changes",
        response_model=ChangesPage,
        dependencies=SIGNED_IN,
        responses=described(401, 422, 503),
    )
    async def changes(query: Annotated[ChangesQuery, Query()]) -> Response:
        """Read what has changed after a cursor; without a good one, a snapshot of what is open."""
        return as_json(await reader.read(query))

    refused: dict[int | str, dict[str, Any]] = {
        409: {"model": c.Outcome, "description": "Refused, or made on an older version"}
    }

    @app.post(
        "/api/commands",
        response_model=c.Outcome,
        dependencies=SIGNED_IN,
        responses={**described(401, *BODY, 503), **refused},
    )
    async def command(
        envelope: c.Envelope,
        actor: Annotated[Actor, Depends(actor_of)],
        x_desk_clock: Annotated[str | None, Header(max_length=40)] = None,
    ) -> Response:
        """Carry out a command once; the same id gets the same answer for good.

        With the desk's clock at the moment of sending, a fact that waited at the desk is kept as of the time
        at which it happened.
        """
        try:
            answer = await database.write_async(
                lambda session: commands.handle(
                    session,
                    keys=keys,
                    settings=settings,
                    envelope=envelope,
                    actor=actor,
                    now=clock(),
                    happened=happened(envelope.at, x_desk_clock, clock()),
                )
            )
        except Refused as error:
            return refuse(422, error.code.value)
        return as_json(answer, 200 if answer.status is c.OutcomeStatus.APPLIED else 409)


def _add_night(app: FastAPI, database: Database, keys: Keyring, settings: Settings, clock: Clock) -> None:
    reader = NightReader(database, keys, settings, clock)

    @app.post("/api/night", response_model=NightPage, responses=described(403, *BODY, 503))
    async def night(query: NightQuery) -> Response:
        """Give a counter's own desk a page of the feed, which it can keep but not read without a clerk."""
        page = await reader.read(query)
        return refuse(403, "other_desk_key") if page is None else as_json(page)


def _add_office(app: FastAPI, database: Database, settings: Settings, clock: Clock) -> None:
    @app.get(
        "/api/slots",
        response_model=list[Slot],
        dependencies=SIGNED_IN,
        responses=described(401, 422, 503),
    )
    async def free_slots(query: Annotated[SlotsQuery, Query()]) -> list[Slot]:
        """Return the slots of the open days that can be booked, and the places left in each."""
        first = today(clock())
        last = first + dt.timedelta(days=settings.hours.latest_days)
        if not first <= query.day <= last:
            return []
        days = min(query.days, (last - query.day).days + 1)
        return await database.read_async(
            lambda session: slots.free_slots(session, settings=settings, day=query.day, days=days)
        )

    @app.get(
        "/api/office", response_model=OfficeProfile, dependencies=SIGNED_IN, responses=described(401, 503)
    )
    async def office() -> Response:
        """Return the office as a desk has to know it."""
        return as_json(await database.read_async(lambda session: profile(session, settings)))

    @app.get(
        "/api/answers",
        response_model=list[ReadyAnswer],
        dependencies=SIGNED_IN,
        responses=described(401, 503),
    )
    async def answers() -> list[ReadyAnswer]:
        """Return the answers that the office keeps ready, its FAQ among them."""
        return await asyncio.to_thread(current_answers, settings.inquiry)


def _add_pictures(app: FastAPI, database: Database, keys: Keyring, settings: Settings, clock: Clock) -> None:
    office_id = settings.office.id
    pictures_: dict[int | str, dict[str, Any]] = {
        200: {"content": {"image/jpeg": {}, "image/png": {}}, "description": "The picture"}
    }

    @app.get(
        "/api/pictures/{picture_id}",
        response_class=Response,
        dependencies=SIGNED_IN,
        responses={**described(401, 403, 404, 422, 503), **pictures_},
    )
    async def picture(
        picture_id: Annotated[str, Path(max_length=40)], actor: Annotated[Actor, Depends(actor_of)]
    ) -> Response:
        """Return a picture that a citizen sent for a pre-check; who looked is recorded."""
        if not picture_id.isprintable():
            return refuse(404, "not_found")
        found = await database.read_async(
            lambda session: pictures.find(session, office_id=office_id, picture_id=picture_id)
        )
        if found is None:
            return refuse(404, "not_found")
        request_id, kind = found
        await database.write_async(
            lambda session: requests.carry_out(
                session,
                keys=keys,
                settings=settings,
                request_id=request_id,
                command=SeePicture(picture_id),
                actor=actor,
                now=clock(),
            )
        )
        data = await database.read_async(
            lambda session: pictures.read(session, keys=keys, office_id=office_id, picture_id=picture_id)
        )
        if not data:
            return refuse(404, "not_found")
        headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
        return Response(data, headers=headers, media_type=kind)
