"""What the screens know of the world: the mirror to read, commands to send, a printer to ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, Protocol, Self

from textual.message import Message

from desk.outgoing import Outgoing
from desk.printing import Word
from registry.actors import Role
from registry.answers import ReadyAnswer
from registry.commands import Decision, Fact, Outcome
from registry.office import OfficeProfile, Slot
from registry.records import Record
from registry.request import Group, Request

if TYPE_CHECKING:
    from pathlib import Path

    from printer.content import Block
    from printer.slip import Slip
    from printer.spool.jobs import Job
    from registry.sign_in import Session


class WorkList(StrEnum):
    """The lists that F2 turns through, in the order of their digits."""

    PENDING = "pending"
    TODAY = "today"
    PREPARATION = "preparation"
    INQUIRIES = "inquiries"
    MINE = "mine"
    CALLED = "called"
    PARKED = "parked"
    DONE = "done"


class Sort(StrEnum):
    """What a list is sorted by; ``USUAL`` is the list's own order."""

    USUAL = "turn"
    WAITING = "waiting"
    APPOINTMENT = "appointment"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class View:
    """How a clerk looks at a list: what of it is shown, and in what order.

    ``day`` is that of the appointment, or of the wish before there is one; ``counter`` that of the holder,
    or to which the citizen was called; ``overdue``: only what waits too long or is past its time.
    """

    service: int | None = None
    day: dt.date | None = None
    counter: str | None = None
    group: Group | None = None
    overdue: bool = False
    sort: Sort = Sort.USUAL


WHOLE: Final = View()
"""A list as it is."""


PaperWidth = Literal[58, 80]
"""The width of slips, in millimetres."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, and where; ``groups`` are the clerk's work groups, none where nobody named them."""

    clerk: str
    name: str
    role: Role
    counter: str
    groups: tuple[Group, ...] = ()

    @classmethod
    def of(cls, session: Session) -> Self:
        """Return the clerk of a session."""
        return cls(session.clerk, session.clerk_name, session.role, session.counter, session.groups)


@dataclass(frozen=True, slots=True)
class Status:
    """The one status line: connection, printer, commands not yet sent (and how old the oldest is).

    ``printer_ready``: nothing stands against a slip; ``printer_warns``: something should be done all the
    same (paper is low). ``printer_short`` is for narrow screens; empty: the whole words are short enough.
    ``connecting``: not online because the first try has only begun, which is nothing to worry about.
    ``to_settle`` counts the commands that the daemon refused and this clerk has to settle.
    """

    online: bool
    printer: str
    printer_ready: bool
    unsent: int
    oldest_unsent: dt.timedelta | None = None
    printer_short: str = ""
    printer_warns: bool = False
    connecting: bool = False
    to_settle: int = 0

    @property
    def away(self) -> bool:
        """Whether the daemon is, as far as anybody knows."""
        return not (self.online or self.connecting)


