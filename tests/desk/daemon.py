"""A daemon in memory on loopback that speaks the desk API, for tests of what talks to it."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from registry.commands import Envelope, Outcome, OutcomeStatus
from registry.records import ChangesPage, Cursor, Record
from registry.sign_in import Session

LONGEST_WAIT = 5.0


@dataclass
class Daemon:
    """The feed, the commands that came in, and what the next answers are to be."""

    session: Session
    pin: str = "493817"
    stamps: dict[str, str] = field(default_factory=lambda: {"somying": ""})
    epoch: str = "epoch"
    page_size: int = 1000
    seq: int = 0
    records: dict[str, Record] = field(default_factory=dict)
    commands: list[Envelope] = field(default_factory=list)
    answers: dict[str, Outcome] = field(default_factory=dict)
    refuse_with: str | None = None
    sign_in_status: int = 200
    lost_answers: int = 0
    failing: set[str] = field(default_factory=set)
    broken: bool = False
    broken_after: int | None = None
    nonsense: tuple[int, bytes] | None = None
    trickles: bool = False
    signed_out: int = 0
    slot: dt.time = dt.time(9, 30)
    picture: bytes = b"\xff\xd8\xff picture"
    requests: int = 0
    address: str = ""
    ended: threading.Event = field(default_factory=threading.Event)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def put(self, *records: Record) -> None:
        """Change records; each takes the feed's next number."""
        with self._changed:
            for record in records:
                self.seq += 1
                self.records[record.request.id] = record.model_copy(update={"seq": self.seq})
            self._changed.notify_all()

    def restore(self, epoch: str, *records: Record) -> None:
        """Come back from a backup: another epoch, other records."""
        with self._changed:
            self.epoch, self.seq, self.records = epoch, 0, {}
        self.put(*records)

    def changes(self, after: str, wait: float, limit: int) -> ChangesPage:
        """Return a page as the daemon would."""
        limit = min(limit, self.page_size)
        cursor = Cursor.parse(after)
        if cursor is not None and cursor.epoch == self.epoch:
            return self._live(cursor.seq, wait, limit)
        at = cursor.seq if cursor is not None and cursor.epoch == f"snapshot-{self.epoch}" else 0
        ordered = sorted(self.records.values(), key=lambda record: record.seq)
        page, rest = ordered[at : at + limit], ordered[at + limit :]
        place = f"snapshot-{self.epoch}:{at + len(page)}" if rest else f"{self.epoch}:{self.seq}"
        return ChangesPage(cursor=place, snapshot=True, more=bool(rest), records=tuple(page))

    def _live(self, after: int, wait: float, limit: int) -> ChangesPage:
        epoch = self.epoch
        with self._changed:
            self._changed.wait_for(
                lambda: self.seq > after or self.ended.is_set() or self.epoch != epoch,
                min(wait, LONGEST_WAIT),
            )
            if self.epoch != epoch:
                return self.changes("", 0, limit)
            newer = sorted(
                (record for record in self.records.values() if record.seq > after),
                key=lambda record: record.seq,
            )
        page, rest = newer[:limit], newer[limit:]
        seq = page[-1].seq if rest else self.seq
        return ChangesPage(cursor=f"{self.epoch}:{seq}", snapshot=False, more=bool(rest), records=tuple(page))

    def carry_out(self, envelope: Envelope) -> Outcome:
        """Answer a command: the same id gets the same answer."""
        if envelope.id in self.answers:
            return self.answers[envelope.id]
        self.commands.append(envelope)
        if self.refuse_with is not None:
            outcome = Outcome(id=envelope.id, status=OutcomeStatus.REFUSED, code=self.refuse_with)
        else:
            record = self.records.get(envelope.request_id)
            if record is not None:
                request = record.request.model_copy(update={"version": record.request.version + 1})
                self.put(record.model_copy(update={"request": request}))
            outcome = Outcome(id=envelope.id, status=OutcomeStatus.APPLIED, seq=self.seq)
        self.answers[envelope.id] = outcome
        return outcome

    def end(self) -> None:
        """Let waiting readers go."""
        with self._changed:
            self.ended.set()
            self._changed.notify_all()


