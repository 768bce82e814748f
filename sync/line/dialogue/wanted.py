"""The documents of a draft after a message: added, taken out, exchanged, each with its own copies."""

from __future__ import annotations

from typing import TypedDict

from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import Draft, DraftItem


class WantedItems(TypedDict):
    """What a draft says of its documents."""

    items: tuple[DraftItem, ...]
    copies: int | None


def with_items(draft: Draft, heard: Heard) -> WantedItems:
    """Return the draft's items with what was heard; the number of copies may lie above what is allowed.

    Copies go to the services they were named with, else to all that were named, else to those without,
    else to all; what takes the place of a single document takes its copies.
    """
    named = [service for service in heard.services if service != 5]
    before = {item.service: item.copies for item in draft.items}
    kept = _kept(before, heard, named)
    former = _former(before, kept) or draft.copies
    for service in named:
        kept.setdefault(service, former)
    own = dict(heard.counts)
    for service, copies in own.items():
        kept[service] = copies + (before.get(service) or 0 if heard.more else 0)
    if heard.copies is not None and not own:
        missing = [service for service, count in kept.items() if count is None]
        for service in named or missing or list(kept):
            kept[service] = heard.copies + (before.get(service) or 0 if heard.more else 0)
    items = tuple(DraftItem(service=service, copies=count) for service, count in kept.items())
    return {"items": items, "copies": (heard.copies or draft.copies) if not items else None}


def _kept(before: dict[int, int | None], heard: Heard, named: list[int]) -> dict[int, int | None]:
    if heard.instead and named:
        return {service: count for service, count in before.items() if service in named}
    return {service: count for service, count in before.items() if service not in heard.removed}


def _former(before: dict[int, int | None], kept: dict[int, int | None]) -> int | None:
    """Return the copies of the one document that has gone."""
    gone = [count for service, count in before.items() if service not in kept]
    return gone[0] if len(gone) == 1 else None
