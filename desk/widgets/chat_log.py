"""The conversation with the citizen: text and nothing but text, its numbers masked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from desk.messages import check as words
from desk.widgets.rows import MUTED, Rows, row
from registry.particulars import ChatLine
from thai.clusters import clusters, pad
from thai.dates import BANGKOK, short_date
from thai.identity import mask_numbers
from thai.text import clean
from thai.wrapping import wrap

_TIME_CELLS = 7
_SHOWN_CHARACTERS = 2000


class ChatLog(Rows):
    """The last messages, the oldest first; broken at Thai words."""

    def __init__(self, lines: Sequence[ChatLine] = ()) -> None:
        super().__init__()
        self._lines = tuple(lines)
        self._known: dict[tuple[ChatLine, int], list[Content]] = {}

    def show(self, lines: Sequence[ChatLine]) -> bool:
        """Show a conversation; return whether there is anything new in it."""
        if tuple(lines) == self._lines:
            return False
        self._lines = tuple(lines)
        self.changed()
        return True

    def rows(self, width: int) -> list[Content]:
        """Return the wrapped messages; each is wrapped once for a width: a long one takes its time."""
        keys = [(message, width) for message in self._lines]
        self._known = {key: self._known.get(key) or _message(*key) for key in keys}
        days = [message.at.astimezone(BANGKOK).date() for message in self._lines]
        rows: list[Content] = []
        for number, key in enumerate(keys):
            if len(set(days)) > 1 and (number == 0 or days[number] != days[number - 1]):
                rows.append(row(width, (short_date(days[number]), f"bold {MUTED}")))
            rows += self._known[key]
        return rows or [row(width, (words.NO_CHAT, MUTED))]


def _message(message: ChatLine, width: int) -> list[Content]:
    at = message.at.astimezone(BANGKOK)
    stamp = pad(f"{at:%H.%M}", _TIME_CELLS)
    text = mask_numbers(clean(message.text))
    if message.who != "citizen":
        text = f"{words.WHO[message.who]}: {text}"
    if message.by_chat:
        text = f"{text} {words.BY_CHAT}"
    if len(text) > _SHOWN_CHARACTERS:
        kept = "".join(clusters(text[:_SHOWN_CHARACTERS])[:-1])
        text = f"{kept}… {words.cut_off(len(text) - len(kept))}"
    style = "" if message.who == "citizen" and not message.by_chat else MUTED
    style = "italic $warning" if message.who == "note" else style
    first, *rest = wrap(text, max(width - _TIME_CELLS, 8))
    lead = " " * _TIME_CELLS
    return [
        row(width, (stamp, MUTED), (first, style) if style else first),
        *(row(width, lead, (line, style) if style else line) for line in rest),
    ]
