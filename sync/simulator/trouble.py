"""Lets ordered faults happen to calls of the Messaging API."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from sync.simulator.platform import LinePlatform


class Cut(Response):
    """An answer that never comes: status 0, and nothing is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.status_code = 0

    async def __call__(self, _scope: object, _receive: object, _send: object) -> None:
        """Send nothing."""


async def with_faults(
    platform: "LinePlatform", request: Request, work: Callable[[], Awaitable[Response]]
) -> Response:
    """Do the work of a call, or not, and refuse it, or say nothing, as the next fault for this path says."""
    fault = platform.faults.next_for_call(request.url.path)
    if fault is None:
        return await work()
    if fault.accepted:
        await work()
    else:
        await request.body()
    if fault.refusal is not None:
        return JSONResponse(fault.refusal.body, status_code=fault.refusal.status)
    if fault.cut:
        platform.cut(request)
    await _hung_up(request)
    return Cut()


async def _hung_up(request: Request) -> None:
    """Wait until the caller has given up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
