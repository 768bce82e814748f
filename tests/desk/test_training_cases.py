"""The eight cases of the training, each handled rightly and each fallen into, by the keys of a clerk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from desk.demo.stage import screen_text
from desk.training import sheet, words
from desk.training.scoring import Standing
from registry.states import State
from tests.desk.driving import told
from tests.desk.played_cases import CASES, Trainee, trainee

Play = Callable[[Trainee], Awaitable[object]]

WRONG_LASER, EXPIRED, ANOTHER = CASES["คุณมานี"], CASES["คุณปิติ"], CASES["คุณชูใจ"]
NEW_NAME, INJECTED = CASES["คุณวีระ"], CASES["คุณเพชร"]
NO_PAPER, NETWORK_GONE, SECOND_CLERK = CASES["no_paper"], CASES["network_gone"], CASES["second_clerk"]


async def ask(who: Trainee) -> None:
    """As soon as DOPA's outcome is not good: the rest need not be typed."""
    await who.press("enter", str(who.case.dopa.outcome), "f7", "2", "f9")


async def reject(who: Trainee) -> None:
    await who.press("enter", str(who.case.dopa.outcome), "f8", "2", "f9")


async def see_the_difference(who: Trainee) -> None:
    await who.check()
    assert "ต่างกัน 1 ตัว" in screen_text(who.pilot.app)
    await who.press("f7", "2", "f9")


async def refuse_another(who: Trainee) -> None:
    await who.receive()
    await who.press("enter", "x", "f8", "1", "4", "f9")


async def refuse_new_card(who: Trainee) -> None:
    await who.receive()
    await who.press("enter", "enter", "x", "f8", "1", "1", "f9")


async def wait_for_paper(who: Trainee) -> None:
    await who.receive()
    await who.check_again()
    await who.press("f6")
    assert "กระดาษหมด" in screen_text(who.pilot.app)
    await who.course.mend(who.case)
    await who.press("enter", "f9")


async def go_on_without_line(who: Trainee) -> None:
    await who.receive()
    await who.check_again()
    assert not who.course.backend.online
    await who.press("f6", "enter", "f9")
    assert who.course.backend.unsent == 3
    await who.course.mend(who.case)


RIGHT: dict[str, tuple[Play, State]] = {
    "คุณมานี": (ask, State.NEEDS_INFORMATION),
    "คุณปิติ": (reject, State.REJECTED),
    "คุณชูใจ": (refuse_another, State.REJECTED),
    "คุณวีระ": (refuse_new_card, State.REJECTED),
    "คุณเพชร": (see_the_difference, State.NEEDS_INFORMATION),
    "no_paper": (wait_for_paper, State.COLLECTED),
    "network_gone": (go_on_without_line, State.COLLECTED),
}


def test_every_case_is_played_both_ways() -> None:
    assert {*RIGHT, "second_clerk"} == {name for name, _, _ in TRAPS} == set(CASES)


@pytest.mark.parametrize("name", RIGHT)
async def test_who_handles_it_rightly_is_praised(name: str) -> None:
    (play, state), case = RIGHT[name], CASES[name]
    async with trainee(case) as who:
        await play(who)
        assert who.request.state is state
        lines = sheet.lines(who.course.scores(), 200)
    assert lines == [
        f"✓ BK-2QRT {case.citizen} · {case.title} · ทำถูกต้อง",
        f"    กับดัก: {case.trap}",
        "",
        "ถูกต้อง 1 จาก 1 ราย",
    ]


async def approve(who: Trainee) -> None:
    await who.approve()


async def believe_the_chat(who: Trainee) -> None:
    """Type the number that the citizen gave where DOPA's is asked for."""
    await who.approve(card=who.case.writes[-1])


async def hand_over(who: Trainee) -> None:
    await who.receive()
    await who.check_again()
    await who.press("f6", "enter", "f9")


async def print_again_after_the_paper(who: Trainee) -> None:
    await who.receive()
    await who.check_again()
    await who.press("f6")
    await who.course.mend(who.case)
    await who.press("f6", "f9", "enter", "f9")


async def do_without_the_slip(who: Trainee) -> None:
    await who.receive()
    await who.check_again()
    await who.press("f6", "f6", "2", "enter", "f9", "f9")


async def print_again_without_line(who: Trainee) -> None:
    await who.receive()
    await who.check_again()
    await who.press("f6", "f6", "f9", "enter", "f9")
    await who.course.mend(who.case)


async def take_what_is_anothers(who: Trainee) -> None:
    await who.press("enter")
    assert "มีผู้รับเรื่องนี้อยู่แล้ว" in told(who.pilot)
    await who.press("enter", "ctrl+r", "f9", "enter")


TRAPS: list[tuple[str, Play, str]] = [
    ("คุณมานี", approve, "ไม่ควรอนุมัติ"),
    ("คุณปิติ", approve, "ไม่ควรอนุมัติ"),
    ("คุณชูใจ", hand_over, "ไม่ควรตรวจซ้ำ, ไม่ควรมอบเอกสาร"),
    ("คุณวีระ", hand_over, "ไม่ควรตรวจซ้ำ, ไม่ควรมอบเอกสาร"),
    ("คุณเพชร", believe_the_chat, "ไม่ควรอนุมัติ"),
    ("no_paper", print_again_after_the_paper, "พิมพ์บัตรคิวซ้ำ"),
    ("no_paper", do_without_the_slip, "ยังขาด พิมพ์บัตรคิว"),
    ("network_gone", print_again_without_line, "พิมพ์บัตรคิวซ้ำ"),
    ("second_clerk", take_what_is_anothers, "ไม่ควรรับเรื่อง, ไม่ควรคืนเรื่อง"),
]


@pytest.mark.parametrize(("name", "play", "said"), TRAPS)
async def test_who_falls_into_the_trap_is_told_what_was_missed_and_why(
    name: str, play: Play, said: str
) -> None:
    case = CASES[name]
    async with trainee(case) as who:
        await play(who)
        lines = sheet.lines(who.course.scores(), 200)
    assert lines == [
        f"✗ BK-2QRT {case.citizen} · {case.title} · {said}",
        f"    กับดัก: {case.trap}",
        f"    ที่ควรทำ: {case.right}",
        "",
        "ถูกต้อง 0 จาก 1 ราย · พลาด 1",
    ]


async def test_what_another_holds_is_left_alone_once_all_else_is_done() -> None:
    async with trainee(WRONG_LASER, SECOND_CLERK) as who:
        assert [each.standing for each in who.course.scores()] == [Standing.UNTOUCHED] * 2
        await ask(who)
        assert [each.standing for each in who.course.scores()] == [Standing.RIGHT] * 2
        assert who.course.over
        assert who.hint() == words.ALL_DONE
        await who.press("ctrl+t")
        assert "ถูกต้อง 2 จาก 2 ราย" in screen_text(who.pilot.app)


async def test_the_list_says_who_has_come_and_the_pick_up_who_it_is() -> None:
    async with trainee(ANOTHER) as who:
        assert who.hint() == words.HINT
        await who.receive()
        assert who.hint() == f"ที่ช่อง: {ANOTHER.here}"
        await who.press("escape")
        assert who.hint() == words.has_come("คุณชูใจ", "BK-2QRT")
