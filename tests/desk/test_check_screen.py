import asyncio
import datetime as dt
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.timer import Timer
from textual.widgets import Input

from desk.demo.stage import screen_text
from desk.errors import Offline
from desk.screens.check import CheckScreen
from desk.screens.revealing import TICK_SECONDS
from desk.widgets.check_lines import CheckLines
from registry.commands import Approve, Ask, Outcome, OutcomeStatus, Reject
from registry.particulars import ChatLine
from registry.request import Wish
from registry.states import State
from tests.desk.driving import (
    HOSTILE,
    assert_golden,
    assert_harmless,
    desk,
    every_kind,
    front,
    kinds,
    last,
    opened,
    press,
    said,
    settle,
    told,
)
from tests.desk.fakes import SIZES, FakeBackend, StandingClock, desk_app, type_text
from tests.desk.people import NOW, PARTICULARS, held, record, request
from thai.keyboard import to_thai

ID = "id-BK-9QRT"
PID = "1-1040-00000-01-0"
NAME = "นางสาวตัวอย่าง ใจดี"
CARD = "1040-02-12345678"
WEDNESDAY = dt.date(2026, 11, 25)


def one(**fields: Any) -> FakeBackend:
    return FakeBackend.of([record(request("BK-9QRT", **fields))])


async def typed(pilot: Pilot[None], text: str) -> None:
    await type_text(pilot, text)
    await press(pilot, "enter")


async def fill(pilot: Pilot[None], card: str = CARD) -> None:
    await press(pilot, "0")
    await typed(pilot, PID)
    await typed(pilot, NAME)
    await typed(pilot, card)
    await press(pilot, "enter", "enter")


async def test_the_numbers_stand_apart_as_soon_as_there_is_room_for_them() -> None:
    async with opened(one(), CheckScreen(ID), size=(80, 24)) as pilot:
        assert "JC1-XXXXXXX-12" in screen_text(pilot.app)
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        assert "J C 1 - X X X X X X X - 1 2" in screen_text(pilot.app)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "JC1-XXXXXXX-12" in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_clean_request_needs_eight_presses_besides_what_is_typed(size: tuple[int, int]) -> None:
    backend = one()
    app = desk_app(backend)
    presses = 0
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert front(app) == "WorkListScreen"
        script: list[str] = ["enter", "0", f"={PID}", "enter", f"={NAME}", "enter", f"={CARD}", "enter"]
        for step in [*script, "enter", "enter", "f9"]:
            if step.startswith("="):
                await type_text(pilot, step[1:])
            else:
                presses += 1
                await press(pilot, step)
        assert front(app) == "WorkListScreen"
    assert presses == 8
    assert kinds(backend) == ["take", "approve"]
    decided = last(backend)
    assert isinstance(decided, Approve)
    assert (decided.fee.baht, decided.fee.reason) == (10, "")
    assert (decided.appointment.date, decided.appointment.time) == (WEDNESDAY, dt.time(9, 30))
    assert (decided.found.pid, decided.found.name) == ("1104000000010", NAME)
    assert backend.records[ID].request.state is State.APPROVED


async def test_everything_works_in_the_thai_layout_too() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await type_text(pilot, to_thai("0"))
        await typed(pilot, to_thai(PID))
        await typed(pilot, NAME)
        await typed(pilot, to_thai(CARD))
        await type_text(pilot, to_thai("x"))
        lines = pilot.app.screen.query_one(CheckLines)
        assert lines.model.mismatches == (4,)
        await press(pilot, "backspace", "enter", "enter")
        assert front(pilot.app) == "ApproveDialog"
        await press(pilot, "f9")
    assert kinds(backend) == ["take", "approve"]


async def test_a_mismatch_is_shown_and_cannot_be_approved() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot, "1040-02-12345978")
        await press(pilot, "enter", "enter", "f9")
        shown = screen_text(pilot.app)
        assert front(pilot.app) == "CheckScreen"
        assert "1040-02-XX[9]X5678" not in shown
        assert "ในระบบ 1040-02-XXXX5[9]78" in shown or "[9]78" in shown
        assert "ต่างกัน 1 ตัว" in shown
        assert "ไม่ตรง 1 ข้อ: อนุมัติไม่ได้" in shown
        assert "แก้ข้อ 4 · F7 ขอข้อมูลเพิ่ม · F8 ไม่อนุมัติ" in shown
    assert kinds(backend) == ["take"]


