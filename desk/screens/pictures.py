"""The pictures of a pre-check: one at a time, fetched when it is opened, gone when its time is over."""

from __future__ import annotations

import asyncio
from collections.abc import Container
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.errors import NotThere
from desk.events import CursorSeen, WentAway
from desk.messages import pictures as words
from desk.messages.errors import told
from desk.pictures import Picture, PictureError, View, read_picture
from desk.reveal import Reveal
from desk.screens.revealing import TICK_SECONDS
from desk.screens.working import WorkingScreen
from desk.widgets.inquiry_facts import picture_words
from desk.widgets.picture_view import PictureView
from registry.advance import PictureRef

if TYPE_CHECKING:
    from desk.backend import Backend

PICTURE_ACTIONS: Final = define(
    "pictures",
    Action("reveal", "f4", words.REVEAL, words.REVEAL_HELP),
    Action("next", "pagedown", words.NEXT, words.NEXT_HELP),
    Action("before", "pageup", words.BEFORE, words.BEFORE_HELP, footer=False),
    Action("nearer", "+ =", words.NEARER, words.NEARER_HELP),
    Action("farther", "-", words.FARTHER, words.FARTHER_HELP),
    Action("whole", "0", words.WHOLE, words.WHOLE_HELP, footer=False),
    Action("turn", "v", words.TURN, words.TURN_HELP),
    Action("left", "left", words.MOVE, words.MOVE_HELP, footer=False),
    Action("right", "right", words.MOVE, words.MOVE_HELP, footer=False),
    Action("up", "up", words.MOVE, words.MOVE_HELP, footer=False),
    Action("down", "down", words.MOVE, words.MOVE_HELP, footer=False),
    Action("back", "escape", words.BACK, words.BACK_HELP),
)


