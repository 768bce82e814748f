"""The mirror's tables and the conditions of the work lists, each served by an index."""

from __future__ import annotations

from typing import Final, NamedTuple

from desk.backend import WorkList

VERSION: Final = 2

SCHEMA: Final = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    (
        "CREATE TABLE request (id TEXT PRIMARY KEY, seq INTEGER, generation INTEGER, reference TEXT,"
        " queue_number TEXT, state TEXT, waiting_since TEXT, day TEXT, time TEXT, turn TEXT,"
        " closed_on TEXT,"
        " body BLOB, particulars BLOB)"
    ),
    "CREATE INDEX request_waiting ON request (waiting_since, id) WHERE waiting_since IS NOT NULL",
    "CREATE INDEX request_booked ON request (day, time, id) WHERE day IS NOT NULL",
    "CREATE INDEX request_turn ON request (day, turn, id) WHERE day IS NOT NULL",
    "CREATE INDEX request_reference ON request (reference)",
    "CREATE INDEX request_queue ON request (queue_number) WHERE queue_number IS NOT NULL",
    "CREATE TABLE trace (digest TEXT, id TEXT, kind TEXT, PRIMARY KEY (digest, id, kind)) WITHOUT ROWID",
    "CREATE INDEX trace_of ON trace (id)",
)


class ListQuery(NamedTuple):
    """A work list: its condition (``:today`` is the office's date) and its order, never ambiguous."""

    where: str
    order: str


LISTS: Final = {
    WorkList.PENDING: ListQuery("waiting_since IS NOT NULL", "waiting_since, id"),
    # Who waits comes first, in the order in which they are served (registry.queue_order).
    WorkList.TODAY: ListQuery("day = :today", "day, turn, id"),
    # Today's and the next day's that has appointments: over a weekend that is Monday, without asking a
    # calendar. What needs a new day stands first, as of no day; what lies in its tray comes last.
    WorkList.PREPARATION: ListQuery(
        "(day BETWEEN :today AND coalesce((SELECT min(day) FROM request WHERE day > :today), :today)"
        " OR day = '') AND state IN ('approved', 'ready')",
        "state = 'ready', day, time, id",
    ),
}
