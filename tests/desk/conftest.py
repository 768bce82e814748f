"""A desk at work at a daemon in memory, one whose daemon is away, and a mirror."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from desk.mirror import Mirror
from tests.desk.daemon import Daemon, serving
from tests.desk.live_desk import AWAY, SESSION, Desk
from tests.desk.mirrors import open_mirror


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    """A daemon that knows the session of every ``Desk``."""
    with serving(Daemon(SESSION)) as running:
        yield running


@pytest.fixture
async def desk(tmp_path: Path, daemon: Daemon) -> AsyncIterator[Desk]:
    """A desk at that daemon, not started."""
    made = Desk(tmp_path, daemon.address)
    yield made
    made.backend.close()


@pytest.fixture
async def away(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk whose daemon is not there, not started."""
    made = Desk(tmp_path, AWAY)
    yield made
    made.backend.close()


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    """An empty mirror."""
    opened = open_mirror(tmp_path)
    yield opened
    opened.close()
