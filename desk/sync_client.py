"""The daemon's API as the desk uses it; whatever goes wrong is one of the desk's own errors."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter

from desk.errors import NotReached, NotTaken, NotThere, Offline, SessionEnded, SignInRefused
from registry.answers import ReadyAnswer
from registry.commands import Envelope, Outcome, OutcomeStatus
from registry.day_numbers import DayNumbers
from registry.office import Slot
from registry.print_orders import OrderedPrint, OrdersPage, PrintOrder, PrintReport
from registry.records import ChangesPage, NightPage
from registry.sign_in import ClerkStamp, SecondProof, SecondSignIn, Session, SignIn

if TYPE_CHECKING:
    import httpx

Body = TypeVar("Body")

CONNECT_SECONDS: Final = 4.0
ANSWER_SECONDS: Final = 10.0
# A whole page may take its time on a slow line; a daemon that never comes to an end is away.
PAGE_SECONDS: Final = 60.0
WAIT_SECONDS: Final = 25
PICTURE_SECONDS: Final = 30.0
THERE_SECONDS: Final = 3.0
MOST_HEALTH: Final = 64 * 1024
MOST_PICTURE: Final = 20 * 1024 * 1024
PAGE: Final = 500
_UNAUTHORIZED: Final = 401
_CLOSING: Final = 503
_NOT_FOUND: Final = 404
_HEALTH: Final = {200, 503}
_LAST_PORT: Final = 65535
_NOT_AGREED: Final = {403: "bad_sign_in", 422: "bad_sign_in", 429: "wait"}
_NOT_SIGNED_IN: Final = {401: "bad_sign_in", 403: "other_desk_key", 429: "wait"}


class SyncClient:
    """A client for one event loop. Raises Offline where the daemon cannot be reached or makes no sense.

    ``seconds`` is how long an answer may take from its first byte to its last.
    """

    def __init__(self, server: str, token: str = "", *, seconds: float = ANSWER_SECONDS) -> None:
        import httpx

        self._seconds = seconds
        try:
            # No proxy from the environment: the daemon is in the office.
            self._http = httpx.AsyncClient(
                base_url=server,
                headers={"Authorization": f"Bearer {token}"} if token else {},
                timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
                trust_env=False,
            )
        except httpx.InvalidURL:
            raise Offline("address") from None
        # Taken as an address, and refused by the system's call with an error of none of the kinds below.
        if (self._http.base_url.port or 0) > _LAST_PORT:
            raise Offline("address")

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def there(self) -> bool:
        """Whether the daemon itself answers, in good health or not; a proxy before it is not the daemon."""
        import httpx

        found = bytearray()
        try:
            async with (
                asyncio.timeout(THERE_SECONDS),
                self._http.stream("GET", "/health", headers={"Accept-Encoding": "identity"}) as answer,
            ):
                async for part in answer.aiter_raw():
                    found += part
                    if len(found) > MOST_HEALTH:
                        return False
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            return False
        return answer.status_code in _HEALTH and _is_health(bytes(found))

    async def sign_in(self, form: SignIn) -> Session:
        """Open a session; raises SignInRefused."""
        body = {
            "counter": form.counter,
            "desk_key": form.desk_key.get_secret_value(),
            "clerk": form.clerk,
            "pin": form.pin.get_secret_value(),
        }
        answer = await self._send("POST", "/api/session", content=json.dumps(body))
        if answer.status_code in _NOT_SIGNED_IN:
            raise _refused(answer, _NOT_SIGNED_IN)
        return _read(Session, answer, 200)

    async def second_person(self, form: SecondSignIn) -> str:
        """Return the proof that a second person agrees; raises SignInRefused and SessionEnded."""
        body = form.model_dump(exclude={"pin"}) | {"pin": form.pin.get_secret_value()}
        answer = await self._asked("POST", "/api/second-person", content=json.dumps(body))
        if answer.status_code in _NOT_AGREED:
            raise _refused(answer, _NOT_AGREED)
        return _read(SecondProof, answer, 200).proof

    async def sign_out(self) -> None:
        """Close the session."""
        await self._send("DELETE", "/api/session")

    async def changes(self, after: str | None, wait: int) -> ChangesPage:
        """Return the next page of the feed, waiting up to ``wait`` seconds for one; raises SessionEnded."""
        query = {"wait": str(wait), "limit": str(PAGE)} | ({"after": after} if after else {})
        answer = await self._asked(
            "GET", "/api/changes", params=query, within=wait + PAGE_SECONDS, timeout=wait + ANSWER_SECONDS
        )
        return _read(ChangesPage, answer, 200)

    async def stamps(self) -> dict[str, str]:
        """Return the stamps of everybody who may sign in at this counter, by clerk; raises SessionEnded."""
        answer = await self._asked("GET", "/api/clerks")
        if answer.status_code == _NOT_FOUND:
            raise NotTaken("an older daemon")
        return {each.clerk: each.stamp for each in _read(list[ClerkStamp], answer, 200)}

    async def night(self, counter: str, desk_key: str, after: str | None) -> NightPage:
        """Return the next sealed page for a desk without a clerk; raises SignInRefused."""
        body = {"counter": counter, "desk_key": desk_key, "after": after, "limit": PAGE}
        answer = await self._send("POST", "/api/night", content=json.dumps(body), within=PAGE_SECONDS)
        if answer.status_code in _NOT_SIGNED_IN:
            raise SignInRefused(_NOT_SIGNED_IN[answer.status_code])
        return _read(NightPage, answer, 200)

    async def command(self, envelope: Envelope) -> Outcome:
        """Send a command and return its lasting answer; raises SessionEnded."""
        clock = {"X-Desk-Clock": dt.datetime.now(dt.UTC).isoformat()}
        answer = await self._asked("POST", "/api/commands", content=envelope.model_dump_json(), more=clock)
        if answer.status_code == 422:
            return Outcome(id=envelope.id, status=OutcomeStatus.REFUSED, code="other_body")
        try:
            return _read(Outcome, answer, 200, 409)
        except Offline as error:
            if answer.status_code == _CLOSING:
                raise
            raise NotTaken(*error.args) from None

    async def slots(self, day: dt.date, days: int) -> list[Slot]:
        """Return the slots of a day and the open days after it; raises SessionEnded."""
        query = {"day": day.isoformat(), "days": str(days)}
        answer = await self._asked("GET", "/api/slots", params=query)
        return _read(list[Slot], answer, 200)

    async def print_orders(self, after: str | None, wait: int) -> OrdersPage:
        """Return this counter's print orders that changed after a cursor; raises SessionEnded."""
        query = {"wait": str(wait)} | ({"after": after} if after else {})
        answer = await self._asked(
            "GET", "/api/prints", params=query, within=wait + PAGE_SECONDS, timeout=wait + ANSWER_SECONDS
        )
        return _read(OrdersPage, answer, 200)

    async def order_print(self, order: PrintOrder) -> OrderedPrint | None:
        """Have a slip printed elsewhere, or take that back; None where it is refused for good."""
        answer = await self._asked("POST", "/api/prints", content=order.model_dump_json())
        return None if answer.status_code == 422 else _read(OrderedPrint, answer, 200)

    async def report_print(self, order_id: str, told: PrintReport) -> OrderedPrint | None:
        """Take a print order or tell what has become of it; None where there is no such order any more."""
        answer = await self._asked("POST", f"/api/prints/{order_id}", content=told.model_dump_json())
        return None if answer.status_code == 404 else _read(OrderedPrint, answer, 200)

    async def answers(self) -> list[ReadyAnswer]:
        """Return the answers that the office keeps ready; raises SessionEnded."""
        return _read(list[ReadyAnswer], await self._asked("GET", "/api/answers"), 200)

    async def picture(self, picture_id: str) -> bytes:
        """Return a picture, of at most ``MOST_PICTURE`` bytes; raises SessionEnded and NotThere."""
        import httpx

        found = bytearray()
        try:
            async with (
                asyncio.timeout(PICTURE_SECONDS),
                self._http.stream("GET", f"/api/pictures/{quote(picture_id, safe='')}") as answer,
            ):
                _expect_picture(answer.status_code)
                async for part in answer.aiter_bytes():
                    found += part
                    if len(found) > MOST_PICTURE:
                        raise Offline("size")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise Offline(type(error).__name__) from None
        return bytes(found)

    async def day_end(self) -> DayNumbers:
        """Return today's numbers; raises SessionEnded."""
        return _read(DayNumbers, await self._asked("GET", "/api/day-end"), 200)

    async def _asked(self, method: str, path: str, **options: Any) -> httpx.Response:
        answer = await self._send(method, path, **options)
        if answer.status_code == _UNAUTHORIZED:
            raise SessionEnded
        return answer

    async def _send(
        self,
        method: str,
        path: str,
        *,
        within: float | None = None,
        more: Mapping[str, str] | None = None,
        **options: Any,
    ) -> httpx.Response:
        import httpx

        headers = dict(more or {}) | ({"Content-Type": "application/json"} if "content" in options else {})
        try:
            # httpx's own limits begin anew with every byte that trickles in.
            async with asyncio.timeout(within or self._seconds):
                return await self._http.request(method, path, headers=headers, **options)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NotReached(type(error).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise Offline(type(error).__name__) from None


def _is_health(body: bytes) -> bool:
    """Whether a body is what the daemon says of its health (``sync.health``)."""
    said = _fields(body)
    return isinstance(said.get("status"), str) and isinstance(said.get("database"), str)


def _expect_picture(status: int) -> None:
    if status == _UNAUTHORIZED:
        raise SessionEnded
    if status == _NOT_FOUND:
        raise NotThere
    if status != 200:
        raise Offline(f"status {status}")


def _refused(answer: httpx.Response, codes: dict[int, str]) -> SignInRefused:
    wait = _json(answer).get("wait", 0)
    return SignInRefused(codes[answer.status_code], wait if isinstance(wait, int) else 0)


def _json(answer: httpx.Response) -> dict[str, Any]:
    return _fields(answer.content)


def _fields(body: bytes) -> dict[str, Any]:
    try:
        return TypeAdapter(dict[str, Any]).validate_json(body)
    except ValueError:
        return {}


def _read(kind: type[Body], answer: httpx.Response, *good: int) -> Body:
    """Return an answer's body as what it should be; its own text is never repeated in an error."""
    if answer.status_code not in good:
        raise Offline(f"status {answer.status_code}")
    try:
        return TypeAdapter(kind).validate_json(answer.content)
    except ValueError:
        raise Offline("answer") from None