async def test_a_mismatch_is_mended_where_it_stands() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot, "1040-02-12345978")
        await press(pilot, "f9", "backspace", "backspace", "backspace")
        await typed(pilot, "678")
        await press(pilot, "enter", "enter", "f9")
    assert kinds(backend) == ["take", "approve"]


async def test_an_outcome_that_is_not_good_stays_in_view() -> None:
    async with opened(one(), CheckScreen(ID)) as pilot:
        await press(pilot, "2")
        lines = pilot.app.screen.query_one(CheckLines)
        seen = [(lines.cursor, lines.model.mismatches)]
        await press(pilot, "3")
        seen.append((lines.cursor, lines.model.mismatches))
        await press(pilot, "0")
        seen.append((lines.cursor, lines.model.mismatches))
        assert seen == [(0, (0,)), (0, (0,)), (1, ())]


async def test_a_no_is_never_turned_into_a_yes_by_enter() -> None:
    async with opened(one(), CheckScreen(ID)) as pilot:
        await press(pilot, "up", "x", "enter", "up", "enter")
        assert pilot.app.screen.query_one(CheckLines).model.mismatches == (5,)


async def test_f9_on_an_unfinished_check_leads_to_the_open_line() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "down", "down", "f9")
        assert pilot.app.screen.query_one(CheckLines).cursor == 0
        assert "ยังตรวจไม่ครบ" in screen_text(pilot.app)
    assert kinds(backend) == ["take"]


async def test_a_held_enter_key_answers_nothing() -> None:
    clock = StandingClock()
    async with opened(one(), CheckScreen(ID), monotonic=clock) as pilot:
        await press(pilot, "up", "enter", "enter")
        lines = pilot.app.screen.query_one(CheckLines)
        assert lines.model.done == 0
        clock.seconds += 0.2
        await press(pilot, "enter")
        assert lines.model.done == 1


async def test_what_was_entered_is_there_after_leaving_and_coming_back() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        await typed(pilot, PID)
        await type_text(pilot, "นางสาวตัว")
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"
        assert backend.records[ID].request.state is State.CHECKING
        pilot.app.push_screen(CheckScreen(ID))
        await settle(pilot)
        lines = pilot.app.screen.query_one(CheckLines)
        assert (lines.model.done, lines.cursor) == (2, 2)
        await typed(pilot, "อย่าง ใจดี")
        assert lines.model.found().name == NAME
    assert kinds(backend) == ["take"]


async def test_another_sign_in_finds_nothing_of_what_was_entered() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        await typed(pilot, PID)
        desk(pilot).begin(FakeBackend(records=dict(backend.records)))
        await settle(pilot)
        pilot.app.push_screen(CheckScreen(ID))
        await settle(pilot)
        assert pilot.app.screen.query_one(CheckLines).model.done == 0


async def test_numbers_are_masked_until_they_are_revealed_and_again_after_the_time() -> None:
    backend, clock = one(), StandingClock()
    async with opened(backend, CheckScreen(ID), monotonic=clock) as pilot:
        assert "J C 1 - X X X X X X X - 1 2" in screen_text(pilot.app)
        await press(pilot, "f4")
        shown = screen_text(pilot.app)
        assert "J C 1 - 1 2 3 4 5 6 7 - 1 2" in shown
        assert "1 0 4 0 - 0 2 - 1 2 3 4 5 6 7 8" in shown
        assert "เปิดดูอีก 30 วิ." in shown
        assert "2#JC1-XXXXXXX-12" in shown
        clock.seconds += 30
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        screen.tick()
        await pilot.pause()
        assert "1 2 3 4 5 6 7" not in screen_text(pilot.app)
    assert kinds(backend) == ["take", "revealed"]


async def test_f4_hides_the_numbers_again_and_records_one_reveal() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID), monotonic=StandingClock()) as pilot:
        await press(pilot, "f4", "f4")
        assert "1 2 3 4 5 6 7" not in screen_text(pilot.app)
    assert kinds(backend) == ["take", "revealed"]


async def test_what_another_counter_holds_is_looked_at_only() -> None:
    backend = FakeBackend.of([record(held("BK-9QRT"))])
    async with opened(backend, CheckScreen(ID)) as pilot:
        assert "วิชัย" in told(pilot)
        await press(pilot, "escape", "f4", "0", "f9", "f7", "f8")
        assert front(pilot.app) == "CheckScreen"
        shown = screen_text(pilot.app)
        assert "วิชัย (ช่อง 1) รับเรื่องนี้อยู่" in shown
        assert "1 2 3 4 5 6 7" not in shown
        assert pilot.app.screen.query_one(CheckLines).model.done == 0
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == ["take"]


