"""The demonstration's citizens, driven through the LINE platform's control door over HTTP."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

WAIT_SECONDS = 25


class Citizens:
    """Citizens by name, for one event loop; a name that was not used before is a new citizen."""

    def __init__(self, control_url: str) -> None:
        self.control_url = control_url
        self._http: httpx.AsyncClient | None = None

    async def close(self) -> None:
        """Close the connection to the platform."""
        if self._http is not None:
            client, self._http = self._http, None
            await client.aclose()

    async def follow(self, citizen: str) -> int:
        """Add the office's account; return the number of messages so far."""
        return await self._post("follow", citizen=citizen)

    async def say(self, citizen: str, text: str) -> int:
        """Write a message; return the number of messages so far."""
        return await self._post("say", citizen=citizen, text=text)

    async def tap(self, citizen: str, label: str) -> int:
        """Tap a button of the last message; return the number of messages so far."""
        return await self._post("tap", citizen=citizen, label=label)

    async def show(self, citizen: str, picture: bytes) -> int:
        """Send a picture, a JPEG; return the number of messages so far."""
        return await self._post("picture", citizen=citizen, content=base64.b64encode(picture).decode())

    async def hears(self, citizen: str, after: int) -> list[dict[str, Any]]:
        """Return what was said after that many messages, as soon as there is something.

        Raises TimeoutError when nothing is said.
        """
        found = await self._get(citizen, after, WAIT_SECONDS)
        entries: list[dict[str, Any]] = found["entries"]
        if not entries:
            raise TimeoutError(f"the office did not answer {citizen}")
        return entries

    async def transcript(self, citizen: str) -> str:
        """Return the whole conversation as the citizen sees it."""
        answer = await self._get(citizen, 0, 0)
        text: str = answer["text"]
        return text

    async def _get(self, citizen: str, after: int, wait: float) -> dict[str, Any]:
        parameters = {"citizen": citizen, "after": str(after), "wait": str(wait)}
        answer = await self._client().get(f"{self.control_url}/conversations", params=parameters)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()["conversations"][0]
        return found

    async def _post(self, act: str, **body: str) -> int:
        answer = await self._client().post(f"{self.control_url}/{act}", json=body)
        answer.raise_for_status()
        total: int = answer.json()["total"]
        return total

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            import httpx

            # No proxy from the environment: the platform is on this machine.
            self._http = httpx.AsyncClient(timeout=WAIT_SECONDS * 2, trust_env=False)
        return self._http
