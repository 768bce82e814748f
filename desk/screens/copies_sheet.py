"""Printing the list of the copies to be made, or keeping it as a file to print on A4."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from desk.copies_sheet import Sheet, page, paper, sections_of
from desk.errors import DeskError
from desk.messages import copies_sheet as words
from desk.messages.errors import told
from desk.screens.menu import MenuDialog
from desk.screens.papers import hand_in

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend
    from registry.request import Request

_ON_SLIPS: Final = "slips"
_AS_FILE: Final = "file"


def offer(desk: DeskApp, requests: Iterable[Request]) -> None:
    """Ask on which paper, and make the list of what is not ready among these requests."""
    backend = desk.backend
    if backend is None:
        return
    records = (backend.record(request.id) for request in requests)
    sections = sections_of(record for record in records if record is not None)
    if not sections:
        desk.say(words.NOTHING)
        return
    sheet = Sheet(sections, backend.person, backend.profile, backend.now(), training=backend.training)

    def chosen(how: str | None) -> None:
        if how == _ON_SLIPS:
            hand_in(desk, backend, backend.print_paper(paper(sheet), words.TITLE), words.HANDED_IN)
        elif how == _AS_FILE:
            _keep(desk, backend, sheet)

    choices = ((_ON_SLIPS, words.ON_SLIPS), (_AS_FILE, words.AS_FILE))
    desk.push_screen(MenuDialog(words.TITLE, choices, words.HOW), chosen)


def _keep(desk: DeskApp, backend: Backend, sheet: Sheet) -> None:
    try:
        path = backend.keep_page(page(sheet))
    except DeskError as error:
        desk.tell(told(error))
    else:
        desk.tell(words.kept(path))
