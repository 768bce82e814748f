"""A desk beside the written conversations: it reads the feed and sends commands as a counter does."""

from __future__ import annotations

from typing import Any

import httpx

from registry import commands as c
from registry.checks import steps_for
from registry.fees import proposed_fee
from registry.identifiers import new_id
from registry.records import ChangesPage, Record
from registry.request import Check, CheckLine, Fee, LineResult, Request
from registry.settings import Settings

CLERK, PIN, COUNTER = "malee", "2468", "2"


class Desk:
    """A signed-in clerk at a counter, over HTTP."""

    def __init__(self, url: str, settings: Settings) -> None:
        self._settings = settings
        self._client = httpx.AsyncClient(base_url=url, timeout=30, trust_env=False, verify=False)  # noqa: S501
        self._cursor = ""

    async def close(self) -> None:
        """Close the connection."""
        await self._client.aclose()

    async def changes(self) -> list[Record]:
        """Return what is new on the feed."""
        found: list[Record] = []
        while True:
            answer = await self._call("GET", "/api/changes", params={"after": self._cursor})
            page = ChangesPage.model_validate_json(answer.content)
            self._cursor = page.cursor
            found += page.records
            if not page.more:
                return found

    async def does(self, request: Request, *commands: Any) -> None:
        """Send commands one after the other; each must be applied."""
        version = request.version
        for command in commands:
            envelope = c.Envelope(
                id=new_id(),
                request_id=request.id,
                seen_version=version,
                at=request.state_since,
                command=command,
            )
            answer = await self._call("POST", "/api/commands", json=envelope.model_dump(mode="json"))
            outcome = c.Outcome.model_validate_json(answer.content)
            assert outcome.status is c.OutcomeStatus.APPLIED, outcome
            version = outcome.version or version

    def clean_check(self, request: Request) -> Check:
        """Return a check in which everything matches."""
        steps = steps_for(self._settings.steps, [item.service for item in request.items])
        return Check(
            lines=tuple(CheckLine(step=s.id, kind=s.kind, result=LineResult.MATCH, outcome=0) for s in steps)
        )

    def second_check(self) -> Check:
        """Return a second check in which everything matches."""
        return Check(
            lines=tuple(
                CheckLine(step=s.id, kind=s.kind, result=LineResult.MATCH)
                for s in self._settings.second_steps
            )
        )

    def fee(self, request: Request) -> Fee:
        """Return the table's fee."""
        return Fee(baht=proposed_fee(self._settings.fees, request.items, request.created_at.date()).baht)

    async def _call(self, method: str, path: str, **more: Any) -> httpx.Response:
        answer = await self._client.request(method, path, **more)
        if answer.status_code == 401:
            await self._sign_in()
            answer = await self._client.request(method, path, **more)
        assert answer.status_code == 200, answer.text
        return answer

    async def _sign_in(self) -> None:
        body = {"counter": COUNTER, "desk_key": "k" * 40, "clerk": CLERK, "pin": PIN}
        answer = await self._client.post("/api/session", json=body)
        assert answer.status_code == 200, answer.text
        self._client.headers["authorization"] = f"Bearer {answer.json()['token']}"