async def test_the_lease_is_renewed_while_keys_are_pressed_and_only_then() -> None:
    backend, clock = one(), StandingClock()
    async with opened(backend, CheckScreen(ID), monotonic=clock) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        clock.seconds += 300
        screen.tick()
        await settle(pilot)
        assert "renew" not in every_kind(backend)
        await press(pilot, "down")
        screen.tick()
        await settle(pilot)
        screen.tick()
        await settle(pilot)
        assert every_kind(backend) == ["take", "renew"]


async def test_giving_back_is_one_key_or_a_choice_of_f7() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "ctrl+r")
        assert front(pilot.app) == "WorkListScreen"
        pilot.app.push_screen(CheckScreen(ID))
        await press(pilot, "f7", "5")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == ["take", "release", "take", "release"]
    assert backend.records[ID].request.state is State.PENDING


async def test_asking_sends_the_words_in_front_of_the_clerk() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "f7", "1")
        assert front(pilot.app) == "AskDialog"
        await type_text(pilot, " น้ำ")
        await press(pilot, "f9")
        assert front(pilot.app) == "WorkListScreen"
    command = last(backend)
    assert isinstance(command, Ask)
    assert command.question.startswith("กรุณาแจ้งเลขประจำตัวประชาชน")
    assert command.question.endswith(" น้ำ")
    assert backend.records[ID].request.state is State.NEEDS_INFORMATION


async def test_half_written_words_survive_esc() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "f8", "5")
        await type_text(pilot, "เพราะว่า")
        await press(pilot, "escape", "f8")
        assert front(pilot.app) == "RejectDialog"
        assert pilot.app.screen.query_one("#text", Input).value == "เพราะว่า"
        await press(pilot, "f9")
    command = last(backend)
    assert isinstance(command, Reject)
    assert command.reason == "เพราะว่า"


@pytest.mark.parametrize("words", ["", "   ", "เลข 1-1040-00000-01-0", "jc1 1234567 12"])
async def test_nothing_is_sent_without_words_or_with_an_identity_number(words: str) -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "f8", "5")
        await type_text(pilot, words)
        await press(pilot, "f9", "enter")
        assert front(pilot.app) == "RejectDialog"
        assert "กรุณา" in screen_text(pilot.app)
    assert kinds(backend) == ["take"]


async def test_a_fee_other_than_the_tables_needs_a_reason() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "tab", "backspace", "backspace")
        await type_text(pilot, to_thai("0"))
        await press(pilot, "f9")
        assert front(pilot.app) == "ApproveDialog"
        assert "กรุณากรอกเหตุผล" in screen_text(pilot.app)
        await type_text(pilot, "ยกเว้นตามระเบียบ")
        await press(pilot, "f9")
    command = last(backend)
    assert isinstance(command, Approve)
    assert (command.fee.baht, command.fee.reason) == (0, "ยกเว้นตามระเบียบ")


@pytest.mark.parametrize("fee", ["", "สิบ", "-5", "100001", "1.5"])
async def test_a_fee_that_is_no_amount_is_not_sent(fee: str) -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "tab", "backspace", "backspace")
        await type_text(pilot, fee)
        await press(pilot, "f9")
        assert front(pilot.app) == "ApproveDialog"
        assert "100,000" in screen_text(pilot.app)
    assert kinds(backend) == ["take"]


async def test_another_time_is_chosen_with_the_arrows_and_kept_over_esc() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "pagedown", "down", "escape", "f9", "f9")
    command = last(backend)
    assert isinstance(command, Approve)
    assert command.appointment.date == WEDNESDAY + dt.timedelta(days=1)
    assert command.appointment.time == dt.time(8, 30)


async def test_times_beyond_the_first_week_are_read_when_they_are_wanted() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, *["pagedown"] * 9, "f9")
    command = last(backend)
    assert isinstance(command, Approve)
    assert command.appointment.date > WEDNESDAY + dt.timedelta(days=9)


async def test_without_a_free_time_nothing_is_approved() -> None:
    backend = one()
    backend.slots_free = ()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "f9")
        assert front(pilot.app) == "ApproveDialog"
        assert "กรุณาเลือกวันเวลานัด" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert front(pilot.app) == "CheckScreen"
    assert kinds(backend) == ["take"]


