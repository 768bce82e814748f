"""The whole story, told by driving the real desk and daemon: from the first message to the survey."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.backend import WorkList
from desk.demo import labels
from desk.demo.hours import next_slot
from desk.demo.stage import Stage
from desk.demo.world import CLERK, PIN, DemoError, World
from desk.messages import approve, check, common, pick_up, prepare, sign_in, work_list
from registry.labels import QUEUE_STATE
from registry.states import QueueState
from thai.dates import clock

if TYPE_CHECKING:
    from desk.app import DeskApp

SIZE = (120, 36)
CITIZEN = "คุณมาลี"
CITIZEN_NAME = "มาลี ตัวอย่าง"
LASER = "JC1-1234567-12"
CARD = "1040-02-12345678"
PID = "1104000000010"
HOSTILE_CITIZEN = "คุณทดสอบ"
HOSTILE_TEXT = "[bold]สวัสดี[/] [@click=app.quit]กด[/] \x1b[2J\x1b]52;c;eA==\x07 ก็็็"
REFERENCE = re.compile(r"BK-[0-9A-Z]{4}")

Tell = Callable[[str], None]


@dataclass
class Teller:
    """Drives one story; ``tell`` takes a line a step."""

    world: World
    stage: Stage
    tell: Tell
    reference: str = ""
    heard: int = 0

    async def play(self) -> None:
        """Play the story from sign-in to the survey."""
        await self.sign_in()
        await self.ask()
        await self.check()
        await self.prepare()
        await self.pick_up()
        await self.say_goodbye()

    async def sign_in(self) -> None:
        """Sign the clerk in at the counter."""
        await self.stage.see(sign_in.TITLE)
        self.stage.keep("sign-in")
        await self.stage.write(CLERK)
        await self.stage.press("enter")
        await self.stage.write(PIN)
        await self.stage.press("enter")
        await self.stage.see(work_list.NAME[WorkList.PENDING])
        self.tell(labels.SIGNED_IN)

    async def ask(self) -> None:
        """Let a citizen ask, and another one write what should do nothing."""
        await self.world.citizens.say(HOSTILE_CITIZEN, HOSTILE_TEXT)
        await self._answer(await self.world.citizens.follow(CITIZEN))
        await self._say("ขอคัดทะเบียนสมรสค่ะ")
        await self._tap("ยินยอม")
        await self._say(f"2#{LASER} 1 ฉบับ")
        summary = await self._say(f"รับวันนี้ {clock(next_slot(dt.datetime.now(dt.UTC)))}")
        found = REFERENCE.search(summary)
        if found is None:
            raise DemoError("the chat gave no reference")
        self.reference = found.group()
        await self._say(CARD)
        self.tell(labels.asked(self.reference))
        await self.stage.see(self.reference)
        self.stage.keep("work-list")
        self.tell(labels.ON_SCREEN)

    async def check(self) -> None:
        """Take the request, check it against the other program, approve it."""
        stage = self.stage
        await stage.press("enter")
        await stage.see(check.TITLE, self.reference)
        await stage.see(check.HINT_OUTCOME)
        stage.keep("check")
        await stage.press("f4")
        await stage.see("1 2 3 4 5 6 7")
        stage.keep("check-revealed")
        await stage.press("0")
        await stage.write(PID)
        await stage.press("enter")
        await stage.write(CITIZEN_NAME)
        await stage.press("enter")
        await stage.write(CARD.replace("-", ""))
        await stage.press("enter", "enter", "enter")
        await stage.see(approve.SLOT)
        await stage.until(lambda shown: common.READING_SLOTS not in shown, approve.SLOT)
        stage.keep("approve")
        await self._confirm_until_gone(approve.SLOT)
        self.tell(labels.APPROVED)
        self.tell(labels.heard(await self._hears()))

    async def prepare(self) -> None:
        """Put the copies into a tray."""
        stage = self.stage
        await self._list(WorkList.PREPARATION)
        await stage.see(self.reference)
        await stage.press("enter")
        await stage.see(prepare.TRAY)
        await stage.write("14")
        stage.keep("prepare")
        await stage.press("f9")
        await stage.see(prepare.READY)
        await stage.press("escape")
        self.tell(labels.PREPARED)
        self.tell(labels.heard(await self._hears()))

    async def pick_up(self) -> None:
        """Give a queue number, check again, print, take the fee, hand over."""
        stage = self.stage
        await self._list(WorkList.TODAY)
        await stage.see(self.reference)
        stage.keep("today")
        await stage.press("enter")
        await stage.see(pick_up.ARRIVED_FIRST)
        await stage.press("f9")
        await stage.see(pick_up.QUEUE, "B001")
        await stage.press("f5")
        await stage.see(QUEUE_STATE[QueueState.CALLED])
        await stage.press("enter", "enter", "enter", "enter")
        await stage.see(pick_up.SECOND_CHECK_DONE)
        stage.keep("pick-up")
        await stage.press("f6")
        await stage.see(pick_up.printed(1))
        self._keep_slip()
        await stage.press("enter")
        await stage.see(pick_up.PAID_NOW)
        stage.keep("pick-up-paid")
        await stage.press("f9")
        await stage.see(work_list.NAME[WorkList.TODAY])
        self.tell(labels.COLLECTED)

    async def say_goodbye(self) -> None:
        """Let the citizen answer the survey's first question."""
        survey = await self._hears()
        self.tell(labels.heard(survey))
        await self._tap("5 มากที่สุด")
        self.stage.keep("end")

    async def _list(self, which: WorkList) -> None:
        await self.stage.see("▸")
        await self.stage.press(str(list(WorkList).index(which) + 1))
        await self.stage.see(f"▸{work_list.NAME[which]}")

    async def _confirm_until_gone(self, title: str) -> None:
        """Confirm as a person does, who reads a dialog before F9: in its first moment it does not count."""
        while title in self.stage.text:
            await self.stage.press("f9")
            await self.stage.until(lambda _: True, title)

    def _keep_slip(self) -> None:
        paper = self.world.printer.wait_for_jobs(1)[0]
        out = self.stage.pictures.parent
        (out / "slip.escpos").write_bytes(paper.raw)
        paper.picture.save(out / "slip.png")
        self.tell(labels.printed(len(paper.raw)))

    async def _say(self, text: str) -> str:
        return await self._answer(await self.world.citizens.say(CITIZEN, text))

    async def _tap(self, label: str) -> str:
        return await self._answer(await self.world.citizens.tap(CITIZEN, label))

    async def _answer(self, total: int) -> str:
        """Return the answer to what the citizen has just done, the last of ``total`` messages."""
        self.heard = total
        return await self._hears()

    async def _hears(self) -> str:
        entries: list[dict[str, Any]] = await self.world.citizens.hears(CITIZEN, self.heard)
        self.heard += len(entries)
        return "\n".join(entry["text"] for entry in entries if entry["who"] == "office")


async def play(app: DeskApp, world: World, out: Path, tell: Tell) -> None:
    """Run the application without a terminal and play the story; raises DemoError where it does not go on."""
    async with app.run_test(size=SIZE) as pilot:
        await Teller(world, Stage(pilot, out / "screens"), tell).play()
        (out / "conversation.txt").write_text(await world.citizens.transcript(CITIZEN), "utf-8")
        await world.citizens.close()
