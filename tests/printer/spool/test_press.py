from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from printer.errors import BadDevice, DriverMissing, PrinterError
from printer.spool.errors import SpoolUnavailable
from printer.spool.jobs import Answer, Job, State
from printer.spool.press import Press, Rules, Step
from printer.spool.store import Spool
from printer.status import Condition
from tests.printer.spool.fake_printer import Clock, Died, FakePrinter, new_job


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spool(tmp_path: Path, clock: Clock) -> Iterator[Spool]:
    with Spool(tmp_path / "printer.sqlite", clock) as opened:
        yield opened


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def press(spool: Spool, printer: FakePrinter, clock: Clock) -> Press:
    return Press(spool, lambda: printer, Rules(), clock)


def submitted(spool: Spool, about: str = "request") -> Job:
    job = spool.submit(new_job(about, about.encode()))
    assert job is not None
    return job


@pytest.mark.parametrize(("confirms", "state"), [(True, State.CONFIRMED), (False, State.SENT)])
def test_a_slip_goes_out_once(
    press: Press, spool: Spool, printer: FakePrinter, confirms: bool, state: State
) -> None:
    assert press.step() is Step.IDLE
    assert printer.asked == 0
    printer.confirms = confirms
    job = submitted(spool)
    assert press.step() is Step.WENT
    assert spool.job(job.id).state is state
    assert press.step() is Step.IDLE
    assert printer.paper == [b"request"]


@pytest.mark.parametrize(
    "condition", [condition for condition in Condition if condition not in ("busy", "paper_low")]
)
def test_a_slip_waits_for_a_printer_that_cannot(
    press: Press, spool: Spool, printer: FakePrinter, condition: Condition
) -> None:
    printer.conditions = frozenset({condition, Condition.PAPER_LOW})
    job = submitted(spool)
    for _ in range(3):
        assert press.step() is Step.WAITS
    assert (spool.job(job.id).state, spool.job(job.id).reason) == (State.QUEUED, f"{condition},paper_low")
    printer.conditions = frozenset({Condition.PAPER_LOW})
    assert press.step() is Step.WENT
    assert (spool.job(job.id).state, spool.job(job.id).reason) == (State.CONFIRMED, "")
    assert printer.paper == [b"request"]


def test_a_printer_that_cannot_tell_is_tried(press: Press, spool: Spool, printer: FakePrinter) -> None:
    printer.tells = False
    submitted(spool)
    assert press.step() is Step.WENT


def test_a_driver_that_fails_when_it_is_asked_ends_no_printing(
    press: Press, spool: Spool, printer: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(printer, "status", bug)
    job = submitted(spool)
    assert press.step() is Step.WENT
    assert spool.job(job.id).state is State.CONFIRMED


def test_one_that_is_away_at_the_first_byte_is_tried_again(
    press: Press, spool: Spool, printer: FakePrinter
) -> None:
    printer.fault = "away"
    job = submitted(spool)
    assert press.step() is Step.WAITS
    waiting = spool.job(job.id)
    assert (waiting.state, waiting.reason) == (State.QUEUED, "PrinterUnreachable")
    assert press.step() is Step.WENT
    assert len(printer.paper) == 1


@pytest.mark.parametrize("fault", ["cut early", "cut late", "bug"])
def test_what_may_have_printed_is_never_sent_again(
    press: Press, spool: Spool, printer: FakePrinter, fault: str
) -> None:
    printer.fault = fault
    job = submitted(spool)
    submitted(spool, "another")
    for _ in range(4):
        press.step()
    assert spool.job(job.id).in_doubt
    assert printer.paper.count(b"request") == (fault == "cut late")
    assert printer.paper.count(b"another") == 1


@pytest.mark.parametrize("fault", ["die early", "die late", "die asked"])
def test_after_a_death_nothing_goes_out_that_may_be_out(
    press: Press, spool: Spool, printer: FakePrinter, clock: Clock, fault: str
) -> None:
    printer.fault = fault
    job = submitted(spool)
    with pytest.raises(Died):
        press.step()
    printer.fault = ""
    again = Press(spool, lambda: printer, Rules(), clock)
    while again.step() is Step.WENT:
        pass
    found = spool.job(job.id)
    if fault == "die asked":
        assert (found.state, printer.paper) == (State.CONFIRMED, [b"request"])
    else:
        assert (found.in_doubt, found.reason) == (True, "crash")
        assert len(printer.paper) == (fault == "die late")
        assert spool.settle(job.id, Answer.CAME).on_paper


@pytest.mark.parametrize("error", [BadDevice, DriverMissing])
def test_what_no_waiting_mends_fails_for_certain(
    spool: Spool, clock: Clock, error: type[PrinterError]
) -> None:
    def wrong() -> FakePrinter:
        raise error("tcp://HOST:PORT")

    job = submitted(spool)
    press = Press(spool, wrong, Rules(), clock)
    assert press.step() is Step.WENT
    assert (spool.job(job.id).state, spool.job(job.id).reason) == (State.FAILED, error.__name__)
    assert press.step() is Step.IDLE


def test_a_slip_that_waited_too_long_surprises_nobody_and_lets_others_pass(
    press: Press, spool: Spool, printer: FakePrinter, clock: Clock
) -> None:
    printer.conditions = frozenset({Condition.NO_PAPER})
    old = submitted(spool, "old")
    press.step()
    clock.pass_by(minutes=5, seconds=1)
    new = submitted(spool, "new")
    press.step()
    assert (spool.job(old.id).state, spool.job(old.id).reason) == (State.HELD, "no_paper")
    printer.conditions = frozenset()
    while press.step() is Step.WENT:
        pass
    assert printer.paper == [b"new"]
    assert spool.job(new.id).state is State.CONFIRMED
    spool.release(old.id)
    press.step()
    assert printer.paper == [b"new", b"old"]


def test_nothing_goes_to_a_printer_that_could_not_be_written_down(
    press: Press, spool: Spool, printer: FakePrinter, tmp_path: Path
) -> None:
    job = submitted(spool)
    spool._db.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "printer.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(SpoolUnavailable):
        press.step()
    assert printer.paper == []
    other.execute("ROLLBACK")
    press.step()
    assert spool.job(job.id).state is State.CONFIRMED

    # And one that went out while its end could not be written is in doubt, not lost and not doubled.
    second = submitted(spool, "second")

    class Blocking(FakePrinter):
        def send(self, data: bytes, *, job: int | None = None) -> object:  # type: ignore[override]
            delivered = super().send(data, job=job)
            other.execute("BEGIN IMMEDIATE")
            return delivered

    blocking = Blocking(paper=printer.paper)
    with pytest.raises(SpoolUnavailable):
        Press(spool, lambda: blocking, Rules()).step()  # type: ignore[arg-type, return-value]
    assert spool.job(second.id).state is State.SENDING
    other.execute("ROLLBACK")
    other.close()
    assert press.step() is Step.IDLE
    assert spool.job(second.id).in_doubt
    assert printer.paper == [b"request", b"second"]