class PictureScreen(WorkingScreen):
    """Opens with the newest picture; every opening is asked of the daemon, which records who looked.

    Bytes and pixels are in memory alone, and only while the picture is open; using a key keeps it open.
    """

    ACTIONS = PICTURE_ACTIONS
    BINDINGS = bindings("pictures")
    CSS = "PictureScreen #which { height: 1; padding: 0 1; }"

    @dataclass
    class Read(Message, bubble=False):
        """A picture has been read, or could not be."""

        wanted: str
        picture: Picture | None
        error: Exception | None = None

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self._reveal = Reveal(0)
        self._at = 0
        self._wanted = ""
        self._note = ""

    def body(self) -> ComposeResult:
        """Yield which picture it is, and the picture."""
        yield Static(Text(), id="which", markup=False)
        yield PictureView()

    def opened(self) -> None:
        """Open the newest picture: coming here is asking for it."""
        super().opened()
        self._reveal = Reveal(self.desk.reveal_seconds)
        self.adopt(own=True)
        self.desk.ask(self.desk.picture_way.questions())
        self._at = max(len(self.pictures) - 1, 0)
        self._open()
        self.set_interval(TICK_SECONDS, self.tick)

    @property
    def pictures(self) -> tuple[PictureRef, ...]:
        """The pictures that are there, oldest first."""
        return self.particulars.pictures if self.particulars is not None else ()

    @property
    def view(self) -> PictureView:
        """The picture's place."""
        return self.query_one(PictureView)

    def heading(self) -> str:
        """Return whose pictures these are."""
        return words.heading(self.request.reference) if self.request is not None else words.TITLE

    def show_record(self) -> None:
        """Show which pictures there are; one that was taken back is gone from here too."""
        if self._wanted and self._wanted not in {picture.id for picture in self.pictures}:
            self._hide(words.GONE)
        self._at = min(self._at, max(len(self.pictures) - 1, 0))
        self.show()
        self.refresh_shell()

    def show(self) -> None:
        """Draw the line above the picture."""
        if not self.pictures:
            line = words.NONE
        else:
            listed = picture_words(self._at + 1, self.pictures[self._at])
            left = self._reveal.left(self.desk.monotonic()) if self.view.shows else 0
            line = words.which(listed, len(self.pictures), self.view.view.near, left)
            line = line if self.view.shows else f"{line} · {self._note or words.HIDDEN}"
        self.query_one("#which", Static).update(Text(line, no_wrap=True, overflow="ellipsis"), layout=False)

    def on_went_away(self, _event: WentAway) -> None:
        """Let the picture go behind the lock."""
        self._hide("")

    def on_cursor_seen(self, event: CursorSeen) -> None:
        """Take an answer of the terminal: whether it can draw."""
        if self.desk.picture_way.answer(event.row):
            self.view.draw_anew()

    def displayed(self, rows: Container[int]) -> None:
        """Draw the picture over cells that were written."""
        if self.is_attached:
            self.view.written_over(rows)

    def on_screen_suspend(self) -> None:
        """Let nothing lie over what comes in front."""
        self.view.uncover()

    def tick(self) -> None:
        """Count down, and close the picture when the time is over."""
        if self.over or not self.view.shows:
            return
        if not self._reveal.left(self.desk.monotonic()):
            self._hide("")
        self.show()

    def action_reveal(self) -> None:
        """Open the picture, or close it."""
        if self.view.shows or self._wanted:
            self._hide("")
        else:
            self._open()
        self.show()

    def action_next(self) -> None:
        """Open the next picture."""
        self._turn_to(self._at + 1)

    def action_before(self) -> None:
        """Open the picture before."""
        self._turn_to(self._at - 1)

    def action_nearer(self) -> None:
        """See a part twice as large."""
        self._look(self.view.view.nearer(2))

    def action_farther(self) -> None:
        """See twice as much."""
        self._look(self.view.view.nearer(-2))

    def action_whole(self) -> None:
        """See the whole."""
        self._look(View(turned=self.view.view.turned))

    def action_turn(self) -> None:
        """Turn it to the right."""
        self._look(self.view.view.turn())

    def action_left(self) -> None:
        """See what is further left."""
        self._look(self.view.view.moved(-1, 0))

    def action_right(self) -> None:
        """See what is further right."""
        self._look(self.view.view.moved(1, 0))

    def action_up(self) -> None:
        """See what is further up."""
        self._look(self.view.view.moved(0, -1))

    def action_down(self) -> None:
        """See what is further down."""
        self._look(self.view.view.moved(0, 1))

    def on_picture_screen_read(self, event: Read) -> None:
        """Show what was read, if it is still wanted."""
        if self.over or event.wanted != self._wanted:
            return
        if event.picture is None:
            self._not_read(event.error)
        else:
            self._reveal.open(self.desk.monotonic())
            self.view.show(event.picture)
        self.show()

    def _not_read(self, error: Exception | None) -> None:
        if isinstance(error, PictureError):
            self._hide(words.NOT_SHOWN)
        elif isinstance(error, NotThere):
            self._hide(words.GONE)
        else:
            self._hide("")
            if error is not None:
                self.desk.tell(told(error))

    def _turn_to(self, place: int) -> None:
        if 0 <= place < len(self.pictures):
            self._at = place
            self._open()

    def _look(self, view: View) -> None:
        if self.view.shows:
            self._reveal.open(self.desk.monotonic())
            self.view.look(view)
            self.show()

    def _open(self) -> None:
        if not self.pictures:
            return
        self._hide(words.FETCHING)
        self._wanted = self.pictures[self._at].id
        self.run_worker(self._read(self.backend, self._wanted), exit_on_error=False)
        self.show()

    def _hide(self, note: str) -> None:
        self._wanted, self._note = "", note
        self._reveal.close()
        self.view.show(None)

    async def _read(self, backend: Backend, wanted: str) -> None:
        try:
            data = await backend.picture(wanted)
            answer = self.Read(wanted, await asyncio.to_thread(read_picture, data))
        except Exception as error:  # noqa: BLE001  whatever it is, a clerk is told and the desk goes on
            answer = self.Read(wanted, None, error)
        self.post_message(answer)
