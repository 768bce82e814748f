"""The tables of a spool's file."""

from typing import Final

VERSION: Final = 1

# The second index is the promise itself: of one request, no two slips that are out or may come out bear the
# same number of reprint.
TABLES: Final = """
CREATE TABLE IF NOT EXISTS job (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    about TEXT NOT NULL,
    label TEXT NOT NULL,
    reprint INTEGER NOT NULL,
    by TEXT NOT NULL,
    context TEXT NOT NULL,
    payload BLOB,
    slip TEXT,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    answer TEXT,
    queued_at TEXT NOT NULL,
    waits_since TEXT NOT NULL,
    ended_at TEXT,
    recorded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS job_by_state ON job (state, number);
CREATE UNIQUE INDEX IF NOT EXISTS job_one_mark ON job (about, reprint)
    WHERE about <> '' AND state NOT IN ('failed', 'cancelled');
"""
