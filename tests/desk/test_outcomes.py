import datetime as dt

from desk.messages.outcomes import told_outcome
from registry.commands import LastChange, Outcome, OutcomeStatus
from registry.errors import RefusalCode

AT = dt.datetime(2026, 11, 23, 3, 42, tzinfo=dt.UTC)


def test_a_conflict_says_who_did_what_where_and_when() -> None:
    change = LastChange(action="approved", actor="วิชัย", counter="1", at=AT)
    outcome = Outcome(id="1", status=OutcomeStatus.CONFLICT, code="stale", last_change=change)
    words = told_outcome(outcome)
    assert "ล่าสุด วิชัย (ช่อง 1) อนุมัติ เมื่อ 10.42 น." in words.text
    assert words.next_step


def test_the_end_is_told_in_words_that_are_true_of_documents_and_of_a_meeting() -> None:
    change = LastChange(action="handed_over", actor="วิชัย", counter="1", at=AT)
    outcome = Outcome(id="1", status=OutcomeStatus.CONFLICT, code="stale", last_change=change)
    assert "ล่าสุด วิชัย (ช่อง 1) บันทึกว่าเสร็จเรื่อง เมื่อ 10.42 น." in told_outcome(outcome).text


def test_every_refusal_has_words_and_a_next_step() -> None:
    for code in RefusalCode:
        words = told_outcome(Outcome(id="1", status=OutcomeStatus.REFUSED, code=code.value))
        assert words.text
        assert words.next_step


def test_an_unknown_code_and_action_are_told_calmly() -> None:
    change = LastChange(action="brand_new", actor="", at=AT)
    words = told_outcome(Outcome(id="1", status=OutcomeStatus.CONFLICT, code="new", last_change=change))
    assert "ผู้ร้อง เปลี่ยนคำร้อง" in words.text
