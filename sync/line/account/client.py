"""LINE's endpoints for the account itself, one call each; the daemon sends messages elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import httpx

from registry.settings import LineSettings

SECONDS: Final = 15.0
"""LINE's own test of a webhook waits for it."""


@dataclass(frozen=True)
class Answer:
    """A status (0: none came) and the JSON under it."""

    status: int
    body: dict[str, Any]

    @property
    def ok(self) -> bool:
        """Whether the call was taken."""
        return 200 <= self.status < 300


class AccountClient:
    """One channel. No call raises: what went wrong is in the answer."""

    def __init__(self, line: LineSettings) -> None:
        token = line.channel_access_token.get_secret_value()
        self._headers = {"authorization": f"Bearer {token}"}
        self._api, self._data = line.api_base.rstrip("/"), line.data_api_base.rstrip("/")
        self._client = httpx.Client(timeout=SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, path: str) -> Answer:
        """GET a path under /v2/bot."""
        return self._call("GET", f"{self._api}/v2/bot/{path}")

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Answer:
        """POST, PUT or DELETE a path under /v2/bot."""
        more = {} if body is None else {"json": body}
        return self._call(method, f"{self._api}/v2/bot/{path}", **more)

    def upload(self, path: str, picture: bytes) -> Answer:
        """POST a PNG to a path of the data API."""
        headers = {"content-type": "image/png"}
        return self._call("POST", f"{self._data}/v2/bot/{path}", content=picture, headers=headers)

    def _call(self, method: str, url: str, **more: Any) -> Answer:
        headers = {**self._headers, **more.pop("headers", {})}
        try:
            answer = self._client.request(method, url, headers=headers, **more)
        except (httpx.HTTPError, UnicodeEncodeError, ValueError):
            return Answer(0, {})
        try:
            body = json.loads(answer.content or b"{}")
        except ValueError:
            body = {}
        return Answer(answer.status_code, body if isinstance(body, dict) else {})
