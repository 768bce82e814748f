"""What a request will be once the daemon has heard what waits at this desk: shown, and marked as unsent.

The rules are the daemon's own (`registry.lifecycle`); what it makes of the commands in the end is its word.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence
from functools import partial
from typing import Final

from desk.away_office import AwayOffice
from desk.errors import MirrorError, StorageError
from desk.mirror import Mirror
from desk.outbox import Kept, Outbox
from registry.actors import Actor
from registry.commands import ANY_VERSION, Envelope
from registry.errors import Refused
from registry.office import OfficeProfile
from registry.request import Request
from registry.transitions import Context
from thai.dates import today

UNSENT: Final = "unsent"
"""Flag of this desk alone: a part of what is shown still waits to be sent."""


class Foresight:
    """Keeps a counter's view of its requests in step with what waits to be sent about them."""

    def __init__(self, profile: OfficeProfile, counter: str) -> None:
        self._profile, self._counter = profile, counter
        self._office = AwayOffice(profile)

    def context(self, envelope: Envelope, actor: Actor) -> Context:
        """Return who acts where and when, as the daemon will see it."""
        return Context(actor, envelope.at, today(envelope.at), self._office)

    def show(self, mirror: Mirror, outbox: Outbox, ids: Collection[str] | None = None) -> frozenset[str]:
        """Show some requests as they will be, or all that the outbox knows of; return the changed ones.

        Only a view: where it cannot be kept, the commands are safe all the same.
        """
        changed = set[str]()
        with contextlib.suppress(MirrorError, StorageError):
            # Of all: a desk that was killed may still show what a refused or withdrawn command was to do.
            for request_id in outbox.known_ids() if ids is None else ids:
                if mirror.foresee(request_id, partial(self._with_what_waits, outbox)):
                    changed.add(request_id)
        return frozenset(changed)

    def _with_what_waits(self, outbox: Outbox, said: Request) -> Request:
        # Read while nobody else writes a view: another thread may send or withdraw something meanwhile.
        return self.foreseen(said, outbox.waiting_for(said.id))

    def foreseen(self, said: Request, waiting: Sequence[Kept]) -> Request:
        """Return what the daemon last said of a request with what waits about it done, in its order.

        What was made before the daemon's last word is either in it, or will be refused.
        """
        from registry.lifecycle import apply

        request = said
        for kept in waiting:
            envelope = kept.envelope
            if envelope is None or envelope.seen_version < said.version:
                continue
            if envelope.seen_version != request.version and not isinstance(envelope.command, ANY_VERSION):
                continue
            actor = Actor(kind="clerk", id=kept.clerk, name=kept.clerk, counter=self._counter)
            with contextlib.suppress(Refused):
                request = apply(request, envelope.command, self.context(envelope, actor)).request
        if request is said:
            return said
        return request.model_copy(update={"flags": (*request.flags, UNSENT)})
