"""A desk whose people have all written to do harm, led through every screen of it in the terminal it runs in.

Run as a program by ``test_hostile_terminal``; harm stands in every field that holds free text, as if nothing
had been cleaned on its way in.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from textual.pilot import Pilot

from desk.app import DeskApp
from registry.advance import AdvanceHomeCard
from registry.answers import ReadyAnswer
from registry.request import Part
from tests.desk.fakes import FakeBackend, FakeEntrance, PatientClock
from tests.desk.openers import OPENERS, each_in_front
from tests.desk.people import inquiry, usual_day

DONE: Final = "TOUR-DONE"
MARK: Final = "ร้าย"
"""Stands in every harmful text, so that a test sees that they are shown."""
HARM: Final = tuple(
    f"{MARK}{harm}"
    for harm in (
        "\x1b]52;c;aGVsbG8=\x07",
        "\x1b]0;HOSTILE\x07\x1b]2;HOSTILE\x1b\\",
        '\x1bP$q"p\x1b\\\x1b[6n\x1b[c',
        "\x1b[8mhidden\x1b[2J\x1b[H\x1bc\x1b(0",
        "\u009b8m\u009d52;c;x\u009c\u0090q\u009c\u0085",
        "\u202eกลับ\u202c\u2066x\u2069\u061c\u200f",
        "a\u200b\u200c\u2060\ufeff\u00ad\U000e0041\U000e007f\u034f",
        "Z" + "\u0335\u034f\u0489" * 200 + "ก" + "\u0e49" * 300,
        "\ud800x\udfff",
        "[red]x[/red][/][@click=app.quit]ออก[/]",
        "a\nb\r\nc\td\x00e\x08\x0e\u2028f\u2029",
        "{0} %s $(x) \\[ `x` <b>",
    )
)
LONG: Final = f"{MARK}{'น้ำ' * 3400} \x1b]52;c;aGVsbG8=\x07"
_SAYS_NOTHING: Final = frozenset(
    {"AskDialog", "CancelDialog", "CloseDialog", "ConfirmDialog", "DropDialog", "HandOnDialog", "MenuDialog"}
    | {"NoticeDialog", "ParkDialog", "RejectDialog", "SendOnDialog", "WalkInDialog", "PaletteDialog"}
)
"""Dialogs without a person's words."""
_FREE: Final = frozenset(
    {"name", "clerk_name", "released_by", "question", "asked_by", "reason", "tray", "note", "place", "basis"}
    | {"text", "display_name", "laser", "card", "pid", "address", "telephone", "label", "section"}
    | {"service_point", "title"}
)


def spoilt(value: Any, harm: Iterator[str], name: str = "") -> Any:
    """Return a value with harm in every free text within it, checked by nobody."""
    if isinstance(value, Part):
        fields = type(value).model_fields
        return value.model_copy(update={each: spoilt(getattr(value, each), harm, each) for each in fields})
    if isinstance(value, tuple):
        return tuple(spoilt(each, harm, name) for each in value)
    return next(harm) if name in _FREE and isinstance(value, str | None) else value


def backend() -> FakeBackend:
    """Return a day of harm."""
    harm = itertools.cycle(HARM)
    home = AdvanceHomeCard(kind="home_card", whose="own", address="x", telephone="x")
    records = [*usual_day(), inquiry("BK-8ADV", advance=home), inquiry("BK-5ASK", pictures=2)]
    made = FakeBackend.of([spoilt(each, harm) for each in records])
    long = made.records["id-BK-9QRT"]
    assert long.particulars is not None
    chat = tuple(line.model_copy(update={"text": LONG}) for line in long.particulars.chat)
    given = long.particulars.model_copy(update={"chat": chat, "name": LONG})
    made.records["id-BK-9QRT"] = long.model_copy(
        update={"particulars": given, "request": long.request.model_copy(update={"question": LONG})}
    )
    made.profile = spoilt(made.profile, harm)
    made.person = replace(made.person, name=next(harm))
    made.ready = [spoilt(ReadyAnswer(id="x", title="x", text="x"), harm)]
    return made


def main() -> None:
    """Lead the desk through its screens, then stay for whatever the terminal sends."""
    entrance = FakeEntrance(backend())
    entrance.office_name = entrance.backend.profile.name
    app = DeskApp(entrance, reports=Path(sys.argv[1]), monotonic=PatientClock())

    async def lead(pilot: Pilot[Any]) -> None:
        async for _ in each_in_front(pilot, backend, sorted({*OPENERS} - _SAYS_NOTHING)):
            await pilot.press("f4", "pagedown", "down")
        app.say(DONE)

    app.run(auto_pilot=lead)
    sys.exit(app.return_code)


if __name__ == "__main__":
    main()
