"""The application: sign-in, then the work list; what belongs to no screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from desk import theme
from desk.actions import Action
from desk.arrivals import Arrivals
from desk.common_actions import LEAVE, LOCK, common
from desk.endings import leave_when_asked
from desk.entrance import Entrance
from desk.events import (
    BackgroundFailed,
    CursorSeen,
    FactRefused,
    MirrorBroken,
    OutboxSetAside,
    PrintsChanged,
    RecordsChanged,
    SignedOut,
    SpoolSetAside,
    StatusChanged,
    StorageFailed,
)
from desk.held_here import HeldHere
from desk.idle import Idle, IdleWatch
from desk.key_choice import Keys
from desk.keymap import binding_keys
from desk.messages import check as check_words
from desk.messages import errors, shell
from desk.messages.errors import Told
from desk.picture_way import PictureWay
from desk.references import reference_in
from desk.scan_keys import ScanKeys
from desk.scanner import GAP_SECONDS
from desk.seated_app import Seat, SeatedApp
from desk.undoing import Undoing
from desk.widgets.dialog import ConfirmDialog, NoticeDialog
from desk.widgets.thai_input import takes_text

if TYPE_CHECKING:
    from desk.backend import Backend, WorkList
    from printer.spool.jobs import Job
    from registry.request import Request
    from registry.settings import PicturesName, ThemeName

_IDLE_LOOK_SECONDS: Final = 1.0
_KEEP_SECONDS: Final = 3.0
"""As much as a crash may cost of what is being typed."""


class DeskApp(SeatedApp):
    """The terminal application of a counter.

    ``monotonic`` (seconds) times what a person needs to see; ``scan_gap`` is the longest pause between two
    characters of a scanner in seconds, 0 turns the catching of scans off; ``reveal_seconds`` is how long
    revealed numbers stay open, ``lock_seconds`` after which a desk left alone locks (0: never); ``hint`` is a
    line above the keys of every screen; ``keys`` are the office's own; ``theme_choice`` knows the colours
    chosen here, ``pictures`` is how they are drawn.
    """

    TITLE = shell.APP_TITLE
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(binding_keys(each.keys), each.id, id=each.name, priority=True, show=False)
            for each in (common(LEAVE), common(LOCK))
        ),
        Binding("ctrl+c", "help_quit", show=False),
    ]

    def __init__(
        self,
        entrance: Entrance,
        *,
        reports: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        scan_gap: float = GAP_SECONDS,
        reveal_seconds: int = 30,
        lock_seconds: float = 0,
        hint: str = "",
        theme_choice: theme.ThemeChoice | None = None,
        pictures: PicturesName = "auto",
        keys: Keys = Keys(),  # noqa: B008  it never changes
    ) -> None:
        super().__init__(entrance, reports)
        self.picture_way = PictureWay(pictures)
        self.monotonic = monotonic
        self.arrivals = Arrivals(monotonic)
        self.held_here = HeldHere()
        self._lock_seconds = lock_seconds
        self._idle = IdleWatch(lock_seconds, monotonic())
        self.undoing = Undoing(monotonic, lambda: self.backend, self._still_here)
        self.hint = hint
        self.keys = keys
        self.set_keymap(keys.keymap())
        self.reveal_seconds = reveal_seconds
        self._keys = ScanKeys(
            scan_gap,
            monotonic=monotonic,
            after=self.set_timer,
            deliver=self._deliver,
            found=self._take_scan,
        )
        self.theme_choice = theme_choice or theme.ThemeChoice(None)
        for each in theme.THEMES.values():
            self.register_theme(each)
        self.theme = theme.PREFIX + self.theme_choice.load()

    def on_mount(self) -> None:
        """Open the work list where a session is still good, otherwise sign-in."""
        leave_when_asked(self)
        self.open_first()
        self.set_interval(_KEEP_SECONDS, self.keep_begun)

    def open_first(self) -> None:
        """Open the first screen."""
        backend = self.entrance.resume()
        if backend is None:
            self.show_the_way_in()
        else:
            self.begin(backend)
        if self.keys.problems:
            self.tell(errors.keys(self.keys.problems))
        if self._lock_seconds:
            self.every(_IDLE_LOOK_SECONDS, self._look_whether_idle)

    def _look_whether_idle(self) -> None:
        """Lock a desk that was left alone; say so some seconds before."""
        if self.backend is None:
            return
        due = self._idle.look(self.monotonic())
        if due is Idle.LOCK:
            self.lock()
        elif due is Idle.SOON:
            self.say(shell.LOCKS_SOON, warning=True)

    @property
    def last_input(self) -> float:
        """When somebody was at the desk last, in monotonic seconds."""
        return self._idle.last_used

    def _still_here(self, command_id: str) -> bool:
        return self.backend is not None and self.backend.can_withdraw(command_id)

    def hint_for(self, screen: Screen[Any]) -> str:  # noqa: ARG002  whoever teaches says more
        """Return the line above a screen's keys; empty for none."""
        return self.hint

    def follow_print(self, job: Job) -> None:
        """Tell what becomes of a print that was handed in here, whatever screen is in front by then."""
        self.print_watch.follow(job)
        self.post_message(PrintsChanged())

    def open_help(self, heading: str, actions: Sequence[Action]) -> None:
        """Show the keys of a screen."""
        from desk.screens.help import HelpScreen

        away = self.backend is not None and self.backend.status().away
        self.push_screen(HelpScreen(heading, self.keys.all_of(actions), away=away))

    def open_palette(self, screen: Screen[Any], actions: Sequence[Action]) -> None:
        """Show the commands of a screen and the ways to others."""
        from desk.palette import commands
        from desk.screens.palette import PaletteDialog

        found = commands(self, screen, self.keys.all_of(actions))
        self.push_screen(PaletteDialog(found), lambda chosen: chosen.run() if chosen is not None else None)

    def open_self_test(self) -> None:
        """Open the self-test of terminal, keyboard, connection and printer."""
        from desk.screens.self_test import SelfTestScreen
        from desk.terminal_check import Finding, of_status

        async def outside() -> Sequence[Finding]:
            return of_status(self.backend.status()) if self.backend is not None else ()

        self.push_screen(SelfTestScreen(outside))

    def choose_theme(self, name: ThemeName) -> None:
        """Change the colours, here and at the next start."""
        self.theme = theme.PREFIX + name
        kept = self.theme_choice.keep(name)
        self.say(shell.theme_chosen(name) if kept else shell.theme_not_kept(name))

    def go_to_list(self, which: WorkList, selected: str | None = None) -> None:
        """Show a work list, a request in hand, going back from what lies over it: nothing there is lost."""
        from desk.screens.work_list import WorkListScreen

        below = next((each for each in self.screen_stack if isinstance(each, WorkListScreen)), None)
        if below is None:
            return
        while self.screen is not below:
            self.pop_screen()
        below.show_list(which, selected)

    def open_search(self, text: str = "") -> None:
        """Open the search, with a text to begin with."""
        from desk.screens.search import SearchScreen

        if self.backend is not None and not isinstance(self.screen, SearchScreen):
            self.push_screen(SearchScreen(text))

    def open_outbox(self) -> None:
        """Show what waits to be sent and what was refused."""
        from desk.screens.outbox import OutboxScreen

        if self.backend is not None and not isinstance(self.screen, OutboxScreen):
            self.push_screen(OutboxScreen())

    def open_request(self, request: Request) -> bool:
        """Open the screen on which a request is worked on now; False where there is none for its state."""
        from desk.screens.opening import screen_for

        screen = screen_for(request, self.backend) if self.backend is not None else None
        if screen is None:
            return False
        front = self.screen
        if type(front) is not type(screen) or getattr(front, "request_id", "") != request.id:
            self.push_screen(screen)
        return True

    def look_at(self, request: Request) -> None:
        """Show a request on which nothing is worked."""
        from desk.screens.look import LookScreen

        self.push_screen(LookScreen(request.id))

    def action_lock(self) -> None:
        """Lock from anywhere, a dialog too."""
        self.lock()

    def action_sign_out(self) -> None:
        """End this person's work at the desk, unless something of theirs is not sent yet."""
        if self.backend is None or isinstance(self.screen, ConfirmDialog):
            return
        outgoing, now = self.backend.outgoing(), self.backend.now()
        if outgoing.waiting or outgoing.to_settle:
            self.tell(errors.unsent(outgoing.waiting, outgoing.to_settle, now))
            return
        dialog = ConfirmDialog(shell.SIGN_OUT_TITLE, shell.SIGN_OUT_TEXT, shell.SIGN_OUT)
        self.push_screen(dialog, lambda answer: self.leave_seat() if answer else None)

    def action_help_quit(self) -> None:
        """Say how to leave: nothing is ended by a key that terminals also use for copying."""
        self.say(shell.HOW_TO_QUIT)

    def action_leave(self) -> None:
        """Ask once whether to leave."""
        if isinstance(self.screen, ConfirmDialog):
            return
        dialog = ConfirmDialog(shell.QUIT_TITLE, self.quit_text(), shell.QUIT)
        self.push_screen(dialog, lambda answer: self.exit() if answer else None)

    def quit_text(self) -> str:
        """Return what is asked before leaving; where all is thrown away, nothing may be promised."""
        return shell.QUIT_TEXT

    async def on_unmount(self) -> None:
        """End the background with the application."""
        self.entrance.leave()
        self.close_seats()

    def begin(self, backend: Backend) -> None:
        """Work with a backend from now on, and hear of what was released while another one worked here."""
        super().begin(backend)
        if self.seat is not None:
            self._tell_lost(self.seat)

    @on(RecordsChanged)
    def _hand_on_records(self, event: RecordsChanged) -> None:
        if self.backend is not None:
            for text in self.arrivals.news(self.backend, event.ids):
                self.say(text)
        if self.seat is not None:
            self.seat.let_go(event.ids)
            self._tell_lost(self.seat, event.ids)
        for screen in self.screen_stack:
            screen.post_message(RecordsChanged(event.ids))

    def _tell_lost(self, seat: Seat, ids: Collection[str] = ()) -> None:
        """Tell of what was taken from this person's hands; at once, though the desk be locked."""
        for request in self.held_here.lost(seat.backend, ids):
            seat.released += self.locked
            self.tell(check_words.taken_away(request.reference, request.released_by))

    @on(StatusChanged)
    def _hand_on_status(self, _event: StatusChanged) -> None:
        for screen in self.screen_stack:
            screen.post_message(StatusChanged())

    @on(PrintsChanged)
    def _hand_on_prints(self, _event: PrintsChanged) -> None:
        from desk.screens.print_news import tell_news

        for screen in self.screen_stack:
            screen.post_message(PrintsChanged())
        tell_news(self)

    @on(SpoolSetAside)
    def _spool_set_aside(self, _event: SpoolSetAside) -> None:
        self.tell(errors.SPOOL)

    @on(SignedOut)
    def _signed_out(self, _event: SignedOut) -> None:
        if self.backend is not None:
            offline = self.backend.signed_in_offline
            self.lock()
            self.push_screen(NoticeDialog(errors.RECONNECTED if offline else errors.SESSION_ENDED))

    @on(FactRefused)
    def _fact_refused(self, event: FactRefused) -> None:
        """Show what could not be applied: it is never dropped in silence."""
        if self.backend is None:
            return  # It waits in the outbox, and the status line says so.
        record = self.backend.record(event.request_id)
        reference = record.request.reference if record is not None else ""
        told = errors.refused(event.outcome)
        self.tell(Told(f"{errors.FACT_TITLE} {reference}".strip(), told.text, errors.FACT_NEXT))

    @on(MirrorBroken)
    def _mirror_broken(self, _event: MirrorBroken) -> None:
        if self.seat is not None:
            self.seat.backend.mend()
            self.tell(errors.MIRROR)

    @on(StorageFailed)
    def _storage_failed(self, _event: StorageFailed) -> None:
        self.tell(errors.STORAGE)

    @on(OutboxSetAside)
    def _outbox_set_aside(self, _event: OutboxSetAside) -> None:
        self.tell(errors.OUTBOX)

    @on(BackgroundFailed)
    def _background_failed(self, event: BackgroundFailed) -> None:
        raise event.error

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the lock's key to a screen that only looks at keys."""
        if action == LOCK and getattr(self.screen, "takes_every_key", False):
            return False
        return super().check_action(action, parameters)

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """Hand on what the terminal has said."""
        self.screen.post_message(CursorSeen(event.x, event.y))

    async def on_event(self, event: events.Event) -> None:
        """Look at every key first: a scanner's are not meant for the screen."""
        key = event if isinstance(event, events.Key) and not event.is_forwarded else None
        if isinstance(event, events.InputEvent):
            self._idle.used(self.monotonic())
        if key is None or not await self._keys.caught(key):
            await super().on_event(event)

    async def _deliver(self, key: events.Key) -> None:
        # A key that was held back may come when the application has begun to end.
        if not self._exit:
            await super().on_event(key)

    def _take_scan(self, scan: str) -> bool:
        """Open what was scanned; False where it is text for the line that is being typed in."""
        reference = reference_in(scan)
        if self.backend is None or (reference is None and takes_text(self.focused)):
            return False
        found = self.backend.find(reference, 1) if reference is not None else ()
        if isinstance(self.screen, ModalScreen):
            self.say(shell.SCAN_BUSY, warning=True)
        elif reference is None:
            self.say(shell.SCAN_UNKNOWN, warning=True)
        elif not found:
            self.say(shell.SCAN_NOT_FOUND, warning=True)
        elif not self.open_request(found[0]):
            self.open_search(reference)
        return True
