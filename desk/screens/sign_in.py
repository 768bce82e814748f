"""Sign-in: counter, clerk and PIN; the way in, and where the lock leads."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Center, Middle, Vertical
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.backend import Person
from desk.common_actions import LOCK, SEARCH
from desk.errors import DeskError
from desk.messages import errors
from desk.messages import sign_in as m
from desk.screens.base import DeskScreen
from desk.widgets.thai_input import ThaiInput
from thai.keyboard import meant_in_latin
from thai.text import ascii_digits

SHORTEST_PIN: Final = 4
_KEYS_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 10.0


class SignInScreen(DeskScreen[None]):
    """Asks for clerk and PIN; both are read by the keys pressed, whichever layout is on."""

    ACTIONS = define(
        "sign_in",
        # Who types ahead must not see a PIN in the clerk's line.
        Action("submit", "enter", m.ENTER, m.ENTER_HELP, priority=True),
        Action("back", "escape", m.BACK, m.BACK_HELP),
    )
    BINDINGS = bindings("sign_in")

    def __init__(self, kept: Person | None = None) -> None:
        """Ask who is there; ``kept`` is whose work lies behind the lock."""
        super().__init__()
        self._kept = kept
        self._busy = False
        self._news = ""

    def body(self) -> ComposeResult:
        """Yield the box to sign in at."""
        entrance = self.desk.entrance
        with Middle(), Center(), Vertical(id="sign-in"):
            yield Static(Text(entrance.office_name), id="office", markup=False)
            yield Static(Text(f"{m.COUNTER} {entrance.counter}"), id="counter", markup=False)
            if self._kept is not None:
                yield Static(Text(m.locked(self._kept.name)), id="locked", markup=False)
                yield Static(id="meanwhile", markup=False)
            else:
                yield Static(Text(m.away(entrance.offline_days)), id="away", markup=False)
            yield Static(Text(m.CLERK), classes="label", markup=False)
            yield ThaiInput(self._kept.clerk if self._kept else "", id="clerk", max_length=40)
            yield Static(Text(m.PIN), classes="label", markup=False)
            yield ThaiInput(id="pin", password=True, max_length=100)
            yield Static(id="problem", classes="problem", markup=False)
            yield Static(id="next-step", classes="hint", markup=False)

    def opened(self) -> None:
        """Begin with the clerk, behind the lock with the PIN."""
        super().opened()
        self.query_one("#sign-in").border_title = m.TITLE if self._kept is None else m.LOCKED_TITLE
        self.query_one("#clerk" if self._kept is None else "#pin").focus()
        if self._kept is None:
            # The way to the daemon is loaded for the look: the screen is drawn first.
            self.call_after_refresh(self._look_outside)
            self.set_interval(_LOOK_SECONDS, self._look_outside)
        self._show_news()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Return False for what needs somebody signed in."""
        return action not in {SEARCH, LOCK, "outbox", "sign_out"}

    def say_meanwhile(self, released: int, untold: int) -> None:
        """Say that something waits for whose work lies behind the lock."""
        self._news = m.meanwhile(released, untold)
        self._show_news()

    def _show_news(self) -> None:
        for line in self.query("#meanwhile").results(Static):
            line.update(Text(self._news))
            line.display = bool(self._news)

    def _look_outside(self) -> None:
        """Look whether the daemon is there, unless somebody has gone in."""
        if self.desk.backend is None:
            self.run_worker(self._say_whether_away(), group="away", exclusive=True)

    async def _say_whether_away(self) -> None:
        away = await self.desk.entrance.away()
        for line in self.query("#away"):
            line.display = away

    def key_up(self) -> None:
        """Let another clerk sign in."""
        self.query_one("#clerk").focus()

    def action_back(self) -> None:
        """Ask whether to leave."""
        self.desk.action_leave()

    async def _keys_arrived(self) -> None:
        """Let the line in hand take in what was typed before Enter, which overtakes it."""
        line, arrived = self.focused, asyncio.Event()
        if line is not None and line.call_later(arrived.set):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(arrived.wait(), _KEYS_SECONDS)

    async def action_submit(self) -> None:
        """Go on from where Enter was pressed."""
        await self._keys_arrived()
        clerk, pin = self.query_one("#clerk", ThaiInput), self.query_one("#pin", ThaiInput)
        name, number = typed(clerk.value.strip()), typed(pin.value)
        if not name:
            self._say(m.CLERK_MISSING)
            self.set_focus(clerk)
        elif clerk.has_focus:
            self._say("")
            self.set_focus(pin)
        elif len(number) < SHORTEST_PIN:
            self._say(m.PIN_MISSING)
            self.set_focus(pin)
        elif not self._busy:
            self._busy = True
            self._say("", m.WORKING)
            self.run_worker(self._sign_in(name, number))

    async def _sign_in(self, clerk: str, pin: str) -> None:
        try:
            backend = await self.desk.entrance.sign_in(clerk, pin)
        except DeskError as error:
            told = errors.told(error)
            self._say(told.text, told.next_step)
            box = self.query_one("#pin", ThaiInput)
            box.value = ""
            box.focus()
        else:
            self.desk.begin(backend)
        finally:
            self._busy = False

    def _say(self, problem: str, next_step: str = "") -> None:
        self.query_one("#problem", Static).update(Text(problem))
        self.query_one("#next-step", Static).update(Text(next_step))


def typed(text: str) -> str:
    """Return what the same keys type in Latin: clerk ids and PINs are Latin letters and digits.

    Text with a Thai letter was typed with the Thai layout on; Thai digits alone are meant as digits.
    """
    return meant_in_latin(ascii_digits(text))
