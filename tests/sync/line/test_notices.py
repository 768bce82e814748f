from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from registry.lifecycle import Notice
from registry.request import Appointment, Fee, Item, Queue, Request
from registry.settings import Settings
from registry.states import QueueState, State
from sync.line.dialogue.buttons import press
from sync.line.notices import notice
from tests.line_openapi import assert_valid
from tests.sync.line.dialogue.checking import buttons_of, check_messages, words_of

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)


def a_request(**changes: Any) -> Request:
    values: dict[str, Any] = {
        "office_id": "bangkhae",
        "id": "01900000-0000-7000-8000-000000000001",
        "reference": "BK-9QRT",
        "state": State.APPROVED,
        "state_since": NOW,
        "items": (Item(service=1, copies=2), Item(service=4, copies=1)),
        "appointment": Appointment(date=dt.date(2026, 12, 1), time=dt.time(10, 30)),
        "fee": Fee(baht=1030),
        "created_at": NOW,
    }
    return Request(**{**values, **changes})


def heard(kind: Notice, request: Request, settings: Settings | None = None) -> str:
    messages = notice(kind, request, settings or Settings())
    check_messages(messages)
    for message in messages:
        assert_valid("Message", message)
    assert all(press(action["data"]) for action in buttons_of(messages)), "a button that nobody would take"
    return "\n".join(map(words_of, messages))


def test_approval_tells_fee_day_time_place_and_what_to_bring() -> None:
    text = heard(Notice.APPROVED, a_request())
    for words in (
        "BK-9QRT",
        "สำเนาทะเบียนบ้าน 2 ฉบับ",
        "ภาพถ่ายใบหน้าบุคคล 1 ฉบับ",
        "1,030 บาท",
        "วันอังคารที่ 1 ธันวาคม 2569 เวลา 10.30 น.",
        "ฝ่ายทะเบียน สำนักงานเขตบางแค",
        "บัตรประจำตัวประชาชนตัวจริง",
    ):
        assert words in text


def test_nothing_to_pay_is_said_so() -> None:
    assert "ไม่มีค่าธรรมเนียม" in heard(Notice.APPROVED, a_request(fee=Fee(baht=0)))


def test_rejection_and_question_carry_the_clerks_words_without_numbers() -> None:
    words = "เลข 1040-02-98765432 และ JC9 7654321 05 ไม่ตรง\x1b[31m"
    for kind, field in (
        (Notice.REJECTED, "reason"),
        (Notice.QUESTION, "question"),
        (Notice.CANCELLED, "reason"),
    ):
        text = heard(kind, a_request(**{field: words}))
        assert "ไม่ตรง" in text
        assert "98765432" not in text
        assert "7654321" not in text
        assert "\x1b" not in text


def test_the_survey_is_answered_by_five_buttons() -> None:
    messages = notice(Notice.SURVEY, a_request(state=State.COLLECTED), Settings())
    scores = [action["data"].rpartition("/")[2] for action in buttons_of(messages)]
    assert sorted(scores) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("kind", Notice)
def test_every_notice_stands_whatever_is_missing_or_too_long(kind: Notice) -> None:
    bare = a_request(items=(), appointment=None, fee=None, reason="", question="")
    assert "BK-9QRT" in heard(kind, bare)
    place = Settings.model_validate({"office": {"service_point": "😀" * 6000}})
    heard(kind, a_request(reason="ก" * 500, question="ก" * 500, items=(Item(service=5),) * 200), place)


@pytest.mark.parametrize("kind", Notice)
def test_every_notice_names_its_request(kind: Notice) -> None:
    assert "BK-9QRT" in heard(kind, a_request())


@pytest.mark.parametrize("kind", Notice)
@pytest.mark.parametrize(
    "number", ["JC9-7654321-05", "1040-02-98765432", "1-1040-00000-01-0", "๑๐๔๐๐๒๙๘๗๖๕๔๓๒"]
)
def test_no_notice_holds_a_number_whatever_a_clerk_has_written(kind: Notice, number: str) -> None:
    """A notice is pushed: it stands on a locked phone."""
    words = f"เลข {number} ไม่ตรง"
    fee = Fee(baht=20, reason=words, basis=words)
    queue = Queue(number="A001", state=QueueState.WAITING, note=words, since=NOW)
    request = a_request(reason=words, question=words, fee=fee, tray="7", queue=queue)
    check_messages(notice(kind, request, Settings()), [number.translate(_ARABIC).replace("-", "")])


_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
