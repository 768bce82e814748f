"""A CUPS queue, through the commands `lp`, `lpstat` and `cancel` (package cups-client)."""

import os
import re
import subprocess
import time

from printer.devices import Delivery
from printer.errors import BadDevice, DriverMissing, PrinterNotReady, PrinterTimeout, PrinterUnreachable
from printer.lines.timing import left_or_zero
from printer.status import UNKNOWN, Condition, PrinterStatus

# CUPS' own rule, and nothing that a command could take for an option.
_QUEUE = re.compile(r"[^\s/#\-][^\s/#]{0,126}")
_REQUEST = re.compile(r"\b(\S+-\d+) \(")
_ASK_SECONDS = 4.0
_TICK = 0.25
# Keywords of printer-state-reasons (RFC 8011, PWG 5100.9), as lpstat -l shows them in "Alerts".
_ALERTS = (
    ("media-empty", Condition.NO_PAPER),
    ("media-needed", Condition.NO_PAPER),
    ("media-low", Condition.PAPER_LOW),
    ("cover-open", Condition.COVER_OPEN),
    ("door-open", Condition.COVER_OPEN),
    ("interlock-open", Condition.COVER_OPEN),
    ("cutter", Condition.CUTTER),
    ("fuser-over-temp", Condition.OVERHEATED),
    ("media-jam", Condition.FAULT),
    ("connecting-to-device", Condition.UNPLUGGED),
    ("timed-out", Condition.UNPLUGGED),
    ("offline", Condition.OFFLINE),
    ("shutdown", Condition.OFFLINE),
    ("paused", Condition.OFFLINE),
)


class CupsQueue:
    """Hands each slip to a queue with ``-o raw`` and waits until CUPS has passed it on."""

    def __init__(self, queue: str, timeout: float) -> None:
        if not _QUEUE.fullmatch(queue):
            raise BadDevice("cups://QUEUE")
        self._queue = queue
        self._timeout = timeout

    def send(self, data: bytes, *, job: int | None = None) -> Delivery:
        """See `printer.devices.Device`: CUPS can tell that it has passed a slip on, not that it is on paper.

        A slip that stays in the queue is taken back, so that it does not come out an hour later.
        """
        deadline = time.monotonic() + self._timeout
        status = self.status()
        if not status.may_print:
            raise PrinterNotReady(status=status)
        title = "slip" if job is None else f"slip-{job}"
        answer = self._lp(["lp", "-d", self._queue, "-o", "raw", "-t", title], data, deadline)
        request = _REQUEST.search(answer)
        if request is None:
            raise PrinterTimeout(self._queue)
        while request[1] in self._waiting():
            if time.monotonic() >= deadline:
                run(["cancel", request[1]], _ASK_SECONDS)
                raise PrinterTimeout(self._queue)
            time.sleep(_TICK)
        return Delivery.SENT

    def status(self) -> PrinterStatus:
        """See `printer.devices.Device`: only trouble is known, "idle" is what CUPS says of every printer."""
        try:
            shown = run(["lpstat", "-l", "-p", self._queue], _ASK_SECONDS)
            accepting = run(["lpstat", "-a", self._queue], _ASK_SECONDS)
        except PrinterTimeout:
            return PrinterStatus.of(Condition.UNPLUGGED)
        return _read(shown, accepting)

    def _lp(self, command: list[str], data: bytes, deadline: float) -> str:
        answer = run(command, max(1.0, left_or_zero(deadline)), data)
        if answer is None:
            raise PrinterUnreachable(self._queue)
        return answer

    def _waiting(self) -> set[str]:
        shown = run(["lpstat", "-W", "not-completed", "-o", self._queue], _ASK_SECONDS) or ""
        return {line.split()[0] for line in shown.splitlines() if line.strip()}


def queues() -> list[str]:
    """Return the names of this machine's queues; raises `DriverMissing` where there is no CUPS."""
    shown = run(["lpstat", "-e"], _ASK_SECONDS) or ""
    return [line for line in shown.splitlines() if _QUEUE.fullmatch(line)]


def run(command: list[str], seconds: float, data: bytes = b"") -> str | None:
    """Run one of CUPS' commands and return its output in English, None where it failed.

    Raises `DriverMissing` where it is not installed and `PrinterTimeout` where it does not end.
    """
    environment = {**os.environ, "LC_ALL": "C", "LANGUAGE": "C"}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=seconds, env=environment, check=False
        )
    except FileNotFoundError as error:
        raise DriverMissing("cups-client") from error
    except subprocess.TimeoutExpired as error:
        raise PrinterTimeout(command[0]) from error
    except OSError as error:
        raise PrinterUnreachable(command[0]) from error
    return done.stdout.decode("utf-8", "replace") if not done.returncode else None


def _read(shown: str | None, accepting: str | None) -> PrinterStatus:
    """Read ``lpstat -l -p`` and ``lpstat -a``: None is a queue that nobody knows."""
    if shown is None:
        return PrinterStatus.of(Condition.UNPLUGGED)
    first, *more = shown.splitlines() or [""]
    alerts = " ".join(line for line in more if line.strip().startswith("Alerts:"))
    conditions = {condition for word, condition in _ALERTS if word in alerts}
    if " disabled since" in first or (accepting is None or " not accepting" in accepting):
        conditions.add(Condition.OFFLINE)
    if " now printing" in first:
        conditions.add(Condition.BUSY)
    return PrinterStatus(frozenset(conditions)) if conditions else UNKNOWN
