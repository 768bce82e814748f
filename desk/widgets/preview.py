"""A request before it is taken: what is asked for, numbers masked, the last message, earlier requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import zip_longest
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from desk.backend import Backend
from desk.foreseen import UNSENT
from desk.messages import attorney, away, common, flags
from desk.messages import inquiry as asked
from desk.messages import work_list as m
from desk.messages.queueing import parked_at
from desk.widgets.inquiry_facts import clock_words, kind_of
from desk.widgets.request_table import one_line
from desk.widgets.request_words import appointment, near_date, state_text, wish
from registry.labels import GROUP, SERVICE, SERVICE_SHORT
from registry.particulars import Particulars
from registry.records import Record
from registry.request import Inquiry, Request
from registry.states import CLOSED, State
from thai.clusters import cell_width, crop, pad
from thai.dates import clock
from thai.identity import mask_card, mask_laser, mask_name, mask_numbers
from thai.money import baht
from thai.wrapping import wrap

_LABEL: Final = 13
_LEAST_ROOM: Final = 12
_MOST_LINES: Final = 6
_GAP: Final = "   "
_MUTED: Final = "none"
"""A name to find what is muted by; the theme says how it looks."""


class Preview(Widget):
    """The preview of the request in hand; nothing in it is revealed. Only lines that change are drawn."""

    DEFAULT_CSS = """
    Preview { padding: 0 1; height: 1fr; }
    Preview > .preview--muted { color: $text-muted; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"preview--muted"}

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Text] = []
        self._base: Style | None = None
        self._muted = Style.null()

    def show(self, backend: Backend, request_id: str | None, place: str = "", *, wide: bool) -> None:
        """Show a request, and its ``place`` in the list; None when there is nothing to show."""
        record = backend.record(request_id) if request_id is not None else None
        if record is None or request_id is None:
            self._draw([Text(m.PREVIEW_EMPTY, _MUTED)])
            return
        past = backend.history(request_id)
        collected = sum(each.state is State.COLLECTED for each in past)
        past_words = m.history(len(past), collected)
        head = Text.assemble((record.request.reference, "bold"), "  ", (place, _MUTED))
        size, now = self.size, backend.now()
        if wide:
            lines = describe(record, past_words, now, label=_LABEL, room=size.width - _LABEL - 1)
            self._draw([head, *lines])
            return
        short = describe(record, past_words, now, room=size.width, most=1)
        folded = _folded([head, *short], size.width)
        if (spare := size.height - len(folded)) > 0:
            lines = describe(record, past_words, now, room=size.width, most=1 + spare)
            folded = _folded([head, *lines], size.width)
        self._draw(folded)

    def render_line(self, y: int) -> Strip:
        """Return a line, cropped to the width."""
        width = self.size.width
        # Worked out anew for every line it would cost more than the line.
        if self._base is None:
            self._base = self.rich_style
            self._muted = self.get_component_rich_style("preview--muted", partial=True)
        style = self._base
        if y >= len(self._lines):
            return Strip.blank(width, style)
        line = _cropped(self._lines[y], width).copy()
        for span in line.spans:
            if span.style == _MUTED:
                line.stylize(self._muted, span.start, span.end)
        segments = line.render(self.app.console)
        return Strip(Segment.apply_style(segments, style)).adjust_cell_length(width, style)

    def notify_style_update(self) -> None:
        """Look at the styles again after a change of them."""
        super().notify_style_update()
        self._base = None

    def _draw(self, lines: list[Text]) -> None:
        before, self._lines = self._lines, lines
        for y, (old, new) in enumerate(zip_longest(before, lines)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))


def describe(
    record: Record, past: str, now: dt.datetime, *, room: int, label: int = 0, most: int = _MOST_LINES
) -> list[Text]:
    """Return the preview's lines for a record; free text in it is cleaned and masked.

    ``label`` is the width of the labels' column in cells, and ``room`` that of what stands beside it; without
    a column, ``room`` is that of both. What is longer goes on below, on ``most`` lines in all.
    """
    request = record.request
    lines = [Text(line, "bold") for line in _what(request)]
    held = request.held_at(now)
    state = state_text(request, now)
    if held is not None:
        state = f"{state} · {m.held_by(held.counter, held.clerk_name)}"
    state = away.waits(state) if UNSENT in request.flags else state
    pairs = [(m.STATE, state), *_asked(request, now), *_when(request)]
    pairs += _where_there_is(request)
    pairs += _particulars(record.particulars, said_only=request.only_inquiry)
    if request.question:
        pairs.append((m.QUESTION, mask_numbers(one_line(request.question))))
    lines += [line for name, value in pairs for line in _pair(name, value, label, room, most)]
    if record.particulars is None:
        lines.append(Text(m.NO_PARTICULARS, _MUTED))
    return [*lines, Text(past, _MUTED)]


