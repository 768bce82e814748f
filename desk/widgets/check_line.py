"""How one step of a check stands on the screen: sign, number, the office's words, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from desk.check_model import Line
from desk.difference import bracketed
from desk.line_editor import LineEditor
from desk.messages import check as words
from desk.reading import normalised, written
from desk.widgets.rows import MUTED, Part, row
from registry.checks import DopaOutcome, Particular
from registry.request import LineResult
from thai.clusters import cell_width, clusters, pad
from thai.identity import mask_card, mask_laser, mask_name, mask_pid
from thai.text import clean
from thai.wrapping import wrap

SIGN: Final = {LineResult.MATCH: "✓", LineResult.MISMATCH: "✗", None: " "}
STYLE: Final = {LineResult.MATCH: "$success", LineResult.MISMATCH: "bold $error", None: ""}
_MARGIN: Final = 6
_LABEL_CELLS: Final = 28


@dataclass(frozen=True, slots=True)
class View:
    """How a line is looked at: ``editor`` is there on the line in hand where something is typed."""

    number: int
    width: int
    active: bool = False
    revealed: bool = False
    editor: LineEditor | None = None
    outcomes: Sequence[DopaOutcome] = ()


def masked(value: str, particular: Particular | None, *, revealed: bool) -> str:
    """Return a value as it may be read on the screen now."""
    if particular == "name" or particular is None:
        return value if revealed else mask_name(value)
    if revealed:
        return written(value, particular)
    return {"laser": mask_laser, "card": mask_card, "pid": mask_pid}[particular](value)


def line_rows(line: Line, view: View) -> list[Content]:
    """Return the rows of one step, each within the view's width."""
    sign = "!" if line.problem else SIGN[line.result]
    style = "bold $warning" if line.problem else STYLE[line.result]
    margin = (f"{'›' if view.active else ' '}{sign} {view.number:>2} ", style)
    label = wrap(clean(line.step.label), max(view.width - _MARGIN, 10))
    value = _value(line, view)
    label_style = "bold" if view.active else ""
    if len(label) == 1 and _fits(label[0], value, view.width):
        text = pad(label[0], _label_cells(view.width)) if value else label[0]
        found = [row(view.width, margin, (text, label_style) if label_style else text, *value)]
    else:
        found = [
            row(view.width, margin, label[0]),
            *(row(view.width, " " * _MARGIN, more) for more in label[1:]),
        ]
        if value:
            found.append(row(view.width, " " * _MARGIN, *value))
    return found + [row(view.width, " " * _MARGIN, *parts) for parts in _below(line, view)]


def _label_cells(width: int) -> int:
    return min(_LABEL_CELLS, max(10, width // 2 - _MARGIN)) + 1


def _fits(label: str, value: Sequence[Part], width: int) -> bool:
    if not value:
        return True
    cells = sum(cell_width(part if isinstance(part, str) else part[0]) for part in value)
    return cell_width(label) < _label_cells(width) and _MARGIN + _label_cells(width) + cells <= width


def _value(line: Line, view: View) -> list[Part]:
    if view.editor is not None:
        return _typing(line, view.editor)
    style = STYLE[line.result]
    if line.step.kind == "outcome":
        if line.outcome is None:
            return []
        return [(f"{words.OUTCOME} {line.outcome.number} {clean(line.outcome.label)}", style)]
    if line.step.kind == "attested":
        attested: list[Part] = []
        if line.claimed is not None:
            attested = [masked(line.claimed, line.step.particular, revealed=view.revealed), "  "]
        if line.result is not None:
            attested.append((words.YES if line.result is LineResult.MATCH else words.NO, style))
        return attested
    return _typed_value(line, view, style)


def _typed_value(line: Line, view: View, style: str) -> list[Part]:
    shown = masked(line.found, line.step.particular, revealed=view.revealed)
    if line.problem is not None:
        # One digit wrong is still nearly somebody's number.
        return [(shown or "…", "bold $warning")]
    if line.result is None:
        return []
    if line.result is LineResult.MISMATCH:
        return [(words.MISMATCHED, style)]
    if line.claimed is not None:
        return [shown, "  ", (words.MATCHES, style)]
    return [shown, "  ", (words.READ if line.step.particular in {"name", None} else words.WELL_FORMED, style)]


def _typing(line: Line, editor: LineEditor) -> list[Part]:
    if line.step.particular in {"laser", "card", "pid"} and editor.caret == len(editor.text):
        read = normalised(editor.text, line.step.particular)
        return [(written(read, line.step.particular), "underline"), (" ", "reverse")]
    behind = clusters(editor.text[editor.caret :])
    under, rest = (behind[0], "".join(behind[1:])) if behind else (" ", "")
    return [(editor.text[: editor.caret], "underline"), (under, "reverse"), (rest, "underline")]


def _below(line: Line, view: View) -> list[list[Part]]:
    rows: list[list[Part]] = []
    if line.result is LineResult.MISMATCH and line.step.kind == "typed" and line.claimed is not None:
        rows += _compared(line, view)
    if line.problem is not None and (line.found or view.active):
        rows.append([(words.PROBLEM[line.problem], "$warning")])
    if view.active:
        rows += _hints(line, view)
    return rows


def _compared(line: Line, view: View) -> list[list[Part]]:
    cells = max(cell_width(words.CLAIMED), cell_width(words.FOUND)) + 1
    particular, hidden = line.step.particular, not view.revealed
    claimed = bracketed(line.claimed or "", line.differences, particular, masked=hidden)
    found = bracketed(line.found, line.differences, particular, masked=hidden)
    return [
        [pad(words.CLAIMED, cells), claimed],
        [pad(words.FOUND, cells), (found, "bold"), "  ", (words.differs(len(line.differences)), "$error")],
    ]


def _hints(line: Line, view: View) -> list[list[Part]]:
    if line.step.kind == "outcome" and line.result is None:
        choices: list[list[Part]] = [[f"{one.number}  {clean(one.label)}"] for one in view.outcomes]
        return [[(words.HINT_OUTCOME, MUTED)], *choices]
    if line.result is not None and view.editor is None:
        return [[(words.HINT_ANSWERED, MUTED)]]
    hint = words.HINT_TYPED if line.step.kind == "typed" else words.HINT_ATTESTED
    return [] if line.problem else [[(hint, MUTED)]]