async def test_nothing_confirms_in_the_first_moment_and_enter_never_does() -> None:
    backend, clock = one(), StandingClock()
    async with opened(backend, CheckScreen(ID), monotonic=clock) as pilot:
        await press(pilot, "0")
        await typed(pilot, PID)
        await typed(pilot, NAME)
        await typed(pilot, CARD)
        for _ in range(2):
            clock.seconds += 1
            await press(pilot, "enter")
        await press(pilot, "f9", "enter")
        assert front(pilot.app) == "ApproveDialog"
        clock.seconds += 1
        await press(pilot, "enter", "enter")
        assert kinds(backend) == ["take"]
        await press(pilot, "f9")
    assert kinds(backend) == ["take", "approve"]


async def test_a_time_given_away_meanwhile_is_told_and_another_can_be_chosen() -> None:
    backend = one()
    backend.office.full.add((WEDNESDAY, dt.time(9, 30)))
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "f9")
        assert "เต็มแล้ว" in told(pilot)
        await press(pilot, "enter", "f9", "down", "f9")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == ["take", "approve", "approve"]


async def test_without_the_daemon_nothing_is_lost_and_the_clerk_is_told() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        backend.error = Offline()
        await press(pilot, "f9")
        assert "ขาดการเชื่อมต่อ" in told(pilot)
        backend.error = None
        await press(pilot, "enter", "f9", "f9")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == ["take", "approve", "approve"]


async def test_a_failure_nobody_foresaw_is_told_without_its_text() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        backend.error = RuntimeError("1104000000010")  # type: ignore[assignment]
        await press(pilot, "ctrl+r")
        assert "1104000000010" not in told(pilot)
        await press(pilot, "enter")
        assert front(pilot.app) == "CheckScreen"


async def test_a_claim_that_changes_is_compared_anew_with_what_was_entered() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "escape")
        known = backend.records[ID]
        changed = PARTICULARS.model_copy(update={"card": "10400212345679"})
        backend.put(known.model_copy(update={"particulars": changed}))
        await settle(pilot)
        lines = pilot.app.screen.query_one(CheckLines)
        assert (lines.model.done, lines.model.mismatches) == (6, (3,))
        assert "ผู้ร้องแก้ข้อมูลที่แจ้ง" in screen_text(pilot.app)
        await press(pilot, "f9")
    assert kinds(backend) == ["take"]


async def test_a_changed_wish_is_said_and_what_is_being_typed_stays() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        await type_text(pilot, "1-1040")
        now = backend.records[ID].request
        wish = Wish(date=dt.date(2026, 11, 27), time=dt.time(13, 0))
        moved = now.model_copy(update={"wish": wish, "version": now.version + 1})
        backend.put(record(moved))
        await settle(pilot)
        assert "ผู้ร้องเปลี่ยนวันเวลาที่ขอรับ" in screen_text(pilot.app)
        await type_text(pilot, "-00000-01-0")
        await press(pilot, "enter")
        await typed(pilot, NAME)
        await typed(pilot, CARD)
        await press(pilot, "enter", "enter", "f9")
    command = last(backend)
    assert isinstance(command, Approve)
    assert (command.appointment.date, command.appointment.time) == (dt.date(2026, 11, 27), dt.time(13, 0))


async def test_a_new_message_is_said_and_shown() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        line = ChatLine(at=NOW, who="citizen", text="ขอเลื่อนได้ไหม [/]", id="9")
        backend.put(record(backend.records[ID].request, PARTICULARS.with_line(line)))
        await settle(pilot)
        assert "มีข้อความใหม่จากผู้ร้อง" in screen_text(pilot.app)
        assert "ขอเลื่อนได้ไหม [/]" in screen_text(pilot.app)


@pytest.mark.parametrize("state", [State.CANCELLED, State.PENDING, State.APPROVED])
async def test_a_request_that_goes_on_elsewhere_ends_the_check_without_a_dead_end(state: State) -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        now = backend.records[ID].request
        backend.put(record(now.model_copy(update={"state": state, "holder": None, "version": 9})))
        await settle(pilot)
        await press(pilot, "f9", "f7", "f8", "f4")
        assert front(pilot.app) == "CheckScreen"
        assert said(pilot)
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == ["take"]


async def test_a_request_that_vanishes_leaves_a_way_back() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        backend.remove(ID)
        await settle(pilot)
        assert "ไม่มีในรายการแล้ว" in screen_text(pilot.app)
        await press(pilot, "f4", "f9", "enter", "escape")
        assert front(pilot.app) == "WorkListScreen"


