"""Scripted citizens against an office that asks one thing at a time, in its own words."""

import asyncio
import datetime as dt
import re
from typing import Any

import pytest
from stdnum.th import pin

from sync.simulator.citizen import Citizen
from sync.simulator.conversation import Entry, read_message
from sync.simulator.identities import Clock
from sync.simulator.people import STYLES, particulars, person
from sync.simulator.platform import LinePlatform
from sync.simulator.questions import Question, is_submitted, reference, what_is_asked
from sync.simulator.scripts import PATIENCE, Outcome, crowd, scripted

TODAY = dt.date(2026, 11, 23)
Message = dict[str, Any]


def text(words: str, *labels: str) -> Message:
    if not labels:
        return {"type": "text", "text": words}
    items = [
        {"type": "action", "action": {"type": "message", "label": label, "text": label}} for label in labels
    ]
    return {"type": "text", "text": words, "quickReply": {"items": items}}


ASKED: list[tuple[Question, Message]] = [
    (Question.CONSENT, text("ท่านยินยอมหรือไม่", "ยินยอม", "ไม่ยินยอม")),
    (Question.SERVICE, text("ต้องการเอกสารใด กรุณาเลือกจากปุ่ม", "1 ทะเบียนบ้าน", "2 ทะเบียนสมรส")),
    (Question.LASER, text("กรุณาพิมพ์รหัสหลังบัตรประชาชน 12 หลัก", "บัตรไม่มีรหัส")),
    (Question.COPIES, text("สำเนาทะเบียนบ้าน ต้องการกี่ฉบับ", "1 ฉบับ", "2 ฉบับ")),
    (Question.DAY, text("ต้องการมารับเอกสารวันใด กรุณาเลือกจากปุ่ม", "อ. 1 ธ.ค. 2569", "เลือกวันอื่น")),
    (Question.TIME, text("สะดวกมารับวันอังคารที่ 1 ธันวาคม 2569 เวลาใด", "09.00 น.", "เวลาใดก็ได้")),
    (Question.CARD, text("สรุป BK-7F3K\nรหัสหลังบัตร: JC1-XXXXXXX-12\nกรุณายืนยันด้วยเลข 14 หลักใต้รูป", "แก้ไข")),
]
CONFIRM = text("สรุปคำร้อง BK-7F3K ข้อมูลถูกต้องหรือไม่", "ยืนยัน", "แก้ไข")
RECEIVED = text("ขอบคุณที่ใช้บริการ ได้รับคำร้อง BK-7F3K แล้ว\nเจ้าหน้าที่จะแจ้งวันและเวลาทางแชตนี้", "สถานะ")
HELP = text("บริการที่ขอได้\nพิมพ์เลขบริการ ตามด้วย # และรหัสหลังบัตร เช่น 1#JC1-0000000-00\nพิมพ์ “สถานะ” ได้ทุกเมื่อ")


def heard(*messages: Message) -> list[Entry]:
    return [read_message(message, 0.0, "1") for message in messages]


@pytest.mark.parametrize(
    ("question", "messages"),
    [
        *[(question, [message]) for question, message in ASKED],
        (Question.CONFIRM, [CONFIRM]),
        (Question.SERVICE, [HELP]),
        (Question.NONE, [RECEIVED]),
        (Question.NONE, [text("ขอบคุณ")]),
        (Question.NONE, [text("คำร้อง BK-7F3K ได้รับอนุมัติแล้ว\nนัดรับ 1 ธ.ค. เวลา 10.30 น.\nกรุณานำบัตรตัวจริงมา")]),
        (Question.LASER, [text("รับทราบ: 2 ฉบับ, วันที่ 1 ธันวาคม 2569"), ASKED[2][1]]),
        (Question.DAY, [text("ขออภัย วันอาทิตย์ สำนักงานปิดทำการ\nวันที่ยังว่าง:\n- วันอังคาร"), ASKED[4][1]]),
        (Question.SURVEY_MARK, [text("กรุณาให้คะแนนความรวดเร็ว 1 ถึง 5", "5 มากที่สุด", "1 น้อยที่สุด")]),
        (Question.PID, [text("คำร้อง BK-7F3K: เจ้าหน้าที่ขอข้อมูลเพิ่ม\n\nเลขประจำตัวประชาชน\n\nกรุณาพิมพ์ตอบในแชตนี้")]),
        (Question.MORE, [text("คำร้อง BK-7F3K: เจ้าหน้าที่ขอข้อมูลเพิ่ม\n\nสมรสปีใด\n\nกรุณาพิมพ์ตอบในแชตนี้")]),
    ],
)
def test_a_citizen_understands_what_is_asked(question: Question, messages: list[Message]) -> None:
    assert what_is_asked(heard(*messages)) is question


