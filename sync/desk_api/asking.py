"""Who asks, and the form of an answer: what the routes of the desk API share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import HTTPException, Request, Security
from fastapi.responses import Response
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from registry.actors import Actor
from registry.duties import Duty, may

SIGNED_IN: Final = [Security(HTTPBearer(auto_error=False, description="The session's token"))]
BODY: Final = (408, 413, 422)
"""What can be wrong with a body."""
ROUTES: Final[Mapping[tuple[str, str], Duty | None]] = {
    ("DELETE", "/api/session"): None,
    ("GET", "/api/answers"): None,
    ("GET", "/api/changes"): None,
    ("GET", "/api/clerks"): None,
    ("GET", "/api/day-end"): None,
    ("GET", "/api/office"): None,
    ("GET", "/api/pictures/{picture_id}"): Duty.REVEAL,
    ("GET", "/api/prints"): None,
    ("GET", "/api/slots"): None,
    ("POST", "/api/commands"): None,
    ("POST", "/api/prints"): None,
    ("POST", "/api/prints/{order_id}"): None,
    ("POST", "/api/second-person"): Duty.SERVE,
}
"""What each route asks of who is signed in; None: no more, and of commands ``duties.may_order``."""


# Coroutines, though they wait for nothing: FastAPI runs a plain function in a thread, for every call.
async def actor_of(request: Request) -> Actor:
    """Return who asks, as the door has found out."""
    actor: Actor = request.state.actor
    return actor


async def on_duty(request: Request) -> None:
    """Turn away whose role does not have the duty that a route asks for; raises HTTPException (403)."""
    duty = ROUTES.get((request.method, request.scope["route"].path))
    if duty is not None and not may((await actor_of(request)).role, duty):
        raise HTTPException(403)


def as_json(body: BaseModel, status: int = 200) -> Response:
    """Return an answer that nobody keeps."""
    return Response(
        body.model_dump_json(), status, {"cache-control": "no-store"}, media_type="application/json"
    )
