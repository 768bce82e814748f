"""Hears from PostgreSQL what other daemons changed in a feed."""

from __future__ import annotations

import logging
import threading

from sqlalchemy.engine import URL

from sync.store.signals import Place, Signals, Topic
from sync.store.transactions import CHANNEL

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.5
_AGAIN_SECONDS = 2.0
_CONNECT_SECONDS = 5


class PostgresListener:
    """One connection that listens; when it breaks, it is made again.

    What was missed meanwhile is found by the next poll: a feed is read by number, not by message.
    """

    def __init__(self, url: URL, signals: Signals) -> None:
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._signals = signals
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        import psycopg

        while not self._stop.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                _log.warning("listener: %s, again in %s s", type(error).__name__, _AGAIN_SECONDS)
                self._stop.wait(_AGAIN_SECONDS)

    def _listen(self) -> None:
        import psycopg

        with psycopg.connect(self._address, autocommit=True, connect_timeout=_CONNECT_SECONDS) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            while not self._stop.is_set():
                for note in connection.notifies(timeout=_LOOK_SECONDS, stop_after=100):
                    self._hear(note.payload)

    def _hear(self, payload: str) -> None:
        office_id, _, number = payload.partition(" ")
        if number.isascii() and number.isdigit():
            self._signals.fire({Place(Topic.FEED, office_id): int(number)})
