"""What a working desk reads: the lists and requests of its mirror, on the screens' thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from textual.message import Message

from desk import mirror_files
from desk.backend import WHOLE, Person, View, WorkList
from desk.desk_files import Files, open_mirror, open_outbox
from desk.errors import DeskError, MirrorError, OutboxError, StorageError
from desk.events import MirrorBroken, StorageFailed
from desk.work_lists import Look
from registry.records import Record
from registry.request import Request
from registry.sealing import Keyring
from registry.sign_in import Session

Answer = TypeVar("Answer")


class LiveReads:
    """The mirror and the outbox of who sits at this desk, opened; what cannot be read is told once."""

    def __init__(self, session: Session, files: Files, keys: Keyring) -> None:
        self.person = Person.of(session)
        self.profile = session.office
        self._outbox, self._set_aside = open_outbox(files.outbox, keys, session.office.id, self.now())
        try:
            self._files, self._mirror = open_mirror(files, keys, session.office.id)
        except DeskError:
            self._outbox.close()
            raise
        mirror_files.remove_others(self._files.mirror)
        self._tell: Callable[[Message], object] = lambda _message: None
        self._broken = self._storage_told = False

    def count(self, which: WorkList, view: View = WHOLE) -> int:
        """Return how many requests a list has."""
        return self._read(lambda: self._mirror.count(self._look(which, view)), 0)

    def rows(self, which: WorkList, offset: int, limit: int, view: View = WHOLE) -> Sequence[Request]:
        """Return a window of a list."""
        return self._read(lambda: self._mirror.rows(self._look(which, view), offset, limit), ())

    def position(self, which: WorkList, request_id: str, view: View = WHOLE) -> int | None:
        """Return where a request stands in a list."""
        return self._read(lambda: self._mirror.position(self._look(which, view), request_id), None)

    def values(self, which: WorkList, of: Literal["day", "counter"]) -> Sequence[str]:
        """Return the days or counters that stand in a list."""
        return self._read(lambda: self._mirror.values(self._look(which, WHOLE), of), ())

    def record(self, request_id: str) -> Record | None:
        """Return a request with its particulars, opened."""
        return self._read(lambda: self._mirror.record(request_id), None)

    def history(self, request_id: str) -> Sequence[Request]:
        """Return other requests of the same citizen."""
        return self._read(lambda: self._mirror.history(request_id), ())

    def find(self, text: str, limit: int = 20) -> Sequence[Request]:
        """Return requests by reference, queue number, last digits or name."""
        return self._read(lambda: self._mirror.find(text, limit), ())

    def now(self) -> dt.datetime:
        """Return the current time, UTC."""
        return dt.datetime.now(dt.UTC)

    def _look(self, which: WorkList, view: View) -> Look:
        return Look(which, self.now(), self.person.clerk, self.person.groups, view)

    def _pass_on(self, message: Message) -> None:
        """Tell the application; after closing, nobody, and of a broken mirror once."""
        if isinstance(message, MirrorBroken):
            if self._broken:
                return
            self._broken = True
        self._tell(message)

    def _read(self, read: Callable[[], Answer], otherwise: Answer) -> Answer:
        """Read from mirror or outbox; a broken mirror is mended by the application, once."""
        try:
            answer = read()
        except MirrorError:
            self._pass_on(MirrorBroken())
            return otherwise
        except (StorageError, OutboxError):
            if not self._storage_told:
                self._storage_told = True
                self._tell(StorageFailed())
            return otherwise
        self._storage_told = False
        return answer
