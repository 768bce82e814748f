"""The keys of the screen in hand, made from its actions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.messages import away
from desk.messages import help as m
from desk.widgets.dialog import Dialog
from thai.clusters import cell_width, pad
from thai.wrapping import wrap

_KEYS: Final = 12
_LABEL: Final = 16
_WIDTH: Final = 68
_WHO: Final = 20


class HelpScreen(Dialog[None]):
    """Every key with a sentence; closed by Esc, Enter, F1 or ?.

    While the daemon is ``away``, what may be done without it stands above.
    """

    ACTIONS = define("help", Action("back", "escape enter f1 ?", m.CLOSE, m.CLOSE_HELP))
    BINDINGS = bindings("help")

    def __init__(self, heading: str, actions: Sequence[Action], *, away: bool = False) -> None:
        super().__init__(m.TITLE)
        self._heading, self._away = heading, away
        self._actions = actions

    def body(self) -> ComposeResult:
        """Yield a paragraph for each key."""
        yield Static(Text(self._heading), classes="hint", markup=False)
        with VerticalScroll(id="help-keys"):
            if self._away:
                yield Static(away_text(), markup=False)
            yield Static(help_text(self._actions), markup=False)
        yield Static(Text(m.LAYOUTS), classes="hint", markup=False)

    def opened(self) -> None:
        """Let the arrows scroll."""
        super().opened()
        self.query_one("#help-keys").focus()


def help_text(actions: Sequence[Action]) -> Text:
    """Return key, label and sentence of each action, the first of an id only."""
    columns = {action.id: _key_lines(action.keys_shown) for action in actions}
    keys = max((cell_width(line) for lines in columns.values() for line in lines), default=0) + 2
    text, seen = Text(no_wrap=True), set[str]()
    for action in actions:
        if action.id in seen:
            continue
        seen.add(action.id)
        sentence = wrap(action.help, _WIDTH - keys - _LABEL - 2)
        for key, label, line in zip_longest(columns[action.id], [action.label], sentence, fillvalue=""):
            text.append(pad(key, keys) + pad(label, _LABEL) + "  ", "bold")
            text.append(f"{line}\n")
    return text


def away_text() -> Text:
    """Return what may be done while the daemon is away, and by whom."""
    text = Text(f"{away.TITLE}\n", "bold", no_wrap=True)
    for who, what in away.MAY:
        first, *more = wrap(what, _WIDTH - _WHO - 1)
        text.append(f"{pad(who, _WHO)} ", "bold")
        text.append("\n".join([first, *(" " * (_WHO + 1) + line for line in more)]) + "\n", "not bold")
    text.append("\n".join(wrap(away.SENT_LATER, _WIDTH)) + "\n\n", "not bold")
    return text


def _key_lines(keys: str) -> list[str]:
    """Return an action's keys, on a line each where together they are too long for their column."""
    return [keys] if cell_width(keys) <= _KEYS else keys.split(" / ")
