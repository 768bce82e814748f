"""Whether the daemon's machine answers at all: a look that needs no session and no client."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final
from urllib.parse import urlsplit

_CONNECT_SECONDS: Final = 3.0
_PORTS: Final = {"http": 80, "https": 443}


async def reachable(server: str) -> bool:
    """Whether anybody takes a connection at the daemon's address."""
    try:
        parts = urlsplit(server)
        port = parts.port or _PORTS.get(parts.scheme)
        if not parts.hostname or not port:
            return False
        async with asyncio.timeout(_CONNECT_SECONDS):
            _, writer = await asyncio.open_connection(parts.hostname, port)
    except (OSError, ValueError):
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True
