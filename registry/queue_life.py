"""The life of a citizen in the queue of the day: arrived, called, parked, sent on, back again, not come.

Registers its commands with `registry.lifecycle`, which imports this module.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from registry import commands as c
from registry import queue_order
from registry.errors import RefusalCode, Refused
from registry.lifecycle import _apply, _change, _expect
from registry.request import NUMBER_TWICE, Queue, Request
from registry.states import QueueState, State
from registry.transitions import Context, Notice, Transition


@_apply.register
def _arrive(command: c.Arrive, request: Request, context: Context) -> Transition:
    _expect(request, State.APPROVED, State.READY)
    if request.appointment is None or request.appointment.date != context.today:
        day = request.appointment.date.isoformat() if request.appointment else ""
        raise Refused(RefusalCode.NOT_TODAY, date=day)
    number, doubled = numbered(command.number, request, context)
    calendar, by_phone = context.office.calendar, context.actor.kind == "citizen"
    queue = queue_order.joined(number, calendar, request.appointment, context.now, by_phone=by_phone)
    # Who came on another day and left was checked then, not now.
    hand_over = request.hand_over.model_copy(
        update={"second_check": None, "collector": None, "attorney": None}
    )
    # What could not be sent can be said now.
    flags = tuple(dict.fromkeys((*request.flags, *doubled)))
    changed = _change(
        request, context, state=State.ARRIVED, queue=queue, hand_over=hand_over, not_told="", flags=flags
    )
    detail = {"queue": number, "by": queue.came_by, "late": queue.late}
    return Transition(changed, "arrived", detail | ({"flag": doubled[0]} if doubled else {}))


def numbered(given: str | None, request: Request, context: Context) -> tuple[str, tuple[str, ...]]:
    """Return the queue number, and the flag of one that somebody else has too: on paper it stays."""
    if given is None:
        return context.office.queue_number(request), ()
    kept = context.office.keep_number(given, request)
    return given, () if kept else (NUMBER_TWICE,)


def _here(request: Request) -> Queue:
    """Return the place of a citizen who is in the office; raises Refused."""
    _expect(request, State.ARRIVED)
    if request.queue is None:
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)
    return request.queue


def _moved(request: Request, context: Context, action: str, queue: Queue, **changes: Any) -> Transition:
    moved = queue.model_copy(update={"since": context.now, **changes})
    return Transition(_change(request, context, queue=moved), action, {"queue": moved.number})


@_apply.register
def _call(_: c.Call, request: Request, context: Context) -> Transition:
    before, counter, most = _here(request), context.actor.counter, context.office.max_calls
    again = before.state is QueueState.CALLED and before.counter == counter
    if again and before.times_called >= most:
        raise Refused(RefusalCode.TOO_MANY_CALLS, times=str(most))
    done = _moved(
        request,
        context,
        "called",
        before,
        state=QueueState.CALLED,
        counter=counter,
        times_called=before.times_called + 1 if again else 1,
        place="",
        for_counter="",
    )
    # Who checked in at the counter hears it there; called again to the same place, nobody is told anew.
    return done if again or before.came_by != "phone" else replace(done, notice=Notice.CALLED)


@_apply.register
def _park(command: c.Park, request: Request, context: Context) -> Transition:
    changes = {"state": QueueState.PARKED, "note": command.note, "place": command.place, "times_called": 0}
    return _moved(request, context, "parked", _here(request), **changes)


@_apply.register
def _send_on(command: c.SendOn, request: Request, context: Context) -> Transition:
    before = _here(request)
    if command.counter == context.actor.counter or not context.office.knows_counter(command.counter):
        raise Refused(RefusalCode.NO_SUCH_COUNTER, counter=command.counter)
    done = _moved(
        request,
        context,
        "sent_on",
        before,
        state=QueueState.WAITING,
        counter=None,
        times_called=0,
        note=command.note,
        place="",
        for_counter=command.counter,
    )
    return replace(done, detail={**done.detail, "to": command.counter})


@_apply.register
def _requeue(command: c.Requeue, request: Request, context: Context) -> Transition:
    queue = _here(request)
    if command.behind:
        queue = queue_order.rejoined(queue, context.office.calendar, context.now)
    done = _moved(
        request,
        context,
        "requeued",
        queue,
        state=QueueState.WAITING,
        counter=None,
        note="",
        place="",
        times_called=0,
        for_counter="",
    )
    return replace(done, detail={**done.detail, "behind": True}) if command.behind else done


@_apply.register
def _no_show(_: c.NoShow, request: Request, context: Context) -> Transition:
    _expect(request, State.APPROVED, State.READY, State.ARRIVED)
    if request.appointment is None or request.appointment.date > context.today:
        raise Refused(RefusalCode.NOT_TODAY)
    context.office.give_back(request.appointment)
    if request.has_only_a_number:
        # Nothing was agreed that could be kept on another day.
        return Transition(_change(request, context, state=State.CANCELLED, queue=None), "left")
    return Transition(
        _change(request, context, state=State.NO_SHOW, queue=None), "no_show", notice=Notice.NO_SHOW
    )
