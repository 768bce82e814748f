"""Telling a clerk what has become of prints: on the screen that it is about, or in passing elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import ModalScreen, Screen

from desk.messages import printing as words
from desk.print_elsewhere import counter_of
from desk.screens.print_questions import ask, show_open
from desk.screens.slip_printing import SlipPrintingScreen, failure
from desk.screens.work_list import WorkListScreen
from printer.spool.jobs import Job, State

if TYPE_CHECKING:
    from desk.app import DeskApp


def tell_news(desk: DeskApp) -> None:
    """Tell what is new of this counter's prints; a question comes up only where it disturbs nothing."""
    backend = desk.backend
    if backend is None:
        return
    front = _front(desk)
    elsewhere = []
    for job in desk.print_watch.news(backend.open_prints(), backend.prints):
        if isinstance(front, SlipPrintingScreen) and front.request_id == job.about:
            front.tell_print(job)
        else:
            elsewhere.append(job)
    asking = [job for job in elsewhere if job.asks and not counter_of(job)]
    for job in elsewhere:
        if job not in asking:
            _tell(desk, job)
    if not isinstance(desk.screen, WorkListScreen):
        for job in asking:
            desk.say(words.asks_elsewhere(job), warning=True)
    elif len(asking) == 1:
        ask(desk, asking[0])
    elif asking:
        show_open(desk)


def _tell(desk: DeskApp, job: Job) -> None:
    counter = counter_of(job)
    if job.state is State.FAILED:
        desk.tell(failure(job))
    elif counter and job.asks:
        desk.say(words.doubt_at(job, counter) if job.in_doubt else words.waits_at(job, counter), warning=True)
    elif counter and job.state is State.QUEUED:
        desk.say(words.waits_at(job, counter), warning=True)
    elif job.state is State.QUEUED:
        desk.say(words.waiting_elsewhere(job), warning=True)


def _front(desk: DeskApp) -> Screen[Any]:
    """Return the screen on which the clerk works: dialogs lie above it."""
    working = [screen for screen in desk.screen_stack if not isinstance(screen, ModalScreen)]
    return working[-1]
