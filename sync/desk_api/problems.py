"""What an error says to a desk: a code, never what was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from registry.errors import RefusalCode
from registry.request import Part


class Problem(Part):
    """Why there is no answer; ``wait`` in seconds, ``problem`` the kind of mistake in the input."""

    code: str
    wait: int | None = None
    problem: str | None = None


_CODES: Final = {
    400: (422, "invalid"),
    403: (403, RefusalCode.NOT_ALLOWED.value),
    404: (404, "not_found"),
    405: (405, "method_not_allowed"),
}


def refuse(status: int, code: str, **more: Any) -> Response:
    """Return an error as a response."""
    body = Problem(code=code, **more).model_dump_json(exclude_none=True)
    headers = {"cache-control": "no-store"}
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    if "wait" in more:
        headers["retry-after"] = str(more["wait"])
    return Response(body, status, headers, "application/json")


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the errors of an endpoint for its description."""
    texts = {
        401: "Not signed in, or not any more",
        403: "The counter belongs to another desk, or the role does not allow it",
        404: "There is no such thing (any more)",
        408: "The body did not come in time",
        413: "The body is too large",
        422: "The input is not what is described here",
        429: "Too many tries: wait as many seconds as `wait` says",
        503: "The daemon is ending; try again",
    }
    return {status: {"model": Problem, "description": texts[status]} for status in statuses}


def install(app: FastAPI) -> None:
    """Answer mistakes of the input and of the address in the form of every other error."""

    async def invalid(_: Request, error: Exception) -> Response:
        kinds = [each["type"] for each in error.errors()] if isinstance(error, RequestValidationError) else []
        return refuse(422, "invalid", problem=kinds[0] if kinds else None)

    async def http_error(_: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        status, code = _CODES.get(status, (status, "failure"))
        return refuse(status, code)

    handlers: dict[type[Exception], Callable[..., Any]] = {
        RequestValidationError: invalid,
        HTTPException: http_error,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
