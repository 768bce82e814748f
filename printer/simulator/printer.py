"""The whole virtual printer, and the paper that has come out of it."""

import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from printer.decoder import Paper
from printer.simulator.control import Control
from printer.simulator.habits import Habits
from printer.simulator.machine import Machine
from printer.simulator.mechanism import Mechanism
from printer.simulator.network_front import NetworkFront


class VirtualPrinter:
    """A printer for tests, the demo and training, used as a context manager.

    `jobs` holds what was printed and cut, in order; `errors` one line for each thing a real printer would
    have choked on. `url` is the address for `printer.devices.open_device`, `serial_url` the same printer's on
    a serial line of `baud`. What can happen to it is done through `control`.
    """

    def __init__(
        self,
        width_dots: int = 576,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        baud: int | None = None,
        habits: Habits | None = None,
    ) -> None:
        self.width_dots = width_dots
        self.jobs: list[Paper] = []
        self.errors: list[str] = []
        self._changed = threading.Condition()
        habits = habits or Habits()
        mechanism = Mechanism()
        self._machine = Machine(width_dots, mechanism, habits, self._take)
        self.control = Control(mechanism, self._machine, habits, lambda: self._front)
        try:
            self._front = NetworkFront(self._machine, habits, host, port)
        except Exception:
            self._machine.close()
            raise
        self._unplug_serial: Callable[[], None] | None = None
        self._serial_url = self._plug_serial(baud) if baud is not None else None

    @property
    def url(self) -> str:
        """Return the printer's address, ``tcp://127.0.0.1:PORT``."""
        return self._front.url

    @property
    def serial_url(self) -> str:
        """Return the printer's address on its serial line; `ValueError` where it has none."""
        if self._serial_url is None:
            raise ValueError("this virtual printer was made without a baud rate")
        return self._serial_url

    def wait_for_jobs(self, count: int, timeout: float = 5.0) -> list[Paper]:
        """Return the jobs once there are so many; `TimeoutError` if they do not come, or an error does."""
        with self._changed:
            known = len(self.errors) if len(self.jobs) else 0
            self._changed.wait_for(lambda: len(self.jobs) >= count or len(self.errors) > known, timeout)
            if len(self.jobs) < count:
                raise TimeoutError(
                    f"{len(self.jobs)} of {count} slips; {'; '.join(self.errors) or 'no error'}"
                )
            return list(self.jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Switch it off for good."""
        if self._unplug_serial is not None:
            self._unplug_serial()
        # The engine first: a line that waits for room in the buffer goes on then.
        self._machine.close()
        self._front.unplug()

    def _take(self, papers: list[Paper], error: str | None) -> None:
        with self._changed:
            self.jobs += papers
            if error:
                self.errors.append(error)
            self._changed.notify_all()

    def _plug_serial(self, baud: int) -> str:
        if sys.platform != "win32":
            from printer.simulator.serial_front import SerialFront

            front = SerialFront(self._machine, baud)
            self._unplug_serial = front.close
            return front.url
        else:  # noqa: RET505 - the type checker reads only the branch of its platform
            raise ValueError("pseudo-terminals exist on POSIX systems only")