def test_a_citizen_notices_that_the_request_is_in() -> None:
    assert is_submitted(heard(RECEIVED))
    assert not is_submitted(heard(CONFIRM))
    assert reference(heard(RECEIVED)) == "BK-7F3K"


class Office:
    """Answers one citizen through the platform's own delivery, with what is asked next."""

    def __init__(self, line: LinePlatform, citizen: Citizen, asks: list[Message]) -> None:
        self.said: list[str] = []
        self._line = line
        self._citizen = citizen
        self._asks = asks
        citizen.watchers.append(self._answer)

    def _answer(self, citizen: Citizen, entry: Entry) -> None:
        if entry.who == "citizen":
            self.said.append(entry.text)
            asyncio.get_running_loop().call_soon(self._ask)

    def _ask(self) -> None:
        if self._asks:
            self._citizen.receives([self._asks.pop(0)], [self._line.message_ids.next()])


async def play(line: LinePlatform, script: str, asks: list[Message], clock: Clock) -> tuple[Outcome, Office]:
    one = scripted(script)
    citizen = line.citizen(one.name)
    office = Office(line, citizen, asks)
    return await one.play(citizen, clock, patience=0.05), office


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
async def test_every_script_ends_with_a_submitted_request(
    line: LinePlatform, clock: Clock, style: Any
) -> None:
    openings = [HELP] * (len(style.opening) - 1)
    outcome, office = await play(line, style.name, [*openings, *(ask for _, ask in ASKED), RECEIVED], clock)
    assert outcome == Outcome(submitted=True, reference="BK-7F3K", answers=len(ASKED))
    assert office.said[len(style.opening)] == "ยินยอม"


async def test_the_manual_s_citizen_writes_the_three_messages_of_the_manual(
    line: LinePlatform, clock: Clock
) -> None:
    consent, copies, card = ASKED[0][1], ASKED[3][1], ASKED[6][1]
    _, office = await play(line, "manual", [consent, copies, card, RECEIVED], clock)
    assert office.said == [
        "1#JC1-1234567-12",
        "ยินยอม",
        "ต้องการ 2 ฉบับ รับเอกสารวันที่ 01/12/2569 เวลา 10.30 น.",
        "1040-02-12345678",
    ]


async def test_who_gave_everything_taps_confirm(line: LinePlatform, clock: Clock) -> None:
    outcome, office = await play(line, "all-at-once", [ASKED[0][1], CONFIRM, RECEIVED], clock)
    assert outcome.submitted
    assert office.said[1:] == ["ยินยอม", "ยืนยัน"]
    assert all(part in office.said[0] for part in ("2#JC2-", "1 ฉบับ", "01/12/2569", "09.00 น.", "1040-03-"))


async def test_a_wrong_laser_code_is_followed_by_the_right_one(line: LinePlatform, clock: Clock) -> None:
    _, office = await play(line, "wrong-laser", [ASKED[2][1], ASKED[2][1], RECEIVED], clock)
    wrong, again, right = office.said
    assert (wrong.removeprefix("3#"), len(right)) == (again, len(again) + 1)
    assert re.fullmatch(r"[A-Z]{2}\d-\d{7}-\d{2}", right)


