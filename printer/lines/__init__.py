"""The ways to a printer: one module for each kind of line, all behind the same few functions."""

from typing import Protocol


class LineClosed(Exception):  # noqa: N818
    """The printer's side has ended the line."""


class Line(Protocol):
    """An open way to a printer, for one slip or one question. Deadlines are monotonic seconds."""

    listens: bool
    """Whether there is a way back at all."""

    def write(self, data: bytes, deadline: float) -> None:
        """Hand over all bytes.

        Raises `PrinterUnreachable` (not one byte went), `PrinterTimeout` or `PrinterInterrupted`.
        """

    def read(self, deadline: float) -> bytes:
        """Return what the printer says, or nothing when the time is up; raises `LineClosed`."""

    def finish(self, deadline: float) -> None:
        """Say that no more comes, and wait until the other end has taken all, as far as it can say so.

        Raises `PrinterTimeout` or `PrinterInterrupted`.
        """

    def port_status(self) -> int | None:
        """Return the byte of the USB printer class or the parallel port; None where there is none."""

    def close(self) -> None:
        """End the line at once, whatever is still on its way; never raises."""
