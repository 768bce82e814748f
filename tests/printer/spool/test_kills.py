"""A program killed for real, at every step, with a real file and a printer on the line."""

from __future__ import annotations

import dataclasses
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from printer.devices import open_device
from printer.escpos_bytes import encode
from printer.samples import sample
from printer.simulator import VirtualPrinter
from printer.slip import Slip
from printer.spool import slips
from printer.spool.jobs import Answer, State
from printer.spool.places import counter_place
from printer.spool.press import Press, Rules, Step
from printer.spool.store import Spool
from printer.typeset import typeset
from tests.printer.spool.dying import STEPS
from thai.file_lock import FileLock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")

EXPECTED = {
    # step: papers when it died, state after the next start, papers then
    "submitted": (0, State.CONFIRMED, 1),
    "asked": (0, State.CONFIRMED, 1),
    "journalled": (0, State.UNKNOWN, 0),
    "half": (0, State.UNKNOWN, 0),
    "all sent": (1, State.UNKNOWN, 1),
    "written": (1, State.CONFIRMED, 1),
}


def render(slip: Slip) -> bytes:
    return encode(typeset(slip, 80))


def killed_at(step: str, folder: Path, url: str) -> int:
    words = [sys.executable, "-m", "tests.printer.spool.dying", step, str(folder), url, f"job-{step}"]
    return subprocess.run(words, check=False, timeout=60).returncode


def test_killed_at_every_step_the_spool_says_what_is_true(tmp_path: Path) -> None:
    assert set(EXPECTED) == set(STEPS)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda step: one_step(step, tmp_path / step.replace(" ", "-")), STEPS))


def one_step(step: str, folder: Path) -> None:
    at_death, state, then = EXPECTED[step]
    with VirtualPrinter() as printer:
        assert killed_at(step, folder, printer.url) == -signal.SIGKILL
        if step == "half":
            with pytest.raises(TimeoutError, match="0 of 1 slips"):
                printer.wait_for_jobs(1)
            printer.errors.clear()
        else:
            printer.wait_for_jobs(at_death)
        place = counter_place(folder)
        lock = FileLock(place.lock)
        with Spool(place.file) as spool:
            press = Press(spool, lambda: open_device(printer.url), Rules())
            while press.step() is Step.WENT:
                pass
            job = spool.job(f"job-{step}")
            # This printer never says that a slip is on paper; one that does is as good.
            assert job.state in ({State.CONFIRMED, State.SENT} if state is State.CONFIRMED else {state})
            assert len(printer.wait_for_jobs(then)) == then
            if state is State.UNKNOWN:
                ask_and_print_again(spool, press, printer, job.id, came=bool(then))
        lock.release()
        assert not printer.errors


def ask_and_print_again(
    spool: Spool, press: Press, printer: VirtualPrinter, job_id: str, *, came: bool
) -> None:
    # What a dying program left half in the printer is cut off before the next slip.
    before = len(printer.jobs) + (not printer.jobs and job_id == "job-half")
    if came:
        spool.settle(job_id, Answer.CAME)
        slips.submit(spool, sample(1), render, job_id="again", about="request")
    else:
        printed_at = sample(1).printed_at
        slips.reprint(spool, spool.job(job_id), render, job_id="again", printed_at=printed_at)
    assert press.step() is Step.WENT
    paper = printer.wait_for_jobs(before + 1)[-1]
    marked = typeset(dataclasses.replace(sample(1), reprint=1), 80)
    assert paper.raw.endswith(encode(marked))
    assert paper.picture.tobytes() == marked.tobytes()
    assert len(spool.unrecorded()) == 1 + came
