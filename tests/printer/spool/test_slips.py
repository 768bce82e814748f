from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from printer.errors import PrinterError, TypesettingUnavailable
from printer.samples import sample
from printer.slip import Slip
from printer.spool import messages, slips
from printer.spool.errors import NotNow, SpoolError
from printer.spool.jobs import CODE_ERROR, CRASH, State
from printer.spool.store import Spool
from printer.status import Condition

LATER = dt.datetime(2026, 12, 1, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with Spool(tmp_path / "printer.sqlite") as opened:
        yield opened


def render(slip: Slip) -> bytes:
    return f"{slip.reference} {slip.reprint}".encode()


def test_a_slip_comes_back_from_its_text_as_it_was() -> None:
    for number in (1, 2, 3):
        slip = sample(number)
        assert slips.from_text(slips.to_text(slip)) == slip


def test_a_slip_is_marked_with_the_number_that_is_free_whatever_was_asked_for(spool: Spool) -> None:
    first = slips.submit(spool, sample(1), render, job_id="1", about="r", by="somying", context="3")
    second = slips.submit(spool, sample(1), render, job_id="2", about="r")
    third = slips.submit(spool, replace(sample(1), reprint=5), render, job_id="3", about="r")
    assert [job.reprint for job in (first, second, third)] == [0, 1, 5]
    assert [spool.begin(job) for job in (first, second, third)] == [b"BK-9QRT 0", b"BK-9QRT 1", b"BK-9QRT 5"]
    assert (first.label, first.by, first.context) == ("A001 BK-9QRT", "somying", "3")


def test_the_same_id_again_is_the_same_job_and_no_reprint(spool: Spool) -> None:
    first = slips.submit(spool, sample(1), render, job_id="1", about="r")
    assert slips.submit(spool, sample(1), render, job_id="1", about="r") == first
    spool.begin(first)
    assert slips.submit(spool, sample(1), render, job_id="1", about="r").state is State.SENDING


def test_two_who_ask_at_once_get_two_numbers(spool: Spool, tmp_path: Path) -> None:
    with Spool(tmp_path / "printer.sqlite") as other:
        between: list[int] = []

        def slowly(slip: Slip) -> bytes:
            if not between:
                between.append(slips.submit(other, sample(1), render, job_id="other", about="r").reprint)
            return render(slip)

        late = slips.submit(spool, sample(1), slowly, job_id="late", about="r")
    assert (between, late.reprint) == ([0], 1)


def test_a_slip_that_cannot_be_drawn_is_no_job(spool: Spool) -> None:
    def failing(_: Slip) -> bytes:
        raise TypesettingUnavailable

    with pytest.raises(TypesettingUnavailable):
        slips.submit(spool, sample(1), failing, job_id="1")
    assert spool.jobs() == []


@pytest.mark.parametrize("about", ["r", ""])
def test_a_doubtful_slip_is_printed_again_with_its_mark(spool: Spool, about: str) -> None:
    job = slips.submit(spool, sample(1), render, job_id="1", about=about, by="somying", context="3")
    with pytest.raises(NotNow):
        slips.reprint(spool, job, render, job_id="2", printed_at=LATER)
    spool.begin(job)
    spool.end(job, State.UNKNOWN)
    again = slips.reprint(spool, spool.job("1"), render, job_id="2", printed_at=LATER)
    assert spool.begin(again) == b"BK-9QRT 1"
    assert (again.about, again.by, again.context, again.reprint) == (about, "somying", "3", 1)
    assert slips.from_text(spool.slip(again) or "").printed_at == LATER
    assert not spool.job("1").asks
    with pytest.raises(NotNow):
        slips.reprint(spool, spool.job("1"), render, job_id="3", printed_at=LATER)


def test_every_state_answer_reason_and_error_has_its_words() -> None:
    from printer.spool.jobs import Answer

    assert set(messages.STATE) == set(State)
    assert set(messages.ANSWER) == set(Answer)
    for condition in Condition:
        assert messages.reason(condition)
        assert messages.next_step(condition)
    assert messages.reason("no_paper,cover_open") == "กระดาษหมด, ฝาเครื่องพิมพ์เปิดอยู่"
    assert messages.reason(CRASH) != messages.reason(CODE_ERROR)
    assert messages.reason("SomethingNew") == messages.reason(CODE_ERROR)
    assert (messages.reason(""), messages.next_step(""), messages.next_step(CRASH)) == ("", "", "")
    assert messages.reason("PrinterTimeout").startswith("เครื่องพิมพ์ไม่ตอบ")
    for error in _errors(PrinterError):
        assert messages.reason(error.__name__) != messages.reason(CODE_ERROR), error
    kinds: list[type[SpoolError]] = [SpoolError, *SpoolError.__subclasses__()]
    assert {kind.__name__ for kind in kinds} == set(messages.ERRORS)
    assert all(kind().thai and kind().next_step and not kind.may_have_printed for kind in kinds)


def _errors(kind: type[PrinterError]) -> list[type[PrinterError]]:
    below = [each for sub in kind.__subclasses__() for each in _errors(sub)]
    return [] if issubclass(kind, SpoolError) else [kind, *below]
