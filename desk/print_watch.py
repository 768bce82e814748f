"""Which changes of prints a clerk has not been told of yet, whatever screen is in front."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from printer.spool.jobs import Job, State


class PrintWatch:
    """Remembers what was told of each print while a clerk is signed in."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[State, str]] = {}
        self._following: dict[str, str] = {}

    def follow(self, job: Job) -> None:
        """Follow a print that was handed in here, even one that ends before it is looked at."""
        self._following[job.id] = job.about

    def news(self, open_jobs: Sequence[Job], jobs_about: Callable[[str], Sequence[Job]]) -> list[Job]:
        """Return the prints of which something new is to be told: why they wait, ask, failed, or went out.

        ``jobs_about`` finds what has become of prints that are not open any more.
        """
        open_ids = {job.id for job in open_jobs}
        gone = {job_id: about for job_id, about in self._following.items() if job_id not in open_ids}
        ended = [job for about in set(gone.values()) for job in jobs_about(about) if job.id in gone]
        for job in open_jobs:
            self._following.setdefault(job.id, job.about)
        for job in ended:
            del self._following[job.id]
        return [job for job in (*ended, *open_jobs) if self._is_news(job)]

    def _is_news(self, job: Job) -> bool:
        now = (job.state, job.reason)
        new = self._told.get(job.id) != now
        self._told[job.id] = now
        if job.state is State.QUEUED:
            return new and bool(job.reason)
        return new and job.state is not State.SENDING and job.answer is None
