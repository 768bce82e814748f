"""Base of the screen that prints slips: shown before, printed once, and never again without saying so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.message import Message

from desk.backend import PrintResult
from desk.check_memory import Facts
from desk.messages import common
from desk.messages import pick_up as words
from desk.messages.errors import Told, told
from desk.screens.checking import CheckingScreen
from desk.screens.menu import MenuDialog
from desk.slip_of import slip_of
from desk.widgets.dialog import ConfirmDialog
from printer.errors import BadSlip, PrinterError
from registry.commands import SlipPrinted

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend
    from printer.slip import Slip
    from registry.records import Record

_CAME: Final = "came"


class SlipPrintingScreen(CheckingScreen):
    """Prints the slip of its request.

    Only a print that is known to have been sent is recorded. After one of which nobody knows, the clerk
    looks at the paper and says; unless it came out, the next slip is marked as a reprint all the same.
    """

    @dataclass
    class Printed(Message, bubble=False):
        """A print has ended; ``error`` where the printer said why not."""

        result: PrintResult
        error: Exception | None = None

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self.printing = False

    @property
    def facts(self) -> Facts:
        """What was recorded at this desk and may not be in the mirror yet."""
        return self.desk.memory.facts(self.request_id)

    def read_record(self) -> Record | None:
        """Return the request with the facts on it that still wait to be sent."""
        record = super().read_record()
        if record is None:
            return None
        return record.model_copy(update={"request": self.facts.shown_on(record.request)})

    @property
    def _slips_known(self) -> int:
        return self.request.hand_over.slips_printed if self.request is not None else 0

    def paper(self) -> Slip | None:
        """Return the slip as it would be printed now; raises BadSlip."""
        if self.request is None:
            return None
        return slip_of(
            self.request,
            self.particulars,
            self.backend.person,
            self.backend.profile,
            now=self.backend.now(),
            training=self.backend.training,
            doubtful=self.kept.doubtful,
        )

    def paper_lines(self) -> tuple[list[str], bool]:
        """Return the preview's lines and whether they tell a problem instead."""
        from printer.preview import preview

        try:
            slip = self.paper()
        except BadSlip as error:
            return [words.SLIP_REFUSED, error.thai, error.next_step], True
        return (preview(slip, self.backend.paper_mm), False) if slip is not None else ([common.GONE], True)

    def print_slip(self) -> None:
        """Print, after a question where a slip may be out already."""
        if self.printing or self.busy:
            return
        try:
            slip = self.paper()
        except BadSlip as error:
            self.desk.tell(told(error))
            return
        if slip is None:
            return
        if not slip.reprint:
            self._start(slip)
            return
        dialog = ConfirmDialog(words.REPRINT_TITLE, words.reprint_ask(slip.reprint), words.REPRINT)
        self.desk.push_screen(dialog, lambda yes: self._start(slip) if yes else None)

    def _start(self, slip: Slip) -> None:
        self.printing = True
        self.show()
        working = self._print(self.desk, self.backend, slip)
        self.desk.run_worker(working, group="printing", exit_on_error=False)

    async def _print(self, desk: DeskApp, backend: Backend, slip: Slip) -> None:
        facts, printed_before = self.facts, self._slips_known
        ended = await self._ended(backend, slip)
        if ended.result is PrintResult.UNKNOWN:
            self.kept.doubtful += 1
        if ended.result is PrintResult.SENT:
            facts.slips = printed_before + 1
            await self.carry(desk, backend, SlipPrinted())
        if self.is_attached:
            self.post_message(ended)
        elif ended.result is not PrintResult.SENT and desk.backend is backend:
            desk.tell(_failure(ended))

    async def _ended(self, backend: Backend, slip: Slip) -> Printed:
        try:
            return self.Printed(await backend.print_slip(slip))
        except PrinterError as error:
            doubt = error.may_have_printed
            return self.Printed(PrintResult.UNKNOWN if doubt else PrintResult.FAILED, error)
        except Exception as error:  # noqa: BLE001  nobody knows what it left behind: look at the paper
            return self.Printed(PrintResult.UNKNOWN, error)

    def on_slip_printing_screen_printed(self, event: Printed) -> None:
        """Say how the print ended; ask the clerk where only the paper can tell."""
        self.printing = False
        if self.over:
            return
        self.show()
        if event.result is PrintResult.SENT:
            self.say(words.PRINT_SENT)
        elif event.result is PrintResult.FAILED:
            self.desk.tell(_failure(event))
        else:
            why = f"{event.error.thai} " if isinstance(event.error, PrinterError) else ""
            choices = ((_CAME, words.DOUBT_CAME), ("not", words.DOUBT_NOT))
            self.desk.push_screen(MenuDialog(words.DOUBT_TITLE, choices, why + words.DOUBT), self._looked)

    def _looked(self, answer: str | None) -> None:
        if answer == _CAME:
            self.kept.doubtful = max(0, self.kept.doubtful - 1)
            self.facts.slips = self._slips_known + 1
            self.issue(SlipPrinted())
        else:
            self.say(words.DOUBT_KEPT)
        self.show()


def _failure(ended: SlipPrintingScreen.Printed) -> Told:
    if isinstance(ended.error, PrinterError):
        return Told(
            words.PRINT_FAILED_TITLE, f"{ended.error.thai} {words.PRINT_FAILED}", ended.error.next_step
        )
    if ended.result is PrintResult.UNKNOWN:
        return Told(words.DOUBT_TITLE, words.DOUBT_KEPT, words.PRINT_FAILED_NEXT)
    return Told(words.PRINT_FAILED_TITLE, words.PRINT_FAILED, words.PRINT_FAILED_NEXT)
