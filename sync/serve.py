"""``bangkhae-sync serve``: the daemon's parts put together, from the first bind to a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gc
import logging
import socket
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from registry.sealing import Keyring
from registry.settings import Settings
from sync import logs
from sync.app import Application, DaemonApp
from sync.health import Health
from sync.inquiry_clock import InquiryClock
from sync.line.door import Door
from sync.line.faq import load_faq
from sync.line.quota_watch import QuotaWatch
from sync.line.ready_answers import load_answers
from sync.line.sender import Sender
from sync.line.waiting_sign import WaitingSign
from sync.line.webhook import Webhook
from sync.nightly.clockwork import Clockwork
from sync.opening import opened
from sync.pictures import Content, PictureKeeper
from sync.purge import purge_all
from sync.server import Server, address_of, bind
from sync.single import SingleDaemon
from sync.store import inbox, outbox
from sync.store.database import Database, parse_url, sqlite_file
from sync.store.errors import StoreClosed
from sync.worker import Worker

if TYPE_CHECKING:
    from sync.line.line_client import LineClient

_log = logging.getLogger(__name__)

PURGE_SECONDS: Final = 3600.0
BACKLOG_SECONDS: Final = 600.0
"""How long the first purge lets the worker go first; after that, data that has to go goes."""
AGAIN_SECONDS: Final = 10.0
GOODBYE_SECONDS: Final = 10.0
SWITCH_SECONDS: Final = 0.001


Part = Callable[[], Coroutine[Any, Any, None]]


def utc_now() -> dt.datetime:
    """Return the time."""
    return dt.datetime.now(dt.UTC)


def serve(settings: Settings) -> int:
    """Run the daemon until a signal; raises ConfigurationError or StoreError before it serves."""
    logs.set_up()
    load_faq(settings.inquiry.faq_file)
    load_answers(settings.inquiry.answers_file)
    # A turn of the dialogue may not keep the interpreter from the loop for the usual 5 ms at a time.
    sys.setswitchinterval(SWITCH_SECONDS)
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(bind(settings.sync.host, settings.sync.port))
        url = parse_url(settings.sync.database)
        if url.get_backend_name() == "sqlite":
            stack.callback(SingleDaemon(sqlite_file(url)).release)
        database, keys = stack.enter_context(opened(settings))
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(Daemon(database, keys, settings).run(listening))
    return 0


class Daemon:
    """The parts of a running daemon."""

    def __init__(
        self,
        database: Database,
        keys: Keyring,
        settings: Settings,
        *,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._database, self._keys, self._settings, self._clock = database, keys, settings, clock
        self._ending = asyncio.Event()
        office_id = settings.office.id
        self.worker = Worker(
            database=database, keys=keys, settings=settings, clock=clock, busy=lambda: self.door.busy
        )
        self.door = Door(database, keys, office_id, kept=self.worker.wake)
        self.sender = Sender(
            database=database, keys=keys, office_id=office_id, connect=self._connect, clock=clock
        )
        self._waiting_sign = WaitingSign(
            database=database, keys=keys, office_id=office_id, connect=self._connect, clock=clock
        )
        self.inquiries = InquiryClock(database=database, keys=keys, settings=settings, clock=clock)
        self.pictures = PictureKeeper(
            database=database, keys=keys, settings=settings, connect=self._content, clock=clock
        )
        secret = settings.line.channel_secret.get_secret_value()
        webhook = Webhook(
            secret=secret, keys=keys, door=self.door, now_ms=lambda: inbox.milliseconds(clock())
        )
        health = Health(
            database=database,
            settings=settings,
            clock=clock,
            last_answer=lambda: self.sender.last_answer,
            keeps=lambda: self.door.keeps,
        )
        self._quota_watch = QuotaWatch(
            database=database, office_id=office_id, connect=self._connect, clock=clock, ending=self._ending
        )
        self._clockwork = Clockwork(
            database=database, keys=keys, settings=settings, clock=clock, ending=self._ending
        )
        self.app = DaemonApp(webhook=webhook, health=health, desk_api=self._desk_api)

    async def run(self, listening: socket.socket) -> None:
        """Serve on a socket until a signal, then end everything in order."""
        await self._take_over()
        asyncio.get_running_loop().set_exception_handler(logs.stray)
        behind = [asyncio.create_task(self._guarded(name, part), name=name) for name, part in self._parts()]
        server = Server(self.app, started=partial(_say, listening), before_end=self._before_end)
        try:
            await server.serve_on(listening)
        finally:
            await self._before_end()
            await self._end(behind)

    @property
    def _sends(self) -> bool:
        return bool(self._settings.line.channel_access_token.get_secret_value())

    def _parts(self) -> list[tuple[str, Part]]:
        parts: list[tuple[str, Part]] = [
            ("worker", self.worker.run),
            ("purge", self._purge_hourly),
            ("nightly", self._nightly),
            ("warm-up", self._warm_up),
            ("inquiries", self.inquiries.run),
        ]
        if self._sends:
            parts += [("sender", self.sender.run), ("waiting sign", self._waiting_sign.run)]
            parts += [("quota", self._watch_quota), ("pictures", self.pictures.run)]
        else:
            _log.warning("no channel access token: nothing is sent")
        if not self._settings.line.channel_secret.get_secret_value():
            _log.warning("no channel secret: LINE's webhooks are refused")
        return parts

    async def _take_over(self) -> None:
        """Go on at once with what the last run was sending; with several daemons it may be another's."""
        if self._database.dialect == "sqlite":
            office_id, now = self._settings.office.id, self._clock()
            await self._database.write_async(partial(outbox.take_over, office_id=office_id, now=now))

    async def _warm_up(self) -> None:
        """Import what is slow, one after the other: a citizen's first answer needs the first two."""
        await self.worker.warm_up()
        if self._sends:
            await self.sender.warm_up()
        await self.app.desk_api()
        # What has been imported stays: the collector need not look at it again under load.
        gc.freeze()

    async def _caught_up(self) -> None:
        """Wait: what was acknowledged before a long weekend without power is answered, not removed."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BACKLOG_SECONDS):
                await self.worker.caught_up.wait()

    async def _nightly(self) -> None:
        await self._caught_up()
        await self._clockwork.run()

    async def _watch_quota(self) -> None:
        # The sender's import of LINE's library comes first, off the loop.
        await self.sender.warm_up()
        await self._quota_watch.run()

    async def _purge_hourly(self) -> None:
        await self._caught_up()
        while not self._database.signals.closed:
            try:
                gone = await asyncio.to_thread(
                    purge_all, self._database, keys=self._keys, settings=self._settings, now=self._clock()
                )
            except StoreClosed:
                return
            except Exception as error:  # noqa: BLE001 - nothing may keep citizens' data for good
                _log.error("not purged: %s", logs.failure(error))
            else:
                _log.info("%s", gone)
            await asyncio.sleep(PURGE_SECONDS)

    async def _before_end(self) -> None:
        self._ending.set()
        self._database.signals.close()
        self.worker.wake()

    async def _end(self, behind: list[asyncio.Task[None]]) -> None:
        names = {"purge", "nightly", "quota", "waiting sign", "warm-up", "inquiries", "pictures"}
        for task in behind:
            if task.get_name() in names:
                task.cancel()
        _, late = await asyncio.wait(behind, timeout=GOODBYE_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*behind, return_exceptions=True)

    async def _guarded(self, name: str, part: Part) -> None:
        """Run a part to its end; one that fails is said, ends nothing else, and is begun again."""
        while not self._ending.is_set():
            try:
                await part()
            except StoreClosed:
                return
            except Exception as error:  # noqa: BLE001 - said in one line
                _log.error("%s failed, begun again: %s", name, logs.failure(error))
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(AGAIN_SECONDS):
                        await self._ending.wait()
            else:
                return

    def _connect(self) -> LineClient:
        from sync.line.line_client import LineClient

        line = self._settings.line
        return LineClient(api_base=line.api_base, access_token=line.channel_access_token.get_secret_value())

    def _content(self) -> Content:
        from sync.line.content_client import ContentClient

        line = self._settings.line
        token = line.channel_access_token.get_secret_value()
        return ContentClient(data_api_base=line.data_api_base, access_token=token)

    def _desk_api(self) -> Application:
        from sync.desk_api.app import desk_api

        return desk_api(self._database, self._keys, self._settings, self._clock)  # type: ignore[return-value]


def _say(listening: socket.socket) -> None:
    sys.stdout.write(f"bangkhae-sync listens on {address_of(listening)}\n")
    sys.stdout.flush()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    if sys.platform == "win32":
        return asyncio.SelectorEventLoop
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
