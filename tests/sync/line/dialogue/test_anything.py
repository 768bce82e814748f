"""Whatever citizens write and tap, and whatever the office does meanwhile, in any order."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from registry.settings import Settings
from registry.states import State
from sync.line.dialogue import Conversation, SubmitRequest, Turn, converse
from sync.line.dialogue.model import Asking
from sync.line.dialogue.talking import open_inquiry
from tests.sync.line.dialogue.checking import buttons_of, check_messages
from tests.sync.line.dialogue.player import SECRETS, Player
from thai.dates import BANGKOK

MEANT = (
    "1#JC9-7654321-05", "JT8 0001234 99", "๑๐๔๐-๐๒-๙๘๗๖๕๔๓๒", "31009911122233", "1-1040-00000-01-0",
    "คัดทะเบียนบ้านและทะเบียนสมรส", "ขอภาพถ่ายใบหน้า", "5#", "ตรวจเอกสารล่วงหน้า", "ออกหน่วยชุมชน", "ทำบัตรผู้ป่วย",
    "ย้ายบ้านต้องทำอย่างไร", "2 ฉบับ", "อย่างละ 3",
    "2", "14", "พรุ่งนี้ 10 โมง", "เสาร์นี้", "1/12/69", "31/11/69", "1/1/2500", "บ่ายสอง", "12.30 น.", "เวลาใดก็ได้",
    "ยืนยัน", "ตกลง", "ไม่", "แก้ไข", "ยินยอม", "ไม่ยินยอม", "ยกเลิก", "เลื่อนนัดเป็นวันศุกร์หน้า", "เลื่อนนัด", "สถานะ",
    "ลบข้อมูลของฉัน", "ลบและยกเลิกคำร้อง", "ข้อมูลที่เก็บไว้มีอะไรบ้าง", "5", "ข้าม", "ไม่ตอบต่อ", "ถอนความยินยอม",
    "เมนู", "สวัสดี", "ขอใหม่", "ใช้คำร้องเดิม", "ทำรายการต่อ", "แก้จำนวน",
    "นายสมชาย รักเรียน", "เกิด 5/5/2530", "นางสาว", "5/5/2599", "ผมชื่อ Mr. Somchai Rakrian เกิด 1 ม.ค. 2525",
    "ย้อนกลับ", "เริ่มใหม่", "เอาทะเบียนบ้านออก", "เพิ่มใบหย่าอีก 1", "ทะเบียนบ้าน 2 ฉบับ สมรส 30 ฉบับ", "เพิ่มอีก 15",
    "เปลี่ยนเป็นใบหย่า", "ไม่ใช่ 2 เป็น 3 ฉบับ", "ไม่มีรหัสหลังบัตร", "ยกเลิก BK-R2", "6#JC9-7654321-05", "0 ฉบับ",
    "1#JC9-7654321-05 2 ฉบับ 1/12/69 10.30 น. 1040-02-98765432", "JC9-765432-05", "1040-02-9876543", "ขอบคุณค่ะ",
    "", " ", "🎉", "[/][@click=x]", "\x1b[31m", "ก" * 5000, "1#" * 2000, "๙" * 5000, "😀" * 2500,
    "\u202e\u200b\ud800",
)  # fmt: skip
DATA = (
    "back", "restart", "restart=yes", "drop=draft", "move-to=x/2026-12-01/09:00",
    "move-to=x/2026-02-31/09:00",
    "status", "cancel", "move", "help", "order", "again", "edit", "edit=date", "edit=pid", "edit=name",
    "edit=card", "edit=services",
    "edit=copies", "edit=time", "edit=laser", "same", "anew", "keep", "no-laser", "any-time", "pick",
    "consent=no",
    "service=1", "service=5", "copies=3", "copies=77", "date=2026-11-28", "date=2026-11-30", "time=10:00",
    "time=12:00", "erase", "erase=all", "erase=some", "erase=no", "kept",
    "survey-skip=x/end", "survey=x/source/3",
    "confirm=x/1", "drop=x", "cancel=draft", "move=x", "survey=x/speed/3", "", "x" * 400,
)  # fmt: skip
SENSIBLE = {
    Asking.NOTHING: "ขอคัดทะเบียนสมรส",
    Asking.CONSENT: "ยินยอม",
    Asking.SERVICES: "คัดทะเบียนบ้าน",
    Asking.DUPLICATE: "ขอใหม่",
    Asking.LASER: "JC9-7654321-05",
    Asking.PID: "1-1040-00000-01-0",
    Asking.NAME: "นายสมชาย รักเรียน",
    Asking.BIRTH_DATE: "5/5/2530",
    Asking.COPIES: "2",
    Asking.DATE: "วันจันทร์หน้า",
    Asking.TIME: "เวลาใดก็ได้",
    Asking.CONFIRMATION: "1040-02-98765432",
    Asking.MOVE: "ใช่",
    Asking.QUESTION: "บัตรหายทำอย่างไร",
    Asking.PERSON: "ขอคำแนะนำเรื่องหย่า",
    Asking.FAQ: "ถามเจ้าหน้าที่",
    Asking.GROUP: "เรื่องบัตรประชาชน",
    Asking.ADVANCE: "แม่ 0812345678 จำนวน 20 คน วันศุกร์หน้า",
}
OFFICES: tuple[dict[str, Any], ...] = (
    {},
    {"hours": {"weekdays": []}},
    {"chat": {"particulars": ["name", "pid", "birth_date", "laser", "card"]}},
    {"chat": {"particulars": ["birth_date"]}},
    {"hours": {"earliest_days": 60, "latest_days": 60}},
    {"hours": {"earliest_days": 0, "slot_minutes": 5, "slot_places": 1, "offered_days": 10,
               "lunch_from": None, "lunch_to": None}},
    {"office": {"name": "ก" * 6000, "service_point": "😀" * 6000, "telephone": "0" * 400}},
    {"chat": {"max_copies": 1, "consent_version": "รุ่น " * 200,
              "privacy_url": "https://example.org/" + "x" * 6000}},
)  # fmt: skip


UNDECIDED = (State.PENDING, State.NEEDS_INFORMATION)
OFFICE_SAYS = {
    "ask": (UNDECIDED, "กรุณาพิมพ์เลขประจำตัวประชาชน 13 หลัก"),
    "reject": (UNDECIDED, "ข้อมูลไม่ตรง"),
    "approve": (UNDECIDED, "2026-12-01 10:00"),
    "ready": ((State.APPROVED,), ""),
    "no_show": ((State.APPROVED, State.READY), ""),
    "collected": ((State.ARRIVED, State.READY), ""),
    "say": ((), "กรุณานำบัตรประชาชนมาด้วย"),
}
MOVABLE = {State.APPROVED, State.READY, State.NO_SHOW, State.PENDING, State.NEEDS_INFORMATION}
CANCELS = (("text", "ยกเลิก"), ("postback", "cancel"))
ASKS = (
    ("text", "เมนู"),
    ("text", "help"),
    ("postback", "help"),
    ("text", "สถานะ"),
    ("postback", "status"),
    *CANCELS,
)


def in_hand(conversation: Conversation) -> tuple[Any, ...]:
    """Return what the citizen has in hand, without what every answer may change."""
    draft, advance = conversation.draft, conversation.advance
    return (
        draft and draft.model_dump(exclude={"reference", "shown", "touched_at"}),
        advance and advance.model_dump(),
        conversation.moving,
    )


def ids_of(conversation: Conversation) -> tuple[tuple[str, str], ...]:
    """Return which things a citizen has in hand."""
    found: list[tuple[str, str]] = []
    if conversation.draft is not None:
        found.append(("draft", conversation.draft.id))
    if conversation.advance is not None:
        found.append(("advance", conversation.advance.id))
    if conversation.moving is not None:
        found.append(("moving", conversation.moving.request_id))
    return tuple(found)


def nothing_to_lose(conversation: Conversation) -> bool:
    """Whether nothing of what is in hand holds anything: it may go without being asked for."""
    draft, advance = conversation.draft, conversation.advance
    return (draft is None or draft.empty) or (advance is not None and not advance.values)


class AnyConversation(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.player = Player()
        self.submitted: set[str] = set()
        self._asked_from: Conversation | None = None

    def heard(self, kind: Any, **fields: Any) -> Turn:
        turn = self.player.send(self.player.event(kind, **fields))
        self.player.effects.clear()
        for effect in turn.effects:
            if isinstance(effect, SubmitRequest):
                assert effect.request.id not in self.submitted
                assert all(item.copies <= 20 for item in effect.request.items)
                self.submitted.add(effect.request.id)
        self.check_age_of_draft()
        return turn

    def check_age_of_draft(self) -> None:
        conversation, office = self.player.conversation, self.player.office
        limit = dt.timedelta(hours=office.settings.chat.hours_without_consent)
        for draft in (conversation.draft, conversation.advance):
            assert (
                draft is None
                or conversation.consented(office.settings)
                or office.now - draft.begun_at < limit
            )

    @rule(text=st.sampled_from(MEANT) | st.text(max_size=60))
    def writes(self, text: str) -> None:
        turn = self.heard("text", text=text)
        # Silence is for the person who answers an open inquiry, who reads it.
        assert turn.messages or open_inquiry(self.player.office) is not None

    @rule(steps=st.integers(1, 8))
    def goes_on(self, steps: int) -> None:
        """Answer what is asked, so that every stage is reached."""
        for _ in range(steps):
            self.heard("text", text=SENSIBLE[self.player.conversation.asking])

    @rule(state=st.sampled_from([State.PENDING, State.APPROVED, State.READY, State.NO_SHOW]))
    @precondition(lambda self: bool(self.player.office.open_requests()))
    def moves(self, state: State) -> None:
        request = self.player.office.open_requests()[-1][0]
        self.player.office.put(request.reference, state=state, question="")
        self.heard("text", text=f"เลื่อนนัด {request.reference}")
        self.goes_on(2)

    @rule(number=st.integers(0, 12))
    @precondition(lambda self: bool(buttons_of(self.player.messages)))
    def taps(self, number: int) -> None:
        actions = buttons_of(self.player.messages)
        action = actions[number % len(actions)]
        self.heard("postback", data=action["data"], params={"date": action.get("min", "2026-12-01")})

    @rule(data=st.sampled_from(DATA) | st.text(max_size=30), date=st.sampled_from(["", "2026-12-01", "x"]))
    def posts_back(self, data: str, date: str) -> None:
        assert self.heard("postback", data=data, params={"date": date}).messages

    @rule(kind=st.sampled_from(["follow", "unfollow", "picture", "other", "unknown"]))
    def does(self, kind: str) -> None:
        self.heard(kind)

    @rule(back=st.integers(1, 5))
    def unsends(self, back: int) -> None:
        assert not self.heard("unsend", message_id=f"m-{self.player._events + 1 - back}").messages

    @rule()
    @precondition(lambda self: self.player._last is not None)
    def comes_again(self) -> None:
        last = self.player._last
        assert last is not None
        before = self.player.conversation
        turn = self.player.send(last)
        assert not turn.messages
        assert not turn.effects
        assert turn.conversation == before

    @invariant()
    def can_always_ask(self) -> None:
        """From every state: help, status and cancel are answered, lead on, and lose nothing."""
        state = self.player.conversation
        if state == self._asked_from:
            return
        self._asked_from = state
        for ask in ASKS:
            if ask in CANCELS:
                # Said again to whether it is meant, it is a yes.
                state = state.model_copy(update={"cancelling": ""})
            turn = self.asked(state, ask)
            assert turn.messages, ask
            assert not turn.effects, ask
            assert buttons_of(turn.messages), ask
            if ask not in CANCELS or not nothing_to_lose(state):
                assert in_hand(turn.conversation) == in_hand(state), ask
            check_messages(turn.messages, SECRETS)
            if any(in_hand(state)) and ask not in CANCELS:
                self.goes_on_where_it_was(state, turn)

    def goes_on_where_it_was(self, state: Conversation, told: Turn) -> None:
        assert any(action["data"] == "again" for action in buttons_of(told.messages))
        again = self.asked(told.conversation, ("postback", "again")).conversation
        movable = {one.id for one, _ in self.player.office.open_requests() if one.state in MOVABLE}
        assert ids_of(again) == tuple(one for one in ids_of(state) if one[0] != "moving" or one[1] in movable)

    def asked(self, state: Conversation, ask: tuple[str, str]) -> Turn:
        """Return what the dialogue would answer; nothing of it happens."""
        kind, words = ask
        event = self.player.event(cast("Any", kind), **{"text" if kind == "text" else "data": words})
        return converse(state, event, self.player.office)

    @rule(hours=st.sampled_from([0.1, 3, 25, 24 * 8]))
    def time_goes_by(self, hours: float) -> None:
        self.player._do_wait(str(hours))

    @rule(office=st.sampled_from(OFFICES))
    def is_configured_anew(self, office: dict[str, Any]) -> None:
        self.player.office.settings = Settings.model_validate(office)

    @rule(offset=st.integers(0, 20), hour=st.sampled_from([None, 8, 10]))
    def fills_up(self, offset: int, hour: int | None) -> None:
        day = self.player.office.today + dt.timedelta(days=offset)
        self.player.office.fill(day, dt.time(hour) if hour else None)

    @rule(what=st.sampled_from(sorted(OFFICE_SAYS)), which=st.integers(0, 9))
    @precondition(lambda self: bool(self.player.office.open_requests()))
    def office_writes(self, what: str, which: int) -> None:
        """A clerk acts, and the citizen gets the message with its buttons."""
        requests = self.player.office.open_requests()
        request = requests[which % len(requests)][0]
        fits = request.inquiry is not None if what == "say" else request.state in OFFICE_SAYS[what][0]
        if fits:
            self.player.office_line(f"{what} {request.reference} {OFFICE_SAYS[what][1]}".strip())

    @rule()
    def checks_in(self) -> None:
        office = self.player.office
        for request, _ in office.open_requests():
            if request.appointment is not None:
                at = dt.datetime.combine(request.appointment.date, request.appointment.time, BANGKOK)
                office.now = max(office.now, at - dt.timedelta(minutes=10))
        self.heard("text", text=f"เช็กอิน {office.wall_code(office.today)}")

    @rule(
        state=st.sampled_from(
            [State.CHECKING, State.NEEDS_INFORMATION, State.APPROVED, State.ARRIVED, State.NO_SHOW,
             State.REJECTED, State.COLLECTED]
        ),
        which=st.integers(0, 9),
    )  # fmt: skip
    @precondition(lambda self: bool(self.player.office.open_requests()))
    def office_goes_on(self, state: State, which: int) -> None:
        requests = self.player.office.open_requests()
        reference = requests[which % len(requests)][0].reference
        question = "กรุณาส่งข้อมูล" if state is State.NEEDS_INFORMATION else ""
        self.player.office.put(reference, state=state, question=question)


TestAnyConversation = AnyConversation.TestCase
TestAnyConversation.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
