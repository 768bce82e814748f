"""``bangkhae-sync messages``: what could not be sent to citizens, and another try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from registry.errors import ConfigurationError
from registry.settings import Settings
from sync.opening import opened
from sync.store.held_messages import Held, held_messages, send_again
from thai.dates import BANGKOK


def listed(settings: Settings) -> list[str]:
    """Return a line for each message that waits for a person: id, when, about which request, why."""
    with opened(settings) as (database, _):
        found = database.read(partial(held_messages, office_id=settings.office.id))
    return ["\t".join(_columns(each)) for each in found]


def retry(settings: Settings, ids: Sequence[str]) -> list[str]:
    """Send messages again, all that are held where no ids are given; returns the ids.

    Raises ConfigurationError for an id that is not held; then none is sent again.
    """
    with opened(settings) as (database, keys):
        office_id = settings.office.id
        held = [each.id for each in database.read(partial(held_messages, office_id=office_id))]
        unknown = next((row_id for row_id in ids if row_id not in held), None)
        if unknown is not None:
            raise ConfigurationError(f"no message {unknown} is held")
        wanted = list(ids) or held
        now = dt.datetime.now(dt.UTC)
        for row_id in wanted:
            database.write(
                partial(send_again, keys=keys, office_id=office_id, row_id=row_id, now=now)
            ).result()
    return wanted


def _columns(held: Held) -> tuple[str, ...]:
    at = held.created_at.astimezone(BANGKOK)
    return held.id, f"{at:%Y-%m-%d %H:%M}", held.reference or "-", held.reason
