"""A desk driven as a clerk drives it: keys are pressed, and the screen is read as text."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk.demo.world import DemoError

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

PATIENCE_SECONDS = 15.0
LOOK_SECONDS = 0.03
# As fast as a person types; faster would be a scanner.
TYPING_SECONDS = 0.05
# Two keys in quicker succession are one key held down, and answer nothing.
REACH_SECONDS = 0.2


def screen_text(app: App[None]) -> str:
    """Return what the terminal shows, line by line, without colours."""
    # Textual offers the screen as a picture only, and its picture stretches Thai.
    strips = app.screen._compositor.render_strips()  # noqa: SLF001
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips) + "\n"


class Stage:
    """Presses keys, waits for words on the screen, and keeps pictures of it."""

    def __init__(self, pilot: Pilot[None], pictures: Path) -> None:
        self._pilot = pilot
        self.pictures = pictures
        self._number = 0
        pictures.mkdir(parents=True, exist_ok=True)

    @property
    def text(self) -> str:
        """The screen as text."""
        return screen_text(self._pilot.app)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            await self._pilot.press(key)
            await asyncio.sleep(REACH_SECONDS)
        await self._pilot.pause()

    async def write(self, text: str) -> None:
        """Type a text; marks too, which a pilot's own key names cannot say."""
        from textual.events import Key

        for character in text:
            self._pilot.app.post_message(Key(character, character))
            await asyncio.sleep(TYPING_SECONDS)
        await self._pilot.pause()

    async def see(self, *words: str) -> None:
        """Wait until all the words are on the screen; raises DemoError when they do not come."""
        await self.until(lambda shown: all(word in shown for word in words), " ".join(words))

    async def until(self, holds: Callable[[str], bool], what: str) -> None:
        """Wait until something holds for the screen's text."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not holds(self.text):
            if time.monotonic() > end:
                self.keep("not-seen")
                raise DemoError(f"not on the screen: {what}")
            await asyncio.sleep(LOOK_SECONDS)
        await self._pilot.pause()

    def keep(self, name: str) -> None:
        """Keep the screen as a text file."""
        self._number += 1
        path = self.pictures / f"{self._number:02d}-{name}.txt"
        path.write_text(self.text, "utf-8")
