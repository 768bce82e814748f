"""Printing from a spool: ask the printer, write down, send once, write down what is known of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from printer.devices import Delivery, Device, mistrust
from printer.errors import DriverMissing, PrinterError, PrinterNotReady, PrinterUnreachable
from printer.spool.errors import SpoolUnavailable
from printer.spool.jobs import CODE_ERROR, Job, State
from printer.spool.store import Spool, utc_now
from printer.spool.watch import Watch
from printer.status import UNKNOWN, PrinterStatus

_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """How long a job waits before it is held and asked about, and how long a settled one is remembered."""

    hold: dt.timedelta = dt.timedelta(minutes=5)
    keep: dt.timedelta = dt.timedelta(days=7)
    watch: dt.timedelta = dt.timedelta(seconds=30)
    """How often the printer is asked how it is while nothing is printed; zero: never."""


class Step(Enum):
    """What a step came to."""

    IDLE = auto()
    """There is nothing to print."""
    WAITS = auto()
    """There is, but the printer cannot: try again later."""
    WENT = auto()
    """A job has gone on: look for the next at once."""


class Press:
    """Prints from a spool whose lock the caller holds; ``open_device`` is called before the first job.

    ``status`` is what the printer said last, None before it was asked.
    """

    def __init__(
        self,
        spool: Spool,
        open_device: Callable[[], Device],
        rules: Rules,
        now: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._spool, self._open_device, self._rules, self._now = spool, open_device, rules, now
        self.status: PrinterStatus | None = None
        self._device: Device | None = None
        self._mistrusts = spool.last_is_doubtful()
        self._watch = Watch(rules.watch)

    def step(self) -> Step:
        """Print one job, or find out why none can go; raises SpoolError."""
        self.tidy()
        job = self._spool.next()
        if job is None:
            return Step.IDLE
        try:
            device = self._own_device()
            status = self._asked(device)
        except PrinterError as error:
            self._spool.give_up(job, type(error).__name__)
            return Step.WENT
        if not status.may_print:
            self._spool.waits(job, ",".join(status.ordered))
            return Step.WAITS
        payload = self._spool.begin(job)
        return Step.WENT if payload is None else self._send(device, job, payload)

    def look(self) -> bool:
        """Ask the printer how it is while nothing waits, where it is time to; True where that is new."""
        if not self._watch.due:
            return False
        before = self.status
        try:
            return self._asked(self._own_device()) != before
        except PrinterError:
            # An address that is none: the next slip says so.
            self._watch.heard(UNKNOWN)
            return False

    def _asked(self, device: Device) -> PrinterStatus:
        try:
            status = device.status()
        except PrinterError:
            raise
        except Exception:  # noqa: BLE001  a driver's fault: the slip itself shows what becomes of it
            status = UNKNOWN
        self.status = status
        self._watch.heard(status)
        return status

    def _own_device(self) -> Device:
        """Return the printer, kept from job to job: it remembers what it can do and what was cut short."""
        if self._device is None:
            self._device = self._open_device()
        if self._mistrusts:
            mistrust(self._device)
            self._mistrusts = False
        return self._device

    def tidy(self) -> None:
        """Call unknown what a dead program left in sending, and hold what has waited too long."""
        # Nothing is being sent here and nobody else may send: what says so was left by somebody who died.
        self._mistrusts = self._spool.recover() > 0 or self._mistrusts
        self._spool.hold_since(self._now() - self._rules.hold)

    def purge(self) -> int:
        """Forget what has been settled for long enough."""
        return self._spool.purge(self._now() - self._rules.keep)

    def _send(self, device: Device, job: Job, payload: bytes) -> Step:
        try:
            delivery = device.send(payload, job=job.number)
        except PrinterError as error:
            reason = _reason(error)
            if isinstance(error, PrinterUnreachable) and not isinstance(error, DriverMissing):
                # Certainly nothing was sent, and the printer may be there again in a moment.
                self._insist(lambda: self._spool.back(job, reason))
                return Step.WAITS
            state = State.UNKNOWN if error.may_have_printed else State.FAILED
            self._insist(lambda: self._spool.end(job, state, reason))
        except Exception:  # noqa: BLE001  whatever it was, paper may have come out: a person looks
            self._insist(lambda: self._spool.end(job, State.UNKNOWN, CODE_ERROR))
        else:
            ended = State.CONFIRMED if delivery is Delivery.CONFIRMED else State.SENT
            self._insist(lambda: self._spool.end(job, ended))
        return Step.WENT

    def _insist(self, write: Callable[[], bool]) -> None:
        """Write down what is known; where the disk refuses, the job stays in sending and becomes unknown."""
        for left in reversed(range(_TRIES)):
            try:
                write()
            except SpoolUnavailable:
                if not left:
                    raise
            else:
                return


def _reason(error: PrinterError) -> str:
    """Return why a slip did not simply come out, as a lasting code: what the printer said, or the error."""
    said = error.status.ordered if isinstance(error, PrinterNotReady) else ()
    return ",".join(said) or type(error).__name__
