"""The one who prints: a thread that holds a spool's lock, prints what comes, and tells what has changed."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

from printer.devices import Device
from printer.spool import sqlite_file
from printer.spool.errors import SpoolDamaged, SpoolError
from printer.spool.places import Place
from printer.spool.press import Press, Rules, Step
from printer.spool.store import Spool, utc_now
from printer.status import PrinterStatus
from thai.file_lock import FileLock, LockedError

_LOOK_SECONDS: Final = 1.0
_WAIT_SECONDS: Final = 2.0
_PURGE_STEPS: Final = 1000
_JOIN_SECONDS: Final = 5.0


class Owner:
    """Prints from a spool on a thread of its own, as long as nobody else does.

    ``changed`` is called on that thread after every change of a job, whoever made it, and once when the
    spool is there to be read; ``damaged`` when a file that could not be read was set aside for a new one.
    While another holds the lock, or the disk refuses, it tries again.
    """

    def __init__(
        self,
        place: Place,
        open_device: Callable[[], Device],
        *,
        rules: Rules,
        changed: Callable[[], object],
        damaged: Callable[[], object] = lambda: None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._place, self._open_device, self._rules = place, open_device, rules
        self._changed, self._damaged, self._now = changed, damaged, now
        self._press: Press | None = None
        self._stopping = False
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="print-spool", daemon=True)
        self.ready = False

    @property
    def status(self) -> PrinterStatus | None:
        """What the printer said when it was asked last; None: not yet."""
        press = self._press
        return press.status if press is not None else None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Say that there is something to do."""
        self._wake.set()

    def stop(self, *, wait: bool = True) -> None:
        """End after the job in hand; with ``wait`` stay for that, a few seconds at most."""
        self._stopping = True
        self._wake.set()
        if wait and self._thread.ident is not None:
            self._thread.join(_JOIN_SECONDS)

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._own()
            except SpoolDamaged:
                self._begin_anew()
            except (SpoolError, OSError):
                self.ready = False
            self._pause(_WAIT_SECONDS)

    def _own(self) -> None:
        """Print as long as the lock is ours; where it is another's, only tell what changes."""
        with Spool(self._place.file, self._now) as spool:
            try:
                lock = FileLock(self._place.lock)
            except LockedError:
                self._watch(spool)
                return
            try:
                self._print(spool)
            finally:
                lock.release()

    def _print(self, spool: Spool) -> None:
        spool.check()
        press = self._press = Press(spool, self._open_device, self._rules, self._now)
        press.tidy()
        press.purge()
        self._tell()
        seen, steps, shown = spool.changes(), 0, spool.open_jobs()
        while not self._stopping:
            step = press.step()
            steps += 1
            now_seen, now_shown = spool.changes(), spool.open_jobs()
            news = step is Step.IDLE and press.look()
            if step is Step.WENT or news or now_seen != seen or now_shown != shown:
                seen, shown = now_seen, now_shown
                self._changed()
            if steps % _PURGE_STEPS == 0:
                press.purge()
            if step is not Step.WENT:
                self._pause(_WAIT_SECONDS if step is Step.WAITS else _LOOK_SECONDS)

    def _watch(self, spool: Spool) -> None:
        """Look on for a while at what another one prints, and tell of it."""
        self._tell()
        seen = spool.changes()
        self._pause(_LOOK_SECONDS)
        if spool.changes() != seen:
            self._changed()

    def _tell(self) -> None:
        self.ready = True
        self._changed()

    def _begin_anew(self) -> None:
        """Set a damaged file aside: under the lock, so that nobody has it in hand."""
        self.ready = False
        try:
            lock = FileLock(self._place.lock)
        except (LockedError, OSError):
            return
        try:
            sqlite_file.set_aside(self._place.file, self._now())
        except SpoolError:
            return
        finally:
            lock.release()
        self._damaged()

    def _pause(self, seconds: float) -> None:
        if not self._stopping:
            self._wake.wait(seconds)
        self._wake.clear()
