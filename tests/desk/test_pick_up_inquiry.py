"""Service 5 at the counter: no documents are spoken of, and the conversation is one key away."""

from __future__ import annotations

from desk.demo.stage import screen_text
from desk.messages import flags
from desk.messages import pick_up as words
from desk.screens.pick_up import PickUpScreen
from desk.widgets.request_words import state_text
from tests.desk.driving import front, kinds, opened, press, said
from tests.desk.fakes import FakeBackend
from tests.desk.people import arrived, inquiry
from tests.desk.pick_up_flow import ID, one

ASKED = "id-BK-5ASK"


def _visitor() -> FakeBackend:
    here = arrived("BK-5ASK")
    asked = inquiry()
    given = {name: getattr(here, name) for name in ("state", "queue", "appointment")}
    return FakeBackend.of([asked.model_copy(update={"request": asked.request.model_copy(update=given)})])


async def test_it_speaks_of_what_was_asked_and_not_of_documents() -> None:
    async with opened(_visitor(), PickUpScreen(ASKED)) as pilot:
        shown = screen_text(pilot.app)
        assert words.INQUIRY.title in shown
        assert words.INQUIRY.done in shown
        assert "มอบ" not in shown.replace("ผู้รับมอบอำนาจ", "")
        assert "ชุด" not in shown.partition(words.INQUIRY.second_check)[2].partition("\n")[0]


async def test_the_conversation_opens_and_leads_back() -> None:
    async with opened(_visitor(), PickUpScreen(ASKED)) as pilot:
        await press(pilot, "ctrl+k")
        assert front(pilot.app) == "InquiryScreen"
        await press(pilot, "escape")
        assert front(pilot.app) == "PickUpScreen"


async def test_documents_have_no_conversation() -> None:
    async with opened(one(), PickUpScreen(ID)) as pilot:
        assert words.DOCUMENTS.title in screen_text(pilot.app)
        await press(pilot, "ctrl+k")
        assert front(pilot.app) == "PickUpScreen"


async def test_what_does_not_match_is_refused_without_a_word_of_documents() -> None:
    backend = _visitor()
    async with opened(backend, PickUpScreen(ASKED)) as pilot:
        await press(pilot, "f8")
        assert words.INQUIRY.reject in screen_text(pilot.app)
        assert "มอบเอกสาร" not in screen_text(pilot.app)
        await press(pilot, "1")
        assert "ไม่ดำเนินการ" in screen_text(pilot.app)
        assert "ไม่อนุมัติ" not in screen_text(pilot.app)
        await press(pilot, "1", "f9")
        assert words.INQUIRY.rejected.format(reference="BK-5ASK") in said(pilot)
    assert kinds(backend) == ["reject"]
    refused = backend.records[ASKED].request
    assert state_text(refused, backend.now()) == "ไม่ดำเนินการ"
    late = refused.model_copy(update={"flags": ("handed_over_while_rejected", "handed_over_unchecked")})
    assert "มอบ" not in flags.told(late)
    assert "“เสร็จแล้ว” ขณะสถานะ “ไม่ดำเนินการ”" in flags.told(late)
