"""Asking the printer now and then while nothing is printed, so that no citizen is the first to hear."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Final

from printer.status import PrinterStatus

_SILENT_ANSWERS: Final = 3
_TROUBLE_SECONDS: Final = 10.0


class Watch:
    """Decides when to ask; the one who prints asks, on the same thread, so that no slip is disturbed."""

    def __init__(self, every: dt.timedelta, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._every = every.total_seconds()
        self._monotonic = monotonic
        self._next = monotonic()
        self._silent = 0

    @property
    def due(self) -> bool:
        """Tell whether it is time; never for a printer that cannot tell how it is."""
        return bool(self._every) and self._silent < _SILENT_ANSWERS and self._monotonic() >= self._next

    def heard(self, status: PrinterStatus) -> None:
        """Take note of an answer, however it came to be asked."""
        # Somebody is mending it: that it is well again should not take long to show.
        wait = min(self._every, _TROUBLE_SECONDS) if status.conditions else self._every
        self._next = self._monotonic() + wait
        self._silent = 0 if status.known or status.conditions else self._silent + 1
