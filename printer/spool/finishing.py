"""Seeing a job through from a command: printed here where nobody owns the printer, else by its owner."""

import time
from collections.abc import Callable
from typing import Final

from printer.devices import Device
from printer.spool.errors import NotNow, SpoolUnavailable
from printer.spool.jobs import Job, State
from printer.spool.places import Place
from printer.spool.press import Press, Rules, Step
from printer.spool.store import Spool
from thai.file_lock import FileLock, LockedError

_LOOK_SECONDS: Final = 0.1
_TRY_SECONDS: Final = 0.5


def finish(
    spool: Spool,
    place: Place,
    job_id: str,
    *,
    open_device: Callable[[], Device],
    rules: Rules,
    seconds: float,
) -> Job:
    """Return a job once it is known what became of it.

    One that could not go out within so many seconds, or when Ctrl-C is pressed, is cancelled: nobody may be
    there who waits for its paper. One that is being sent then is returned as it is. Raises SpoolError.
    """
    until = time.monotonic() + seconds
    press = Press(spool, open_device, rules)
    try:
        while not _ended(job := spool.job(job_id)) and time.monotonic() < until:
            _work(spool, place, press, job_id, until)
    except KeyboardInterrupt:
        return _take_back(spool, job_id)
    return job if _ended(job) else _take_back(spool, job_id)


def _work(spool: Spool, place: Place, press: Press, job_id: str, until: float) -> None:
    """Print what is there, ours among it, under the lock; while another has it, look on."""
    try:
        lock = FileLock(place.lock)
    except LockedError:
        time.sleep(_LOOK_SECONDS)
        return
    except OSError as error:
        raise SpoolUnavailable(type(error).__name__) from None
    try:
        while time.monotonic() < until:
            step = press.step()
            if _ended(spool.job(job_id)):
                return
            if step is Step.WAITS:
                time.sleep(_TRY_SECONDS)
    finally:
        lock.release()


def _take_back(spool: Spool, job_id: str) -> Job:
    try:
        return spool.cancel(job_id)
    except NotNow:
        return spool.job(job_id)


def _ended(job: Job) -> bool:
    return job.settled or job.state in (State.UNKNOWN, State.HELD)
