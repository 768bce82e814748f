"""Requests in the store: their life, what is kept of them, and what is not."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from registry import commands as c
from registry.actors import CITIZEN
from registry.errors import Conflict, RefusalCode, Refused, SealError
from registry.lifecycle import Answer, Notice
from registry.particulars import ChatLine, Particulars
from registry.request import Collector, Fee
from registry.sealing import Keyring
from registry.states import QueueState, State
from sync.store import audit, references, request_chat, request_table, requests
from sync.store.database import Database, parse_url, sqlite_file
from sync.store.request_rows import opened
from sync.store.tables.requests import RequestRow
from tests.sync import factories as f
from tests.sync.store.conftest import Desk


def _whole_life(desk: Desk) -> str:
    """Take a request from submission to collection, on two days; returns its id."""
    request = desk.submit()
    taken = desk.act(request, c.Take())
    asked = desk.act(taken, c.Ask(question="ขอชื่อเดิม ยุพาพิมพ์"))
    desk.act(asked, Answer())
    desk.act(request, c.Take())
    approved = desk.act(request, f.approve(fee=Fee(baht=0, reason="ยกเว้นให้คุณยุพาพิมพ์")))
    assert approved.state is State.APPROVED
    desk.act(request, c.Prepare(tray="7"))
    desk.now += dt.timedelta(days=1)
    arrived = desk.act(request, c.Arrive())
    assert arrived.queue is not None
    assert arrived.queue.number == "A001"
    desk.act(request, c.Call())
    desk.act(request, c.Park(note="ยุพาพิมพ์ไปห้องน้ำ"))
    desk.act(request, c.Call())
    desk.act(request, c.SecondCheck(check_done=f.second_check(), collector=Collector.OWNER))
    desk.act(request, c.SlipPrinted())
    desk.act(request, c.FeePaid(baht=0))
    assert desk.act(request, c.HandedOver()).state is State.COLLECTED
    return request.id


def _stored(database: Database, request_id: str) -> tuple[Any, Particulars]:
    def run(session: Session) -> tuple[Any, Particulars]:
        row = session.exec(select(RequestRow).where(RequestRow.id == request_id)).one()
        return opened(f.KEYS, f.OFFICE, request_id, row.body, row.sealed)

    return database.read(run)


def test_a_request_lives_from_submission_to_collection(desk: Desk, told: list[Notice]) -> None:
    request_id = _whole_life(desk)
    request, particulars = _stored(desk.database, request_id)
    assert request.state is State.COLLECTED
    assert request.version == 16
    assert request.fee.reason == "ยกเว้นให้คุณยุพาพิมพ์"
    assert request.hand_over.slips_printed == 1
    assert not request.flags
    assert told == [Notice.QUESTION, Notice.APPROVED, Notice.READY, Notice.SURVEY]
    # What the clerk read in DOPA's program replaces what the citizen said.
    assert particulars.pid == "3104000000024"
    assert particulars.name == "สมหญิง มีสุขยิ่ง"
    assert particulars.laser == f.CITIZEN.laser


def test_every_change_is_one_row_of_the_trail_in_the_order_of_the_feed(desk: Desk) -> None:
    request_id = _whole_life(desk)
    rows = desk.database.read(lambda session: audit.trail(session, f.OFFICE, request_id))
    assert [row.action for row in rows] == [
        *("created", "submitted", "taken", "asked", "answered", "taken", "approved", "prepared", "arrived"),
        *("called", "parked", "called", "checked_again", "slip_printed", "fee_paid", "handed_over"),
    ]
    assert [row.seq for row in rows] == list(range(1, 17))
    assert rows[0].actor_kind == "citizen"
    assert (rows[6].actor_id, rows[6].actor_name, rows[6].counter) == ("somchai", "สมชาย", "1")
    assert rows[6].detail == {"baht": 0, "appointment": "2026-11-24T09:00"}
    assert rows[6].at == f.NOW
    assert rows[8].at == f.NOW + dt.timedelta(days=1)


def test_nothing_about_a_person_can_be_read_in_the_database(desk: Desk) -> None:
    request_id = _whole_life(desk)
    command = f.envelope(request_id, c.Reject(reason="ยุพาพิมพ์ไม่มา 1104000000010"), 16)
    assert desk.send(command).status is c.OutcomeStatus.REFUSED
    secret = [
        *("JC1123456712", "10400212345678", "1104000000010", "3104000000024", "12345678"),
        *("สมหญิง", "ใจดีแท้", "มีสุขยิ่ง", "นกน้อย", "ทะเบียนบ้านหน่อย", "ยุพาพิมพ์"),
    ]
    kept = _everything_in(desk.database)
    assert "สมชาย" in kept
    assert request_id in kept
    for words in secret:
        assert words not in kept
        assert json.dumps(words)[1:-1] not in kept


def _everything_in(database: Database) -> str:
    """Return every value of every table, and the bytes of a SQLite file with its log."""
    from sync.store.base import METADATA

    def run(session: Session) -> list[str]:
        found: list[str] = []
        for table in METADATA.sorted_tables:
            for row in session.connection().execute(table.select()):
                found.extend(v.decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for v in row)
        return found

    kept = database.read(run)
    if database.dialect == "sqlite":
        file = sqlite_file(parse_url(str(database.url)))
        kept += [path.read_bytes().decode("utf-8", "replace") for path in file.parent.glob(f"{file.name}*")]
    return "\n".join(kept)


def test_a_sealed_record_opens_in_its_own_row_alone(desk: Desk) -> None:
    one, other = desk.submit(), desk.submit()

    def exchange(session: Session) -> None:
        rows = {row.id: row for row in session.exec(select(RequestRow))}
        rows[one.id].sealed, rows[other.id].sealed = rows[other.id].sealed, rows[one.id].sealed

    desk.database.write(exchange).result()
    with pytest.raises(SealError):
        desk.act(one, c.Take())
    with pytest.raises(SealError):
        desk.page()


def test_another_key_opens_nothing(desk: Desk) -> None:
    desk.submit()
    with pytest.raises(SealError):
        desk.database.read(
            lambda session: requests.open_requests_of(
                session,
                keys=Keyring.of(bytes(range(1, 33))),
                office_id=f.OFFICE,
                conversation_id=f.CONVERSATION,
            )
        )


def test_an_emptied_record_is_a_request_without_text_and_particulars(desk: Desk) -> None:
    request_id = _whole_life(desk)
    desk.database.write(
        lambda session: session.connection().execute(text("UPDATE request SET sealed = NULL"))
    ).result()
    request, particulars = _stored(desk.database, request_id)
    assert request.state is State.COLLECTED
    assert request.fee.reason == ""
    assert particulars == Particulars()


def test_illegal_moves_are_refused_and_change_nothing(desk: Desk) -> None:
    request = desk.submit()
    before = desk.page().cursor
    for command in (f.approve(), c.Prepare(tray="1"), c.Arrive(), c.Call(), c.NoShow(), c.Release()):
        with pytest.raises(Refused) as refused:
            desk.act(request, command)
        assert refused.value.code is RefusalCode.ILLEGAL_MOVE
    assert desk.page().cursor == before


def test_an_unknown_request_is_not_found(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.act(f.request(), c.Take())
    assert refused.value.code is RefusalCode.NOT_FOUND


def test_a_citizen_changes_no_request_of_another_conversation(desk: Desk) -> None:
    request = desk.submit()

    def cancel(conversation_id: str) -> requests.Carried:
        return desk.database.write(
            lambda session: requests.carry_out(
                session,
                keys=f.KEYS,
                settings=desk.settings,
                request_id=request.id,
                command=c.Cancel(),
                actor=CITIZEN,
                now=desk.now,
                conversation_id=conversation_id,
            )
        ).result()

    with pytest.raises(Refused) as refused:
        cancel("01900000-0000-7000-8000-00000000ffff")
    assert refused.value.code is RefusalCode.NOT_FOUND
    assert cancel(f.CONVERSATION).transition.request.state is State.CANCELLED


def test_the_fee_is_the_tables_unless_there_is_a_reason(desk: Desk) -> None:
    request = desk.act(desk.submit(), c.Take())
    with pytest.raises(Refused) as refused:
        desk.act(request, f.approve(fee=Fee(baht=0)))
    assert refused.value.code is RefusalCode.FEE_NEEDS_REASON
    assert refused.value.detail == {"baht": "20"}
    approved = desk.act(request, f.approve(fee=Fee(baht=20, basis="made up by a desk")))
    assert approved.fee == Fee(baht=20)


def test_a_request_of_another_office_is_not_this_offices(desk: Desk) -> None:
    request = desk.submit()
    other = Desk(desk.database, f.settings(office={"id": "elsewhere"}))
    with pytest.raises(Refused) as refused:
        other.act(request, c.Take())
    assert refused.value.code is RefusalCode.NOT_FOUND
    assert other.page().records == ()


def test_a_conversation_finds_its_open_requests(desk: Desk) -> None:
    first, second = desk.submit(), desk.submit()
    desk.act(first, c.Cancel())
    found = desk.database.read(
        lambda session: requests.open_requests_of(
            session, keys=f.KEYS, office_id=f.OFFICE, conversation_id=f.CONVERSATION
        )
    )
    assert [(request.id, particulars) for request, particulars in found] == [(second.id, f.CITIZEN)]


def test_a_citizens_history_is_found_by_each_number_and_by_the_last_digits(desk: Desk) -> None:
    mine = [desk.submit().id, desk.submit(Particulars(card="10409999995678")).id]
    desk.submit(Particulars(card="10409999990000", laser="AA0000000000"))

    def search(**by: Any) -> list[str]:
        return desk.database.read(
            lambda session: [
                request.id for request, _ in requests.find(session, keys=f.KEYS, office_id=f.OFFICE, **by)
            ]
        )

    assert search(by=Particulars(card=f.CITIZEN.card)) == mine[:1]
    assert search(by=Particulars(laser=f.CITIZEN.laser)) == mine[:1]
    assert search(by=Particulars(pid=f.CITIZEN.pid)) == mine[:1]
    assert search(card_tail="5678") == mine[::-1]
    assert search(card_tail="1234") == []
    assert search() == []


def test_an_unsent_message_leaves_every_request_and_the_desks_are_told(desk: Desk) -> None:
    one, other = desk.submit(), desk.submit()
    line = ChatLine(at=f.NOW, who="citizen", text="ลบข้อความนี้", id="m-9")

    def add(session: Session) -> None:
        request_chat.add_chat_line(session, keys=f.KEYS, office_id=f.OFFICE, request_id=one.id, line=line)

    desk.database.write(add).result()
    cursor = desk.page().cursor
    assert _stored(desk.database, one.id)[1].chat[-1] == line

    def remove(line_id: str) -> int:
        return desk.database.write(
            lambda session: request_chat.remove_chat_line(
                session,
                keys=f.KEYS,
                office_id=f.OFFICE,
                conversation_id=f.CONVERSATION,
                line_id=line_id,
            )
        ).result()

    assert remove("m-9") == 1
    (record,) = desk.page(cursor).records
    assert record.request.id == one.id
    assert record.request.version == one.version
    assert record.particulars == f.CITIZEN
    assert remove("m-9") == 0
    assert remove("") == 0
    assert remove("m-1") == 2
    assert _stored(desk.database, other.id)[1].chat == ()


def test_a_fact_after_the_end_does_not_move_the_day_of_the_end(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Cancel())
    desk.now += dt.timedelta(days=3)
    flagged = desk.act(request, c.SlipPrinted())
    assert flagged.flags == ("slip_printed_while_cancelled",)
    closed = desk.database.read(lambda session: session.exec(select(RequestRow)).one().closed_on)
    assert closed == f.TODAY


def test_a_reveal_is_on_the_trail_and_changes_nothing_else(desk: Desk) -> None:
    request = desk.submit()
    cursor = desk.page().cursor
    desk.act(request, c.Revealed())
    page = desk.page(cursor)
    assert page.records == ()
    assert page.cursor != cursor
    rows = desk.database.read(lambda session: audit.trail(session, f.OFFICE, request.id))
    assert rows[-1].action == "revealed"


def test_references_are_never_given_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    few = iter(["BK-2222", "BK-2222", "BK-2222", "BK-3333"])
    monkeypatch.setattr(references, "new_reference", lambda _: next(few))

    def reserve() -> str:
        return desk.database.write(
            lambda session: references.reserve(session, settings=desk.settings)
        ).result()

    assert [reserve(), reserve()] == ["BK-2222", "BK-3333"]


def test_another_offices_request_is_not_stored(desk: Desk) -> None:
    with pytest.raises(ValueError, match="another office"):
        desk.submit(office_id="elsewhere")


def test_parking_twice_at_once_is_a_conflict_for_the_second(desk: Desk) -> None:
    request = desk.submit()

    def two_saves(session: Session) -> None:
        stored = request_table.locked(session, f.KEYS, f.OFFICE, request.id)
        request_table.save_particulars(session, f.KEYS, stored, f.CITIZEN)
        request_table.save_particulars(session, f.KEYS, stored, f.CITIZEN)

    with pytest.raises(Conflict):
        desk.database.write(two_saves).result()


def test_the_walk_in_letter_is_its_own(desk: Desk) -> None:
    request = desk.submit(channel="walk_in")
    desk.act(request, c.Take())
    desk.act(request, f.approve(f.appointment(9, 30, f.TODAY)))
    arrived = desk.act(request, c.Arrive())
    assert arrived.queue is not None
    assert (arrived.queue.number, arrived.queue.state) == ("W001", QueueState.WAITING)


def test_the_repr_of_a_row_shows_no_sealed_bytes(desk: Desk) -> None:
    desk.submit()
    shown = desk.database.read(lambda session: repr(session.exec(select(RequestRow)).one()))
    assert "RequestRow(" in shown
    assert "sealed" not in shown
