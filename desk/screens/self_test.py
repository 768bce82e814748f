"""The self-test: whether terminal, font, keyboard, connection and printer are fit for a day's work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from desk.actions import Action, bindings, define
from desk.events import CursorSeen
from desk.messages import self_test as m
from desk.messages import shell
from desk.screens.base import DeskScreen
from desk.terminal_check import SAMPLES, Finding, Verdict, colours, keys, pictures, size, widths
from desk.theme import NAMES, PREFIX
from desk.widgets.later import once_shown
from desk.widgets.rows import Rows, row
from thai.clusters import cell_width, pad
from thai.keyboard import typed_in_thai
from thai.wrapping import wrap

_RULER: Final = ("ที่นี่มีน้ำดื่ม กุ้งปิ้ง ญู่ปุ่น", "Thai line above must end here")
_SIGN_CELLS: Final = 12
_STYLE: Final = {Verdict.GOOD: "$success", Verdict.BAD: "bold $error", Verdict.LOOK: "bold $warning"}

Outside = Callable[[], Awaitable[Sequence[Finding]]]
"""Looks at what is not the terminal: connection and printer."""


class SelfTestScreen(DeskScreen[None]):
    """Findings above, keys echoed as they arrive; nothing but Esc, Ctrl+Q and the arrows means anything."""

    ACTIONS = define(
        "self_test",
        Action("back", "escape", m.BACK, m.BACK_HELP),
        Action("again", "enter", m.AGAIN, m.AGAIN_HELP),
        Action("scroll", "up down", m.SCROLL, m.SCROLL_HELP, footer=False),
    )
    BINDINGS = bindings("self_test")
    takes_every_key = True

    def __init__(self, outside: Outside) -> None:
        super().__init__()
        self._outside = outside
        self._found: Sequence[Finding] = (Finding(Verdict.LOOK, m.CHECKING),)
        self._measured: list[int] = []
        self._seen: set[str] = set()
        self._last = ""
        self._thai = False

    def body(self) -> ComposeResult:
        """Yield the findings."""
        with VerticalScroll():
            yield FindingRows(self)

    def heading(self) -> str:
        """Return the title."""
        return m.TITLE

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Return True for what this screen does; every other key is only shown."""
        return action in {"back", "again", "leave"}

    def opened(self) -> None:
        """Measure, and look outside."""
        super().opened()
        self.query_one(VerticalScroll).focus()
        once_shown(self, self.action_again)

    def action_again(self) -> None:
        """Ask the terminal and the world outside anew."""
        self._measured = []
        self.desk.ask_widths(SAMPLES)
        self.desk.ask(self.desk.picture_way.questions())
        self.run_worker(self._look_outside(), exclusive=True)
        self._show()

    def on_cursor_seen(self, event: CursorSeen) -> None:
        """Take an answer of the terminal: the cells a sample has taken; after these, whether it draws."""
        if len(self._measured) < len(SAMPLES):
            self._measured.append(event.column)
        else:
            self.desk.picture_way.answer(event.row)
        if len(self._measured) == len(SAMPLES):
            self._show()

    def on_key(self, event: events.Key) -> None:
        """Show what arrives."""
        self._seen.add(event.key)
        self._thai = self._thai or typed_in_thai(event.character or "")
        self._last = event.key if not event.is_printable else f"{event.character} ({event.key})"
        self._show()

    def on_resize(self) -> None:
        """Look at the size again."""
        self._show()

    def findings(self) -> list[Finding]:
        """Return everything that was found, as it is now."""
        app = self.desk
        name = next(each for each in NAMES if app.theme == PREFIX + each)
        problems = [Finding(Verdict.BAD, each, m.KEYS_PROBLEM_STEP) for each in app.keys.problems]
        return [
            size(app.size.width, app.size.height),
            *widths(self._measured),
            pictures(app.picture_way),
            colours(colourless=app.no_color, theme=shell.THEME[name]),
            *keys(frozenset(self._seen), thai=self._thai),
            *problems,
            *self._found,
        ]

    @property
    def last_key(self) -> str:
        """The key that arrived last, by its name."""
        return self._last

    async def _look_outside(self) -> None:
        self._found = await self._outside()
        self._show()

    def _show(self) -> None:
        self.query_one(FindingRows).changed()


class FindingRows(Rows):
    """The findings as lines, with what a person must look at above them."""

    DEFAULT_CSS = """
    FindingRows { height: auto; padding: 0 1; }
    """

    def __init__(self, test: SelfTestScreen) -> None:
        super().__init__()
        self._test = test

    def rows(self, width: int) -> list[Content]:
        """Return the lines to look at, the keys, and a line for each finding with its next step."""
        longest = max(cell_width(line) for line in _RULER)
        lines = [row(width, line) for line in wrap(m.LOOK_AT, width)]
        lines += [row(width, "  ", pad(line, longest), "|") for line in _RULER]
        lines.append(
            row(
                width,
                f"{m.COLOUR_LINE} ",
                (f"■ {m.GOOD}  ", "$success"),
                (f"■ {m.WARNING}  ", "$warning"),
                (f"■ {m.ERROR}  ", "$error"),
                "╭─┬─╮ │ ├ ┤ ● ○ ▣ ▢ ✓ ✗ ",
                (" F9 ", "bold reverse"),
            )
        )
        lines.append(row(width, f"{m.LAST_KEY} ", (self._test.last_key or m.NONE_YET, "bold")))
        lines.append(Content(""))
        for finding in self._test.findings():
            lines += _lines(finding, width)
        return lines


def _lines(finding: Finding, width: int) -> list[Content]:
    room = max(width - _SIGN_CELLS, 10)
    sign = (pad(m.SIGN[finding.verdict.value], _SIGN_CELLS), _STYLE[finding.verdict])
    what, *more = wrap(finding.what, room)
    steps = wrap(finding.next_step, room - 2) if finding.next_step else []
    indent = " " * _SIGN_CELLS
    return [
        row(width, sign, what),
        *(row(width, indent, line) for line in more),
        *(row(width, indent, ("→ " if not at else "  ") + line) for at, line in enumerate(steps)),
    ]
