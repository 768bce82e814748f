"""The slips that other counters print for this one, as this counter keeps them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from printer.spool.jobs import Job, State
from registry.print_orders import OrderedPrint, OrderState, PrintOrder

if TYPE_CHECKING:
    from printer.slip import Slip
    from printer.spool.store import Spool

EXPIRED: Final = "expired"
"""The reason of a print that nobody took in time."""
NOT_OFFERED: Final = "not_offered"
"""The reason of a print for a counter that prints for nobody."""
_WAITS: Final = frozenset({OrderState.OPEN, OrderState.TAKEN})


def counter_of(job: Job) -> str:
    """Return the counter that prints a job for this one; empty: it is printed here."""
    return str(json.loads(job.context)["to"]) if job.context.startswith("{") else ""


def keep(spool: Spool, slip: Slip, *, about: str, version: int, job_id: str, clerk: str, to: str) -> Job:
    """Write down a slip for another counter's printer, before that one hears of it."""
    from printer.spool.slips import submit

    job = submit(
        spool,
        slip,
        lambda _: b"",
        job_id=job_id,
        about=about,
        by=clerk,
        context=json.dumps({"to": to, "version": version}),
    )
    # Whoever prints it makes a fact of its paper.
    spool.record(job.id)
    return job


def order_of(spool: Spool, job: Job, *, withdrawn: bool) -> PrintOrder | None:
    """Return the order for a job, the same however often it is asked for; None where its slip is gone."""
    slip = spool.slip(job)
    if slip is None:
        return None
    return PrintOrder(
        id=job.id,
        to=counter_of(job),
        request_id=job.about,
        seen_version=json.loads(job.context)["version"],
        clerk=job.by,
        slip=slip,
        withdrawn=withdrawn,
    )


def follow(spool: Spool, job: Job, order: OrderedPrint) -> bool:
    """Let a job stand as its order does; True where that is new."""
    from printer.spool.jobs import Answer

    if order.state in _WAITS:
        return spool.follow(job.id, State.QUEUED)
    if order.state is OrderState.EXPIRED:
        return spool.follow(job.id, State.FAILED, EXPIRED)
    answer = Answer(order.answer) if order.answer else None
    return spool.follow(job.id, State(order.state.value), order.reason, answer)
