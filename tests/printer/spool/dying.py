"""A program that prints one slip and kills itself at a step: ``python -m … STEP FOLDER URL ID``."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

from printer.devices import Delivery, Device, open_device
from printer.escpos_bytes import encode
from printer.samples import sample
from printer.spool.places import counter_place
from printer.spool.press import Press, Rules
from printer.spool.slips import submit
from printer.spool.store import Spool
from printer.status import PrinterStatus
from printer.typeset import typeset
from thai.file_lock import FileLock

STEPS = ("submitted", "asked", "journalled", "half", "all sent", "written")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Mortal:
    """A real device in the hands of a program that dies."""

    def __init__(self, url: str, step: str) -> None:
        self._device: Device = open_device(url)
        self._url, self._step = url, step

    def status(self) -> PrinterStatus:
        status = self._device.status()
        if self._step == "asked":
            die()
        return status

    def send(self, data: bytes, *, job: int | None = None) -> Delivery:
        if self._step == "journalled":
            die()
        if self._step == "half":
            address = urlsplit(self._url)
            with socket.create_connection((address.hostname, address.port or 0)) as line:
                line.sendall(data[: len(data) // 2])
                die()
        delivery = self._device.send(data, job=job)
        if self._step == "all sent":
            die()
        return delivery


def main(step: str, folder: Path, url: str, job_id: str) -> None:
    place = counter_place(folder)
    with Spool(place.file) as spool:
        lock = FileLock(place.lock)
        submit(spool, sample(1), lambda slip: encode(typeset(slip, 80)), job_id=job_id, about="request")
        if step == "submitted":
            die()
        Press(spool, lambda: Mortal(url, step), Rules()).step()
        if step == "written":
            die()
        lock.release()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4])
