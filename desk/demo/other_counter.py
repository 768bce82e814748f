"""A counter without screens: signed in at the daemon, reading its feed and sending commands."""

from __future__ import annotations

import datetime as dt
import secrets

from pydantic import SecretStr

from desk.proposal import propose, table_fee
from desk.sync_client import SyncClient
from registry import commands as c
from registry.checks import Step, steps_for
from registry.identifiers import new_id
from registry.office import OfficeProfile
from registry.request import Appointment, Check, CheckLine, Collector, Fee, LineResult, Request
from registry.sign_in import SignIn
from thai.dates import today


class OtherCounter:
    """Knows every request of the feed; whatever the desk's client raises, this raises."""

    def __init__(self, client: SyncClient, office: OfficeProfile) -> None:
        self._client, self._office = client, office
        self._cursor: str | None = None
        self.requests: dict[str, Request] = {}

    @classmethod
    async def open(cls, server: str, counter: str, clerk: str, pin: str) -> OtherCounter:
        """Sign in."""
        door = SyncClient(server)
        try:
            form = SignIn(
                counter=counter,
                desk_key=SecretStr(secrets.token_urlsafe(32)),
                clerk=clerk,
                pin=SecretStr(pin),
            )
            session = await door.sign_in(form)
        finally:
            await door.close()
        return cls(SyncClient(server, session.token), session.office)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def look(self, wait: int = 0) -> None:
        """Read what has changed, waiting up to ``wait`` seconds for a change."""
        while True:
            page = await self._client.changes(self._cursor, wait)
            self._cursor = page.cursor
            self.requests |= {record.request.id: record.request for record in page.records}
            if not page.more:
                return

    async def send(self, request: Request, command: c.Command) -> bool:
        """Send a command; whether it was applied."""
        return await self._send(request.id, request.version, command)

    async def take_in(self, command: c.WalkIn) -> str:
        """Take in a citizen who has no appointment; return the new request's id, empty when refused."""
        request_id = new_id()
        return request_id if await self._send(request_id, 0, command) else ""

    async def _send(self, request_id: str, version: int, command: c.Command) -> bool:
        envelope = c.Envelope(
            id=new_id(),
            request_id=request_id,
            seen_version=version,
            at=dt.datetime.now(dt.UTC),
            command=command,
        )
        return (await self._client.command(envelope)).status is c.OutcomeStatus.APPLIED

    async def approval(self, request: Request, found: c.Found) -> c.Approve | None:
        """Return what follows a check in which everything matched; None without a free time."""
        now = dt.datetime.now(dt.UTC)
        appointment = request.hold if request.channel == "walk_in" else await self._free_time(request, now)
        if appointment is None:
            return None
        return c.Approve(
            fee=table_fee(self._office, request.items, today(now)) or Fee(baht=0),
            appointment=appointment,
            check_done=_matching(steps_for(self._office.steps, [item.service for item in request.items])),
            found=found,
        )

    def second_check(self) -> c.SecondCheck:
        """Return a check at the counter in which everything matched."""
        return c.SecondCheck(check_done=_matching(self._office.second_steps), collector=Collector.OWNER)

    async def _free_time(self, request: Request, now: dt.datetime) -> Appointment | None:
        slots = await self._client.slots(request.wish.date or today(now), 1)
        proposal = propose(slots, request.wish, self._office.calendar, now, request.hold)
        if proposal.chosen is None:
            return None
        slot = proposal.slots[proposal.chosen]
        return Appointment(date=slot.date, time=slot.time)


def _matching(steps: tuple[Step, ...]) -> Check:
    lines = (CheckLine(step=s.id, kind=s.kind, result=LineResult.MATCH, outcome=_outcome(s)) for s in steps)
    return Check(lines=tuple(lines))


def _outcome(step: Step) -> int | None:
    return 0 if step.kind == "outcome" else None
