"""Who asks, and the form of an answer: what the routes of the desk API share."""

from __future__ import annotations

from typing import Final

from fastapi import HTTPException, Request, Security
from fastapi.responses import Response
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from registry.actors import Actor
from registry.duties import ROUTES, may

SIGNED_IN: Final = [Security(HTTPBearer(auto_error=False, description="The session's token"))]
BODY: Final = (408, 413, 422)
"""What can be wrong with a body."""


def actor_of(request: Request) -> Actor:
    """Return who asks, as the door has found out."""
    actor: Actor = request.state.actor
    return actor


async def on_duty(request: Request) -> None:
    """Turn away whose role does not have the duty that a route asks for; raises HTTPException (403).

    A coroutine, as FastAPI would run a plain function in a thread for every call.
    """
    duty = ROUTES.get((request.method, request.scope["route"].path))
    if duty is not None and not may(actor_of(request).role, duty):
        raise HTTPException(403)


def as_json(body: BaseModel, status: int = 200) -> Response:
    """Return an answer that nobody keeps."""
    return Response(
        body.model_dump_json(), status, {"cache-control": "no-store"}, media_type="application/json"
    )
