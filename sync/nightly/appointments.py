"""Reminders the evening before, appointments that nobody kept, and what nobody answers in its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from registry import commands as c
from registry.actors import SYSTEM
from registry.appointment_life import UNDECIDED, wanted_day
from registry.lifecycle import Displace, Expire, Notice, SystemCommand
from registry.request import Request
from registry.states import EXPECTED, State
from sync.nightly import hours
from sync.nightly.work import Act, Night, Tally
from sync.store import agenda, once, requests
from sync.store.notify import tell_citizen
from thai.dates import today


def remind(night: Night, day: dt.date) -> Tally:
    """Remind of the appointments of the day after ``day``, and of those before it that are still to come."""

    def due(act: Act) -> list[Request]:
        found = agenda.open_in(act.session, office_id=act.office_id, states=EXPECTED)
        return [request for request in found if _reminds(act, request, day)]

    def one(act: Act, known: Request) -> bool:
        held = requests.hold(act.session, keys=act.keys, office_id=act.office_id, request_id=known.id)
        request, conversation_id = held or (known, None)
        if conversation_id is None or not _reminds(act, request, day):
            return False
        on = request.appointment.date if request.appointment is not None else day
        if not _first_time(act, "reminder", request.id, on):
            return False
        tell_citizen(
            act.session,
            keys=act.keys,
            settings=act.settings,
            kind=Notice.REMINDER,
            request=request,
            conversation_id=conversation_id,
            now=act.now,
            useful_until=_starts(request),
        )
        return True

    return night.each(night.read(due), one)


def miss(night: Night) -> Tally:
    """Mark who did not come on a day that is over, and offer another."""
    return _not_served(night, EXPECTED)


def void(night: Night) -> Tally:
    """End what waited with a number alone on a day that is over: nobody was promised anything."""
    return _not_served(night, (State.ARRIVED,))


def _not_served(night: Night, states: Collection[State]) -> Tally:
    def due(act: Act) -> list[Request]:
        found = agenda.open_in(act.session, office_id=act.office_id, states=states)
        return [request for request in found if _missed(act, request)]

    def one(act: Act, known: Request) -> bool:
        held = requests.hold(act.session, keys=act.keys, office_id=act.office_id, request_id=known.id)
        if held is None or held[0].state not in states or not _missed(act, held[0]):
            return False
        _carry_out(act, known.id, c.NoShow())
        return True

    return night.each(night.read(due), one)


def expire(night: Night) -> Tally:
    """End what waits for the citizen for longer than the office waits, and say so."""
    waiting = (State.NO_SHOW, State.NEEDS_INFORMATION)

    def due(act: Act) -> list[Request]:
        found = agenda.open_in(act.session, office_id=act.office_id, states=waiting)
        return [request for request in found if _unanswered(act, request)]

    def one(act: Act, known: Request) -> bool:
        held = requests.hold(act.session, keys=act.keys, office_id=act.office_id, request_id=known.id)
        if held is None or held[0].state not in waiting or not _unanswered(act, held[0]):
            return False
        _carry_out(act, known.id, Expire())
        return True

    return night.each(night.read(due), one)


def displace(night: Night, *, urgent: bool = False) -> Tally:
    """Give back the places on days on which the office is closed by now, and offer other times.

    Where it is ``urgent``, only those of today and tomorrow. What a clerk has in hand waits.
    """
    states = (*EXPECTED, *UNDECIDED)

    def due(act: Act) -> list[Request]:
        found = agenda.open_in(act.session, office_id=act.office_id, states=states)
        return [request for request in found if _closed(act, request, urgent=urgent)]

    def one(act: Act, known: Request) -> bool:
        held = requests.hold(act.session, keys=act.keys, office_id=act.office_id, request_id=known.id)
        if held is None or held[0].state not in states or not _closed(act, held[0], urgent=urgent):
            return False
        _carry_out(act, known.id, Displace())
        return True

    return night.each(night.read(due), one)


def _carry_out(act: Act, request_id: str, command: c.NoShow | SystemCommand) -> None:
    requests.carry_out(
        act.session,
        keys=act.keys,
        settings=act.settings,
        request_id=request_id,
        command=command,
        actor=SYSTEM,
        now=act.now,
    )


def _first_time(act: Act, kind: str, subject: str, day: dt.date) -> bool:
    return once.first_time(
        act.session, office_id=act.office_id, kind=kind, subject=subject, day=day, now=act.now
    )


def _reminds(act: Act, request: Request, day: dt.date) -> bool:
    appointment = request.appointment
    return (
        request.state in EXPECTED
        and appointment is not None
        and hours.to_be_reminded(appointment, day, act.now)
        and act.settings.calendar.is_open(appointment.date)
        and not once.done(
            act.session,
            office_id=act.office_id,
            kind="reminder",
            subject=request.id,
            day=appointment.date,
        )
    )


def _starts(request: Request) -> dt.datetime | None:
    appointment = request.appointment
    return None if appointment is None else hours.at(appointment.date, appointment.time)


def _missed(act: Act, request: Request) -> bool:
    appointment, calendar = request.appointment, act.settings.calendar
    if appointment is None or not hours.is_over(appointment, calendar, act.now):
        return False
    if request.state is State.ARRIVED:
        # Of anybody else who came a person has to say how it ended.
        return request.has_only_a_number
    # Nobody could come to a closed office: such an appointment is displaced.
    return calendar.is_open(appointment.date)


def _unanswered(act: Act, request: Request) -> bool:
    night = act.settings.nightly
    days = night.no_show_days if request.state is State.NO_SHOW else night.question_days
    return today(act.now) - today(request.state_since) >= dt.timedelta(days=days)


def _closed(act: Act, request: Request, *, urgent: bool) -> bool:
    day, here = wanted_day(request), today(act.now)
    if day is None or act.settings.calendar.is_open(day):
        return False
    if day < here:
        return request.state in EXPECTED and not urgent
    return not urgent or day <= here + dt.timedelta(days=1)
