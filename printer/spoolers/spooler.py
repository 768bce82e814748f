"""What is asked of Windows' print spooler, so that the rest can be tried without Windows."""

from typing import Protocol


class SpoolerFailed(Exception):  # noqa: N818
    """A function of the spooler said no; `began` tells whether a part of a job was there already."""

    def __init__(self, *, began: bool = False) -> None:
        super().__init__()
        self.began = began


class Spooler(Protocol):
    """What is asked of a spooler; everything raises `SpoolerFailed`."""

    def names(self) -> list[str]:
        """Return the printers of this machine."""

    def status(self, printer: str) -> tuple[int, int]:
        """Return a printer's status and attribute bits."""

    def print_raw(self, printer: str, title: str, data: bytes) -> int:
        """Hand a job over raw; return its number."""

    def has_job(self, printer: str, number: int) -> bool:
        """Tell whether the job is still in the queue."""

    def delete_job(self, printer: str, number: int) -> None:
        """Take a job back; nothing happens where it is gone."""
