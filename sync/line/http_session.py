"""How the daemon reaches LINE: a session that is kept, through the office's proxy where it has one."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp


def line_session(base: str, access_token: str, seconds: float) -> aiohttp.ClientSession:
    """Return a session for calls to ``base`` that take at most ``seconds`` each. Needs a running loop."""
    return aiohttp.ClientSession(
        headers={"Authorization": f"Bearer {access_token}"},
        timeout=aiohttp.ClientTimeout(total=seconds, connect=10),
        proxy=_proxy_for(base),
    )


def _proxy_for(base: str) -> str | None:
    """Return the proxy of the environment; looked up once, where aiohttp would for every call."""
    url = urlsplit(base)
    if not url.hostname or proxy_bypass(url.hostname):
        return None
    return getproxies().get(url.scheme)
