"""The life of a request: which command may follow which state, and what it changes.

Pure: a request, a command, who and when go in; the changed request, an audit entry and what the
citizen is to be told come out. Places in slots and queue numbers are given by the store, in the
same transaction, through ``Context``; what all this is told by is in ``registry.transitions``.
The wished place is kept from the confirmation on.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from registry import commands as c
from registry.actors import Actor
from registry.checks import DopaOutcome, Step, Verdict, steps_for, verdict
from registry.duties import Duty, may, may_order
from registry.errors import RefusalCode, Refused
from registry.request import NEEDS_NEW_DAY, Appointment, Check, Fee, Holder, Request, Wish
from registry.states import BOOKED, State
from registry.transitions import (
    Answer,
    CitizenCommand,
    Coming,
    Context,
    Displace,
    Expire,
    InquiryCommand,
    Notice,
    Office,
    Rewish,
    Submit,
    SystemCommand,
    Transition,
)

__all__ = [
    "Answer",
    "CitizenCommand",
    "Coming",
    "Context",
    "Displace",
    "Expire",
    "Notice",
    "Office",
    "Rewish",
    "Submit",
    "SystemCommand",
    "Transition",
    "apply",
    "expect_duty",
]


def apply(
    request: Request,
    command: c.Decision | c.Fact | CitizenCommand | SystemCommand | InquiryCommand,
    context: Context,
) -> Transition:
    """Return what a command comes to; raises Refused when the life of a request does not allow it."""
    expect_duty(context.actor, command)
    return _apply(command, request, context)


def expect_duty(actor: Actor, command: object) -> None:
    """Raise Refused (NOT_ALLOWED) for a decision that is not of the actor's role."""
    if actor.kind != "clerk" or not isinstance(command, c.Decision):
        return
    if not may_order(actor.role, command.kind):
        raise Refused(RefusalCode.NOT_ALLOWED)


@singledispatch
def _apply(command: object, _request: Request, _context: Context) -> Transition:
    raise TypeError(f"not a command: {type(command).__name__}")


def _expect(request: Request, *states: State) -> None:
    if request.state not in states:
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)


def _change(request: Request, context: Context, **changes: Any) -> Request:
    if changes.get("state", request.state) is not request.state:
        changes.setdefault("state_since", context.now)
    return request.model_copy(update={**changes, "version": request.version + 1})


def with_day(request: Request) -> tuple[str, ...]:
    """Return the flags of a request that has a day (again)."""
    return tuple(flag for flag in request.flags if flag != NEEDS_NEW_DAY)


def _expect_holder(request: Request, context: Context) -> Holder:
    """Only the holder decides; a lease that has ended is good again as long as nobody else took it."""
    _expect(request, State.CHECKING)
    holder = request.holder
    if holder is None or not request.held_by(context.actor.id, context.actor.counter):
        name, counter = (holder.clerk_name, holder.counter) if holder else ("", "")
        raise Refused(RefusalCode.NOT_HOLDER, holder=name, counter=counter)
    return holder


def _expect_clean(steps: Sequence[Step], outcomes: Sequence[DopaOutcome], check: Check) -> None:
    found = verdict(steps, outcomes, check)
    if found is Verdict.INCOMPLETE:
        raise Refused(RefusalCode.CHECK_INCOMPLETE)
    if found is Verdict.MISMATCH:
        raise Refused(RefusalCode.CHECK_MISMATCH)


def _lease(context: Context) -> Holder:
    actor = context.actor
    return Holder(
        clerk=actor.id, clerk_name=actor.name, counter=actor.counter, until=context.now + context.office.lease
    )


def _held(wish: Wish, instead_of: Appointment | None, context: Context) -> Appointment | None:
    """Keep the wished place for the request until it is decided; raises Refused as ``Office.book`` does."""
    if wish.date is None or wish.time is None:
        if instead_of is not None:
            context.office.give_back(instead_of)
        return None
    return context.office.book(Appointment(date=wish.date, time=wish.time), instead_of=instead_of)


def _let_go(request: Request, context: Context) -> None:
    """Free the place that a request has in a slot, kept for it or booked."""
    if request.hold is not None:
        context.office.give_back(request.hold)
    if request.appointment is not None and request.state in BOOKED:
        context.office.give_back(request.appointment)


@_apply.register
def _submit(_: Submit, request: Request, context: Context) -> Transition:
    _expect(request, State.COLLECTING)
    hold = _held(request.wish, request.hold, context)
    changed = _change(request, context, state=State.PENDING, submitted_at=context.now, hold=hold)
    return Transition(changed, "submitted")