def _what(request: Request) -> list[str]:
    """Return the documents with their copies; of a question its kind."""
    if request.only_inquiry:
        return [f"{SERVICE_SHORT[5]} · {kind_of(request)}"]
    return [f"{SERVICE[item.service]} · {common.copies(item.copies)}" for item in request.items]


def _asked(request: Request, now: dt.datetime) -> Iterator[tuple[str, str]]:
    """Yield who answers a question, since when it waits, and when the office is to go out, if it is."""
    if not request.only_inquiry:
        return
    inquiry = request.inquiry or Inquiry()
    yield m.GROUP, GROUP[inquiry.group]
    if request.state not in CLOSED:
        yield m.ANSWER, clock_words(inquiry, now)[0]
    if request.wish.date is not None:
        yield asked.WISH, wish(request)
    if inquiry.visit is not None:
        yield asked.VISIT, f"{near_date(inquiry.visit.date)} {clock(inquiry.visit.time)}"


def _when(request: Request) -> Iterator[tuple[str, str]]:
    """Yield wish and appointment; who only waits with a number has neither, who asks wants no documents."""
    if request.has_only_a_number:
        return
    if not request.only_inquiry:
        yield m.WISH, wish(request)
    if day := appointment(request):
        home = request.appointment.counter if request.appointment is not None else None
        yield m.APPOINTMENT, f"{day} · {m.home(home)}" if home else day


def _where_there_is(request: Request) -> Iterator[tuple[str, str]]:
    """Yield what is told of a request only where there is something to tell."""
    if told := flags.told(request):
        yield flags.LABEL, told
    if request.coming:
        yield m.COMING, m.AS_AGREED
    if request.queue is not None and (request.queue.note or request.queue.place):
        said = parked_at(request.queue.place, request.queue.note)
        yield m.QUEUE_NOTE, mask_numbers(one_line(said))
    if request.not_told:
        yield m.NOT_TOLD, m.not_told(request.not_told)
    if (shown := request.hand_over.attorney) is not None:
        yield m.ATTORNEY, attorney.shown(shown)
    if request.fee is not None and (request.fee.baht or not request.only_inquiry):
        yield m.FEE, baht(request.fee.baht)


def _pair(name: str, value: str, label: int, room: int, most: int) -> list[Text]:
    """Return a label with its value, on further lines where that is too long for one."""
    beside = max(room if label else room - cell_width(name) - 1, _LEAST_ROOM)
    # What is longer than all lines together would only be broken to be cut off.
    kept = crop(value, beside * (most + 1))
    lines = [kept] if cell_width(kept) <= beside else wrap(kept, beside)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    first, *more = (crop(line, beside) for line in lines)
    lead = " " * ((label or cell_width(name)) + 1)
    return [
        Text.assemble((f"{pad(name, label) if label else name} ", _MUTED), first),
        *(Text(lead + line) for line in more),
    ]


def _particulars(particulars: Particulars | None, *, said_only: bool) -> list[tuple[str, str]]:
    """Return the citizen's particulars; numbers that are not given are named unless ``said_only``."""
    if particulars is None:
        return []
    laser, card = particulars.laser, particulars.card
    numbers = [(m.LASER, mask_laser(laser) if laser else ""), (m.CARD, mask_card(card) if card else "")]
    pairs = [(name, value or m.NO_NUMBER) for name, value in numbers if value or not said_only]
    if particulars.name:
        pairs.append((m.PERSON, mask_name(one_line(particulars.name))))
    said = [line for line in particulars.chat if line.who == "citizen"]
    if said:
        pairs.append((m.LAST_MESSAGE, f"{clock(said[-1].at)} “{mask_numbers(one_line(said[-1].text))}”"))
    return pairs


def _folded(lines: list[Text], width: int) -> list[Text]:
    """Return the lines two by two where they fit, for the low pane under the table."""
    folded: list[Text] = []
    while lines:
        both = Text(_GAP).join(lines[:2])
        taken = 2 if cell_width(both.plain) <= width else 1
        folded.append(both if taken == 2 else lines[0])
        lines = lines[taken:]
    return folded


def _cropped(line: Text, width: int) -> Text:
    """Return a line in at most ``width`` cells, never cut inside a character."""
    plain = crop(line.plain, width)
    if plain == line.plain:
        return line
    kept = max(len(plain) - 1, 0)
    return Text.assemble(line[:kept], plain[kept:])
