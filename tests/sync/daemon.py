"""A real daemon as a process of its own, with its log, for tests that end it in every way."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

STARTS_WITHIN = 60.0
ENDS_WITHIN = 30.0


def environment_of(folder: Path, database_url: str, more: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a daemon with its key in ``folder``, free of the office's own settings."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("BANGKHAE_")},
        "BANGKHAE_SYNC_LISTEN": "127.0.0.1:0",
        "BANGKHAE_SYNC_DATABASE": database_url,
        "BANGKHAE_SYNC_KEY_FILE": str(folder / "office.key"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        **more,
    }


class DaemonProcess:
    """One run of ``bangkhae-sync serve`` over ``database_url``; ``url`` is where it listens."""

    def __init__(self, folder: Path, database_url: str, **environment: str) -> None:
        self._folder = folder
        self._environment = environment_of(folder, database_url, environment)
        self.log = folder / "daemon.log"
        self.url = ""

    async def __aenter__(self) -> DaemonProcess:
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "sync.cli",
                "serve",
                cwd=self._folder,
                env=self._environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self._process.stdout is not None
        async with asyncio.timeout(STARTS_WITHIN):
            line = (await self._process.stdout.readline()).decode()
        self.url = line.rpartition(" ")[2].strip()
        if not self.url.startswith("http"):
            await self._process.wait()
            raise RuntimeError(f"no daemon: {self.log.read_text()[-2000:]}")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def ended(self) -> int:
        """Wait for the end; returns the exit code, negative for a signal."""
        async with asyncio.timeout(ENDS_WITHIN):
            return await self._process.wait()

    async def kill(self) -> int:
        """End it as a power cut does."""
        self._process.kill()
        return await self.ended()

    async def terminate(self) -> int:
        """Ask for the end and wait for it."""
        self._process.terminate()
        return await self.ended()
