import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.check_model import CheckModel, Entry, Problem
from registry.checks import Verdict, steps_for
from registry.checks import verdict as final_verdict
from registry.defaults import OUTCOMES, STEPS
from registry.particulars import Particulars
from registry.request import LineResult
from thai.keyboard import to_thai

GIVEN = Particulars(laser="JC1123456712", card="10400212345678")
MARRIAGE = steps_for(STEPS, [2])
OUTCOME, PID, NAME, CARD, FOUND, STATUS = range(6)


def model(particulars: Particulars | None = GIVEN) -> CheckModel:
    return CheckModel(MARRIAGE, OUTCOMES, particulars)


def fill(check: CheckModel) -> CheckModel:
    check.pick(OUTCOME, 0)
    check.type(PID, "1-1040-00000-01-0")
    check.type(NAME, "นางสาวตัวอย่าง  ใจดี")
    check.type(CARD, "1040-02-12345678")
    check.attest(FOUND, seen=True)
    check.attest(STATUS, seen=True)
    return check


def test_a_clean_check_says_so_and_carries_what_was_found() -> None:
    check = fill(model())
    assert check.verdict is Verdict.CLEAN
    assert check.done == 6
    assert check.next_open(0) is None
    found = check.found()
    assert (found.pid, found.name) == ("1104000000010", "นางสาวตัวอย่าง ใจดี")


def test_the_kept_check_holds_no_identity_number() -> None:
    kept = fill(model()).check().model_dump_json()
    assert not any(number in kept for number in ("1104000000010", "10400212345678", "JC1123456712"))
    assert "ใจดี" not in kept


def test_nothing_typed_stands_in_a_repr() -> None:
    check = fill(model())
    shown = repr(check.lines) + repr(check.entries) + repr(check.found())
    assert not any(n in shown for n in ("1104000000010", "10400212345678", "1-1040-00000-01-0", "ใจดี"))


@pytest.mark.parametrize("number", [1, 2, 4, 5])
def test_only_a_good_outcome_matches(number: int) -> None:
    check = fill(model())
    assert check.pick(OUTCOME, number)
    assert check.verdict is Verdict.MISMATCH
    assert check.mismatches == (OUTCOME,)


def test_an_outcome_the_office_does_not_know_changes_nothing() -> None:
    check = fill(model())
    assert not check.pick(OUTCOME, 3)
    assert check.verdict is Verdict.CLEAN


def test_one_digit_apart_is_a_mismatch_with_its_place() -> None:
    check = fill(model())
    check.type(CARD, "1040-02-12345978")
    line = check.line(CARD)
    assert line.result is LineResult.MISMATCH
    assert [(d.place, d.claimed, d.found) for d in line.differences] == [(11, "6", "9")]
    assert check.verdict is Verdict.MISMATCH


def test_a_mismatch_is_told_before_the_rest_is_done() -> None:
    check = model()
    check.type(CARD, "1040-02-12345978")
    told = [check.verdict]
    check.clear(CARD)
    told.append(check.verdict)
    assert told == [Verdict.MISMATCH, Verdict.INCOMPLETE]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("1-1040-00000-01-1", Problem.CHECK_DIGIT),
        ("1-1040-00000-01", Problem.FORM),
        ("110400000001O", Problem.FORM),
        ("", Problem.EMPTY),
        ("\u200b \u202e", Problem.EMPTY),
    ],
)
def test_a_pid_the_citizen_did_not_give_counts_only_when_it_is_one(typed: str, problem: Problem) -> None:
    check = fill(model())
    check.type(PID, typed)
    assert check.line(PID).problem is problem
    assert check.line(PID).result is None
    assert check.verdict is Verdict.INCOMPLETE
    assert check.found().pid is None