@_apply.register
def _answer(_: Answer, request: Request, context: Context) -> Transition:
    _expect(request, State.NEEDS_INFORMATION)
    return Transition(_change(request, context, state=State.PENDING, question=""), "answered")


@_apply.register
def _expire(_: Expire, request: Request, context: Context) -> Transition:
    _expect(request, State.COLLECTING, State.NO_SHOW, State.NEEDS_INFORMATION)
    _let_go(request, context)
    waited_for = request.state is not State.COLLECTING
    notice = Notice.EXPIRED if waited_for else None
    return Transition(_change(request, context, state=State.EXPIRED, hold=None), "expired", notice=notice)


@_apply.register
def _take(_: c.Take, request: Request, context: Context) -> Transition:
    _expect(request, State.PENDING, State.CHECKING)
    holder = request.held_at(context.now) if request.state is State.CHECKING else None
    if holder is not None and not request.held_by(context.actor.id, context.actor.counter):
        raise Refused(RefusalCode.HELD_BY_OTHER, holder=holder.clerk_name, counter=holder.counter)
    changed = _change(
        request, context, state=State.CHECKING, holder=_lease(context), asked_by="", released_by=""
    )
    return Transition(changed, "taken")


@_apply.register
def _renew(_: c.Renew, request: Request, context: Context) -> Transition:
    _expect_holder(request, context)
    # Not a new version: what a clerk sees to decide on is the same.
    return Transition(request.model_copy(update={"holder": _lease(context)}), "renewed")


@_apply.register
def _release(_: c.Release, request: Request, context: Context) -> Transition:
    _expect(request, State.CHECKING)
    holder, actor = request.holder, context.actor
    if holder is None or request.held_by(actor.id, actor.counter):
        return Transition(_change(request, context, state=State.PENDING, holder=None), "released")
    if not may(actor.role, Duty.RELEASE):
        _expect_holder(request, context)
    changed = _change(request, context, state=State.PENDING, holder=None, released_by=actor.name)
    return Transition(changed, "released", {"held_by": holder.clerk, "at": holder.counter})


@_apply.register
def _approve(command: c.Approve, request: Request, context: Context) -> Transition:
    _expect_holder(request, context)
    office = context.office
    steps = steps_for(office.steps, [item.service for item in request.items])
    second = _afterwards.agreed(steps, command, context)
    fee = office.proposed_fee(request.items, context.today)
    if command.fee.baht != fee.baht and not command.fee.reason:
        raise Refused(RefusalCode.FEE_NEEDS_REASON, baht=str(fee.baht))
    kept = Fee(baht=command.fee.baht, basis=fee.basis, reason=command.fee.reason)
    done: dict[str, Any] = {
        "holder": None,
        "hold": None,
        "queue": None,
        "fee": kept,
        "check_done": command.check_done,
        "second_person": second,
    }
    agreed = _afterwards.agreed_detail(command, second)
    if _walk_in.is_served_now(request, command.appointment, context):
        changed = _change(request, context, **done | _walk_in.served_now(command, request, context))
        detail = {"baht": kept.baht, "queue": changed.queue.number if changed.queue else "", **agreed}
        return Transition(changed, "approved", detail, found=command.found)
    booked = _home_counter.booked(command.appointment, request.hold, request, context)
    done["flags"] = with_day(request)
    changed = _change(request, context, state=State.APPROVED, appointment=booked, **done)
    detail = {"baht": kept.baht, "appointment": f"{booked.date}T{booked.time:%H:%M}", **agreed}
    return Transition(changed, "approved", detail, Notice.APPROVED, command.found)


@_apply.register
def _ask(command: c.Ask, request: Request, context: Context) -> Transition:
    _expect_holder(request, context)
    if request.channel == "walk_in":
        raise Refused(RefusalCode.NO_CHAT)
    changed = _change(
        request,
        context,
        state=State.NEEDS_INFORMATION,
        holder=None,
        question=command.question,
        asked_by=context.actor.id,
    )
    return Transition(changed, "asked", notice=Notice.QUESTION)


@_apply.register
def _reject(command: c.Reject, request: Request, context: Context) -> Transition:
    _expect(request, State.CHECKING, State.ARRIVED)
    if request.state is State.CHECKING:
        _expect_holder(request, context)
    _let_go(request, context)
    changed = _change(
        request, context, state=State.REJECTED, holder=None, hold=None, queue=None, reason=command.reason
    )
    return Transition(changed, "rejected", notice=Notice.REJECTED)


