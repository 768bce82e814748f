"""Everything that either keyboard layout types arrives in a line and in an answer, and does nothing else."""

from __future__ import annotations

from typing import Final

from textual.app import App, ComposeResult

from desk.screens.inquiry import InquiryScreen
from desk.screens.reject import RejectDialog
from desk.widgets.thai_input import ThaiInput
from tests.desk.driving import front, kinds, opened, press, settle
from tests.desk.fakes import FakeBackend, desk_app, type_text
from tests.desk.people import inquiry
from thai.clusters import clusters
from thai.keyboard import KEDMANEE

THAI: Final = "".join(f"ก{sign}" for sign in KEDMANEE.values())
LATIN: Final = "".join(KEDMANEE)
EVERY: Final = f"{THAI} {LATIN} ที่นี่มีน้ำดื่ม กุ้งปิ้ง ญู่ปุ่น"
CHOOSING: Final = "?ฦ 12345 ๅ/-ภถ yn กักื ญู่ปุ่น"
"""What chooses or answers in a dialog where nothing is typed."""


class _Line(App[None]):
    def compose(self) -> ComposeResult:
        yield ThaiInput()


async def test_into_a_line() -> None:
    app = _Line()
    async with app.run_test() as pilot:
        await type_text(pilot, EVERY)
        assert app.query_one(ThaiInput).value == EVERY


async def test_into_a_line_of_a_dialog() -> None:
    async with desk_app().run_test() as pilot:
        pilot.app.push_screen(RejectDialog({}))
        await settle(pilot)
        await press(pilot, "5")
        await type_text(pilot, CHOOSING)
        await settle(pilot)
        line = pilot.app.screen.query_one(ThaiInput)
        assert line.value == CHOOSING
        await press(pilot, *["left"] * len(clusters("ญู่ปุ่น")), "delete")
        assert line.value == CHOOSING.removesuffix("ญู่ปุ่น") + "ปุ่น"
        assert front(pilot.app) == "RejectDialog"


async def test_into_an_answer() -> None:
    backend = FakeBackend.of([inquiry()])
    async with opened(backend, InquiryScreen("id-BK-5ASK")) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, InquiryScreen)
        await type_text(pilot, EVERY)
        await settle(pilot)
        assert screen.field.text == EVERY
        await press(pilot, *["left"] * len(clusters("ญู่ปุ่น")), "delete")
        assert screen.field.text == EVERY.removesuffix("ญู่ปุ่น") + "ปุ่น"
        assert (front(pilot.app), kinds(backend)) == ("InquiryScreen", ["take"])
