"""Whatever happens in whatever order: what is on paper is what is recorded, and each duplicate is marked."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from printer.spool.jobs import Answer, Job, State
from printer.spool.press import Press, Rules, Step
from printer.spool.slips import new_id
from printer.spool.store import Spool
from printer.status import Condition
from tests.printer.spool.fake_printer import Clock, Died, FakePrinter, new_job

ABOUT = st.sampled_from(["a", "b"])
FAULTS = st.sampled_from(["", "away", "cut early", "cut late", "die asked", "die early", "die late", "bug"])


class PrintingCounter(RuleBasedStateMachine):
    """A counter with a printer that fails in every way, a program that dies, and an honest clerk."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / "printer.sqlite"
        self.clock, self.printer = Clock(), FakePrinter()
        self.recorded: list[bytes] = []
        self.begin()

    def begin(self) -> None:
        self.spool = Spool(self.file, self.clock)
        self.press = Press(self.spool, lambda: self.printer, Rules(), self.clock)

    def teardown(self) -> None:
        self.spool.close()
        self.folder.cleanup()

    @rule(about=ABOUT)
    def hand_in(self, about: str) -> None:
        reprint = self.spool.next_reprint(about)
        job_id = new_id()
        new = new_job(about, f"{about}{reprint} {job_id}".encode(), reprint, job_id)
        job = self.spool.submit(new)
        assert job is not None
        assert self.spool.submit(new) == job

    @rule(fault=FAULTS, confirms=st.booleans())
    def work(self, fault: str, confirms: bool) -> None:
        self.printer.fault, self.printer.confirms = fault, confirms
        try:
            self.press.step()
        except Died:
            self.spool.close()
            self.begin()
        self.printer.fault = ""

    @rule(conditions=st.frozensets(st.sampled_from(Condition), max_size=2))
    def printer_changes(self, conditions: frozenset[Condition]) -> None:
        self.printer.conditions = conditions

    @rule(minutes=st.integers(0, 20))
    def time_goes_by(self, minutes: int) -> None:
        self.clock.pass_by(minutes=minutes)

    @precondition(lambda self: any(job.in_doubt for job in self.spool.jobs()))
    @rule(data=st.data())
    def clerk_looks(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from([job for job in self.spool.jobs() if job.in_doubt]))
        came = self.mark(job) in self.printer.paper
        self.spool.settle(job.id, Answer.CAME if came else Answer.NOT)

    @precondition(lambda self: any(job.waits for job in self.spool.jobs()))
    @rule(data=st.data(), go=st.booleans())
    def clerk_decides(self, data: st.DataObject, go: bool) -> None:
        job = data.draw(st.sampled_from([job for job in self.spool.jobs() if job.waits]))
        if go and job.state is State.HELD:
            self.spool.release(job.id)
        else:
            self.spool.cancel(job.id)

    @rule()
    def desk_records(self) -> None:
        for job in self.spool.unrecorded():
            self.recorded.append(self.mark(job))
            self.spool.record(job.id)

    @invariant()
    def nothing_is_printed_twice_and_each_duplicate_says_so(self) -> None:
        assert max(Counter(self.printer.paper).values(), default=0) <= 1
        for about in (b"a", b"b"):
            numbers = [int(paper[1:].split()[0]) for paper in self.printer.paper if paper.startswith(about)]
            assert sorted(set(numbers)) == sorted(numbers)

    @invariant()
    def what_is_known_is_true(self) -> None:
        for job in self.spool.jobs():
            out = self.mark(job) in self.printer.paper
            if job.on_paper:
                assert out
            elif out:
                assert job.state in {State.SENDING, State.UNKNOWN}
            if job.answer is Answer.NOT:
                assert not out

    @invariant()
    def recorded_is_on_paper_and_once(self) -> None:
        assert len(set(self.recorded)) == len(self.recorded)
        assert set(self.recorded) <= set(self.printer.paper)

    @rule()
    def an_evening(self) -> None:
        """When the printer works and every question is answered, paper and record are the same."""
        self.printer.conditions = frozenset()
        while self.press.step() is Step.WENT:
            pass
        for job in self.spool.open_jobs():
            if job.in_doubt:
                came = self.mark(job) in self.printer.paper
                self.spool.settle(job.id, Answer.CAME if came else Answer.NOT)
            else:
                self.spool.cancel(job.id)
        self.desk_records()
        assert sorted(self.recorded) == sorted(self.printer.paper)
        assert self.spool.open_jobs() == []

    @staticmethod
    def mark(job: Job) -> bytes:
        return f"{job.about}{job.reprint} {job.id}".encode()


PrintingCounter.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestCounter = PrintingCounter.TestCase
