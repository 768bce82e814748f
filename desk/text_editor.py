"""Text of several lines being typed: broken at Thai words, the caret steps over what looks like one sign."""

from __future__ import annotations

from typing import Final, NamedTuple

from thai.clusters import boundary, cell_width, clusters
from thai.text import clean
from thai.wrapping import wrap

_UNDO: Final = 30


class Span(NamedTuple):
    """A shown line: where it begins, where what is shown of it ends, and where the next one begins."""

    start: int
    end: int
    next: int


def units(text: str) -> int:
    """Return how long LINE finds a text: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class TextEditor:
    """Text and caret, shown ``width`` cells wide.

    Backspace takes the last sign typed (a tone mark alone), Delete a whole character. ``limit`` is in UTF-16
    units; what is beyond it is not taken.
    """

    def __init__(self, limit: int, text: str = "") -> None:
        self.limit = limit
        self.width = 60
        self.text = ""
        self.caret = 0
        self._wanted: int | None = None
        self._undo: list[tuple[str, int]] = []
        self._known: dict[tuple[str, int], list[Span]] = {}
        self.insert(text)
        self._undo.clear()

    @property
    def units(self) -> int:
        """How much of the limit is used."""
        return units(self.text)

    def insert(self, text: str) -> bool:
        """Insert at the caret, cleaned; what does not fit the limit is left out. False if that was any."""
        wanted = clean(text)
        room, kept = self.limit - self.units, 0
        for cluster in clusters(wanted):
            room -= units(cluster)
            if room < 0:
                break
            kept += len(cluster)
        taken = wanted[:kept]
        if taken:
            self._change(self.text[: self.caret] + taken + self.text[self.caret :], self.caret + len(taken))
        return kept == len(wanted)

    def replace(self, text: str) -> None:
        """Put another text in the place of all, undoable."""
        self._change("", 0)
        self.insert(text)

    def backspace(self) -> None:
        """Remove the sign before the caret."""
        if self.caret:
            self._change(self.text[: self.caret - 1] + self.text[self.caret :], self.caret - 1)

    def delete(self) -> None:
        """Remove the character behind the caret with all its marks."""
        behind = clusters(self.text[self.caret :])
        if behind:
            self._join(self.text[: self.caret], "".join(behind[1:]))

    def delete_word(self) -> None:
        """Remove the word before the caret."""
        from thai.wrapping import words

        before = words(self.text[: self.caret])
        while before and not before[-1].strip():
            before.pop()
        kept = "".join(before[:-1])
        self._join(kept, self.text[self.caret :])

    def undo(self) -> None:
        """Take the last change back."""
        if self._undo:
            self.text, self.caret = self._undo.pop()
            self._wanted = None

    def left(self) -> None:
        """Step over the character before the caret."""
        before = clusters(self.text[: self.caret])
        self._go(self.caret - (len(before[-1]) if before else 0))

    def right(self) -> None:
        """Step over the character behind the caret."""
        behind = clusters(self.text[self.caret :])
        self._go(self.caret + (len(behind[0]) if behind else 0))

    def home(self) -> None:
        """Go to the beginning of the shown line."""
        self._go(self.spans()[self.place()[0]].start)

    def end(self) -> None:
        """Go to the end of the shown line."""
        self._go(self.spans()[self.place()[0]].end)

    def up(self) -> bool:
        """Go one shown line up, in the column in which it began; False at the top."""
        return self._vertical(-1)

    def down(self) -> bool:
        """Go one shown line down; False at the bottom."""
        return self._vertical(1)

    def spans(self) -> list[Span]:
        """Return the shown lines, at least one."""
        found: list[Span] = []
        known: dict[tuple[str, int], list[Span]] = {}
        start = 0
        for paragraph in self.text.split("\n"):
            key = (paragraph, self.width)
            # A long text is not broken anew for a key press in one of its paragraphs.
            lines = known[key] = known.get(key) or self._known.get(key) or _broken(paragraph, self.width)
            found += [Span(start + line.start, start + line.end, start + line.next) for line in lines]
            start += len(paragraph) + 1
        self._known = known
        return found

    def place(self) -> tuple[int, int]:
        """Return the caret's shown line and its column in cells."""
        spans = self.spans()
        line = max(index for index, span in enumerate(spans) if span.start <= self.caret)
        shown = self.text[spans[line].start : self.caret]
        return line, min(cell_width(shown), self.width)

    def _vertical(self, step: int) -> bool:
        line, column = self.place()
        spans = self.spans()
        if not 0 <= line + step < len(spans):
            return False
        wanted = self._wanted if self._wanted is not None else column
        span, at = spans[line + step], 0
        for cluster in clusters(self.text[span.start : span.end]):
            if cell_width(self.text[span.start : span.start + at] + cluster) > wanted:
                break
            at += len(cluster)
        # The end of a broken line is the beginning of the next one: stay on the one that is meant.
        last = line + step == len(spans) - 1 or self.text[span.end : span.next] == "\n"
        if not last and span.start + at >= span.next:
            at -= len(clusters(self.text[span.start : span.start + at])[-1])
        self.caret, self._wanted = span.start + at, wanted
        return True

    def _go(self, caret: int) -> None:
        self.caret, self._wanted = caret, None

    def _join(self, before: str, behind: str) -> None:
        # What stood apart may be one character now.
        self._change(before + behind, boundary(before + behind, len(before)))

    def _change(self, text: str, caret: int) -> None:
        self._undo = [*self._undo[-_UNDO:], (self.text, self.caret)]
        self.text, self.caret, self._wanted = text, caret, None


def _broken(paragraph: str, width: int) -> list[Span]:
    """Return where a paragraph's shown lines begin and end; spaces at a broken end belong to their line."""
    lines = wrap(paragraph, width)
    starts: list[int] = []
    at = 0
    for line in lines:
        # Only spaces are left out between two lines.
        while at < len(paragraph) and not paragraph.startswith(line, at):
            at += 1
        starts.append(at)
        at += len(line)
    starts[0] = 0
    ends = [start + len(line) for start, line in zip(starts, lines, strict=True)]
    ends[-1] = len(paragraph)
    return [Span(*each) for each in zip(starts, ends, [*starts[1:], len(paragraph) + 1], strict=True)]
