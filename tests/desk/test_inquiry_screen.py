"""The inquiry screen: who may answer, what goes out, what stays, and how it looks."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from textual.pilot import Pilot

from desk.demo.stage import screen_text
from desk.screens.answer_search import AnswerSearchDialog
from desk.screens.inquiry import InquiryScreen
from registry import commands as c
from registry.actors import Role
from registry.advance import AdvanceHomeCard, AdvancePrecheck
from registry.answers import ReadyAnswer
from registry.particulars import ChatLine
from registry.records import Record
from registry.request import Group, Holder, Inquiry
from registry.states import State
from tests.desk import driving
from tests.desk.driving import (
    HOSTILE,
    assert_golden,
    assert_harmless,
    front,
    kinds,
    last,
    opened,
    press,
    settle,
)
from tests.desk.fake_life import SOMYING
from tests.desk.fakes import SIZES, FakeBackend, type_text
from tests.desk.people import NOW, PID, ago, inquiry

READY = (
    ReadyAnswer(id="received", title="รับเรื่องแล้ว", words=("สวัสดี",), text="ได้รับเรื่อง {อ้างอิง} แล้ว"),
    ReadyAnswer(id="come", title="มาตามนัด", text="กรุณามาตามนัด {วันนัด}"),
    ReadyAnswer(
        id="faq-move-in",
        group=Group.POPULATION,
        title="แจ้งย้ายเข้าทะเบียนบ้าน ใช้เอกสารอะไร",
        words=("ย้ายเข้า",),
        text="เอกสารที่ใช้\n- บัตรประจำตัวประชาชนของผู้ย้ายและเจ้าบ้าน\n- ใบแจ้งการย้ายที่อยู่ (ท.ร.6)",
    ),
)
HOME = AdvanceHomeCard(
    kind="home_card", whose="relative", address="99/1 ซอยเพชรเกษม 48", telephone="0812345678"
)
ASKED = "id-BK-5ASK"


def backend_of(record: Record | None = None) -> FakeBackend:
    backend = FakeBackend.of([record or inquiry()])
    backend.ready = READY
    return backend


def field(pilot: Pilot[None]) -> str:
    screen = pilot.app.screen
    assert isinstance(screen, InquiryScreen)
    return screen.field.text


async def open_search(pilot: Pilot[None]) -> None:
    """Press the key of the ready answers; they are read before the search opens."""
    await press(pilot, "insert")
    async with asyncio.timeout(20):
        while not isinstance(pilot.app.screen, AnswerSearchDialog):
            await settle(pilot)
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_looks_as_kept(size: tuple[int, int]) -> None:
    backend = backend_of()
    async with opened(backend, InquiryScreen(ASKED), size=size) as pilot:
        await type_text(pilot, "ทำหนังสือยินยอมแทนได้ กรุณานำสำเนาบัตรของเจ้าบ้านมาด้วย น้ำ")
        await settle(pilot)
        assert_golden(pilot.app, "inquiry")
        await open_search(pilot)
        assert_golden(pilot.app, "inquiry-answers")


@pytest.mark.parametrize("size", SIZES)
async def test_advance_work_looks_as_kept(size: tuple[int, int]) -> None:
    async with opened(backend_of(inquiry(advance=HOME)), InquiryScreen(ASKED), size=size) as pilot:
        await press(pilot, "tab")
        assert_golden(pilot.app, "inquiry-home")
        assert "0812345678" not in screen_text(pilot.app)
        await press(pilot, "f4")
        assert "0812345678" in screen_text(pilot.app)


async def test_an_answer_is_typed_and_sent_and_the_conversation_goes_on() -> None:
    backend = backend_of()
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        await type_text(pilot, "ได้ค่ะ")
        await settle(pilot)
        assert kinds(backend) == ["take"], "the first word takes it, once"
        await press(pilot, "enter")
        await type_text(pilot, "นำบัตรมาด้วย")
        await press(pilot, "f9")
        assert last(backend) == c.Say(text="ได้ค่ะ\nนำบัตรมาด้วย")
        assert (field(pilot), front(pilot.app)) == ("", "InquiryScreen")
        assert "เจ้าหน้าที่: ได้ค่ะ" in screen_text(pilot.app)
        assert "ตอบแล้ว" in screen_text(pilot.app)
        assert "ส่งคำตอบเรื่อง BK-5ASK แล้ว" in screen_text(pilot.app), "the emptied field leaves the note"
        await type_text(pilot, "อ")
        await settle(pilot)
        assert "ส่งคำตอบเรื่อง" not in screen_text(pilot.app)


async def test_typing_opens_none_of_the_citizen_s_other_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = backend_of()
    opened_for: list[str] = []

    def history(request_id: str) -> tuple[()]:
        opened_for.append(request_id)
        return ()

    monkeypatch.setattr(backend, "history", history)
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        await type_text(pilot, "ไ")
        await settle(pilot)
        assert opened_for
        opened_for.clear()
        await type_text(pilot, "ด้แน่นอน")
        await settle(pilot)
        assert opened_for == []


async def test_looking_takes_nothing_and_leaving_keeps_the_draft_even_over_a_lock() -> None:
    backend = backend_of()
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        await press(pilot, "pageup", "tab", "escape")
        assert kinds(backend) == []
        pilot.app.push_screen(InquiryScreen(ASKED))
        await settle(pilot)
        await type_text(pilot, "กำลังดู")
        await press(pilot, "escape", "f12")
        assert front(pilot.app) == "SignInScreen"
        driving.desk(pilot).begin(backend)
        pilot.app.push_screen(InquiryScreen(ASKED))
        await settle(pilot)
        assert field(pilot) == "กำลังดู"


async def test_nobody_writes_over_who_holds_it_until_the_lease_ends() -> None:
    holder = Holder(clerk="wichai", clerk_name="วิชัย", counter="1", until=NOW + dt.timedelta(minutes=8))
    backend = backend_of(inquiry(state=State.CHECKING, holder=holder))
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        assert "วิชัย (ช่อง 1) กำลังตอบเรื่องนี้" in screen_text(pilot.app)
        await type_text(pilot, "แทรก")
        await press(pilot, "f9", "f7", "f8", "insert")
        assert (field(pilot), front(pilot.app), backend.sent) == ("", "InquiryScreen", [])
        backend.clock = NOW + dt.timedelta(minutes=9)
        screen = pilot.app.screen
        assert isinstance(screen, InquiryScreen)
        screen.tick()
        await type_text(pilot, "รับต่อ")
        await settle(pilot)
        assert kinds(backend) == ["take"]


async def test_the_head_may_answer_over_a_holder() -> None:
    holder = Holder(clerk="wichai", clerk_name="วิชัย", counter="1", until=NOW + dt.timedelta(minutes=8))
    backend = backend_of(inquiry(state=State.CHECKING, holder=holder))
    backend.person = type(SOMYING)("somying", "สมหญิง", Role.HEAD, "3")
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        await type_text(pilot, "ตอบแทน")
        await press(pilot, "f9")
        assert last(backend) == c.Say(text="ตอบแทน")


@pytest.mark.parametrize("text", ["", "   ", "นัด {วันนัด}", PID])
async def test_what_must_not_go_out_stays_with_a_word_why(text: str) -> None:
    backend = backend_of()
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        await type_text(pilot, text)
        await press(pilot, "f9")
        assert "say" not in kinds(backend)
        assert field(pilot) == text


async def test_a_ready_answer_is_found_in_either_layout_filled_and_only_inserted() -> None:
    backend = backend_of()
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        await type_text(pilot, "สวัสดี")
        await open_search(pilot)
        await type_text(pilot, "iy[ginjv")
        await settle(pilot)
        await press(pilot, "enter")
        assert field(pilot) == "สวัสดี\nได้รับเรื่อง BK-5ASK แล้ว"
        assert "say" not in kinds(backend)
        await press(pilot, "ctrl+z")
        assert field(pilot) == "สวัสดี"


async def test_it_is_passed_on_with_a_note_closed_with_a_word_and_given_back() -> None:
    backend = backend_of()
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        await press(pilot, "f7", "3", "1", "f9")
        assert last(backend) == c.HandOn(group=Group.CARD, note="เรื่องอยู่ในหน้าที่ของกลุ่มงานนี้")
        assert front(pilot.app) == "WorkListScreen"
        pilot.app.push_screen(InquiryScreen(ASKED))
        await settle(pilot)
        assert "หมายเหตุภายใน: เรื่องอยู่ในหน้าที่" in screen_text(pilot.app)
        await press(pilot, "f8", "1", "f9")
        assert last(backend) == c.Close(word="")
        assert backend.records[ASKED].request.state is State.ANSWERED


@pytest.mark.parametrize(("digit", "place"), [("1", "office"), ("2", "visit")])
async def test_an_appointment_is_made_from_the_conversation(digit: str, place: str) -> None:
    backend = backend_of()
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        await press(pilot, "f7", digit, "down", "tab")
        await type_text(pilot, "นำบัตรมาด้วย")
        await press(pilot, "f9")
        command = last(backend)
        assert isinstance(command, c.Arrange)
        assert (command.place, command.word) == (place, "นำบัตรมาด้วย")
        inquiry_ = backend.records[ASKED].request.inquiry
        assert inquiry_ is not None
        assert (inquiry_.visit is not None) is (place == "visit")
        assert front(pilot.app) == "WorkListScreen"


async def test_a_booked_inquiry_goes_on_being_answered_moved_and_called_off() -> None:
    backend = backend_of()
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        await press(pilot, "f7", "1", "f9")
        pilot.app.push_screen(InquiryScreen(ASKED))
        await settle(pilot)
        await type_text(pilot, "พบกัน")
        await press(pilot, "f9", "f7", "1", "down", "f9")
        assert kinds(backend)[-2:] == ["say", "reschedule"]
        pilot.app.push_screen(InquiryScreen(ASKED))
        await settle(pilot)
        await press(pilot, "f8", "1", "f9")
        assert last(backend) == c.Cancel(reason="ยกเลิกตามที่ท่านแจ้ง")


async def test_new_messages_come_in_live_and_what_the_chat_answered_is_told_apart() -> None:
    backend = backend_of()
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        record = backend.records[ASKED]
        assert record.particulars is not None
        line = ChatLine(at=ago(minutes=1), who="citizen", text="1#JC1-1234567-12", id="9", by_chat=True)
        backend.put(record.model_copy(update={"particulars": record.particulars.with_line(line)}))
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert "(ระบบตอบแล้ว)" in shown
        assert "1234567" not in shown
        assert "มีข้อความใหม่" in shown
        await type_text(pilot, "ก")
        await settle(pilot)
        assert "กำลังทำรายการกับระบบ" in screen_text(pilot.app)


async def test_an_answer_that_cannot_be_sent_stays() -> None:
    backend = backend_of()
    async with opened(backend, InquiryScreen(ASKED)) as pilot:
        backend.online = False
        await type_text(pilot, "ได้")
        await settle(pilot)
        await press(pilot, "enter", "f9", "enter")
        assert "ได้" in field(pilot)
        backend.online = True
        await press(pilot, "f9")
        assert last(backend) == c.Say(text="ได้")


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_only_text(text: str) -> None:
    record = inquiry(advance=AdvancePrecheck(kind="precheck", matter=(text or "x")[:300]))
    assert record.particulars is not None
    line = ChatLine(at=NOW, who="citizen", text=text, id="9")
    backend = backend_of(record.model_copy(update={"particulars": record.particulars.with_line(line)}))
    async with opened(backend, InquiryScreen(ASKED), size=(80, 24)) as pilot:
        await press(pilot, "tab")
        assert_harmless(pilot.app)
        await press(pilot, "tab")
        assert_harmless(pilot.app)


async def test_how_it_stands_in_time_is_said_in_words() -> None:
    late = Inquiry(waiting_since=ago(hours=3), answer_by=ago(minutes=61), overdue=True)
    async with opened(backend_of(inquiry(inquiry=late)), InquiryScreen(ASKED), size=(80, 24)) as pilot:
        assert "รอมา 3 ชม. · เลยกำหนดตอบ 1 ชม. 1 น." in screen_text(pilot.app)
