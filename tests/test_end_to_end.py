"""The main job over real sockets, in a real pseudo-terminal, with every part a process of its own."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is needed: Linux or macOS", allow_module_level=True)

from desk.demo.hours import next_slot
from desk.demo.story import CARD, CITIZEN_NAME, LASER, PID, REFERENCE
from desk.demo.world import CLERK, PIN, World, demo_world
from registry.states import State
from tests.counter import ask_a_person
from tests.terminal import Terminal, terminal
from thai.dates import clock
from thai.keyboard import to_thai

pytestmark = pytest.mark.timeout(900)
CITIZEN, ASKER = "คุณมาลี", "คุณวิภา"
ANSWER = "ยื่นบัตรได้"
# What is asked only just now is not answered by a key that was meant for something else.
READING_SECONDS = 0.5
TYPING_SECONDS = 0.07
SECRETS = (LASER, LASER.replace("-", ""), CARD, CARD.replace("-", ""), PID, CITIZEN_NAME.split()[0])


class Chat:
    """One citizen's chat, a step at a time."""

    def __init__(self, world: World, citizen: str) -> None:
        self._world, self._citizen = world, citizen
        self._heard = 0

    def follow(self) -> str:
        return asyncio.run(self._act("follow"))

    def say(self, text: str) -> str:
        return asyncio.run(self._act("say", text))

    def tap(self, label: str) -> str:
        return asyncio.run(self._act("tap", label))

    def hears(self) -> str:
        return asyncio.run(self._act("hear"))

    async def _act(self, act: str, *words: str) -> str:
        citizens = self._world.citizens
        try:
            if act != "hear":
                self._heard = await getattr(citizens, act)(self._citizen, *words)
            entries = await citizens.hears(self._citizen, self._heard)
        finally:
            await citizens.close()
        self._heard += len(entries)
        return "\n".join(entry["text"] for entry in entries if entry["who"] == "office")


