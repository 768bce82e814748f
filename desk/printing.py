"""This counter's printing: slips handed to the spool, an owner that prints them, and what people answer.

Everything that writes or prints runs off the screens' thread; reading looks at the spool's file directly.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from printer.errors import BadDevice
from printer.spool.errors import NotNow, SpoolError
from printer.spool.jobs import Answer, Job, NewJob
from printer.spool.places import counter_place
from registry.identifiers import new_id
from thai.clusters import cell_width
from thai.wrapping import wrap

if TYPE_CHECKING:
    from printer.content import Block
    from printer.devices import Device
    from printer.rendering import Renderer
    from printer.slip import Slip
    from printer.spool.owner import Owner
    from printer.spool.store import Spool
    from printer.status import PrinterStatus
    from registry.request import Request
    from registry.settings import PrinterSettings

Got = TypeVar("Got")


class Word(StrEnum):
    """What a clerk says to a print that asks or waits."""

    CAME = "came"
    NOT = "not"
    GO = "go"
    CANCEL = "cancel"


_ANSWERS: Final = {Word.CAME: Answer.CAME, Word.NOT: Answer.NOT}


class Printing:
    """The spool of this counter, for the screens' thread; its own work is done on others."""

    def __init__(self, settings: PrinterSettings, folder: Path) -> None:
        self._settings = settings
        self._place = counter_place(folder)
        self._owner: Owner | None = None
        self._reader: Spool | None = None
        self._renderer: Renderer | None = None

    def start(self, changed: Callable[[], object], damaged: Callable[[], object]) -> None:
        """Print from now on; both are called on another thread. Nothing where there never was a printer."""
        if self._owner is not None or not (self._settings.device or self._place.file.exists()):
            return
        from printer.spool.owner import Owner
        from printer.spool.press import Rules

        rules = Rules(
            hold=dt.timedelta(minutes=self._settings.hold_minutes),
            keep=dt.timedelta(days=self._settings.keep_jobs_days),
            watch=dt.timedelta(seconds=self._settings.watch_seconds),
        )
        self._owner = Owner(self._place, self._device, rules=rules, changed=changed, damaged=damaged)
        self._owner.start()

    def stop(self, *, wait: bool) -> None:
        """End after the slip in hand."""
        self._close_reader()
        owner, self._owner = self._owner, None
        if owner is not None:
            owner.stop(wait=wait)

    def wake(self) -> None:
        """Say that another has handed something in."""
        if self._owner is not None:
            self._owner.wake()

    @property
    def has_printer(self) -> bool:
        """Whether this counter has a printer."""
        return bool(self._settings.device)

    @property
    def can_print(self) -> bool:
        """Whether there is a printer, and nothing that it said stands against a slip."""
        return self.has_printer and (self.status is None or self.status.may_print)

    @property
    def status(self) -> PrinterStatus | None:
        """What the printer said when it was asked last; None: not yet."""
        return self._owner.status if self._owner is not None else None

    async def submit(self, slip: Slip, request: Request, clerk: str) -> Job:
        """Hand a slip in; raises PrinterError where it cannot be printed or written down."""
        if not self._settings.device:
            raise BadDevice("[printer] device")
        # The id is made once: whatever is tried again below, it stays one job.
        job_id = new_id()

        def hand_in(spool: Spool) -> Job:
            from printer.spool.slips import submit

            return submit(
                spool,
                slip,
                self.render,
                job_id=job_id,
                about=request.id,
                by=clerk,
                context=str(request.version),
            )

        return await self._write(hand_in)

    async def submit_paper(self, parts: list[Block], label: str, clerk: str) -> Job:
        """Hand in a paper that belongs to no request; raises PrinterError."""
        if not self.has_printer:
            raise BadDevice("[printer] device")
        job_id = new_id()

        def hand_in(spool: Spool) -> Job | None:
            data = self._rendering().data_of(parts)
            return spool.submit(NewJob(id=job_id, label=label, by=clerk, payload=data))

        job = await self._write(hand_in)
        if job is None:
            raise SpoolError
        return job

    async def say(self, job_id: str, word: Word) -> None:
        """Keep what a clerk says to a print; raises SpoolError, NotNow where it has gone on meanwhile."""
        if word in _ANSWERS:
            await self._write(lambda spool: spool.settle(job_id, _ANSWERS[word]))
        elif word is Word.GO:
            await self._write(lambda spool: spool.release(job_id))
        else:
            await self._write(lambda spool: spool.cancel(job_id))

    async def take_away(self, job_id: str) -> Slip:
        """Take a waiting slip out of the spool, to print it elsewhere; raises SpoolError."""

        def take(spool: Spool) -> Slip:
            from printer.spool.slips import from_text

            text = spool.slip(spool.job(job_id))
            if text is None:
                # Another paper than a slip: it is printed here or nowhere.
                raise NotNow
            spool.cancel(job_id)
            return from_text(text)

        return await self._write(take)

    async def recorded(self, job_id: str) -> None:
        """Take note that a print has become a fact on its way to the daemon; raises SpoolError."""
        await self._write(lambda spool: spool.record(job_id))

    def open_jobs(self) -> Sequence[Job]:
        """Return the jobs that wait, are being sent, or ask."""
        return self._read(lambda spool: spool.open_jobs())

    def jobs_about(self, request_id: str) -> Sequence[Job]:
        """Return a request's jobs, oldest first."""
        return self._read(lambda spool: spool.jobs_about(request_id))

    def unrecorded(self) -> Sequence[Job]:
        """Return the jobs whose paper came out and is no fact yet."""
        return self._read(lambda spool: spool.unrecorded())

    def doubts(self) -> Sequence[Job]:
        """Return the jobs of requests of which nobody knows, or whose paper was looked for in vain."""
        return self._read(lambda spool: spool.doubts())

    def _read(self, read: Callable[[Spool], Sequence[Job]]) -> Sequence[Job]:
        """Read from the file; nothing while it is not there yet or cannot be read, which its owner tells."""
        if self._owner is None or not self._owner.ready:
            self._close_reader()
            return ()
        from printer.spool.store import Spool

        try:
            if self._reader is None:
                self._reader = Spool(self._place.file)
            return read(self._reader)
        except SpoolError:
            self._close_reader()
            return ()

    def _close_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()

    async def _write(self, write: Callable[[Spool], Got]) -> Got:
        def work() -> Got:
            from printer.spool.store import Spool

            with Spool(self._place.file) as spool:
                return write(spool)

        try:
            return await asyncio.to_thread(work)
        finally:
            self.wake()

    def preview(self, slip: Slip) -> list[str]:
        """Return a slip as lines for the screen; above them, why the office's template is not used."""
        renderer = self._rendering()
        lines = renderer.preview(slip)
        if renderer.mistake is None:
            return lines
        columns = max(map(cell_width, lines))
        told = f"! {renderer.mistake.thai} ({renderer.mistake.detail})"
        return [*wrap(told, columns), "", *lines]

    def render(self, slip: Slip) -> bytes:
        """Return the bytes of a slip for this counter's printer; raises PrinterError."""
        return self._rendering().data(slip)

    def _rendering(self) -> Renderer:
        if self._renderer is None:
            from printer.rendering import Renderer

            self._renderer = Renderer(self._settings)
        return self._renderer

    def _device(self) -> Device:
        from printer.devices import open_device

        if not self._settings.device:
            raise BadDevice("[printer] device")
        return open_device(self._settings.device)
