from __future__ import annotations

from textual.app import App, ComposeResult

from desk.demo.stage import screen_text
from desk.widgets.prose import Prose
from tests.desk.driving import settle
from tests.desk.fakes import desk_app
from thai.clusters import cell_width

LONG = "น้ำ" * 60


class _Said(App[None]):
    def compose(self) -> ComposeResult:
        yield Prose(f"กรุณานำบัตรประจำตัวประชาชนและสำเนาทะเบียนบ้านมาด้วย\n{LONG}\x1b[2J")


async def test_a_text_without_spaces_is_broken_at_words_and_no_sign_is_torn() -> None:
    app = _Said()
    async with app.run_test(size=(33, 12)):
        lines = [line.rstrip() for line in screen_text(app).splitlines() if line.strip()]
    assert lines[:2] == ["กรุณานำบัตรประจำตัวประชาชนและสำเนา", "ทะเบียนบ้านมาด้วย"]
    assert "".join(lines[2:]) == f"{LONG}[2J"
    assert all(cell_width(line) <= 33 for line in lines)
    assert not any(line.startswith(("้", "ำ")) for line in lines)


async def test_what_is_said_in_passing_is_broken_at_words_too() -> None:
    app = desk_app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        app.say("คิว B007 หมายเหตุ " + "เอกสารต้องตรวจภาพถ่ายก่อน" * 4)
        await settle(pilot)
        shown = screen_text(app)
        (said,) = app._notifications
        assert said.message.count("\n") == 1
        assert all(line in shown for line in said.message.splitlines())
