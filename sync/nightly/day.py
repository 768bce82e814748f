"""A day's figures: counted from trail and outbox, kept when the messages go; nothing of a person in them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from sync.nightly import hours
from sync.store import days, friends
from sync.store.outbox import Delivery, Purpose

_CAME: Final = frozenset({"arrived", "drew_number"})
_DECIDED: Final = frozenset({"approved", "rejected"})


class DayFigures(BaseModel):
    """What happened on a day (office time); minutes are None where nobody waited.

    ``decision_minutes`` is from sending the request to its first decision, ``service_minutes`` from arriving
    at the office to taking the documents away: the median, and the longest.
    """

    model_config = ConfigDict(frozen=True)

    submitted: int = 0
    approved: int = 0
    rejected: int = 0
    asked: int = 0
    arrived: int = 0
    collected: int = 0
    no_shows: int = 0
    rescheduled: int = 0
    displaced: int = 0
    cancelled: int = 0
    expired: int = 0
    said_to_come: int = 0
    reminders_sent: int = 0
    messages_sent: int = 0
    messages_not_sent: int = 0
    friends_added: int = 0
    friends_blocked: int = 0
    decision_minutes: int | None = None
    decision_minutes_longest: int | None = None
    service_minutes: int | None = None
    service_minutes_longest: int | None = None

    def lines(self) -> list[str]:
        """Return the figures, one a line."""
        told = self.model_dump()
        return [
            f"{name.replace('_', ' ')}: {'-' if value is None else value}" for name, value in told.items()
        ]


def figures(
    changes: Sequence[days.Change], messages: Sequence[days.Ended], account: Sequence[friends.Day] = ()
) -> DayFigures:
    """Return a day's figures from its changes in their order, and the messages that ended on it.

    ``account`` is who added the LINE account on it, and who blocked it.
    """
    times: Counter[str] = Counter(change.action for change in changes)
    decisions, served = _decision_minutes(changes), _service_minutes(changes)
    sent = [message for message in messages if message.state == Delivery.SENT]
    return DayFigures(
        submitted=times["submitted"],
        approved=times["approved"],
        rejected=times["rejected"],
        asked=times["asked"],
        arrived=times["arrived"],
        collected=len(_collected(changes)),
        no_shows=times["no_show"],
        rescheduled=times["rescheduled"],
        displaced=times["displaced"],
        cancelled=times["cancelled"],
        expired=times["expired"],
        said_to_come=times["coming"],
        reminders_sent=sum(message.count for message in sent if message.purpose == Purpose.REMINDER),
        messages_sent=sum(message.count for message in sent),
        messages_not_sent=sum(message.count for message in messages if message.state == Delivery.HELD),
        friends_added=sum(one.followed for one in account),
        friends_blocked=sum(one.unfollowed for one in account),
        decision_minutes=_median(decisions),
        decision_minutes_longest=max(decisions, default=None),
        service_minutes=_median(served),
        service_minutes_longest=max(served, default=None),
    )


def bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the first moment of a day of the office, and the first of the next."""
    return hours.at(day, dt.time()), hours.at(day + dt.timedelta(days=1), dt.time())


def _collected(changes: Sequence[days.Change]) -> list[days.Change]:
    """Return the hand-overs to people who had arrived: others are facts that somebody has to look at."""
    return [each for each in changes if each.action == "handed_over" and not _out_of_turn(each.detail)]


def _out_of_turn(detail: dict[str, Any]) -> bool:
    return str(detail.get("flag", "")).startswith("handed_over_while_")


def _decision_minutes(changes: Sequence[days.Change]) -> list[int]:
    first: dict[str, days.Change] = {}
    for change in changes:
        if change.action in _DECIDED and change.submitted_at is not None:
            first.setdefault(change.request_id, change)
    return [_minutes(each.submitted_at, each.at) for each in first.values() if each.submitted_at]


def _service_minutes(changes: Sequence[days.Change]) -> list[int]:
    arrived = {each.request_id: each.at for each in changes if each.action in _CAME}
    return [
        _minutes(arrived[each.request_id], each.at)
        for each in _collected(changes)
        if each.request_id in arrived
    ]


def _minutes(start: dt.datetime, end: dt.datetime) -> int:
    return max(0, round((end - start).total_seconds() / 60))


def _median(minutes: list[int]) -> int | None:
    return round(median(minutes)) if minutes else None
