"""What stands beside and after a decision: a second person's word, taking it back, correcting it.

Registers its commands with `registry.lifecycle`, which imports this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from registry import commands as c
from registry.checks import Step, Verdict, verdict
from registry.duties import Duty, may
from registry.errors import RefusalCode, Refused
from registry.lifecycle import _apply, _change, _expect, _expect_clean, _held, _lease, with_day
from registry.request import Appointment, Fee, Request, SecondPerson
from registry.states import BOOKED, State
from registry.transitions import Context, Notice, Transition


def agreed(steps: Sequence[Step], command: c.Approve, context: Context) -> SecondPerson | None:
    """Return who else answers for an approval, None where the check is clean; raises Refused.

    A check must be whole even for two people, and nobody is the second person of one's own decision.
    """
    outcomes = context.office.outcomes
    mismatch = verdict(steps, outcomes, command.check_done) is Verdict.MISMATCH
    if not mismatch or command.second is None:
        _expect_clean(steps, outcomes, command.check_done)
        return None
    second = context.second
    if second is None:
        raise Refused(RefusalCode.SECOND_NOT_PROVEN)
    if second.id == context.actor.id:
        raise Refused(RefusalCode.SECOND_IS_FIRST)
    if not may(second.role, Duty.SERVE):
        raise Refused(RefusalCode.NOT_ALLOWED)
    return SecondPerson(clerk=second.id, name=second.name, reason=command.second.reason)


def agreed_detail(command: c.Approve, second: SecondPerson | None) -> dict[str, Any]:
    """Return what the trail says of a second person: who, and against which lines; never the words."""
    if second is None:
        return {}
    return {"second": second.clerk, "mismatches": [line.step for line in command.check_done.mismatches]}


@_apply.register
def _take_back(_: c.TakeBack, request: Request, context: Context) -> Transition:
    before = context.before
    if before is None:
        raise Refused(RefusalCode.TOO_LATE)
    was, is_now = _place(before), _place(request)
    if was is not None:
        context.office.book(was, instead_of=is_now)
    elif is_now is not None:
        context.office.give_back(is_now)
    holder = _lease(context) if before.state is State.CHECKING else before.holder
    # What has come meanwhile without a new version is not the decision's, and stays.
    since = {name: getattr(request, name) for name in ("inquiry", "not_told", "coming_on")}
    restored = before.model_copy(update={"version": request.version + 1, "holder": holder, **since})
    return Transition(restored, "taken_back", {"decision": request.state.value})


def _place(request: Request) -> Appointment | None:
    """Return the place that a request has in a slot."""
    return request.appointment if request.state in BOOKED else request.hold


@_apply.register
def _correct(command: c.Correct, request: Request, context: Context) -> Transition:
    if context.erased:
        # Nobody is left to check it for, and nobody to tell.
        raise Refused(RefusalCode.ERASED)
    if command.what == "withdraw":
        changed = _withdrawn(command, request, context)
    elif command.what == "fee":
        changed = _with_fee(command, request, context)
    else:
        _expect(request, State.REJECTED)
        changed = _change(request, context, reason=command.reason)
    return Transition(changed, "corrected", {"what": command.what}, Notice.CORRECTED)


def _withdrawn(command: c.Correct, request: Request, context: Context) -> Request:
    """Return the request among the pending ones again; the place of its appointment is kept for it."""
    _expect(request, State.APPROVED, State.READY, State.REJECTED)
    return _change(
        request,
        context,
        state=State.PENDING,
        hold=_wished_again(request, context) if request.state is State.REJECTED else request.appointment,
        appointment=None,
        fee=None,
        check_done=None,
        second_person=None,
        tray="",
        flags=with_day(request),
        reason=command.reason,
    )


def _wished_again(request: Request, context: Context) -> Appointment | None:
    """Keep the wished place anew where it is still free; whoever approves finds another one otherwise."""
    try:
        return _held(request.wish, None, context)
    except Refused:
        return None


def _with_fee(command: c.Correct, request: Request, context: Context) -> Request:
    _expect(request, State.APPROVED, State.READY)
    if command.baht is None or (request.fee is not None and command.baht == request.fee.baht):
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)
    table = context.office.proposed_fee(request.items, context.today)
    reason = command.reason if command.baht != table.baht else ""
    return _change(
        request, context, fee=Fee(baht=command.baht, basis=table.basis, reason=reason), reason=command.reason
    )