class _Handler(BaseHTTPRequestHandler):
    daemon: Daemon
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        """Say nothing."""

    def do_GET(self) -> None:
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        if self.path == "/health":
            if not self._as_told():
                self._answer(200, '{"status": "ok", "database": "ok"}')
            return
        if not self._let_in():
            return
        if self.path.startswith("/api/changes"):
            page = self.daemon.changes(query.get("after", ""), float(query["wait"]), int(query["limit"]))
            self._answer(200, page.model_dump_json())
        elif self.path == "/api/clerks":
            self._answer(200, json.dumps([{"clerk": c, "stamp": s} for c, s in self.daemon.stamps.items()]))
        elif self.path == "/api/answers":
            self._answer(200, '[{"id": "come", "title": "มาตามนัด", "text": "กรุณามา {วันนัด}"}]')
        elif self.path == "/api/pictures/one":
            self._write(200, self.daemon.picture)
        elif self.path.startswith("/api/slots"):
            self._answer(
                200, json.dumps([{"date": query["day"], "time": f"{self.daemon.slot:%H:%M:%S}", "places": 4}])
            )
        else:
            self._answer(404, '{"code": "not_found"}')

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/api/session":
            self._sign_in(json.loads(body))
        elif self._let_in():
            envelope = Envelope.model_validate_json(body)
            if envelope.request_id in self.daemon.failing:
                self._answer(500, '{"code": "failure"}')
                return
            outcome = self.daemon.carry_out(envelope)
            if self.daemon.lost_answers:
                self.daemon.lost_answers -= 1
                self.close_connection = True
                return
            status = 200 if outcome.status is OutcomeStatus.APPLIED else 409
            self._answer(status, outcome.model_dump_json())

    def do_DELETE(self) -> None:
        self.daemon.signed_out += 1
        self._answer(204, "")

    def _sign_in(self, form: dict[str, Any]) -> None:
        if self.daemon.sign_in_status != 200:
            self._answer(self.daemon.sign_in_status, '{"code": "wait", "wait": 30}')
        elif (form["clerk"], form["pin"]) != (self.daemon.session.clerk, self.daemon.pin):
            self._answer(401, '{"code": "bad_sign_in"}')
        else:
            self._answer(200, self.daemon.session.model_dump_json())

    def _let_in(self) -> bool:
        if self._as_told():
            return False
        if self.headers.get("Authorization") != f"Bearer {self.daemon.session.token}":
            self._answer(401, '{"code": "no_session"}')
            return False
        return True

    def _as_told(self) -> bool:
        """Answer what the test wants every answer to be, if it does."""
        self.daemon.requests += 1
        after = self.daemon.broken_after
        if self.daemon.broken or (after is not None and self.daemon.requests > after):
            self._answer(500, "<html>nothing</html>")
        elif self.daemon.trickles:
            self._trickle()
        elif self.daemon.nonsense is not None:
            status, body = self.daemon.nonsense
            self._write(status, body)
        else:
            return False
        return True

    def _trickle(self) -> None:
        """Answer a byte at a time, without an end in sight."""
        with contextlib.suppress(OSError):
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            while not self.daemon.ended.wait(0.02):
                self.wfile.write(b" ")
                self.wfile.flush()

    def _answer(self, status: int, body: str) -> None:
        self._write(status, body.encode())

    def _write(self, status: int, data: bytes) -> None:
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if status != 204:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of readers that went away."""


@contextlib.contextmanager
def serving(daemon: Daemon) -> Iterator[Daemon]:
    """Let a daemon listen on loopback for as long as the block lasts."""
    handler = type("Handler", (_Handler,), {"daemon": daemon})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    daemon.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield daemon
    finally:
        daemon.end()
        server.shutdown()
        server.server_close()
        thread.join(5)
