"""Fetches what a citizen sent from LINE's content endpoint: bounded, and never believed.

GET {data_api_base}/v2/bot/message/{id}/content; 202 while LINE prepares it, 404 or 410 once it is gone
(developers.line.biz/en/reference/messaging-api, "Get content").
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

import aiohttp

from sync.line.content import Fetch, Fetched

FETCH_SECONDS: Final = 60.0
_CHUNK: Final = 64 * 1024


class ContentClient:
    """One channel's content; close it with ``close``. Needs a running loop."""

    def __init__(self, *, data_api_base: str, access_token: str) -> None:
        self._base = data_api_base.rstrip("/")
        self._session = aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=aiohttp.ClientTimeout(total=FETCH_SECONDS, connect=10),
            trust_env=True,
        )

    async def fetch(self, message_id: str, most: int) -> Fetched:
        """Return a message's content of at most ``most`` bytes; never raises but for cancellation."""
        url = f"{self._base}/v2/bot/message/{quote(message_id, safe='')}/content"
        try:
            async with self._session.get(url, allow_redirects=False) as answer:
                if answer.status != 200:
                    return Fetched(_meaning(answer.status))
                if answer.content_length is not None and answer.content_length > most:
                    return Fetched(Fetch.TOO_BIG)
                return await _read(answer, most)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return Fetched(Fetch.AGAIN)

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()


async def _read(answer: aiohttp.ClientResponse, most: int) -> Fetched:
    data = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        data += chunk
        if len(data) > most:
            return Fetched(Fetch.TOO_BIG)
    return Fetched(Fetch.DONE, bytes(data))


def _meaning(status: int) -> Fetch:
    if status == 202:
        return Fetch.NOT_READY
    # 401, 403 and 429 are about the channel, not about this picture: another try tells.
    return Fetch.GONE if status in {400, 404, 410} else Fetch.AGAIN
