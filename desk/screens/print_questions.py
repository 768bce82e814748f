"""What a print asks of the clerk, as dialogs: did it come out, shall it still be printed, shall it wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from desk.messages import printing as words
from desk.messages.errors import told
from desk.printing import Word
from desk.screens.menu import MenuDialog
from printer.errors import PrinterError
from printer.spool.errors import NotNow
from printer.spool.jobs import Job, State

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend

_LATER: Final = "later"


def ask(desk: DeskApp, job: Job) -> None:
    """Ask about one print; Esc leaves the question for later, it is kept in the spool."""
    title, text, choices = question(job)
    if choices:
        desk.push_screen(MenuDialog(title, choices, text), lambda answer: _answered(desk, job, answer))


def show_open(desk: DeskApp) -> None:
    """Show what waits and what asks; one of them is taken in hand."""
    jobs = desk.backend.open_prints() if desk.backend is not None else ()
    if not jobs:
        desk.say(words.NONE)
        return
    by_id = {job.id: job for job in jobs}
    choices = [(job.id, words.line(job)) for job in jobs]

    def chosen(job_id: str | None) -> None:
        if job_id is not None:
            ask(desk, by_id[job_id])

    desk.push_screen(MenuDialog(words.OPEN_TITLE, choices), chosen)


def question(job: Job) -> tuple[str, str, Sequence[tuple[str, str]]]:
    """Return title, text and choices for a print; no choices where there is nothing to say to it."""
    if job.in_doubt:
        return words.DOUBT_TITLE, words.doubt(job), ((Word.CAME, words.CAME), (Word.NOT, words.NOT))
    if job.state is State.HELD:
        return words.HELD_TITLE, words.held(job), ((Word.GO, words.GO), (Word.CANCEL, words.CANCEL))
    if job.state is State.QUEUED:
        return words.WAITS_TITLE, words.waits(job), ((_LATER, words.WAIT_ON), (Word.CANCEL, words.CANCEL))
    return "", "", ()


def _answered(desk: DeskApp, job: Job, answer: str | None) -> None:
    if answer is None or answer == _LATER:
        return
    desk.run_worker(_say(desk, job, Word(answer)), group="printing", exit_on_error=False)


async def _say(desk: DeskApp, job: Job, word: Word) -> None:
    backend = desk.backend
    if backend is None:
        return
    try:
        await backend.say_to_print(job.id, word)
    except NotNow:
        _if_here(desk, backend, lambda: desk.say(words.GONE_ON, warning=True))
    except PrinterError as error:
        failed = told(error)
        _if_here(desk, backend, lambda: desk.tell(failed))
    else:
        _if_here(desk, backend, lambda: desk.say(words.SAID[word]))


def _if_here(desk: DeskApp, backend: Backend, tell: Callable[[], None]) -> None:
    if desk.backend is backend:
        tell()
