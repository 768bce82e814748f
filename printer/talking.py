"""A printer at the other end of a line: asked before a slip, sent to once, and heard out afterwards."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum

from printer.addresses import Address
from printer.devices import Delivery
from printer.errors import (
    BadDevice,
    DriverMissing,
    PrinterBusy,
    PrinterError,
    PrinterInterrupted,
    PrinterNotReady,
    PrinterStopped,
    PrinterTimeout,
    PrinterUnreachable,
)
from printer.lines import Line, LineClosed
from printer.status import UNKNOWN, Condition, PrinterStatus
from printer.strips import LONGEST_COMMAND
from printer.talk import queries
from printer.talk.conversation import PATIENCE, Conversation
from printer.talk.extent import least_seconds

_POLL = 0.5
_FORGET_AFTER = 3
_LESSONS = 2
# Bytes a second; below, zeros that are most likely not needed would hold the first slip up for seconds.
_SLOW = 5000


class Asking(StrEnum):
    """How a printer is asked for its status."""

    REALTIME = "realtime"
    """DLE EOT, which nearly every printer with a way back answers."""
    AUTO = "asb"
    """GS a, for one that answers only that."""
    NO = "no"
    """Not at all: for one that prints the questions."""


class Confirming(StrEnum):
    """How a printer says that a slip is on paper."""

    AUTO = "auto"
    """Found out once, before the first slip."""
    ID = "id"
    """GS ( H, function 48: it says the slip's number when it is on paper."""
    FENCE = "fence"
    """GS r: it answers in its turn, and is then asked whether all is well."""
    NO = "no"


@dataclass(frozen=True, slots=True)
class Manner:
    """How to treat one printer; `seconds` is the time for a slip, besides the line's own for its bytes."""

    seconds: float
    asking: Asking = Asking.REALTIME
    confirming: Confirming = Confirming.AUTO
    bytes_a_second: float | None = None


def manner_of(address: Address, timeout: float, *, bytes_a_second: float | None = None) -> Manner:
    """Take ``status`` and ``confirm`` out of an address; raises `BadDevice`."""
    asking = address.option("status", Asking.REALTIME, tuple(Asking))
    confirming = address.option("confirm", Confirming.AUTO, tuple(Confirming))
    return Manner(timeout, Asking(asking), Confirming(confirming), bytes_a_second)


class TalkingPrinter:
    """Any printer that a line leads to; one conversation at a time.

    A line is opened for each slip and each question: a printer that was away is there again by itself.
    """

    def __init__(self, open_line: Callable[[float], Line], manner: Manner) -> None:
        self._open_line = open_line
        self._manner = manner
        self._confirming = manner.confirming
        self._lock = threading.Lock()
        self._answered = False
        self._silent = 0
        self._cut_short = False
        self._fresh = True
        self._lessons = 0
        self._own_job = random.SystemRandom().randrange(10_000)

    def send(self, data: bytes, *, job: int | None = None) -> Delivery:
        """See `printer.devices.Device`.

        Raises `PrinterNotReady` where the printer says that it cannot print, or one that used to answer says
        nothing: nothing was sent; `PrinterStopped` where it says so in the middle of the slip.
        """
        with self._lock:
            deadline = time.monotonic() + self._time_for(len(data))
            with closing(self._open_line(deadline)) as line:
                talk = Conversation(line, min(PATIENCE, self._manner.seconds))
                try:
                    self._expect_ready(talk)
                    self._end_what_came_before(line, deadline)
                    self._learn(talk)
                except LineClosed as error:
                    raise PrinterBusy from error
                except PrinterError as error:
                    # Questions may have gone; of the slip itself nothing has.
                    if error.may_have_printed:
                        raise PrinterUnreachable(error.detail) from error
                    raise
                return self._deliver(line, talk, data, self._number(job), deadline)

    def mistrust(self) -> None:
        """See `printer.devices.mistrust`."""
        self._cut_short = True

    def status(self) -> PrinterStatus:
        """See `printer.devices.Device`; one that is printing for us is BUSY."""
        if self._manner.asking is Asking.NO:
            return UNKNOWN
        if not self._lock.acquire(blocking=False):
            return PrinterStatus.of(Condition.BUSY)
        try:
            deadline = time.monotonic() + self._manner.seconds
            with closing(self._open_line(deadline)) as line:
                return self._ask(Conversation(line))
        except LineClosed:
            return PrinterStatus(frozenset({Condition.BUSY}), known=False)
        except DriverMissing:
            raise
        except PrinterError as error:
            return _seen_from(error)
        finally:
            self._lock.release()

    def _ask(self, talk: Conversation) -> PrinterStatus:
        status = talk.auto_status() if self._manner.asking is Asking.AUTO else talk.status()
        self._answered = self._answered or talk.answered
        return status

    def _expect_ready(self, talk: Conversation) -> None:
        if self._manner.asking is Asking.NO:
            return
        status = self._ask(talk)
        if not status.may_print:
            raise PrinterNotReady(status=status)
        if talk.answered or not self._answered:
            self._silent = 0
            return
        # One that used to answer is starting up, or stands behind something that takes bytes for it.
        self._silent += 1
        if self._silent < _FORGET_AFTER:
            raise PrinterNotReady(status=PrinterStatus(frozenset({Condition.OFFLINE}), known=False))
        self._answered, self._silent = False, 0

    def _learn(self, talk: Conversation) -> None:
        if self._confirming is not Confirming.AUTO or not self._answered:
            return
        self._lessons += 1
        if talk.can_name():
            self._confirming = Confirming.ID
        elif talk.can_fence():
            self._confirming = Confirming.FENCE
        elif self._lessons >= _LESSONS:
            # Once may have been while it still printed what came before.
            self._confirming = Confirming.NO

    def _end_what_came_before(self, line: Line, deadline: float) -> None:
        """Keep the slip apart from one that was cut short, here or by a program before this one."""
        rate = self._manner.bytes_a_second
        if not (self._cut_short or (self._fresh and (rate is None or rate > _SLOW))):
            return
        cut = queries.FEED_AND_CUT if self._cut_short else b""
        line.write(queries.ending(LONGEST_COMMAND) + cut, deadline)
        self._cut_short = self._fresh = False

    def _deliver(self, line: Line, talk: Conversation, data: bytes, name: bytes, deadline: float) -> Delivery:
        self._cut_short = True
        soonest = time.monotonic() + least_seconds(data)
        line.write(data + self._request(name), deadline)
        try:
            confirmed = self._heard_out(talk, name, soonest, deadline)
            if not confirmed:
                line.finish(deadline)
        except LineClosed as error:
            raise PrinterInterrupted from error
        except PrinterError as error:
            # A question that could not be sent any more says nothing of the slip that went before it.
            if error.may_have_printed:
                raise
            raise PrinterInterrupted(error.detail) from error
        self._cut_short = False
        return Delivery.CONFIRMED if confirmed else Delivery.SENT

    def _request(self, name: bytes) -> bytes:
        if self._confirming is Confirming.ID:
            return queries.process_id(name)
        return queries.FENCE if self._confirming is Confirming.FENCE else b""

    def _heard_out(self, talk: Conversation, name: bytes, soonest: float, deadline: float) -> bool:
        """Wait until the printer says that the slip is on paper; false where it has no way to say so."""
        if self._confirming in (Confirming.NO, Confirming.AUTO):
            if self._answered:
                self._expect_no_stop(talk)
            return False
        while time.monotonic() < deadline:
            step = min(deadline, time.monotonic() + _POLL)
            if self._confirming is Confirming.ID:
                if talk.heard_name(name, step):
                    return True
            elif talk.heard_fence(step):
                return self._is_well(talk, soonest)
            self._expect_no_stop(talk)
        raise PrinterTimeout

    def _is_well(self, talk: Conversation, soonest: float) -> bool:
        """Ask twice after all was obeyed: the last lines are still being printed the first time.

        One that answers sooner than anybody can print does not wait its turn, and is never asked so again.
        """
        if time.monotonic() < soonest:
            self._confirming = Confirming.NO
            return False
        self._expect_no_stop(talk)
        time.sleep(_POLL)
        return self._expect_no_stop(talk).known

    def _expect_no_stop(self, talk: Conversation) -> PrinterStatus:
        if self._manner.asking is Asking.NO:
            return UNKNOWN
        status = talk.status()
        if not status.may_print:
            self._cut_short = False
            raise PrinterStopped(status=status)
        return status

    def _number(self, job: int | None) -> bytes:
        if job is None:
            self._own_job += 1
            job = self._own_job
        return queries.name_of(job)

    def _time_for(self, size: int) -> float:
        rate = self._manner.bytes_a_second
        return self._manner.seconds + ((size + LONGEST_COMMAND) / rate if rate else 0.0)


def _seen_from(error: PrinterError) -> PrinterStatus:
    """Return what a failed question tells of the printer."""
    if isinstance(error, BadDevice):
        return UNKNOWN
    return PrinterStatus.of(Condition.BUSY if isinstance(error, PrinterBusy) else Condition.UNPLUGGED)