async def test_a_closed_day_is_followed_by_an_open_one(line: LinePlatform, clock: Clock) -> None:
    _, office = await play(line, "closed-day", [ASKED[4][1], RECEIVED], clock)
    first, second = [re.search(r"\d\d/\d\d/\d{4}", said) for said in office.said]
    assert first is not None
    assert second is not None
    assert (first[0], second[0]) == ("29/11/2569", "01/12/2569")


async def test_thai_digits_and_hostile_text_are_really_written(line: LinePlatform, clock: Clock) -> None:
    _, thai = await play(line, "thai-digits", [ASKED[6][1], RECEIVED], clock)
    assert not re.search(r"[0-9]", "".join(thai.said))
    _, hostile = await play(line, "hostile", [HELP, ASKED[6][1], RECEIVED], clock)
    assert "[/]" in hostile.said[0]
    assert "\x1b]52;" in hostile.said[0]
    assert "\u202e" in hostile.said[1]


async def test_offered_times_and_days_are_tapped_when_one_s_own_is_refused(
    line: LinePlatform, clock: Clock
) -> None:
    day, time = ASKED[4][1], ASKED[5][1]
    _, office = await play(line, "manual", [day, day, time, time, RECEIVED], clock)
    assert office.said[2] == "อ. 1 ธ.ค. 2569"
    assert office.said[3:] == ["10.30 น.", "09.00 น."]


async def test_a_citizen_gives_up_where_the_office_never_understands(
    line: LinePlatform, clock: Clock
) -> None:
    outcome, office = await play(line, "manual", [ASKED[2][1]] * 50, clock)
    assert outcome.gave_up is Question.LASER
    assert len(office.said) == 1 + PATIENCE


async def test_an_office_that_is_silent_is_left(line: LinePlatform, clock: Clock) -> None:
    outcome, _ = await play(line, "manual", [], clock)
    assert outcome == Outcome()


def test_people_are_made_up_and_all_different() -> None:
    everybody = [person(number) for number in range(500)]
    assert len({who.name for who in everybody}) == len({who.laser for who in everybody}) == 500
    assert len({who.card for who in everybody}) == len({who.pid for who in everybody}) == 500
    for who in everybody:
        assert re.fullmatch(r"JC\d-\d{7}-\d{2}", who.laser)
        assert re.fullmatch(r"1040-\d{2}-\d{8}", who.card)
        assert pin.is_valid(who.pid)
        assert who.card not in repr(who)
        assert who.laser not in repr(who)


@pytest.mark.parametrize("days", range(7))
def test_days_asked_for_lie_ahead_and_are_open(days: int) -> None:
    today = TODAY + dt.timedelta(days=days)
    words = particulars(person(0), today)
    wanted = dt.date.fromisoformat(words["iso_day"])
    closed = dt.datetime.strptime(words["closed_day"], "%d/%m/%Y").date()  # noqa: DTZ007
    assert (wanted - today).days in range(2, 9)
    assert wanted.weekday() == 1
    assert dt.date(closed.year - 543, closed.month, closed.day).weekday() == 6
    assert words["day"] == f"{wanted:%d/%m}/{wanted.year + 543}"


def test_citizens_spread_over_days_and_times_of_the_working_week() -> None:
    wanted = {(who.weekday, who.time) for who in map(person, range(30))}
    assert len(wanted) == 30
    for who in map(person, range(30)):
        words = particulars(who, TODAY)
        for name in ("day", "later_day"):
            day, month, year = map(int, words[name].split("/"))
            assert dt.date(year - 543, month, day).weekday() in range(1, 5)


def test_a_crowd_uses_every_script_in_turn() -> None:
    assert [one.style.name for one in crowd(9)] == [style.name for style in (*STYLES, STYLES[0])]
    assert {one.style.name for one in crowd(3, script="hostile")} == {"hostile"}
    with pytest.raises(KeyError):
        scripted("nonsense")
