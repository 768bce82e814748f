"""Slips to print and sockets to print to."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from printer.samples import sample
from printer.slip import Slip

MakeSlip = Callable[..., Slip]


@pytest.fixture
def make_slip() -> MakeSlip:
    """Return a maker of slips: sample 1 with some fields changed (the QR code follows the reference)."""

    def make(**changes: Any) -> Slip:
        return replace(sample(1), **{"qr": "", **changes})

    return make


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Yield a listening socket that accepts by backlog and never reads by itself."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        yield server
