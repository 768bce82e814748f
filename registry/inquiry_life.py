"""The life of an inquiry: who answers, when an answer is late, and how a conversation ends.

Registers its commands with `registry.lifecycle`, which imports this module.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from registry import commands as c
from registry import home_counter
from registry.duties import Duty, may
from registry.errors import RefusalCode, Refused
from registry.lifecycle import _apply, _change, _lease
from registry.request import Appointment, Inquiry, Request
from registry.states import State
from registry.transitions import Context, MarkOverdue, Notice, SeePicture, Transition, Write
from thai.dates import BANGKOK

IN_TALK: Final = frozenset({State.PENDING, State.CHECKING, State.NEEDS_INFORMATION})
"""States in which an inquiry is a conversation and nothing more: no appointment in the office yet."""
LATEST_VISIT: Final = dt.timedelta(days=180)


def inquiry_of(request: Request) -> Inquiry:
    """Return what service 5 adds to a request; raises Refused where it is not among its services."""
    if request.inquiry is not None:
        return request.inquiry
    if any(item.service == 5 for item in request.items):
        return Inquiry()
    raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)


def _open(request: Request) -> Inquiry:
    if request.closed or request.state is State.COLLECTING:
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)
    return inquiry_of(request)


def _expect_not_held(request: Request, context: Context) -> None:
    """Two people do not answer one citizen; the head may."""
    holder = request.held_at(context.now) if request.state is State.CHECKING else None
    mine = request.held_by(context.actor.id, context.actor.counter)
    if holder is not None and not mine and not may(context.actor.role, Duty.ANSWER_FOR_OTHERS):
        raise Refused(RefusalCode.HELD_BY_OTHER, holder=holder.clerk_name, counter=holder.counter)


def _same_version(request: Request, **changes: Any) -> Request:
    """Change the record and not the version: a message is nothing that a clerk decides on."""
    return request.model_copy(update=changes)


@_apply.register
def _say(command: c.Say, request: Request, context: Context) -> Transition:
    inquiry = _open(request)
    _expect_not_held(request, context)
    answered = _answered(inquiry, request.state, context)
    holder, actor = request.holder, context.actor
    if request.state is State.CHECKING and holder is not None and holder.clerk == actor.id:
        changed = _same_version(request, inquiry=answered, holder=_lease(context))
    elif request.state in {State.PENDING, State.CHECKING}:
        changed = _change(request, context, inquiry=answered, state=State.CHECKING, holder=_lease(context))
    else:
        changed = _same_version(request, inquiry=answered)
    return Transition(changed, "said", {"answers": answered.answers}, Notice.SAID, said=command.text)


def _answered(inquiry: Inquiry, state: State, context: Context) -> Inquiry:
    """Return an inquiry in which the office has had the last word: who has an appointment is not closed."""
    last = context.now
    if inquiry.visit is not None:
        last = max(last, dt.datetime.combine(inquiry.visit.date, inquiry.visit.time, BANGKOK))
    changes = {
        "waiting_since": None,
        "answer_by": None,
        "overdue": False,
        "answered_at": context.now,
        "answers": inquiry.answers + 1,
        "close_at": context.limits.close_at(last.astimezone(dt.UTC)) if state in IN_TALK else None,
    }
    return inquiry.model_copy(update=changes)


@_apply.register
def _arrange(command: c.Arrange, request: Request, context: Context) -> Transition:
    inquiry = _open(request)
    if request.state not in IN_TALK or not request.only_inquiry:
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)
    _expect_not_held(request, context)
    if command.place == "visit":
        when, changes = command.appointment, _as_a_visit(command, context, inquiry)
    else:
        when = home_counter.booked(command.appointment, request.hold, request, context)
        changes = _at_the_office(when, request, context, inquiry)
    detail = {"appointment": f"{when.date}T{when.time:%H:%M}", "place": command.place}
    changed = _change(request, context, **changes)
    return Transition(changed, "arranged", detail, Notice.ARRANGED, said=command.word)


def _at_the_office(
    booked: Appointment, request: Request, context: Context, inquiry: Inquiry
) -> dict[str, Any]:
    """Expect the citizen in the office, from here on like who collects something."""
    return {
        "state": State.APPROVED,
        "holder": None,
        "question": "",
        "hold": None,
        "fee": context.office.proposed_fee(request.items, context.today),
        "appointment": booked,
        "inquiry": _answered(inquiry.model_copy(update={"visit": None}), State.APPROVED, context),
    }


def _as_a_visit(command: c.Arrange, context: Context, inquiry: Inquiry) -> dict[str, Any]:
    """Note when the office goes out; the conversation stays open until that is over."""
    if not context.today <= command.appointment.date <= context.today + LATEST_VISIT:
        raise Refused(RefusalCode.OFFICE_CLOSED, date=command.appointment.date.isoformat())
    arranged = inquiry.model_copy(update={"visit": command.appointment})
    return {
        "state": State.CHECKING,
        "holder": _lease(context),
        "question": "",
        "inquiry": _answered(arranged, State.CHECKING, context),
    }


@_apply.register
def _hand_on(command: c.HandOn, request: Request, context: Context) -> Transition:
    inquiry = _open(request)
    _expect_not_held(request, context)
    if command.group is inquiry.group:
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)
    changes: dict[str, Any] = {"inquiry": inquiry.model_copy(update={"group": command.group})}
    if request.state is State.CHECKING:
        changes |= {"state": State.PENDING, "holder": None}
    detail = {"from": inquiry.group.value, "to": command.group.value}
    return Transition(_change(request, context, **changes), "handed_on", detail, note=command.note)


@_apply.register
def _close(command: c.Close, request: Request, context: Context) -> Transition:
    inquiry = _open(request)
    if request.state not in IN_TALK:
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)
    _expect_not_done_for(inquiry, context)
    if context.actor.kind == "clerk":
        _expect_not_held(request, context)
    ended = inquiry.model_copy(
        update={"waiting_since": None, "answer_by": None, "overdue": False, "close_at": None}
    )
    changed = _change(request, context, state=State.ANSWERED, holder=None, question="", inquiry=ended)
    by_clerk = context.actor.kind == "clerk"
    action = {"clerk": "closed", "citizen": "ended", "system": "closed_quiet"}[context.actor.kind]
    said = command.word if by_clerk else ""
    return Transition(changed, action, notice=Notice.ENDED if by_clerk else None, said=said)


def _expect_not_done_for(inquiry: Inquiry, context: Context) -> None:
    """Let the daemon close only what has been quiet for long enough."""
    if context.actor.kind != "system":
        return
    if inquiry.close_at is None or inquiry.answer_by is not None or inquiry.close_at > context.now:
        raise Refused(RefusalCode.ILLEGAL_MOVE)


@_apply.register
def _write(_: Write, request: Request, context: Context) -> Transition:
    inquiry = _open(request)
    if inquiry.waiting_since is None:
        update = {
            "waiting_since": context.now,
            "answer_by": context.limits.answer_by(context.now),
            "close_at": None,
        }
        request = _same_version(request, inquiry=inquiry.model_copy(update=update))
    return Transition(request, "wrote")


@_apply.register
def _mark_overdue(_: MarkOverdue, request: Request, context: Context) -> Transition:
    inquiry = _open(request)
    if inquiry.overdue or inquiry.answer_by is None or inquiry.answer_by > context.now:
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)
    marked = inquiry.model_copy(update={"overdue": True})
    return Transition(_same_version(request, inquiry=marked), "overdue", {"group": inquiry.group.value})


@_apply.register
def _see_picture(command: SeePicture, request: Request, _context: Context) -> Transition:
    return Transition(request, "picture_seen", {"picture": command.picture_id})
