"""kill -9 of a desk with a full outbox: what was told as recorded is there, once, and in its order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from desk.outbox import Outbox
from registry.commands import Outcome, OutcomeStatus
from registry.sealing import Keyring
from tests.desk.mirrors import KEY
from tests.desk.people import NOW

_DESK = """
import sys
from pathlib import Path
from desk.outbox import Outbox
from registry.commands import Envelope, FeePaid
from registry.identifiers import new_id
from registry.sealing import Keyring
from tests.desk.people import NOW
outbox = Outbox(Path(sys.argv[1]), Keyring.of(bytes(range(32))), "bangkhae")
while True:
    fact = Envelope(id=new_id(), request_id="a", seen_version=3, at=NOW, command=FeePaid(baht=10))
    outbox.add(fact, "somying")
    print(fact.id, flush=True)
"""


def test_a_killed_desk_has_everything_that_it_said_it_had(tmp_path: Path) -> None:
    path, told = tmp_path / "outbox.sqlite", list[str]()
    for _ in range(1):
        desk = subprocess.Popen([sys.executable, "-c", _DESK, str(path)], stdout=subprocess.PIPE, text=True)
        assert desk.stdout is not None
        told += [desk.stdout.readline().strip() for _ in range(20)]
        desk.kill()
        told += [line.strip() for line in desk.stdout if line.endswith("\n")]
        desk.wait()
        desk.stdout.close()
    outbox = Outbox(path, Keyring.of(KEY), "bangkhae")
    kept = []
    while (envelope := outbox.next()) is not None:
        kept.append(envelope.id)
        if len(kept) % 2:
            outbox.answered(envelope.id)
        else:
            outbox.refused(envelope.id, Outcome(id=envelope.id, status=OutcomeStatus.REFUSED), NOW)
    # It may have kept one more than it could say.
    assert len(told) <= len(kept) <= len(told) + 1
    assert [each for each in kept if each in set(told)] == told
    assert outbox.unsent()[0] == 0
    assert outbox.open_refusals("somying", head=False) == len(kept) // 2
    outbox.close()
