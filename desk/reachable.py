"""Whether the daemon answers at all: a look that needs no session."""

from __future__ import annotations

import asyncio
from importlib import import_module

from desk.errors import Offline


async def reachable(server: str) -> bool:
    """Whether the daemon itself answers at its address; what only stands before it does not count."""
    # Importing the client and reading what it trusts take a moment, in which the screen must go on.
    sync_client = await asyncio.to_thread(import_module, "desk.sync_client")
    try:
        client = await asyncio.to_thread(sync_client.SyncClient, server)
    except Offline:
        return False
    try:
        there: bool = await client.there()
    finally:
        await client.close()
    return there
