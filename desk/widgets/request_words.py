"""A request in words, as lists, previews and the search show it: services, wish, waiting, holder, state."""

from __future__ import annotations

import datetime as dt
from typing import Final

from desk.messages import pick_up, queueing, walk_in
from desk.messages import work_list as m
from desk.widgets.request_table import Tone
from registry.labels import QUEUE_STATE, SERVICE_SHORT, STATE, state_of
from registry.request import Request
from registry.states import BOOKED, QueueState, State
from thai.dates import BANGKOK, SHORT_MONTHS, SHORT_WEEKDAYS, clock, duration, short_date, today

LATE: Final = dt.timedelta(hours=1)
VERY_LATE: Final = dt.timedelta(hours=24)


def services(request: Request) -> str:
    """Return the services' short names: ``ทะเบียนบ้าน + สมรส``."""
    if not request.items:
        return pick_up.NOT_SAID
    names = [SERVICE_SHORT[item.service] for item in request.items]
    shorter = [name.removeprefix(m.REGISTER) for name in names[1:]]
    said = [names[0], *shorter] if names[0].startswith(m.REGISTER) else names
    return " + ".join(said)


def what(request: Request) -> tuple[str, str, str]:
    """Return reference, services and copies as a row of a list has them; no copies where none are said."""
    return request.reference, services(request), str(request.copies or "")


def near_date(day: dt.date) -> str:
    """Return a day of these weeks with its weekday and without its year: ``พ. 25 พ.ย.``."""
    return f"{SHORT_WEEKDAYS[day.weekday()]} {day_and_month(day)}"


def day_and_month(day: dt.date) -> str:
    """Return a day for the narrowest columns: ``25 พ.ย.``."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}"


def wish(request: Request) -> str:
    """Return when the citizen would like to collect."""
    day, time = request.wish.date, request.wish.time
    if day is None:
        return m.ANY_DAY if time is None else clock(time)
    return near_date(day) if time is None else f"{near_date(day)} {clock(time)}"


def appointment(request: Request) -> str:
    """Return when the citizen is expected."""
    if request.appointment is None:
        return m.NEW_DAY if request.needs_new_day else ""
    return f"{near_date(request.appointment.date)} {clock(request.appointment.time)}"


def waiting(request: Request, now: dt.datetime) -> tuple[str, Tone]:
    """Return how long a request has waited, in words with a sign, and its tone."""
    span = now - (request.submitted_at or request.state_since)
    words = duration(span.total_seconds())
    if span >= VERY_LATE:
        return f"{words} {m.VERY_LATE_SIGN}", Tone.LATE
    if span >= LATE:
        return f"{words} {m.LATE_SIGN}", Tone.LATE
    return words, Tone.PLAIN


def holder(request: Request, now: dt.datetime, mine: tuple[str, str]) -> str:
    """Return who holds a request now."""
    held = request.held_at(now)
    if held is None:
        return ""
    name = m.MINE if request.held_by(*mine) else held.clerk_name
    return m.held_by(held.counter, name)


def state_text(request: Request, now: dt.datetime) -> str:
    """Return where a request is, with the queue number of who has arrived; who holds it no longer, waits."""
    if request.state is State.CHECKING and request.held_at(now) is None:
        return STATE[State.PENDING]
    if request.state is State.ARRIVED and request.queue is not None:
        alone = walk_in.CAME_ALONE if request.channel == "walk_in" else ""
        return m.queue(request.queue, QUEUE_STATE[request.queue.state], alone)
    return state_of(request)


def matter(request: Request) -> str:
    """Return what an inquiry is about, as far as a list can say it."""
    advance = request.inquiry.advance if request.inquiry is not None else None
    return m.ADVANCE_SHORT[advance] if advance is not None else m.QUESTION_MATTER


def answer(request: Request, now: dt.datetime) -> tuple[str, Tone]:
    """Return whether a citizen waits for an answer, how much longer, and the tone of it."""
    by = request.inquiry.answer_by if request.inquiry is not None else None
    if by is None:
        return m.ANSWERED, Tone.DONE
    if by <= now:
        return m.answer_late(duration((now - by).total_seconds())), Tone.LATE
    return m.answer_due(duration((by - now).total_seconds())), Tone.PLAIN


def own_state(request: Request, now: dt.datetime) -> tuple[str, Tone]:
    """Return why a request stands among the clerk's own."""
    if request.state is State.CHECKING and request.holder is not None:
        left = (request.holder.until - now).total_seconds()
        return (m.lease_left(duration(left)), Tone.PLAIN) if left > 0 else (m.LEASE_OVER, Tone.LATE)
    if request.state is State.PENDING:
        return m.MINE_ANSWERED, Tone.DONE
    return m.MINE_ASKED, Tone.HELD


def since(at: dt.datetime, now: dt.datetime) -> str:
    """Return how long ago something was."""
    return duration((now - at).total_seconds())


def past_due(request: Request, now: dt.datetime) -> bool:
    """Whether the appointment's time has passed and the citizen has not arrived."""
    if request.appointment is None or request.state not in BOOKED or request.state is State.ARRIVED:
        return False
    expected = dt.datetime.combine(request.appointment.date, request.appointment.time)
    return expected.replace(tzinfo=BANGKOK) < now


def left_over(request: Request, now: dt.datetime) -> dt.date | None:
    """Return the day on which somebody came and was not served; None where it is not over."""
    day = request.appointment.date if request.appointment is not None else None
    return day if request.state is State.ARRIVED and day is not None and day < today(now) else None


def place_in_day(request: Request, now: dt.datetime) -> str:
    """Return the citizen's place in the day, named if it is over: queue number and state, or appointment."""
    day = left_over(request, now)
    return f"{near_date(day)} {_place(request)}" if day is not None else _place(request)


def _place(request: Request) -> str:
    if request.queue is not None:
        queue = request.queue
        if queue.state is QueueState.CALLED and not queue.times_called:
            return queueing.at_counter(queue.counter)
        if queue.state is QueueState.CALLED:
            return pick_up.called(queue.times_called, queue.counter)
        said = [
            QUEUE_STATE[queue.state],
            queueing.waits_for(queue.for_counter) if queue.for_counter else "",
        ]
        return " ".join(part for part in (*said, queueing.parked_at(queue.place, queue.note)) if part)
    if request.appointment is None:
        return ""
    return f"{m.APPOINTMENT} {short_date(request.appointment.date)} {clock(request.appointment.time)}"
