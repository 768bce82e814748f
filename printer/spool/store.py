"""The spool's file in words: jobs handed in, moved from state to state, answered, and forgotten by rule.

Every change of state is one statement that names the state it comes from: two programs that want different
things with one job (print it, cancel it) cannot both have their way.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from printer.spool import sqlite_file
from printer.spool.errors import NoSuchJob, NotNow
from printer.spool.jobs import CRASH, Answer, Job, NewJob, State

_COLUMNS: Final = (
    "number, id, about, label, reprint, by, context, state, reason, answer,"
    " queued_at, waits_since, ended_at, recorded"
)
_OPEN: Final = "(state IN ('queued', 'held', 'sending') OR (state = 'unknown' AND answer IS NULL))"
_ON_PAPER: Final = "(state IN ('sent', 'confirmed') OR (state = 'unknown' AND answer = 'came'))"
_FORGET: Final = "payload = NULL, slip = NULL"
_HIGHEST_REPRINT: Final = (
    "SELECT max(reprint) FROM job WHERE about = ? AND state NOT IN ('failed', 'cancelled')"
)
_PURGE: Final = (
    # This module's own words only.
    f"DELETE FROM job WHERE ended_at < ? AND NOT {_OPEN} AND (recorded OR about = '' OR NOT {_ON_PAPER})"  # noqa: S608
)
_SHORTEST_END: Final = 4


def utc_now() -> dt.datetime:
    """Return the time now, UTC."""
    return dt.datetime.now(dt.UTC)


class Spool:
    """One printer's jobs, for one thread; every method raises SpoolUnavailable or SpoolDamaged as well."""

    def __init__(self, path: Path, now: Callable[[], dt.datetime] = utc_now) -> None:
        self._db = sqlite_file.connect(path)
        self._now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def check(self) -> None:
        """Look the whole file over; raises SpoolDamaged."""
        sqlite_file.check(self._db)

    def changes(self) -> int:
        """Return a number that is another one once another connection has changed something."""
        return int(self._one("PRAGMA data_version")[0])

    def submit(self, new: NewJob) -> Job | None:
        """Queue a job; the same id again is the job that is there.

        None where its number of reprint is taken: ask `next_reprint` and mark the slip anew.
        """
        values = (new.id, new.about, new.label, new.reprint, new.by, new.context, new.payload, new.slip)
        moment = self._moment()
        self._change(
            "INSERT OR IGNORE INTO job (id, about, label, reprint, by, context, payload, slip, state,"
            " queued_at, waits_since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?)",
            *values,
            moment,
            moment,
        )
        found = self._jobs("WHERE id = ?", new.id)
        return found[0] if found else None

    def next_reprint(self, about: str, at_least: int = 0) -> int:
        """Return the number for the next slip of a request: above that of all that are or may come out."""
        if not about:
            return at_least
        row = self._one(_HIGHEST_REPRINT, about)
        return at_least if row[0] is None else max(at_least, row[0] + 1)

    def job(self, job_id: str) -> Job:
        """Return a job by its id or the unique end of it (4 characters or more); raises NoSuchJob."""
        found = self._jobs("WHERE id = ?", job_id)
        if not found and len(job_id) >= _SHORTEST_END:
            found = self._jobs("WHERE substr(id, -length(?)) = ? LIMIT 2", job_id, job_id)
        if len(found) != 1:
            raise NoSuchJob
        return found[0]

    def jobs(self) -> Sequence[Job]:
        """Return all jobs, oldest first."""
        return self._jobs("ORDER BY number")

    def open_jobs(self) -> Sequence[Job]:
        """Return the jobs that wait, are being sent, or are in doubt, oldest first."""
        return self._jobs(f"WHERE {_OPEN} ORDER BY number")

    def jobs_about(self, about: str) -> Sequence[Job]:
        """Return the jobs of a request, oldest first."""
        return self._jobs("WHERE about = ? ORDER BY number", about)

    def unrecorded(self) -> Sequence[Job]:
        """Return the jobs of requests whose paper came out, which nobody has taken note of yet."""
        return self._jobs(f"WHERE about <> '' AND NOT recorded AND {_ON_PAPER} ORDER BY number")

    def doubts(self) -> Sequence[Job]:
        """Return the jobs of requests that nobody knows of whether they came out, or that did not."""
        which = "WHERE about <> '' AND state = 'unknown' AND (answer IS NULL OR answer = 'not')"
        return self._jobs(f"{which} ORDER BY number")

    def slip(self, job: Job) -> str | None:
        """Return the slip as data while it is kept."""
        slip: str | None = self._one("SELECT slip FROM job WHERE number = ?", job.number)[0]
        return slip or None

    def next(self) -> Job | None:
        """Return the job to print next."""
        found = self._jobs("WHERE state = 'queued' ORDER BY number LIMIT 1")
        return found[0] if found else None

    def begin(self, job: Job) -> bytes | None:
        """Write down, for good, that the first byte is about to go; None: it is not queued any more."""
        sql = (
            "UPDATE job SET state = 'sending', reason = '' WHERE number = ? AND state = 'queued'"
            " RETURNING payload"
        )
        with sqlite_file.guarded():
            rows = self._db.execute(sql, (job.number,)).fetchall()
        return bytes(rows[0][0]) if rows else None

    def end(self, job: Job, state: State, reason: str = "") -> bool:
        """Write down how sending ended."""
        # A doubtful one keeps the slip as data, which a marked reprint is made from.
        forget = "payload = NULL" if state is State.UNKNOWN else _FORGET
        changes = f"state = ?, reason = ?, ended_at = ?, {forget}"
        return self._move(job.number, State.SENDING, changes, state, reason, self._moment())

    def back(self, job: Job, reason: str) -> bool:
        """Queue a job again of which certainly nothing was sent."""
        return self._move(job.number, State.SENDING, "state = 'queued', reason = ?", reason)

    def waits(self, job: Job, reason: str) -> bool:
        """Write down why a queued job does not go out; True where that is new."""
        sql = "UPDATE job SET reason = ? WHERE number = ? AND state = 'queued' AND reason <> ?"
        return self._change(sql, reason, job.number, reason) == 1

    def give_up(self, job: Job, reason: str) -> bool:
        """End a queued job that can never be printed."""
        changes = f"state = 'failed', reason = ?, ended_at = ?, {_FORGET}"
        return self._move(job.number, State.QUEUED, changes, reason, self._moment())

    def hold_since(self, before: dt.datetime) -> int:
        """Hold the queued jobs that have waited since before a moment; return how many.

        So is one that has waited since a time far ahead: the clock was set back, and nobody knows how long.
        """
        now = self._now()
        ahead = now + (now - before)
        sql = "UPDATE job SET state = 'held' WHERE state = 'queued' AND NOT waits_since BETWEEN ? AND ?"
        return self._change(sql, _text(before), _text(ahead))

    def recover(self) -> int:
        """Call unknown what is in sending, for the lock's holder who sends nothing now; return how many."""
        sql = (
            "UPDATE job SET state = 'unknown', reason = ?, ended_at = ?, payload = NULL"
            " WHERE state = 'sending'"
        )
        return self._change(sql, CRASH, self._moment())

    def last_is_doubtful(self) -> bool:
        """Tell whether the newest job that the printer has heard of may have been cut short."""
        row = self._one(
            "SELECT state FROM job WHERE state IN ('sent', 'confirmed', 'unknown')"
            " ORDER BY number DESC LIMIT 1"
        )
        return row is not None and row[0] == State.UNKNOWN

    def release(self, job_id: str) -> Job:
        """Let a held job go out after all; raises NotNow."""
        changes = "state = 'queued', reason = '', waits_since = ?"
        return self._asked(job_id, changes, "state = 'held'", self._moment())

    def cancel(self, job_id: str) -> Job:
        """Take back a job that waits; raises NotNow for one that may be on paper, or is settled."""
        changes = f"state = 'cancelled', ended_at = ?, {_FORGET}"
        return self._asked(job_id, changes, "state IN ('queued', 'held')", self._moment())

    def settle(self, job_id: str, answer: Answer) -> Job:
        """Keep what a person found of a doubtful job's paper; raises NotNow for one that is not in doubt."""
        changes = f"answer = ?, ended_at = ?, {_FORGET}"
        doubt = "state = 'unknown' AND answer IS NULL"
        return self._asked(job_id, changes, doubt, answer, self._moment())

    def follow(self, job_id: str, state: State, reason: str = "", answer: Answer | None = None) -> bool:
        """Let a job stand as the spool says that it is printed from; True where that is new."""
        over = state not in (State.QUEUED, State.HELD, State.SENDING, State.UNKNOWN) or answer is not None
        sql = (
            f"UPDATE job SET state = ?, reason = ?, answer = ?, ended_at = ?{', ' + _FORGET if over else ''}"  # noqa: S608  this module's own words
            f" WHERE id = ? AND {_OPEN} AND (state <> ? OR reason <> ? OR answer IS NOT ?)"
        )
        ended = self._moment() if over or state is State.UNKNOWN else None
        return self._change(sql, state, reason, answer, ended, job_id, state, reason, answer) == 1

    def record(self, job_id: str) -> None:
        """Take note that whoever handed a job in has recorded its paper."""
        self._change("UPDATE job SET recorded = 1 WHERE id = ?", job_id)

    def purge(self, before: dt.datetime) -> int:
        """Forget settled jobs that ended before a moment, but none that is still to be recorded."""
        return self._change(_PURGE, _text(before))

    def _asked(self, job_id: str, changes: str, condition: str, *values: str) -> Job:
        job = self.job(job_id)
        sql = f"UPDATE job SET {changes} WHERE number = ? AND {condition}"  # noqa: S608  this module's own words
        if not self._change(sql, *values, job.number):
            raise NotNow
        return self.job(job.id)

    def _move(self, number: int, state: State, changes: str, *values: str) -> bool:
        sql = f"UPDATE job SET {changes} WHERE number = ? AND state = ?"  # noqa: S608  this module's own words
        return self._change(sql, *values, number, state) == 1

    def _change(self, sql: str, *values: str | int | bytes | None) -> int:
        with sqlite_file.guarded():
            return self._db.execute(sql, values).rowcount

    def _one(self, sql: str, *values: str | int) -> Any:
        with sqlite_file.guarded():
            return self._db.execute(sql, values).fetchone()

    def _jobs(self, which: str, *values: str | int) -> Sequence[Job]:
        sql = f"SELECT {_COLUMNS} FROM job {which}"  # noqa: S608  this module's own words
        with sqlite_file.guarded():
            return [_job(row) for row in self._db.execute(sql, values)]

    def _moment(self) -> str:
        return _text(self._now())


def _job(row: sqlite3.Row) -> Job:
    return Job(
        number=row["number"],
        id=row["id"],
        about=row["about"],
        label=row["label"],
        reprint=row["reprint"],
        by=row["by"],
        context=row["context"],
        state=State(row["state"]),
        reason=row["reason"],
        answer=Answer(row["answer"]) if row["answer"] else None,
        queued_at=dt.datetime.fromisoformat(row["queued_at"]),
        waits_since=dt.datetime.fromisoformat(row["waits_since"]),
        ended_at=dt.datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
        recorded=bool(row["recorded"]),
    )


def _text(moment: dt.datetime) -> str:
    # With microseconds always: texts of one form sort as the times do.
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
