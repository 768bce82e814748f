"""What goes by rule and by itself: texts without consent, worked-off events, old particulars and messages."""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple, dataclass
from functools import partial
from typing import Final

from sqlmodel import Session

from registry.sealing import Keyring
from registry.settings import Settings
from sync.store import (
    conversations,
    inbox,
    once,
    outbox,
    pictures,
    print_orders,
    reply_tokens,
    retention,
    surveys,
)
from sync.store.database import Database
from thai.dates import today

KEEP_IDS: Final = dt.timedelta(days=30)
"""LINE does not send an event again so late."""
KEEP_COMMENTS: Final = dt.timedelta(days=400)
"""What citizens wrote in surveys is read for the year's report and the one before it."""
KEEP_MARKS: Final = dt.timedelta(days=60)
"""What was done once is past by then, and would not be done again."""
KEEP_PRINT_ORDERS: Final = dt.timedelta(days=30)
"""No counter hands in or takes an order again so late."""
AT_ONCE: Final = 200
"""Of each kind in one transaction: LINE waits for the writer no longer than that takes."""


PICTURES_AT_ONCE: Final = 4


@dataclass(frozen=True)
class Purged:
    """How many of each have gone."""

    bodies: int = 0
    drafts: int = 0
    requests: int = 0
    conversations: int = 0
    ids: int = 0
    messages: int = 0
    comments: int = 0
    marks: int = 0
    pictures: int = 0
    print_orders: int = 0

    def __add__(self, other: Purged) -> Purged:
        return Purged(*(mine + more for mine, more in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        return (
            f"removed: {self.bodies} event bodies, {self.drafts} drafts, "
            f"particulars of {self.requests} requests, {self.conversations} conversations, "
            f"{self.ids} event ids, {self.messages} messages, {self.comments} survey comments, "
            f"{self.marks} marks, {self.pictures} pictures, {self.print_orders} print orders"
        )


def purge_all(database: Database, *, keys: Keyring, settings: Settings, now: dt.datetime) -> Purged:
    """Remove everything that has no reason to stay at ``now``, in short transactions; blocks.

    What is left when the daemon ends meanwhile goes the next time.
    """
    total, full = Purged(), True
    while full and not database.signals.closed:
        gone = database.write(partial(purge, keys=keys, settings=settings, now=now)).result()
        total, full = total + gone, max(astuple(gone)) == AT_ONCE
    total += _purge_pictures(database, settings, now)
    # What was removed must not stay in the log either.
    database.empty_log().result()
    return total


def _purge_pictures(database: Database, settings: Settings, now: dt.datetime) -> Purged:
    """Remove pictures that are too old, a few at once: a big one keeps the writer as long as many rows."""
    before, found = now - dt.timedelta(days=settings.retention.picture_days), Purged()
    old = partial(pictures.purge, office_id=settings.office.id, before=before, limit=PICTURES_AT_ONCE)
    while not database.signals.closed:
        gone = database.write(old).result()
        found += Purged(pictures=gone)
        if gone < PICTURES_AT_ONCE:
            break
    return found


def purge(session: Session, *, keys: Keyring, settings: Settings, now: dt.datetime) -> Purged:
    """Remove what has no reason to stay, up to ``AT_ONCE`` of each.

    Particulars go the configured days after their request was closed (office dates); event ids stay
    longest, for deduplication.
    """
    office_id, kept = settings.office.id, dt.timedelta(days=settings.retention.days)
    old = now - kept
    without_consent = now - dt.timedelta(hours=settings.chat.hours_without_consent)
    reply_tokens.purge(session, office_id=office_id, before=now, limit=AT_ONCE)
    print_orders.forget_late_slips(session, office_id=office_id, now=now, limit=AT_ONCE)
    return Purged(
        bodies=inbox.purge_bodies(session, office_id=office_id, before=without_consent, limit=AT_ONCE),
        drafts=_forget_drafts(session, keys, settings, now),
        requests=retention.empty_closed(
            session, office_id=office_id, closed_by=today(now) - kept, limit=AT_ONCE
        ),
        conversations=conversations.forget_quiet(session, office_id=office_id, before=old, limit=AT_ONCE),
        ids=inbox.purge_ids(session, office_id=office_id, before=now - KEEP_IDS, limit=AT_ONCE),
        messages=outbox.purge(session, office_id=office_id, before=old, limit=AT_ONCE),
        comments=surveys.forget_comments(
            session, office_id=office_id, before=today(now - KEEP_COMMENTS), limit=AT_ONCE
        ),
        marks=once.purge(session, office_id=office_id, before=today(now - KEEP_MARKS), limit=AT_ONCE),
        print_orders=print_orders.purge(
            session, office_id=office_id, before=now - KEEP_PRINT_ORDERS, limit=AT_ONCE
        ),
    )


def _forget_drafts(session: Session, keys: Keyring, settings: Settings, now: dt.datetime) -> int:
    from sync.line.dialogue import Conversation, keeps_until, purged

    office_id = settings.office.id
    found = conversations.to_forget(session, keys=keys, office_id=office_id, now=now, limit=AT_ONCE)
    for stored in found:
        left = purged(Conversation.load(stored.state), settings, now)
        conversations.save(
            session,
            keys=keys,
            office_id=office_id,
            conversation_id=stored.id,
            state=left.model_dump_json().encode(),
            now=now,
            forget_at=keeps_until(left, settings),
        )
    return len(found)