class Backend(Protocol):
    """What a screen may call. Reading never waits for the network; sending answers when known.

    A change in the mirror reaches screens as the Textual message ``desk.events.RecordsChanged``
    (``ids: frozenset[str]``, empty meaning "many"), a change of the status line as
    ``desk.events.StatusChanged``.
    """

    person: Person
    profile: OfficeProfile
    training: bool
    paper_mm: PaperWidth

    @property
    def signed_in_offline(self) -> bool:
        """Whether the daemon has to hear the PIN before it takes anything of this session."""

    def count(self, which: WorkList, view: View = WHOLE) -> int:
        """Return how many requests a list has, as a view shows it."""

    def rows(self, which: WorkList, offset: int, limit: int, view: View = WHOLE) -> Sequence[Request]:
        """Return a window of a list in its order, without particulars."""

    def position(self, which: WorkList, request_id: str, view: View = WHOLE) -> int | None:
        """Return where a request stands in a list; None when it is not in it."""

    def values(self, which: WorkList, of: Literal["day", "counter"]) -> Sequence[str]:
        """Return the days (ISO) or counters that stand in a list, in order, for filters to turn through."""

    def record(self, request_id: str) -> Record | None:
        """Return a request with its particulars, opened; None when it is not in the mirror."""

    def history(self, request_id: str) -> Sequence[Request]:
        """Return other requests of the same citizen, newest first, as far as the mirror has them."""

    def find(self, text: str, limit: int = 20) -> Sequence[Request]:
        """Return requests by reference, queue number, last digits or name."""

    def status(self) -> Status:
        """Return the status line's facts."""

    async def send(self, request_id: str, seen_version: int, command: Decision | Fact) -> Outcome:
        """Send a command and return its outcome; facts wait in the outbox when the daemon is away.

        Raises ``desk.errors.Offline`` for a decision that cannot be made without the daemon.
        """

    async def second_person(self, request_id: str, seen_version: int, clerk: str, pin: str) -> str:
        """Let another clerk agree to an approval here, and return the proof for it.

        Raises ``desk.errors.SignInRefused`` for a wrong PIN, ``desk.errors.Offline`` without the daemon.
        """

    async def slots(self, day: dt.date, days: int = 1) -> Sequence[Slot]:
        """Return the slots of a day (and the open days after it); empty when the daemon is away."""

    async def answers(self) -> Sequence[ReadyAnswer]:
        """Return the office's ready answers; the last ones known when the daemon is away."""

    async def picture(self, picture_id: str) -> bytes:
        """Return a picture of an inquiry, as the citizen sent it; who looked is recorded.

        Raises Offline, SessionEnded, and NotThere for one that is gone.
        """

    async def print_slip(self, slip: Slip, request: Request, at: str = "") -> Job:
        """Hand a slip to this counter's printer, or to counter ``at``'s; raises ``PrinterError``.

        What becomes of it comes as the message ``desk.events.PrintsChanged``. A slip whose paper came out
        is recorded as a fact by the backend itself, once.
        """

    def slip_lines(self, slip: Slip) -> Sequence[str]:
        """Return a slip as it would come out, as lines of text; a mistake in the office's template above."""

    async def print_day_end(self) -> Job:
        """Print today's numbers on this counter's printer.

        Raises ``desk.errors.Offline``, ``SessionEnded`` or ``PrinterError``.
        """

    async def print_paper(self, parts: list[Block], label: str) -> Job:
        """Print a paper that belongs to no request on this counter's printer; raises ``PrinterError``."""

    def keep_page(self, html: str) -> Path:
        """Keep a page to be printed elsewhere, in place of the one before; raises ``StorageError``."""

    async def move_print(self, job: Job, at: str) -> Job:
        """Hand a slip that waits here to another counter's printer; raises ``PrinterError``."""

    def can_print_here(self) -> bool:
        """Tell whether this counter's printer can print, as far as is known."""

    def other_printers(self) -> Sequence[str]:
        """Return the other counters whose printers may be used."""

    def prints(self, request_id: str) -> Sequence[Job]:
        """Return a request's print jobs, oldest first."""

    def open_prints(self) -> Sequence[Job]:
        """Return the print jobs that wait, are being sent, or ask something, oldest first."""

    async def say_to_print(self, job_id: str, word: Word) -> None:
        """Settle, let go or cancel a print; raises ``printer.errors.PrinterError``."""

    def outgoing(self) -> Outgoing:
        """Return what waits to be sent, and what the daemon refused."""

    def retry_now(self) -> None:
        """Try to send what waits, without waiting for the next turn."""

    async def do_again(self, command_id: str) -> Outcome | None:
        """Make a refused command anew on the newest version; None when its request is not here any more.

        Once it is applied the refused one is settled. Raises as ``send`` does.
        """

    def can_withdraw(self, command_id: str) -> bool:
        """Tell whether a decision waits here of which nothing has left, and on which nothing stands."""

    def withdraw(self, command_id: str, request_id: str) -> bool:
        """Drop a decision about a request before it has left, for good; False where it may have left.

        Raises StorageError.
        """

    def lease_left(self, request_id: str) -> float | None:
        """Return for how many seconds a request that is held may still be decided without the daemon.

        0 or less when that is over, None where nobody knows.
        """

    def leave_to_head(self, command_id: str) -> None:
        """Leave a refused command to the head; raises StorageError."""

    def drop_refused(self, command_id: str, reason: str) -> None:
        """Settle a refused command without doing it; raises StorageError."""

    def begun(self) -> str:
        """Return what this person had begun here and not finished at the program's last end, if anything."""

    def keep_begun(self, text: str) -> bool:
        """Keep that, sealed, in place of what was kept before; an empty text leaves nothing.

        False where it could not be kept now.
        """

    def now(self) -> dt.datetime:
        """Return the current time, UTC."""

    def start(self, post: Callable[[Message], object]) -> None:
        """Begin the work in the background; ``post`` takes messages from any thread."""

    def mend(self) -> None:
        """Make a broken mirror anew."""

    def close(self) -> None:
        """End the work in the background and forget the keys."""
