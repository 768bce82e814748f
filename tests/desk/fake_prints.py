"""A counter's prints in memory: what was handed in, and what becomes of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desk.backend import PaperWidth
from desk.errors import Offline
from desk.events import PrintsChanged
from desk.print_facts import printed
from desk.printing import Word
from printer.content import Block
from printer.preview import preview, written
from printer.samples import sample
from printer.slip import Slip
from printer.spool.errors import NotNow
from printer.spool.jobs import Answer, Job
from printer.spool.jobs import State as Print
from registry.request import Request
from tests.desk.fake_life import FakeLife


@dataclass
class FakePrints(FakeLife):
    """The prints of a fake desk; paper that came out is recorded with its request."""

    paper_mm: PaperWidth = 80
    print_state: Print = Print.SENT
    print_reason: str = ""
    print_error: Exception | None = None
    jobs: list[Job] = field(default_factory=list)
    prints_here: bool = True
    others: tuple[str, ...] = ()
    printed: list[Slip] = field(default_factory=list)
    papers: list[tuple[str, list[str]]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def can_print_here(self) -> bool:
        return self.prints_here

    def other_printers(self) -> Sequence[str]:
        return self.others

    async def print_day_end(self) -> Job:
        if not self.online:
            raise Offline
        return await self.print_slip(sample(1), next(iter(self.records.values())).request)

    async def print_paper(self, parts: list[Block], label: str) -> Job:
        self.papers.append((label, written(parts, 48)))
        return await self.print_slip(sample(1), next(iter(self.records.values())).request)

    def keep_page(self, html: str) -> Path:
        if self.error is not None:
            raise self.error
        self.pages.append(html)
        return Path("copies-list.html")

    async def move_print(self, job: Job, at: str) -> Job:
        await self.print_becomes(job, Print.CANCELLED, job.reason)
        moved = replace(job, number=len(self.jobs) + 1, id=f"moved-{job.id}", context=json.dumps({"to": at}))
        self.jobs.append(moved)
        return moved

    async def print_slip(self, slip: Slip, request: Request, at: str = "") -> Job:
        if self.print_error is not None:
            raise self.print_error
        self.printed.append(slip)
        job = print_job(len(self.jobs) + 1, request, slip.reprint, self.clock)
        job = replace(job, context=json.dumps({"to": at})) if at else job
        self.jobs.append(job)
        await self.print_becomes(job, self.print_state, self.print_reason)
        return self.job(job.id)

    async def print_becomes(
        self, job: Job, state: Print, reason: str = "", answer: Answer | None = None
    ) -> None:
        """Let something become of a print, as the spool's owner would; paper is recorded once."""
        now = replace(self.job(job.id), state=state, reason=reason, answer=answer, ended_at=self.clock)
        self.jobs[now.number - 1] = now
        if now.on_paper and not now.recorded:
            self.jobs[now.number - 1] = replace(now, recorded=True)
            await self.send(now.about, 1, printed(now).command)
        if self.post is not None:
            self.post(PrintsChanged())

    def job(self, job_id: str) -> Job:
        return next(job for job in self.jobs if job.id == job_id)

    def prints(self, request_id: str) -> Sequence[Job]:
        return [job for job in self.jobs if job.about == request_id]

    def open_prints(self) -> Sequence[Job]:
        return [job for job in self.jobs if not job.settled]

    async def say_to_print(self, job_id: str, word: Word) -> None:
        job = self.job(job_id)
        if word in (Word.CAME, Word.NOT) and job.in_doubt:
            await self.print_becomes(job, Print.UNKNOWN, job.reason, Answer(word))
        elif word is Word.GO and job.state is Print.HELD:
            await self.print_becomes(job, Print.QUEUED)
        elif word is Word.CANCEL and job.waits:
            await self.print_becomes(job, Print.CANCELLED, job.reason)
        else:
            raise NotNow

    def slip_lines(self, slip: Slip) -> Sequence[str]:
        return preview(slip, self.paper_mm)


def print_job(number: int, request: Request, reprint: int, moment: dt.datetime) -> Job:
    """Return a print that was just handed in."""
    return Job(
        number=number,
        id=f"00000000-0000-7000-8000-{number:012d}",
        about=request.id,
        label=f"{request.queue.number if request.queue else ''} {request.reference}".strip(),
        reprint=reprint,
        by="somying",
        context="1",
        state=Print.QUEUED,
        reason="",
        answer=None,
        queued_at=moment,
        waits_since=moment,
        ended_at=None,
        recorded=False,
    )
