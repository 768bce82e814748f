"""Every fault in every phase of a print: what the clerk sees, what is on paper, what the spool says.

The table lies beside this file in ``golden/faults.txt``; BANGKHAE_UPDATE_GOLDEN=1 writes it anew.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from desk.messages import printing as words
from desk.screens.print_questions import question
from printer.devices import Delivery, Device, open_device
from printer.escpos_bytes import encode
from printer.samples import sample
from printer.simulator import VirtualPrinter
from printer.slip import Slip
from printer.spool import messages, slips
from printer.spool.jobs import Answer, Job, State
from printer.spool.press import Press, Rules, Step
from printer.spool.store import Spool
from printer.status import Condition, PrinterStatus
from printer.strips import LONGEST_COMMAND
from printer.typeset import typeset
from tests.printer.spool.fake_printer import Died

GOLDEN = Path(__file__).parent / "golden" / "faults.txt"
TIMEOUT = 1.5
ROWS = 300

Act = Callable[[VirtualPrinter], object]


def nothing(_: VirtualPrinter) -> None:
    """Leave the printer alone."""


def trouble(condition: Condition) -> Act:
    return lambda printer: printer.control.trouble(condition)


def mend(printer: VirtualPrinter) -> None:
    printer.control.mend()
    printer.control.load_paper()
    printer.control.plug_in()
    habits = printer.control.habits
    habits.hang_up_after, habits.garbage, habits.reads = None, None, True


@dataclass(frozen=True)
class Fault:
    """What happens before the slip is sent, what while it is being printed, and what mends it.

    With ``stops`` the paper ends in the middle, and ``during`` happens at that very moment; ``dies`` says
    where the program ends, so that another one goes on with the spool.
    """

    name: str
    before: Act = nothing
    stops: bool = False
    during: Act = nothing
    dies: str = ""


def habit(**habits: object) -> Act:
    def set_habits(printer: VirtualPrinter) -> None:
        for name, value in habits.items():
            setattr(printer.control.habits, name, value)

    return set_habits


BEFORE = [
    Fault("none"),
    Fault("none, a printer that confirms nothing", habit(names=False, fences=False)),
    *(
        Fault(f"{condition} before", trouble(condition))
        for condition in Condition
        if condition is not Condition.BUSY
    ),
    Fault("status is garbage", habit(garbage=b"\xff\x00?")),
    Fault("power cycle before", lambda printer: printer.control.cycle_power()),
]
MIDDLE = [
    Fault("paper ends in the middle", stops=True),
    Fault("cover opened in the middle", stops=True, during=trouble(Condition.COVER_OPEN)),
    Fault("power cycle in the middle", stops=True, during=lambda printer: printer.control.cycle_power()),
    Fault("line breaks in the middle", habit(hang_up_after=LONGEST_COMMAND + 8000)),
    Fault("printer takes nothing any more", habit(reads=False, real_time=False)),
]
DEATHS = [
    Fault("program dies while it asks", dies="asking"),
    Fault("program dies before the first byte", dies="before"),
    Fault("program dies in the middle", habit(hang_up_after=LONGEST_COMMAND + 8000), dies="after"),
    Fault("program dies after the last byte", dies="after"),
]
FAULTS = [*BEFORE, *MIDDLE, *DEATHS]


class Mortal:
    """A real device in the hands of a program that dies."""

    def __init__(self, device: Device, dies: str) -> None:
        self._device, self._dies = device, dies

    def status(self) -> PrinterStatus:
        if self._dies == "asking":
            raise Died
        return self._device.status()

    def send(self, data: bytes, *, job: int | None = None) -> Delivery:
        if self._dies == "before":
            raise Died
        try:
            return self._device.send(data, job=job)
        finally:
            if self._dies == "after":
                raise Died


def render(slip: Slip) -> bytes:
    return encode(typeset(slip, 80))


PAPERS = {
    typeset(replace(sample(1), reprint=number), 80).tobytes(): f"reprint {number}" if number else "slip"
    for number in (0, 1)
}


def let_it_finish(printer: VirtualPrinter) -> None:
    """Wait until everything the printer holds is on paper: a question that it answers in its turn.

    One that is in the middle of a picture takes the question for dots, and never answers.
    """
    if not printer.control.habits.fences:
        printer.wait_for_jobs(1)
        return
    address = urlsplit(printer.url)
    with (
        contextlib.suppress(OSError),
        socket.create_connection((address.hostname, address.port or 0), 0.5) as line,
    ):
        line.sendall(b"\x1dr\x01")
        line.recv(1)


def on_paper(printer: VirtualPrinter) -> str:
    kinds = [PAPERS.get(paper.picture.tobytes(), "torn") for paper in list(printer.jobs)]
    return ", ".join(kinds) or "-"


def played(fault: Fault, folder: Path) -> str:
    """Play one fault through, and return its paragraph of the table."""
    with VirtualPrinter() as printer, Spool(folder / "printer.sqlite") as spool:
        fault.before(printer)
        slips.submit(spool, sample(1), render, job_id="first", about="request")

        def mortal() -> Device:
            return Mortal(open_device(printer.url, TIMEOUT), fault.dies)

        with contextlib.suppress(Died):
            interrupted(fault, printer, Press(spool, mortal, Rules()))
        press = Press(spool, lambda: open_device(printer.url, TIMEOUT), Rules())
        press.tidy()
        job = spool.job("first")
        if job.on_paper:
            let_it_finish(printer)
        first_paper = on_paper(printer)
        mend(printer)
        let_it_finish(printer)
        while press.step() is Step.WENT:
            pass
        let_it_finish(printer)
        settled = settle(spool, press, printer)
        let_it_finish(printer)
        lines = [
            fault.name,
            f"  spool     {stands(job)}",
            f"  clerk     {seen(job)}",
            f"  on paper  {first_paper}",
            f"  mended    {settled}; on paper {on_paper(printer)}",
        ]
        truth(fault, spool, printer)
    return "\n".join(line.rstrip() for line in lines)


def interrupted(fault: Fault, printer: VirtualPrinter, press: Press) -> None:
    """Print, and let the fault strike at the moment in which the printer stops."""
    if not fault.stops:
        press.step()
        return
    printer.control.load_paper(ROWS)
    mechanism = printer.control._mechanism

    def strike() -> None:
        with mechanism.changed:
            assert mechanism.changed.wait_for(lambda: not mechanism.can_print, 10)
        fault.during(printer)

    thread = threading.Thread(target=strike)
    thread.start()
    press.step()
    thread.join()


def settle(spool: Spool, press: Press, printer: VirtualPrinter) -> str:
    """Answer as a clerk who looks does; a slip that did not come is printed again."""
    job = spool.job("first")
    if not job.in_doubt:
        return stands(job)
    if "slip" in on_paper(printer):
        return stands(spool.settle("first", Answer.CAME))
    slips.reprint(spool, job, render, job_id="again", printed_at=sample(1).printed_at)
    while press.step() is Step.WENT:
        pass
    return f"{stands(spool.job('first'))}, then {stands(spool.job('again'))}"


def truth(fault: Fault, spool: Spool, printer: VirtualPrinter) -> None:
    """Whatever happened: what counts as on paper is, no paper is there twice, none without its record."""
    whole = [kind for kind in on_paper(printer).split(", ") if kind not in ("torn", "-")]
    assert len(set(whole)) == len(whole), fault.name
    recorded = ["slip" if not job.reprint else f"reprint {job.reprint}" for job in spool.unrecorded()]
    assert sorted(recorded) == sorted(whole), fault.name


def stands(job: Job) -> str:
    answer = f" ({job.answer})" if job.answer else ""
    return f"{job.state}{f': {job.reason}' if job.reason else ''}{answer}"


def seen(job: Job) -> str:
    if job.asks:
        title, text, choices = question(job)
        return f"{title} | {text.splitlines()[-1]} | {' / '.join(label for _, label in choices)}"
    if job.waits:
        return words.note(job)
    if job.state is State.FAILED:
        return words.failed(job)
    return words.CONFIRMED if job.state is State.CONFIRMED else messages.STATE[job.state]


def test_every_fault_in_every_phase_ends_in_the_truth(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(len(FAULTS))]
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor(6) as pool:
        table = "\n\n".join(pool.map(played, FAULTS, folders)) + "\n"
    if os.environ.get("BANGKHAE_UPDATE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(table, "utf-8")
    assert table == GOLDEN.read_text("utf-8")
