"""Base of the screen that prints slips: shown before, printed once, and never again without saying so."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING

from desk import print_facts
from desk.check_memory import Facts
from desk.events import PrintsChanged
from desk.messages import common
from desk.messages import pick_up as words
from desk.messages import pick_up_keys as keys
from desk.messages import printing as print_words
from desk.messages.errors import Told, told
from desk.print_elsewhere import counter_of
from desk.screens.checking import CheckingScreen
from desk.screens.print_questions import ask, ask_where
from desk.slip_of import slip_of
from desk.widgets.dialog import ConfirmDialog
from printer.errors import BadSlip, PrinterError
from printer.spool.jobs import Job, State

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend
    from printer.slip import Slip
    from registry.records import Record
    from registry.request import Request


class SlipPrintingScreen(CheckingScreen):
    """Prints the slip of its request through the counter's spool, which keeps how every print stands.

    One slip at a time: while one waits, is being printed or is in doubt, F6 is about that one.
    """

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self._handing_in = False
        self._waits = ""

    @property
    def facts(self) -> Facts:
        """What was recorded at this desk and may not be in the mirror yet."""
        return self.desk.memory.facts(self.request_id)

    @property
    def prints(self) -> Sequence[Job]:
        """This request's prints at this counter."""
        return self.backend.prints(self.request_id)

    @property
    def open_print(self) -> Job | None:
        """The print that waits, is being sent, or is in doubt."""
        return next((job for job in self.prints if not job.settled), None)

    @property
    def printing(self) -> bool:
        """Whether a slip is under way, so that none is to be asked for."""
        return self._handing_in or self.open_print is not None

    @property
    def print_key(self) -> str:
        """What F6 leads to now, in a word."""
        # Asked whenever the keys are drawn: from memory, not from the spool's file.
        job = next((job for job in self.backend.open_prints() if job.about == self.request_id), None)
        if job is None:
            return keys.PRINT
        return print_words.CANCEL_KEY if job.waits and not job.asks else print_words.KEY

    @property
    def print_note(self) -> str:
        """How the open print stands, in few words; empty: there is none."""
        job = self.open_print
        if job is None:
            in_doubt = self.request is not None and self.request.hand_over.doubtful_slips
            idle = print_words.OTHER_IN_DOUBT if in_doubt else ""
            return print_words.PRINTING if self._handing_in else idle
        if counter := counter_of(job):
            return print_words.stands_at(job, counter)
        if job.asks:
            return print_words.state(job)
        return print_words.waiting(job) if job.reason else print_words.PRINTING

    def read_record(self) -> Record | None:
        """Return the request with the facts on it that still wait to be sent."""
        record = super().read_record()
        if record is None:
            return None
        self.facts.slips = max(self.facts.slips, print_facts.slips_out(self.prints))
        return record.model_copy(update={"request": self.facts.shown_on(record.request)})

    def paper(self) -> Slip | None:
        """Return the slip as it would be printed now; raises BadSlip."""
        if self.request is None:
            return None
        known = self.request.hand_over
        return slip_of(
            self.request,
            self.particulars,
            self.backend.person,
            self.backend.profile,
            now=self.backend.now(),
            training=self.backend.training,
            reprint=print_facts.next_reprint(self.prints, known.slips_printed, known.next_slip),
        )

    def paper_heading(self) -> tuple[str, str]:
        """Return what paper the preview is of, and how often it came out or how it stands."""
        times = self.request.hand_over.slips_printed if self.request is not None else 0
        return words.slip(self.backend.paper_mm), self.print_note or words.printed(times)

    def paper_lines(self) -> tuple[list[str], bool]:
        """Return the preview's lines and whether they tell a problem instead."""
        try:
            slip = self.paper()
        except BadSlip as error:
            return [words.SLIP_REFUSED, error.thai, error.next_step], True
        return (list(self.backend.slip_lines(slip)), False) if slip is not None else ([common.GONE], True)

    def print_slip(self) -> None:
        """Print, after a question where a slip may be out already; or speak of the print that is open."""
        if self._handing_in or self.busy:
            return
        job = self.open_print
        if job is not None:
            ask(self.desk, job)
            return
        try:
            slip = self.paper()
        except BadSlip as error:
            self.desk.tell(told(error))
            return
        request = self.request
        if slip is None or request is None:
            return
        if not slip.reprint:
            self._ask_where(slip, request)
            return
        dialog = ConfirmDialog(words.REPRINT_TITLE, words.reprint_ask(slip.reprint), words.REPRINT)
        self.desk.push_screen(dialog, lambda yes: self._ask_where(slip, request) if yes else None)

    def _ask_where(self, slip: Slip, request: Request) -> None:
        ask_where(self.desk, self.backend, lambda counter: self._start(slip, request, counter))

    def _start(self, slip: Slip, request: Request, counter: str) -> None:
        self._handing_in = True
        self.show()
        handing_in = self.backend.print_slip(slip, request, counter)
        working = self._hand_in(self.desk, self.backend, handing_in)
        self.desk.run_worker(working, group="printing", exit_on_error=False)

    async def _hand_in(self, desk: DeskApp, backend: Backend, handing_in: Coroutine[None, None, Job]) -> None:
        try:
            job = await handing_in
        except Exception as error:  # noqa: BLE001  nothing was handed in, so nothing can have been printed
            if desk.backend is backend:
                desk.tell(_not_handed_in(error))
        else:
            if desk.backend is backend:
                desk.follow_print(job)
        finally:
            self._handing_in = False
            if self.is_attached and not self.over:
                self.post_message(PrintsChanged())

    def on_prints_changed(self, _event: PrintsChanged) -> None:
        """Show how the prints stand now."""
        if self.over:
            return
        if self.note and self.note == self._waits and not self.printing:
            # What it says of F6 is so no more.
            self.say("")
        self.adopt(own=True)

    def tell_print(self, job: Job) -> None:
        """Tell what has become of a print of this request."""
        counter = counter_of(job)
        if job.state is State.FAILED:
            self.desk.tell(failure(job))
        elif counter:
            self.say(
                print_words.doubt_at(job, counter) if job.in_doubt else print_words.stands_at(job, counter)
            )
        elif job.asks:
            ask(self.desk, job)
        elif job.state is State.QUEUED:
            self._waits = print_words.note(job)
            self.say(self._waits)
        elif job.state in (State.SENT, State.CONFIRMED):
            self.say(print_words.CONFIRMED if job.state is State.CONFIRMED else print_words.SENT)


def failure(job: Job) -> Told:
    """Return what to tell of a print that certainly did not come out."""
    return Told(print_words.FAILED_TITLE, print_words.failed(job), print_words.failed_next(job))


def _not_handed_in(error: Exception) -> Told:
    if isinstance(error, PrinterError):
        return Told(print_words.FAILED_TITLE, f"{error.thai} {print_words.FAILED}", error.next_step)
    return Told(print_words.FAILED_TITLE, print_words.FAILED, print_words.FAILED_NEXT)
