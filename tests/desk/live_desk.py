"""A backend at work, and what it tells the application: for tests of the desk without its screens."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.message import Message

from desk.desk_files import Files
from desk.errors import StorageError
from desk.live_backend import LiveBackend
from registry.sealing import Keyring
from registry.settings import DeskSettings, PrinterSettings, Settings
from tests.desk.mirrors import KEY, session

NOW = dt.datetime.now(dt.UTC)
SESSION = session(expires_at=NOW + dt.timedelta(hours=8))
AWAY = "http://127.0.0.1:9"


class Desk:
    """A backend at work, and what it tells the application."""

    def __init__(self, folder: Path, server: str, printer: str = "", **changes: Any) -> None:
        settings = Settings(desk=DeskSettings(server=server), printer=PrinterSettings(device=printer))
        self.files = Files.of(folder)
        self.backend = LiveBackend(SESSION.model_copy(update=changes), settings, self.files, Keyring.of(KEY))
        self.told: list[Message] = []
        self._arrived = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def start(self) -> None:
        self.backend.start(lambda message: self._loop.call_soon_threadsafe(self._take, message))

    def _take(self, message: Message) -> None:
        self.told.append(message)
        self._arrived.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, looking again after each message from the background."""
        async with asyncio.timeout(10):
            while not holds():
                self._arrived.clear()
                try:
                    async with asyncio.timeout(0.05):
                        await self._arrived.wait()
                except TimeoutError:
                    continue

    async def online(self) -> None:
        self.start()
        await self.until(lambda: self.backend.status().online)

    def heard(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.told if isinstance(message, kind)]


def no_room(*_: object) -> None:
    """Do as a full disk does."""
    raise StorageError("full")
