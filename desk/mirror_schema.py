"""The mirror's tables: sealed requests, their places in the work lists, and by what they are found."""

from __future__ import annotations

from typing import Final

VERSION: Final = 5

_FORESEEN: Final = "CREATE TABLE said (id TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID"
"""What the daemon last said of the requests that are shown as they will be."""

SINCE_4: Final = ("UPDATE place SET part = 'here' WHERE part GLOB 'booked *' AND turn < '3'",)
"""Who is in the office has a part of their own, whatever the day of the appointment."""

_FILTERED_BY: Final = "services, day, counter, late_at"

SCHEMA: Final = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    (
        "CREATE TABLE request (id TEXT PRIMARY KEY, seq INTEGER, generation INTEGER, reference TEXT,"
        " queue_number TEXT, closed_on TEXT, body BLOB, particulars BLOB)"
    ),
    "CREATE INDEX request_reference ON request (reference)",
    "CREATE INDEX request_queue ON request (queue_number) WHERE queue_number IS NOT NULL",
    "CREATE INDEX request_closed ON request (closed_on) WHERE closed_on IS NOT NULL",
    # Each order has an index that holds what is filtered by too: a list is counted, filtered and skipped
    # through without a look at the requests themselves.
    (
        "CREATE TABLE place (part TEXT, id TEXT, turn TEXT, waiting TEXT, appointment TEXT, reference TEXT,"
        " services INTEGER, day TEXT, counter TEXT, late_at TEXT, PRIMARY KEY (part, id)) WITHOUT ROWID"
    ),
    f"CREATE INDEX place_turn ON place (part, turn, id, {_FILTERED_BY})",
    f"CREATE INDEX place_waiting ON place (part, waiting, id, {_FILTERED_BY})",
    f"CREATE INDEX place_appointment ON place (part, appointment, id, {_FILTERED_BY})",
    f"CREATE INDEX place_reference ON place (part, reference, id, {_FILTERED_BY})",
    "CREATE INDEX place_of ON place (id)",
    "CREATE TABLE trace (digest TEXT, id TEXT, kind TEXT, PRIMARY KEY (digest, id, kind)) WITHOUT ROWID",
    "CREATE INDEX trace_of ON trace (id)",
    _FORESEEN,
)
