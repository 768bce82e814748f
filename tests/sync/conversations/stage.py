"""One office for all written conversations: a whole daemon, a LINE platform and a desk on real sockets."""

from __future__ import annotations

import asyncio
import datetime as dt
import signal
import ssl
from functools import cache, partial
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

import httpx
from sqlalchemy import text
from sqlmodel import Session, col, delete

from registry.actors import Role
from registry.sealing import Keyring
from registry.settings import Settings
from sync.serve import Daemon
from sync.server import address_of, bind
from sync.simulator.api import Call
from sync.simulator.platform import LinePlatform
from sync.store import clerks, pins
from sync.store.database import Database
from sync.store.tables.requests import QueueRow, RequestRow, SlotRow
from tests.sync.conversations.desk import CLERK, PIN, Desk

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
"""A Monday without a holiday, 09.00 in Bangkok: every conversation begins here."""
KEYS = Keyring.of(bytes(range(32)))
QUIET_WITHIN = 20.0
_STEP = 0.02
# In one statement, since it is asked more often than anything else here.
_STANDING = text(
    "SELECT (SELECT count(*) FROM line_event WHERE state = 'dead'),"
    " (SELECT count(*) FROM line_outgoing WHERE state = 'held'),"
    " (SELECT count(*) FROM line_event WHERE state NOT IN ('done', 'dead'))"
    " + (SELECT count(*) FROM line_outgoing WHERE state IN ('waiting', 'sending'))"
    " + (SELECT count(*) FROM picture WHERE state = 'waiting')"
)


class Stage:
    """The office, its clock set by hand; a daemon with other settings is a new one on the same database."""

    def __init__(self, database: Path) -> None:
        self.now = NOW
        self.settings = Settings()
        self.platform = LinePlatform(clock=self._seconds, redelivery_waits=())
        self._url = f"sqlite:///{database}"
        self._running: asyncio.Task[None] | None = None
        self._seen_calls = 0
        # A daemon begins for each configuration, and reading the authorities' certificates takes it 80 ms.
        self._tls = patch.object(ssl, "create_default_context", cache(ssl.create_default_context))
        self.others: set[str] = set()
        """References of conversations that are over: the clock may still close or mark them."""

    async def __aenter__(self) -> Self:
        self._tls.start()
        await self.platform.__aenter__()
        await self._start(Settings())
        malee = clerks.Clerk(id=CLERK, name="มาลี", role=Role.HEAD)
        add = partial(
            clerks.put, office_id="bangkhae", clerk=malee, pin_hash=pins.hashed(KEYS, PIN), now=self.now
        )
        await self.database.write_async(add)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stop()
        await self.platform.__aexit__()
        self._tls.stop()

    async def begin(self) -> None:
        """Make everything as it is when a conversation begins; what others were given is free again."""
        self.now = NOW
        if self.settings != Settings():
            await self.configure(Settings())
        await self.database.write_async(_free_slots)
        self.others |= {record.request.reference for record in await self.desk.changes()}
        self.new_calls()

    async def configure(self, settings: Settings) -> None:
        """Change the office's configuration, as an office does: the daemon ends and begins again."""
        await self._stop()
        await self._start(settings)
        await self.desk.changes()

    def new_calls(self) -> list[Call]:
        """Return the calls of the Messaging API since the last time."""
        calls = self.platform.calls[self._seen_calls :]
        self._seen_calls = len(self.platform.calls)
        return calls

    async def quiet(self) -> None:
        """Wait until every event has been worked off and every message has been sent."""
        async with asyncio.timeout(QUIET_WITHIN):
            # Read here, not in a reader's thread: the daemon works meanwhile in threads of its own.
            while self.database.read(self._unfinished):  # noqa: ASYNC110
                await asyncio.sleep(_STEP)  # nothing says of a message that it was the last

    def _seconds(self) -> float:
        return self.now.timestamp()

    def _unfinished(self, session: Session) -> int:
        dead, held, open_ = session.connection().execute(_STANDING).one()
        assert dead == 0, "an event could not be worked off"
        assert held == 0, "a message could not be sent"
        return int(open_)

    async def _start(self, settings: Settings) -> None:
        line = {
            "channel_secret": self.platform.channel_secret,
            "channel_access_token": self.platform.channel_access_token,
            "api_base": self.platform.url,
            "data_api_base": self.platform.url,
        }
        self.settings = settings
        whole = settings.model_copy(update={"line": settings.line.model_validate(line)})
        self.database = Database.open(self._url)
        self._listening = bind("127.0.0.1", 0)
        url = address_of(self._listening)
        daemon = Daemon(self.database, KEYS, whole, clock=lambda: self.now)
        self._running = asyncio.create_task(daemon.run(self._listening))
        async with httpx.AsyncClient(base_url=url, trust_env=False, verify=False) as client:  # noqa: S501
            assert (await client.get("/health")).status_code == 200
        await self.platform.webhooks.close()
        self.platform.connect(f"{url}/line/webhook")
        self.desk = Desk(url, settings)

    async def _stop(self) -> None:
        await self.desk.close()
        await self.platform.webhooks.close()
        assert self._running is not None
        signal.raise_signal(signal.SIGINT)
        await self._running
        self._listening.close()
        self.database.close()

    async def write(self, statement: Any) -> None:
        """Let something happen to the office's database that no command brings about."""
        await self.database.write_async(statement)


def _free_slots(session: Session) -> None:
    session.connection().execute(delete(SlotRow).where(col(SlotRow.taken) > 0))
    session.connection().execute(delete(QueueRow).where(col(QueueRow.last) >= 0))
    # Nobody else sits at the office, and the first number is the first.
    session.connection().execute(delete(RequestRow).where(col(RequestRow.state) == "arrived"))
