"""What prints mean for their request: facts for the daemon, and the number of the next slip."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from printer.spool.jobs import NEVER_PRINTED, Answer, Job, State
from registry.commands import Envelope, SlipDoubtful, SlipPrinted


def slips_out(jobs: Sequence[Job]) -> int:
    """Return how many of a request's slips are on paper, as far as this counter knows."""
    return sum(job.on_paper for job in jobs)


def next_reprint(jobs: Sequence[Job], slips_printed: int, next_slip: int = 0) -> int:
    """Return the number of the next slip, 0 for a first one: above all that are or may come out.

    ``slips_printed`` and ``next_slip`` are what is recorded of all counters. A doubtful print that a clerk
    saw no paper of counts as well: a printer may hold a slip and print it later.
    """
    doubtful = sum(job.state is State.UNKNOWN and not job.on_paper for job in jobs)
    numbers = [job.reprint + 1 for job in jobs if job.state not in NEVER_PRINTED]
    return max(slips_printed + doubtful, next_slip, *numbers, 0)


def printed(job: Job) -> Envelope:
    """Return the fact that a job's slip is on paper, the same however often and by whomever it is asked."""
    return Envelope(
        id=job.id,
        request_id=job.about,
        seen_version=_version(job),
        at=job.ended_at or job.queued_at,
        command=SlipPrinted(reprint=job.reprint, printed_by=job.by or None),
    )


def doubtful(job: Job) -> Envelope:
    """Return the fact that nobody knows of a job's slip, or that somebody looked and found no whole paper."""
    missing = job.answer is Answer.NOT
    return Envelope(
        id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{job.id} {'missing' if missing else 'doubtful'}")),
        request_id=job.about,
        seen_version=_version(job),
        at=job.ended_at or job.queued_at,
        command=SlipDoubtful(reprint=job.reprint, missing=missing),
    )


def _version(job: Job) -> int:
    return int(job.context) if job.context.isdecimal() else 0
