"""What goes by rule and by itself: texts without consent, worked-off events, messages long sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from registry.sealing import Keyring
from registry.settings import Settings
from sync.store import conversations, inbox, outbox

KEEP_IDS: Final = dt.timedelta(days=30)
"""LINE does not send an event again so late."""
_DRAFTS_AT_ONCE: Final = 200


@dataclass(frozen=True)
class Purged:
    """How many of each have gone."""

    bodies: int
    drafts: int
    ids: int
    messages: int

    def __str__(self) -> str:
        return (
            f"{self.bodies} event bodies, {self.drafts} drafts, "
            f"{self.ids} event ids, {self.messages} messages removed"
        )


def purge(session: Session, *, keys: Keyring, settings: Settings, now: dt.datetime) -> Purged:
    """Remove what has no reason to stay; event ids stay longest, for deduplication."""
    office_id = settings.office.id
    without_consent = now - dt.timedelta(hours=settings.chat.hours_without_consent)
    return Purged(
        bodies=inbox.purge_bodies(session, office_id=office_id, before=without_consent),
        drafts=_forget_drafts(session, keys, settings, now),
        ids=inbox.purge_ids(session, office_id=office_id, before=now - KEEP_IDS),
        messages=outbox.purge(
            session, office_id=office_id, before=now - dt.timedelta(days=settings.retention.days)
        ),
    )


def _forget_drafts(session: Session, keys: Keyring, settings: Settings, now: dt.datetime) -> int:
    from sync.line.dialogue import Conversation, keeps_until, purged

    office_id = settings.office.id
    found = conversations.to_forget(session, keys=keys, office_id=office_id, now=now, limit=_DRAFTS_AT_ONCE)
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
