from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.errors import OutboxError, StorageError
from desk.outbox import Outbox, set_aside
from registry.commands import Envelope, FeePaid, HandedOver, Outcome, OutcomeStatus, SlipPrinted
from registry.identifiers import new_id
from registry.sealing import Keyring
from tests.desk.mirrors import KEY
from tests.desk.people import NOW, ago


def _open(path: Path, key: bytes = KEY) -> Outbox:
    return Outbox(path, Keyring.of(key), "bangkhae")


def _envelope(request_id: str = "a", command: SlipPrinted | FeePaid | HandedOver | None = None) -> Envelope:
    return Envelope(
        id=new_id(), request_id=request_id, seen_version=3, at=NOW, command=command or SlipPrinted()
    )


def test_facts_go_in_the_order_they_happened_and_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    facts = [
        _envelope(command=SlipPrinted()),
        _envelope(command=FeePaid(baht=10)),
        _envelope(command=HandedOver()),
    ]
    outbox = _open(path)
    for fact in facts:
        outbox.add(fact)
    outbox.close()
    outbox = _open(path)
    sent = []
    while (envelope := outbox.next()) is not None:
        sent.append(envelope)
        outbox.answered(envelope.id)
    assert sent == facts
    assert outbox.unsent() == (0, None)
    outbox.close()


@given(st.lists(st.sampled_from(["add", "again", "answer"]), max_size=30))
@settings(max_examples=40, deadline=None)
def test_it_is_a_queue_in_which_an_id_stands_once(steps: list[str]) -> None:
    outbox, expected = _open(Path(":memory:")), list[Envelope]()
    for step in steps:
        if step == "add":
            expected.append(_envelope())
            outbox.add(expected[-1])
        elif expected and step == "again":
            outbox.add(expected[0])
        elif expected:
            outbox.answered(expected.pop(0).id)
        assert outbox.next() == (expected[0] if expected else None)
        assert outbox.unsent()[0] == len(expected)
    outbox.close()


def test_it_knows_what_waits_and_since_when(tmp_path: Path) -> None:
    outbox = _open(tmp_path / "o")
    outbox.add(_envelope("a").model_copy(update={"at": ago(minutes=4)}))
    outbox.add(_envelope("b"))
    assert outbox.unsent() == (2, ago(minutes=4))
    assert outbox.waits_for("b")
    assert not outbox.waits_for("c")
    outbox.close()


def test_what_is_sealed_under_another_key_stays_and_is_counted(tmp_path: Path) -> None:
    outbox = _open(tmp_path / "o")
    outbox.add(_envelope())
    outbox.close()
    other = _open(tmp_path / "o", bytes(range(1, 33)))
    assert other.next() is None
    assert other.unsent()[0] == 1
    mine = _envelope()
    other.add(mine)
    assert other.next() == mine
    other.close()


def test_the_file_tells_no_amount(tmp_path: Path) -> None:
    outbox = _open(tmp_path / "o")
    outbox.add(_envelope(command=FeePaid(baht=98765)))
    outbox.close()
    assert b"98765" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_damaged_outbox_is_told_and_kept_while_a_new_one_begins(tmp_path: Path) -> None:
    damaged = b"something else entirely" * 100
    (tmp_path / "o.sqlite").write_bytes(damaged)
    with pytest.raises(OutboxError):
        _open(tmp_path / "o.sqlite")
    set_aside(tmp_path / "o.sqlite", NOW)
    _open(tmp_path / "o.sqlite").close()
    (kept,) = tmp_path.glob("o-damaged-*.sqlite")
    assert kept.read_bytes() == damaged


def test_damage_behind_the_first_page_is_met_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "o.sqlite"
    outbox = _open(path)
    for _ in range(50):
        outbox.add(_envelope())
    outbox.close()
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    path.write_bytes(content)
    with pytest.raises(OutboxError):
        _open(path)


def _add_many(outbox: Outbox) -> None:
    for _ in range(100):
        outbox.add(_envelope())


