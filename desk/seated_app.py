"""Who works at this desk: each person has a stack of screens of their own, kept behind the lock.

The way in has a stack of its own. Whoever comes back finds the screens as they were left; of another
person's screens nothing is shown, told or answered meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from textual._context import active_message_pump  # nothing public says which screen is asking
from textual.message_pump import MessagePump
from textual.screen import Screen, ScreenResultCallbackType, ScreenResultType
from textual.widget import AwaitMount, Widget
from textual.worker import NoActiveWorker, get_current_worker

from desk import unfinished
from desk.calm_app import CalmApp
from desk.check_memory import CheckMemory
from desk.events import CameBack, WentAway
from desk.print_watch import PrintWatch
from desk.widgets.dialog import NoticeDialog
from thai.dates import today
from thai.wrapping import wrap

if TYPE_CHECKING:
    from desk.backend import Backend
    from desk.entrance import Entrance
    from desk.messages.errors import Told
    from registry.request import Request

_THE_WAY_IN: Final = "sign-in"
_TOAST_SECONDS: Final = 6
_TOAST_CELLS: Final = 56
"""What a toast of 60 cells shows on a line."""


@dataclass
class Seat:
    """A person's work at this desk; ``untold`` is what could not be told while the desk was locked.

    ``released`` counts the requests that were taken from them meanwhile; ``begun`` is what was last
    kept over a restart of what this person has not finished.
    """

    mode: str
    backend: Backend
    memory: CheckMemory = field(default_factory=CheckMemory)
    print_watch: PrintWatch = field(default_factory=PrintWatch)
    untold: list[Told] = field(default_factory=list)
    released: int = 0
    begun: str = field(default="", repr=False)

    def let_go(self, ids: Collection[str] = ()) -> None:
        """Forget what was entered about requests that are over; of no ids any may be."""

        def look(request_id: str) -> Request | None:
            record = self.backend.record(request_id)
            return record.request if record is not None else None

        self.memory.let_go(look, ids)


class SeatedApp(CalmApp):
    """Base of the application: ``backend`` is that of whoever works now, None at the way in."""

    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {_THE_WAY_IN: Screen}
    DEFAULT_MODE = _THE_WAY_IN

    def __init__(self, entrance: Entrance, reports: Path | None = None) -> None:
        super().__init__(reports)
        self.entrance = entrance
        self.backend: Backend | None = None
        self.seat: Seat | None = None
        self._seats: list[Seat] = []
        self._made = 0
        self.memory, self.print_watch = CheckMemory(), PrintWatch()

    @property
    def locked(self) -> bool:
        """Whether somebody's work waits behind the lock."""
        return self.backend is None and self.seat is not None

    def begin(self, backend: Backend) -> None:
        """Work with a backend from now on: where this person left off, or from the work list."""
        from desk.screens.work_list import WorkListScreen

        seat = next((each for each in self._seats if each.backend is backend), None)
        back = seat is not None
        if seat is None:
            self._made += 1
            seat = Seat(f"seat-{self._made}", backend, begun=backend.begun())
            self._seats.append(seat)
            unfinished.take_in(seat.memory, seat.begun, today(backend.now()))
            self.add_mode(seat.mode, WorkListScreen)
        else:
            seat.memory.begin_day(today(backend.now()))
        self.seat, self.backend = seat, backend
        seat.let_go()
        self.keep_begun()
        self.memory, self.print_watch = seat.memory, seat.print_watch
        self.switch_mode(seat.mode)
        self.call_after_refresh(backend.start, self.post_message)
        if back:
            self._welcome_back(seat)

    def lock(self) -> None:
        """Hide the work behind the way in; whoever signs in next goes on with their own."""
        if self.seat is None or self.backend is None:
            return
        for screen in self.get_screen_stack(self.seat.mode):
            screen.post_message(WentAway())
        self.keep_begun()
        self.forget_shown()
        self.backend = None
        self.entrance.lock()
        self.show_the_way_in(self.seat.backend)

    def leave_seat(self) -> None:
        """End this person's work here: screens, keys and session."""
        self.keep_begun()
        self.forget_shown()
        seat, self.seat, self.backend = self.seat, None, None
        self.show_the_way_in()
        if seat is not None:
            self._seats.remove(seat)
            self.remove_mode(seat.mode)
            self.entrance.sign_out(seat.backend)

    def close_seats(self) -> None:
        """End the background of everybody's work with the application."""
        self.keep_begun()
        for seat in self._seats:
            seat.backend.close()

    def keep_begun(self) -> None:
        """Keep over a restart what everybody here has begun and not finished, where that has changed."""
        for seat in self._seats:
            begun = unfinished.as_text(seat.memory, today(seat.backend.now()))
            if begun != seat.begun and seat.backend.keep_begun(begun):
                seat.begun = begun

    def forget_shown(self) -> None:
        """Leave nothing of a person's work to the next one: no words in passing, nothing to paste."""
        self.clear_notifications()
        if self.clipboard:
            self.copy_to_clipboard("")

    def push_screen(  # type: ignore[override]
        self,
        screen: Screen[ScreenResultType] | str,
        callback: ScreenResultCallbackType[ScreenResultType] | None = None,
        wait_for_dismiss: bool = False,  # noqa: FBT001, FBT002  Textual's
        *,
        mode: str | None = None,
    ) -> AwaitMount | asyncio.Future[ScreenResultType]:
        """Show a screen above the one that asks for it, which may lie behind the lock by now."""
        mode = mode or self._mode_of_caller()
        return super().push_screen(screen, callback, wait_for_dismiss, mode=mode)  # type: ignore[call-overload, no-any-return]

    def of_front(self) -> bool:
        """Whether the running handler belongs to the stack that is shown."""
        return self._mode_of_caller() == self.current_mode

    def _mode_of_caller(self) -> str:
        asking = _asking()
        screen = asking.screen if isinstance(asking, Widget) and asking.is_attached else asking
        seats = (seat.mode for seat in self._seats)
        return next((mode for mode in seats if screen in self._stack(mode)), self.current_mode)

    def _stack(self, mode: str) -> list[Screen[Any]]:
        try:
            return self.get_screen_stack(mode)
        except KeyError:
            return []

    def _welcome_back(self, seat: Seat) -> None:
        for screen in self.get_screen_stack(seat.mode):
            screen.post_message(CameBack())
        untold, seat.untold, seat.released = seat.untold, [], 0
        for told in untold:
            self.tell(told)

    def tell(self, told: Told) -> None:
        """Show what went wrong and the next step; behind the lock once its person is back."""
        if self.locked and self.seat is not None:
            self.seat.untold.append(told)
            self._tell_meanwhile(self.seat)
        else:
            self.push_screen(NoticeDialog(told))

    def say(self, text: str, *, warning: bool = False) -> None:
        """Say something in passing that needs no answer; of what lies behind the lock, nothing."""
        if not self.of_front():
            return
        severity: Literal["information", "warning"] = "warning" if warning else "information"
        self.notify(_in_lines(text), severity=severity, timeout=_TOAST_SECONDS, markup=False)

    def unsay(self, text: str) -> None:
        """Take away what was said in passing with these words, and nothing else."""
        # Textual takes all away or none.
        for each in list(self._notifications):
            if each.message == _in_lines(text):
                self._unnotify(each)

    def _tell_meanwhile(self, seat: Seat) -> None:
        """Say at the lock that something waits for its person, and nothing of what it is about."""
        from desk.screens.sign_in import SignInScreen

        for screen in self.screen_stack:
            if isinstance(screen, SignInScreen):
                screen.say_meanwhile(seat.released, len(seat.untold))

    def show_the_way_in(self, kept: Backend | None = None) -> None:
        """Show the sign-in; with ``kept`` it says whose work waits behind it."""
        from desk.screens.sign_in import SignInScreen

        self.switch_mode(_THE_WAY_IN)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(SignInScreen(kept.person if kept is not None else None), mode=_THE_WAY_IN)


def _in_lines(text: str) -> str:
    return "\n".join(wrap(text, _TOAST_CELLS))


def _asking() -> MessagePump | None:
    """Return whose handler or worker is running."""
    try:
        return get_current_worker().node
    except NoActiveWorker:
        return active_message_pump.get(None)