class SlowBackend(FakeBackend):
    """Answers decisions only when it is let."""

    gate: asyncio.Event

    async def send(self, request_id: str, seen_version: int, command: Any) -> Outcome:
        if command.kind == "take":
            return await super().send(request_id, seen_version, command)
        self.sent.append((request_id, command))
        await self.gate.wait()
        return Outcome(id="x", status=OutcomeStatus.REFUSED, code="not_holder", detail={"holder": "วิชัย"})


async def test_a_decision_outlives_its_screen_and_a_refusal_is_told_elsewhere() -> None:
    backend = SlowBackend(records={ID: record(request("BK-9QRT"))})
    backend.gate = asyncio.Event()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await pilot.press("ctrl+r")
        await pilot.press("ctrl+r")
        await pilot.press("escape")
        await pilot.pause()
        assert front(pilot.app) == "WorkListScreen"
        backend.gate.set()
        await settle(pilot)
        assert "วิชัย" in told(pilot)
    assert kinds(backend) == ["take", "release"]


async def test_paste_goes_into_the_line_in_hand_cleaned() -> None:
    async with opened(one(), CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        pilot.app.post_message(events.Paste("1-1040-\x1b]52;c;x\x07\n00000-01-0"))
        await settle(pilot)
        lines = pilot.app.screen.query_one(CheckLines)
        assert lines.drafts["pid"] == "1-1040-]52;c;x 00000-01-0"


@pytest.mark.parametrize("size", SIZES)
async def test_the_screens_look_as_they_did(size: tuple[int, int]) -> None:
    async with opened(one(), CheckScreen(ID), size=size) as pilot:
        assert_golden(pilot.app, "check-begun")
        await fill(pilot, "1040-02-12345978")
        assert_golden(pilot.app, "check-mismatch")
        await press(pilot, "f8", "1")
        assert_golden(pilot.app, "reject")
        await press(pilot, "escape", "f7")
        assert_golden(pilot.app, "ask")
        await press(pilot, "escape", "backspace", "backspace", "backspace")
        await typed(pilot, "678")
        await press(pilot, "enter", "enter")
        assert_golden(pilot.app, "approve")
        if size[0] == 80:
            await press(pilot, "escape", "tab")
            assert_golden(pilot.app, "check-chat")


@pytest.mark.parametrize("size", SIZES)
async def test_citizen_text_does_nothing_but_show_as_text(size: tuple[int, int]) -> None:
    chat = tuple(ChatLine(at=NOW, who="citizen", text=text[:5000], id=text[:3]) for text in HOSTILE)
    everything = "".join(text[:40] for text in HOSTILE)
    given = PARTICULARS.model_copy(
        update={"name": everything[:200], "display_name": everything, "chat": chat}
    )
    backend = FakeBackend.of([record(request("BK-9QRT", question=everything[:500]), given)])
    async with opened(backend, CheckScreen(ID), size=size) as pilot:
        assert_harmless(pilot.app)
        await press(pilot, "f4", "tab")
        for _ in range(3):
            await press(pilot, "pageup")
            assert_harmless(pilot.app)
        await press(pilot, "tab", "0")
        await typed(pilot, PID)
        await typed(pilot, "ก")
        assert_harmless(pilot.app)
        for text in HOSTILE:
            pilot.app.post_message(events.Paste(text))
            await settle(pilot)
            assert_harmless(pilot.app)
        await press(pilot, "f8", "5")
        for text in HOSTILE:
            pilot.app.post_message(events.Paste(text))
            await settle(pilot)
            assert_harmless(pilot.app)
    assert kinds(backend) == ["take", "revealed"]


@pytest.mark.parametrize("size", SIZES)
async def test_missing_particulars_are_said_and_can_be_asked_for(size: tuple[int, int]) -> None:
    backend = FakeBackend.of([record(request("BK-9QRT", items=(), wish=Wish()), None)])
    async with opened(backend, CheckScreen(ID), size=size) as pilot:
        assert "ไม่มีข้อมูลผู้ร้อง" in screen_text(pilot.app)
        await press(pilot, "f4", "f7", "1", "f9")
    assert kinds(backend) == ["take", "ask"]


async def test_a_screen_opens_once_so_that_one_timer_counts_its_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[float] = []
    set_interval = CheckScreen.set_interval

    def counting(self: CheckScreen, interval: float, *given: Any, **named: Any) -> Timer:
        begun.append(interval)
        return set_interval(self, interval, *given, **named)

    monkeypatch.setattr(CheckScreen, "set_interval", counting)
    async with opened(one(), CheckScreen(ID)):
        assert begun.count(TICK_SECONDS) == 1