def test_a_pid_that_is_none_differs_from_no_claim() -> None:
    check = fill(model(GIVEN.model_copy(update={"pid": "1104000000010"})))
    check.type(PID, "1-1040-00000-01-1")
    assert check.line(PID).problem is Problem.CHECK_DIGIT
    check.type(PID, "3-1040-00000-02-4")
    assert check.line(PID).result is LineResult.MISMATCH


def test_a_name_must_not_be_empty() -> None:
    check = fill(model())
    check.type(NAME, "   ")
    assert check.line(NAME).problem is Problem.EMPTY
    assert check.found().name is None


def test_without_any_particulars_numbers_must_at_least_be_numbers() -> None:
    check = fill(model(None))
    assert check.verdict is Verdict.CLEAN
    check.type(CARD, "1040-02-1234567")
    assert check.line(CARD).problem is Problem.FORM


def test_a_name_that_the_citizen_gave_is_compared() -> None:
    check = fill(model(GIVEN.model_copy(update={"name": "นางสาวตัวอย่าง ใจดี"})))
    assert check.verdict is Verdict.CLEAN
    check.type(NAME, "นางสาวตัวอย่าง ใจดิ")
    assert check.mismatches == (NAME,)


def test_a_changed_claim_is_compared_anew_with_what_was_entered() -> None:
    check = fill(model())
    check.particulars = GIVEN.model_copy(update={"card": "10400212345679"})
    assert check.mismatches == (CARD,)


def test_entries_outlive_a_request_that_gains_a_service() -> None:
    before = fill(model())
    after = CheckModel(steps_for(STEPS, [1, 2]), OUTCOMES, GIVEN, before.entries)
    assert after.done == 6
    assert after.verdict is Verdict.INCOMPLETE
    assert after.steps[after.next_open(0) or 0].id == "house"


def test_entries_of_the_wrong_kind_never_count() -> None:
    check = CheckModel(MARRIAGE, OUTCOMES, GIVEN, {step.id: Entry() for step in MARRIAGE})
    assert check.done == 0
    assert check.verdict is Verdict.INCOMPLETE


def test_the_next_open_line_goes_round() -> None:
    check = model()
    check.attest(STATUS, seen=True)
    assert check.next_open(FOUND) == OUTCOME
    assert check.next_open(STATUS) == OUTCOME


@given(st.text("0123456789", min_size=14, max_size=14), st.text("0123456789", min_size=14, max_size=14))
def test_numbers_match_exactly_when_they_are_the_same(claimed: str, found: str) -> None:
    check = model(Particulars(card=claimed))
    check.type(CARD, found)
    assert (check.line(CARD).result is LineResult.MATCH) == (claimed == found)
    check.type(CARD, to_thai(f"{claimed[:4]}-{claimed[4:]}"))
    assert check.line(CARD).result is LineResult.MATCH


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("pick"), st.integers(-1, 9)),
        st.tuples(st.just("type"), st.sampled_from([PID, NAME, CARD]), st.text(max_size=20)),
        st.tuples(st.just("attest"), st.sampled_from([FOUND, STATUS]), st.booleans()),
        st.tuples(st.just("clear"), st.integers(0, 5)),
    ),
    max_size=15,
)


@given(ACTIONS, st.booleans())
def test_clean_is_only_what_the_daemon_would_approve(actions: list[tuple[object, ...]], full: bool) -> None:
    check = fill(model()) if full else model()
    for action in actions:
        match action:
            case ("pick", int(number)):
                check.pick(OUTCOME, number)
            case ("type", int(index), str(text)):
                check.type(index, text)
            case ("attest", int(index), bool(seen)):
                check.attest(index, seen=seen)
            case ("clear", int(index)):
                check.clear(index)
    agreed = final_verdict(check.steps, check.outcomes, check.check())
    assert (check.verdict is Verdict.CLEAN) == (agreed is Verdict.CLEAN)
    assert check.done == len(check.check().lines)
    if check.verdict is Verdict.CLEAN:
        assert check.found().pid is not None
        assert check.found().name