def rest(screen: Terminal, seconds: float) -> None:
    """Do nothing for a while, as a person who reads or reaches for a key."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        screen.read(left)


def write(screen: Terminal, text: str) -> None:
    """Type as a person does; faster would be a scanner."""
    for character in text:
        screen.send(character)
        rest(screen, TYPING_SECONDS)


def steps(screen: Terminal, *keys_and_words: tuple[str, str]) -> None:
    """Press a key, then wait for words on the screen and read them, again and again."""
    for key, words in keys_and_words:
        screen.press(key)
        screen.wait_for(words)
        rest(screen, READING_SECONDS)


def ask(chat: Chat, wish: dt.time) -> str:
    """Ask for a marriage register to be collected today; return the reference."""
    chat.follow()
    assert "ยินยอม" in chat.say("ขอคัดทะเบียนสมรสค่ะ")
    chat.tap("ยินยอม")
    chat.say(f"2#{LASER} 1 ฉบับ")
    summary = chat.say(f"รับวันนี้ {clock(wish)}")
    for secret in SECRETS:
        assert secret not in summary
    found = REFERENCE.search(summary)
    assert found is not None, summary
    assert found.group() in chat.say(CARD)
    return found.group()


def answer(screen: Terminal, reference: str) -> None:
    """Answer an inquiry; the Thai layout is on, for the shortcuts too."""
    screen.press(to_thai("4"))
    screen.wait_for("▸สอบถาม 1")
    screen.wait_for(reference)
    screen.press("enter")
    screen.wait_for(f"(เรื่อง {reference})")
    write(screen, ANSWER)
    screen.wait_for(ANSWER)
    screen.press("f9")
    screen.wait_for(f"ส่งคำตอบเรื่อง {reference} แล้ว")
    screen.wait_for(f"เจ้าหน้าที่: {ANSWER}")
    screen.press("escape")
    screen.wait_for("▸สอบถาม")
    screen.press(to_thai("1"))
    screen.wait_for("▸รอตรวจ")


def leave_and_come_back(screen: Terminal, *kept: str) -> None:
    """Lock the desk: nothing of a citizen is seen any more, until the PIN brings back what was kept."""
    for words in kept:
        screen.wait_for(words)
    steps(screen, ("f12", "กรอกรหัสลับเพื่อกลับไปทำต่อ"))
    seen = screen.text.replace(" ", "").replace("-", "")
    for secret in (*SECRETS, LASER.split("-")[1], *kept):
        assert secret.replace(" ", "").replace("-", "") not in seen
    write(screen, PIN)
    screen.press("enter")
    for words in kept:
        screen.wait_for(words)


def check_and_approve(screen: Terminal, reference: str) -> None:
    screen.wait_for(reference)
    steps(screen, ("enter", "กดเลขผลที่โปรแกรมแสดง"))
    assert "1 2 3 4 5 6 7" not in screen.text
    steps(screen, ("f4", "1 2 3 4 5 6 7"), ("0", "พิมพ์ตามที่โปรแกรมแสดง"))
    write(screen, PID)
    screen.press("enter")
    first, space, last = CITIZEN_NAME.partition(" ")
    write(screen, first)
    leave_and_come_back(screen, reference, "2 จาก 6 ข้อ", first)
    assert "1 2 3 4 5 6 7" not in screen.text
    write(screen, space + last)
    screen.press("enter")
    write(screen, CARD.replace("-", ""))
    steps(screen, ("enter", "Enter ใช่"), ("enter", "5 จาก 6 ข้อ"), ("enter", "กันที่ไว้ให้ผู้ร้องแล้ว"))
    rest(screen, READING_SECONDS)
    screen.press("f9")
    screen.wait_for("รอตรวจ 0")


def prepare(screen: Terminal, reference: str) -> None:
    steps(screen, ("f2", "▸นัดวันนี้"), ("f2", "▸เตรียมเอกสาร"))
    screen.wait_for(reference)
    steps(screen, ("enter", "ถาดหมายเลข"))
    write(screen, "14")
    steps(screen, ("f9", "พร้อม 1 จาก 1"), ("escape", "▸เตรียมเอกสาร"))


def pick_up(screen: Terminal, reference: str) -> None:
    steps(screen, ("2", "▸นัดวันนี้"))
    screen.wait_for(reference)
    steps(screen, ("enter", "เมื่อผู้ร้องมาถึง"), ("f9", "คิว B001"), ("f5", "เรียกแล้ว"))
    for _ in range(3):
        screen.press("enter")
        rest(screen, READING_SECONDS)
    steps(screen, ("enter", "ตรวจซ้ำแล้ว"), ("f6", "พิมพ์แล้ว 1 ครั้ง"), ("enter", "รับเงินแล้ว"))
    rest(screen, READING_SECONDS)
    screen.press("f9")
    screen.wait_for("▸นัดวันนี้")


def test_a_citizens_messages_become_a_collected_request(tmp_path: Path) -> None:
    with demo_world(tmp_path, citizens=0, every=1.0) as world:
        chat, asker = Chat(world, CITIZEN), Chat(world, ASKER)
        asked = asyncio.run(ask_a_person(world, ASKER))
        asker.hears()
        wish = next_slot(dt.datetime.now(dt.UTC))
        reference = ask(chat, wish)
        command = [
            str(Path(sys.executable).with_name("bangkhae-desk")),
            "--config",
            str(tmp_path / "config.toml"),
        ]
        with terminal(command) as screen:
            screen.wait_for("รหัสเจ้าหน้าที่")
            write(screen, CLERK)
            screen.press("enter")
            write(screen, PIN)
            steps(screen, ("enter", "▸รอตรวจ"))
            answer(screen, asked)
            assert ANSWER in asker.hears()
            check_and_approve(screen, reference)
            approval = chat.hears()
            assert "ได้รับอนุมัติแล้ว" in approval
            assert "10 บาท" in approval
            assert clock(wish) in approval
            prepare(screen, reference)
            assert "พร้อมรับแล้ว" in chat.hears()
            pick_up(screen, reference)
            assert "ความรวดเร็ว" in chat.hears()
            steps(screen, ("ctrl+q", "ออกจากโปรแกรม"))
            screen.press("f9")
            assert screen.wait_for_end() == 0
        papers = world.printer.wait_for_jobs(1)
        assert len(papers) == 1
        assert world.printer.errors == []
    nothing_personal_is_left_open(tmp_path)


def nothing_personal_is_left_open(folder: Path) -> None:
    """No number or name may stand in clear in any file: databases, logs, mirror, outbox."""
    kept = [path for path in folder.rglob("*") if path.is_file() and path.name != "conversation.txt"]
    assert any(path.suffix == ".sqlite" for path in kept)
    for path in kept:
        content = path.read_bytes()
        for secret in SECRETS:
            assert secret.encode() not in content, path.name
    with sqlite3.connect(folder / "bangkhae.sqlite") as database:
        changes = dict(
            database.execute(
                "SELECT state, group_concat(action) FROM request"
                " JOIN audit ON audit.request_id = request.id GROUP BY state"
            )
        )
    assert set(changes) == {State.CHECKING, State.COLLECTED}
    assert changes[State.CHECKING].count("said") == 1
    assert changes[State.COLLECTED].count(",") >= 11
