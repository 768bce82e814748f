"""The line of keys at the bottom, made from the actions that mean something on the screen in hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol, cast

from rich.text import Text
from textual.widget import Widget

from desk.actions import Action
from desk.key_choice import Keys
from desk.widgets.later import once_shown
from desk.widgets.status_bar import WIDE
from thai.clusters import cell_width

NARROW_LABELS: Final = 6
"""How many labels a line of 80 columns may hold."""


class _Host(Protocol):
    def footer_actions(self) -> Sequence[Action]:
        """Return the actions to show, the most wanted first."""


class _App(Protocol):
    keys: Keys


class Footer(Widget):
    """The keys of the screen it stands on."""

    DEFAULT_CSS = """
    Footer { dock: bottom; height: 1; background: $panel; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._drawn = Text()

    def look_again(self) -> None:
        """Draw the line anew if other keys mean something once all that is under way has been shown."""
        once_shown(self, self._look)

    def _look(self) -> None:
        if self._line() != self._drawn:
            self.refresh()

    def render(self) -> Text:
        """Return as many keys as there is room for; the last one always stays (help or the way back)."""
        self._drawn = self._line()
        return self._drawn

    def _line(self) -> Text:
        actions = cast("_Host", self.screen).footer_actions()
        return footer_text(cast("_App", self.app).keys.all_of(actions), self.size.width)


def footer_text(actions: Sequence[Action], width: int) -> Text:
    """Return keys and labels in at most ``width`` cells, six labels at most on a narrow line."""
    line = Text(no_wrap=True, overflow="crop")
    for action in fitting(actions, width):
        line.append(f" {action.key_shown} ", "bold reverse")
        line.append(f" {action.label} ")
    return line


def fitting(actions: Sequence[Action], width: int) -> list[Action]:
    """Return the actions that fit: the first ones, and always the last."""
    if not actions:
        return []
    *first, last = actions
    limit = len(actions) if width >= WIDE else NARROW_LABELS
    room, shown = width - _width(last), list[Action]()
    for action in first[: limit - 1]:
        room -= _width(action)
        if room < 0:
            break
        shown.append(action)
    return [*shown, last]


def _width(action: Action) -> int:
    return cell_width(action.key_shown) + cell_width(action.label) + 4