def test_on_a_full_disk_a_fact_is_refused_and_what_was_kept_stays(tmp_path: Path) -> None:
    outbox = _open(tmp_path / "o.sqlite")
    kept = _envelope()
    outbox.add(kept)
    pages = outbox._db.execute("PRAGMA page_count").fetchone()[0]
    outbox._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError):
        _add_many(outbox)
    assert outbox.next() == kept
    outbox.close()


def test_what_another_version_made_stays_and_holds_up_nothing(tmp_path: Path) -> None:
    outbox = _open(tmp_path / "o.sqlite")
    body = Keyring.of(KEY).seal(b'{"command": "unheard of"}', "bangkhae", "outbox", "x")
    outbox._db.execute("INSERT INTO command (id, made_at, body) VALUES ('x', ?, ?)", (NOW.isoformat(), body))
    mine = _envelope()
    outbox.add(mine)
    assert outbox.next() == mine
    assert outbox.unsent()[0] == 2
    outbox.close()


def test_an_answer_for_an_unknown_id_changes_nothing(tmp_path: Path) -> None:
    outbox = _open(tmp_path / "o")
    outbox.add(_envelope())
    outbox.answered("unknown")
    assert outbox.unsent()[0] == 1
    outbox.close()


def _refusal(envelope: Envelope) -> Outcome:
    return Outcome(id=envelope.id, status=OutcomeStatus.CONFLICT, code="stale")


def test_what_was_refused_stays_until_it_is_settled_and_is_not_sent_again(tmp_path: Path) -> None:
    outbox = _open(tmp_path / "o")
    fact = _envelope()
    outbox.add(fact, "somying")
    outbox.leaving(fact.id, NOW)
    outbox.refused(fact.id, _refusal(fact), NOW)
    outbox.close()
    outbox = _open(tmp_path / "o")
    assert outbox.next() is None
    assert outbox.unsent() == (0, None)
    (kept,) = outbox.to_settle()
    assert (kept.envelope, kept.outcome, kept.clerk, kept.tries) == (fact, _refusal(fact), "somying", 1)
    assert outbox.open_refusals("somying", head=False) == 1
    assert outbox.open_refusals("wichai", head=True) == 0
    outbox.hand_to_head(fact.id)
    assert outbox.open_refusals("wichai", head=True) == 1
    outbox.settle(fact.id, "somying: done on paper", NOW)
    assert not outbox.to_settle()
    outbox.forget_settled(NOW + dt.timedelta(days=29))
    assert outbox._db.execute("SELECT count(*) FROM command").fetchone()[0] == 1
    outbox.forget_settled(NOW + dt.timedelta(days=31))
    assert outbox._db.execute("SELECT count(*) FROM command").fetchone()[0] == 0
    outbox.close()
    assert b"done on paper" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_request_that_is_held_up_holds_up_no_other(tmp_path: Path) -> None:
    outbox = _open(tmp_path / "o")
    first, second = _envelope("a"), _envelope("b")
    outbox.add(first)
    outbox.add(second)
    assert outbox.next({"a"}) == second
    assert outbox.next({"a", "b"}) is None
    outbox.close()


def test_an_outbox_of_the_first_version_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "o"
    database = sqlite3.connect(path)
    database.execute(
        "CREATE TABLE command (place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE,"
        " request_id TEXT, made_at TEXT, body BLOB)"
    )
    fact = _envelope()
    body = Keyring.of(KEY).seal(fact.model_dump_json().encode(), "bangkhae", "outbox", fact.id)
    database.execute(
        "INSERT INTO command (id, request_id, made_at, body) VALUES (?, 'a', ?, ?)",
        (fact.id, NOW.isoformat(), body),
    )
    database.commit()
    database.close()
    for _ in range(2):
        outbox = _open(path)
        assert outbox.next() == fact
        assert [kept.clerk for kept in outbox.waiting()] == [""]
        outbox.close()
