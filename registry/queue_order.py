"""Who is served next: one rule for the counters, for the citizen who asks, and for the messages.

A citizen's place follows from the appointment and the moment of arrival, and is settled on arrival:

- Who is on time is served in the order of appointments; who came early to a later one overtakes nobody.
- Who comes more than the office's ``late_minutes`` after the slot's beginning is served after those on
  time in the slot in which they come, and before everybody who is expected later. So nobody who is late
  waits behind the whole day.
- The same place is left to the earlier arrival.
- Who is parked, sent on to another counter, or called by mistake keeps the place; who was called and did
  not come loses it, and is served after those who are late in the present slot.
- Who was sent on is called by that counter alone; of the others, a counter calls those whose first service
  it serves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Final

from registry.calendar import OfficeCalendar
from registry.request import Appointment, Queue, Request
from registry.states import QueueState, State

_RANK: Final = {QueueState.WAITING: 0, QueueState.CALLED: 1, QueueState.PARKED: 2}
Place = tuple[dt.datetime, bool, dt.datetime, str]


def due(
    calendar: OfficeCalendar, appointment: Appointment | None, arrived: dt.datetime
) -> tuple[dt.datetime, bool]:
    """Return the slot's beginning by which an arrival is served (office time, naive), and whether it is late.

    Without an appointment the arrival counts as a late one: it is served after those on time.
    """
    here = _local(arrived)
    if appointment is not None:
        begins = _beginning(appointment)
        if here <= begins + dt.timedelta(minutes=calendar.hours.late_minutes):
            return begins, False
    slots = [dt.datetime.combine(here.date(), at) for at in calendar.slots(here.date())]
    # Who comes before the day's first slot, without an appointment, is served after those on time in it.
    present = [at for at in slots if at <= here][-1:] or slots[:1]
    earliest = _beginning(appointment) if appointment is not None else dt.datetime.combine(here, dt.time())
    return max([*present, earliest]), True


def joined(
    number: str,
    calendar: OfficeCalendar,
    appointment: Appointment | None,
    arrived: dt.datetime,
    *,
    by_phone: bool,
) -> Queue:
    """Return the place of who arrives now and waits."""
    served_by, late = due(calendar, appointment, arrived)
    return Queue(
        number=number,
        state=QueueState.WAITING,
        since=arrived,
        arrived_at=arrived,
        came_by="phone" if by_phone else "counter",
        due=served_by,
        late=late,
    )


def rejoined(queue: Queue, calendar: OfficeCalendar, now: dt.datetime) -> Queue:
    """Return the place of who was called, did not come, and waits again: behind who waits in this slot."""
    served_by, _ = due(calendar, None, now)
    own = place(queue)[0]
    return queue.model_copy(update={"due": max(served_by, own), "late": True, "rejoined_at": now})


def at_counter(number: str, counter: str, arrived: dt.datetime, now: dt.datetime) -> Queue:
    """Return the place of who came without an appointment and is served at once: they never waited."""
    return Queue(
        number=number,
        state=QueueState.CALLED,
        counter=counter,
        since=now,
        arrived_at=arrived,
        due=_local(arrived),
    )


def place(queue: Queue) -> Place:
    """Return what citizens of a day are sorted by, those served first first."""
    arrived = queue.rejoined_at or queue.arrived_at or queue.since
    return queue.due or _local(arrived), queue.late, arrived, queue.number


def waiting(requests: Iterable[Request]) -> list[Request]:
    """Return those who wait to be called, in the order in which they are served."""
    found = [(place(queue), request.id, request) for request in requests if (queue := _waits(request))]
    return [request for _place, _id, request in sorted(found, key=lambda each: each[:2])]


def next_for(
    requests: Iterable[Request], counter: str, services: Collection[int] | None = None
) -> Request | None:
    """Return who is next at a counter that serves these services (None: all); None where nobody is."""
    return next((each for each in waiting(requests) if _is_for(each, counter, services)), None)


def before(request: Request, requests: Iterable[Request]) -> int:
    """Return how many wait to be called before a request's citizen; 0 for who has been called."""
    mine = _waits(request)
    if mine is None:
        return 0
    here = place(mine), request.id
    others = [(place(queue), other.id) for other in requests if (queue := _waits(other))]
    return sum(each < here for each in others)


def sort_key(request: Request) -> str:
    """Return what a day's requests sort by for the counters, as text: waiting, called, parked, expected.

    Those who wait are in the order of ``waiting``, those who are expected in that of their appointments.
    """
    queue = request.queue if request.state is State.ARRIVED else None
    if queue is None:
        expected = request.appointment.time.isoformat("minutes") if request.appointment is not None else ""
        return f"3 {expected}"
    due, late, arrived, number = place(queue)
    at = arrived.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return f"{_RANK[queue.state]} {due:%Y-%m-%dT%H:%M:%S} {late:d} {at} {number}"


def check_in_from(calendar: OfficeCalendar, appointment: Appointment) -> dt.datetime:
    """Return from when on the phone checks in for an appointment (office time, naive)."""
    return _beginning(appointment) - dt.timedelta(minutes=calendar.hours.check_in_minutes)


def check_in_until(calendar: OfficeCalendar, appointment: Appointment) -> dt.datetime:
    """Return until when the phone checks in for an appointment: the end of the day's work (office time)."""
    closes = dt.datetime.combine(appointment.date, calendar.hours_on(appointment.date).close)
    return max(closes, _beginning(appointment))


def _waits(request: Request) -> Queue | None:
    """Return the place of who waits to be called."""
    queue = request.queue
    if request.state is not State.ARRIVED or queue is None or queue.state is not QueueState.WAITING:
        return None
    return queue


def _is_for(request: Request, counter: str, services: Collection[int] | None) -> bool:
    queue = request.queue
    if queue is not None and queue.for_counter:
        return queue.for_counter == counter
    return services is None or not request.items or request.items[0].service in services


def _beginning(appointment: Appointment) -> dt.datetime:
    return dt.datetime.combine(appointment.date, appointment.time.replace(tzinfo=None))


def _local(moment: dt.datetime) -> dt.datetime:
    from thai.dates import BANGKOK

    return moment.astimezone(BANGKOK).replace(tzinfo=None)
