"""Slips handed to a spool: marked with the number of reprint that is free, kept as bytes and as data."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from printer.slip import Slip
from printer.spool.errors import NotNow
from printer.spool.jobs import Answer, Job, NewJob, State
from printer.spool.store import Spool

Render = Callable[[Slip], bytes]


def new_id() -> str:
    """Return a UUIDv7 as text: ids sort by the time they were made."""
    from uuid_utils import uuid7

    return str(uuid7())


def label_of(slip: Slip) -> str:
    """Return how people call a slip: queue number and reference."""
    return " ".join(part for part in (slip.queue_number, slip.reference) if part)


def submit(
    spool: Spool,
    slip: Slip,
    render: Render,
    *,
    job_id: str,
    about: str = "",
    by: str = "",
    context: str = "",
    whose: str = "",
) -> Job:
    """Queue a slip, marked with its own number of reprint or a higher one where that is taken.

    The number on paper is made sure of by the spool and not by who asks: no two slips of one request that
    are or may come out bear the same. ``whose`` stands with its label. Raises PrinterError where the slip
    cannot be drawn, SpoolError.
    """
    job = None
    while job is None:
        slip = replace(slip, reprint=spool.next_reprint(about, slip.reprint))
        new = NewJob(
            id=job_id,
            about=about,
            label=" ".join(part for part in (label_of(slip), whose) if part),
            reprint=slip.reprint,
            by=by,
            context=context,
            payload=render(slip),
            slip=to_text(slip),
        )
        job = spool.submit(new)
    return job


def reprint(spool: Spool, job: Job, render: Render, *, job_id: str, printed_at: datetime) -> Job:
    """Queue a doubtful job's slip once more, marked; its own paper counts as not come from now on.

    Raises NotNow for a job that is not in doubt: a settled one's slip is not kept, a waiting one goes out.
    """
    text = spool.slip(job)
    if job.state is not State.UNKNOWN or text is None:
        raise NotNow
    slip = replace(from_text(text), printed_at=printed_at)
    # A paper may yet come of the first, so the second is a reprint even of what belongs to no request.
    again = replace(slip, reprint=max(slip.reprint, job.reprint) + 1)
    queued = submit(spool, again, render, job_id=job_id, about=job.about, by=job.by, context=job.context)
    spool.settle(job.id, Answer.NOT)
    return queued


def to_text(slip: Slip) -> str:
    """Return a slip as JSON."""
    from pydantic import TypeAdapter

    return TypeAdapter(Slip).dump_json(slip).decode()


def from_text(text: str) -> Slip:
    """Return the slip of a JSON text that `to_text` made."""
    from pydantic import TypeAdapter

    return TypeAdapter(Slip).validate_json(text)