@_apply.register
def _prepare(command: c.Prepare, request: Request, context: Context) -> Transition:
    _expect(request, State.APPROVED)
    if request.only_inquiry:
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)
    changed = _change(request, context, state=State.READY, tray=command.tray)
    return Transition(changed, "prepared", {"tray": command.tray}, Notice.READY)


@_apply.register
def _unprepare(_: c.Unprepare, request: Request, context: Context) -> Transition:
    _expect(request, State.READY)
    return Transition(_change(request, context, state=State.APPROVED, tray=""), "unprepared")


@_apply.register
def _cancel(command: c.Cancel, request: Request, context: Context) -> Transition:
    if request.closed:
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)
    _let_go(request, context)
    changed = _change(
        request, context, state=State.CANCELLED, holder=None, hold=None, queue=None, reason=command.reason
    )
    return Transition(changed, "cancelled", notice=Notice.CANCELLED)


def _fact(
    request: Request, context: Context, action: str, detail: dict[str, Any], **facts: Any
) -> Transition:
    """Record a fact: it is true whatever the state, so it is never refused, only flagged."""
    changes: dict[str, Any] = {"hand_over": request.hand_over.model_copy(update=facts)}
    if request.state is not State.ARRIVED:
        flag = f"{action}_while_{request.state.value}"
        changes["flags"] = tuple(dict.fromkeys((*request.flags, flag)))
        detail = {**detail, "flag": flag}
    return Transition(_change(request, context, **changes), action, detail)


@_apply.register
def _slip_printed(command: c.SlipPrinted, request: Request, context: Context) -> Transition:
    times = request.hand_over.slips_printed + 1
    detail: dict[str, Any] = {"times": times}
    if command.reprint is not None:
        detail["reprint"] = command.reprint
    if command.printed_by not in (None, context.actor.id):
        detail["printed_by"] = command.printed_by
    number = times - 1 if command.reprint is None else command.reprint
    slips = _slips(request, number, doubtful=False)
    return _fact(request, context, "slip_printed", detail, slips_printed=times, **slips)


@_apply.register
def _slip_doubtful(command: c.SlipDoubtful, request: Request, context: Context) -> Transition:
    detail = {"reprint": command.reprint, "missing": command.missing}
    slips = _slips(request, command.reprint, doubtful=not command.missing)
    return _fact(request, context, "slip_doubtful", detail, **slips)


def _slips(request: Request, number: int, *, doubtful: bool) -> dict[str, Any]:
    """Return what the slip with a number of reprint means for the next one, and for what is in doubt."""
    known = request.hand_over
    others = [each for each in known.doubtful_slips if each != number]
    return {
        "next_slip": max(known.next_slip, number + 1),
        "doubtful_slips": (*others, number) if doubtful else tuple(others),
    }


@_apply.register
def _fee_paid(command: c.FeePaid, request: Request, context: Context) -> Transition:
    detail = {"baht": command.baht}
    return _fact(request, context, "fee_paid", detail, paid_baht=command.baht, paid_at=context.now)


@_apply.register
def _handed_over(_: c.HandedOver, request: Request, context: Context) -> Transition:
    recorded = _fact(request, context, "handed_over", {}, handed_over_at=context.now)
    if request.state is not State.ARRIVED:
        return recorded
    changes: dict[str, Any] = {"state": State.COLLECTED, "state_since": context.now}
    detail = dict(recorded.detail)
    if request.hand_over.second_check is None:
        changes["flags"] = tuple(dict.fromkeys((*request.flags, "handed_over_unchecked")))
        detail["flag"] = "handed_over_unchecked"
    return Transition(recorded.request.model_copy(update=changes), "handed_over", detail, Notice.SURVEY)


@_apply.register
def _revealed(_: c.Revealed, request: Request, _context: Context) -> Transition:
    # Not a new version: looking changes nothing that another clerk decides on.
    return Transition(request, "revealed")


@_apply.register
def _told(_: c.Told, request: Request, _context: Context) -> Transition:
    # Not a new version: what was decided is the same.
    return Transition(request.model_copy(update={"not_told": ""}), "told")


# Registers the commands of the day, of service 5, of the queue, of the second check, of walk-ins and of what
# follows a decision: a module for each life.
from registry import afterwards as _afterwards  # noqa: E402
from registry import appointment_life as _appointment_life  # noqa: E402, F401
from registry import home_counter as _home_counter  # noqa: E402
from registry import inquiry_life as _inquiry_life  # noqa: E402, F401
from registry import queue_life as _queue_life  # noqa: E402, F401
from registry import second_check as _second_check  # noqa: E402, F401
from registry import walk_in as _walk_in  # noqa: E402
