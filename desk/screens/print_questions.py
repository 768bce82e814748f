"""What a print asks of the clerk, as dialogs: did it come out, shall it still be printed, shall it wait."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Final

from desk.messages import printing as words
from desk.messages.errors import told
from desk.print_elsewhere import counter_of
from desk.printing import Word
from desk.screens.menu import MenuDialog
from printer.errors import PrinterError
from printer.spool.errors import NotNow
from printer.spool.jobs import Job, State

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend

_LATER: Final = "later"
_AT: Final = "at:"


def ask(desk: DeskApp, job: Job) -> None:
    """Ask about one print; Esc leaves the question for later, it is kept in the spool."""
    title, text, choices = question(job)
    backend = desk.backend
    # Only a request's slip is known to the other counters.
    if job.about and job.waits and not counter_of(job) and backend is not None:
        choices = (
            *choices,
            *((f"{_AT}{other}", words.instead_at(other)) for other in backend.other_printers()),
        )
    if choices:
        desk.push_screen(MenuDialog(title, choices, text), lambda answer: _answered(desk, job, answer))


def ask_where(desk: DeskApp, backend: Backend, chosen: Callable[[str], None]) -> None:
    """Ask at which counter to print where this one cannot; at once here where there is no choice."""
    others = backend.other_printers()
    if backend.can_print_here() or not others:
        chosen("")
        return
    choices = [*((other, words.at(other)) for other in others), ("", words.HERE)]

    def answered(counter: str | None) -> None:
        if counter is not None:
            chosen(counter)

    desk.push_screen(MenuDialog(words.PLACE_TITLE, choices, words.PLACE_TEXT), answered)


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
    if counter := counter_of(job):
        return _question_at(job, counter)
    if job.in_doubt:
        return words.DOUBT_TITLE, words.doubt(job), ((Word.CAME, words.CAME), (Word.NOT, words.NOT))
    if job.state is State.HELD:
        return words.HELD_TITLE, words.held(job), ((Word.GO, words.GO), (Word.CANCEL, words.CANCEL))
    if job.state is State.QUEUED:
        return words.WAITS_TITLE, words.waits(job), ((_LATER, words.WAIT_ON), (Word.CANCEL, words.CANCEL))
    return "", "", ()


def _question_at(job: Job, counter: str) -> tuple[str, str, Sequence[tuple[str, str]]]:
    """Return what there is to say to a print at another counter: it can be taken back, no more."""
    if job.in_doubt:
        return words.AT_OTHER_TITLE, words.doubt_at(job, counter), ((_LATER, words.UNDERSTOOD),)
    if job.waits:
        choices = ((_LATER, words.WAIT_ON), (Word.CANCEL, words.CANCEL))
        return words.AT_OTHER_TITLE, words.waits_at(job, counter), choices
    return "", "", ()


def _answered(desk: DeskApp, job: Job, answer: str | None) -> None:
    backend = desk.backend
    if answer is None or answer == _LATER or backend is None:
        return
    if answer.startswith(_AT):
        counter = answer.removeprefix(_AT)
        saying = _say(desk, backend, _move(desk, backend, job, counter), words.at(counter))
    else:
        word, counter = Word(answer), counter_of(job)
        said = words.withdrawn(counter) if counter else words.SAID[word]
        saying = _say(desk, backend, backend.say_to_print(job.id, word), said)
    desk.run_worker(saying, group="printing", exit_on_error=False)


async def _move(desk: DeskApp, backend: Backend, job: Job, counter: str) -> None:
    moved = await backend.move_print(job, counter)
    if desk.backend is backend:
        desk.follow_print(moved)


async def _say(desk: DeskApp, backend: Backend, saying: Coroutine[None, None, None], said: str) -> None:
    try:
        await saying
    except NotNow:
        _if_here(desk, backend, lambda: desk.say(words.GONE_ON, warning=True))
    except PrinterError as error:
        failed = told(error)
        _if_here(desk, backend, lambda: desk.tell(failed))
    else:
        _if_here(desk, backend, lambda: desk.say(said))


def _if_here(desk: DeskApp, backend: Backend, tell: Callable[[], None]) -> None:
    if desk.backend is backend:
        tell()
