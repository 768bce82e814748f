from typing import Any

import pytest
from textual.widgets import Input

from desk.demo.stage import screen_text
from desk.errors import Offline
from desk.screens.prepare import PrepareScreen
from desk.widgets.prepare_list import PrepareList
from registry.commands import Prepare
from registry.request import Item
from registry.states import State
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
    told,
)
from tests.desk.fakes import SIZES, FakeBackend, type_text
from tests.desk.people import TOMORROW, approved, record
from thai.keyboard import to_thai

NAMES = ("BK-2CDE", "BK-3CDE", "BK-4CDE", "BK-5CDE")


def four(**trays: str) -> FakeBackend:
    records = [
        record(
            approved(
                name,
                day=TOMORROW,
                state=State.READY if name[3:] in {t[1:] for t in trays} else State.APPROVED,
                tray=trays.get(f"_{name[3:]}", ""),
            )
        )
        for name in NAMES
    ]
    return FakeBackend.of(records)


def trays(backend: FakeBackend) -> list[str]:
    return [backend.records[f"id-{name}"].request.tray for name in NAMES]


async def test_one_key_a_document_with_the_trays_counting_up() -> None:
    backend = four()
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "f9", "f9", "f9", "f9")
        assert "พร้อม 4 จาก 4" in screen_text(pilot.app)
    assert trays(backend) == ["1", "2", "3", "4"]
    assert kinds(backend) == ["prepare"] * 4


async def test_a_tray_is_typed_in_either_layout_and_the_next_follows_it() -> None:
    backend = four()
    async with opened(backend, PrepareScreen("id-BK-3CDE")) as pilot:
        await press(pilot, "backspace")
        await type_text(pilot, to_thai("14"))
        await press(pilot, "f9", "f9")
    assert trays(backend) == ["", "14", "15", ""]


async def test_several_are_marked_and_made_ready_by_one_key_each_with_its_tray() -> None:
    backend = four()
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "ctrl+n", "ctrl+n", "ctrl+n")
        assert "เลือกไว้ 3 เรื่อง วางตามลำดับในรายการ เริ่มที่ถาดนี้" in screen_text(pilot.app)
        await press(pilot, "f9")
        assert "พร้อม 3 จาก 4" in screen_text(pilot.app)
    assert trays(backend) == ["1", "2", "3", ""]
    assert kinds(backend) == ["prepare"] * 3


async def test_all_of_a_service_are_marked_and_let_go_again() -> None:
    backend = four(_3CDE="12")
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "ctrl+g")
        assert "เลือกไว้ 3 เรื่อง" in screen_text(pilot.app)
        await press(pilot, "ctrl+g")
        assert "เลือกไว้" not in screen_text(pilot.app)
        assert backend.sent == []


async def test_what_several_could_not_be_is_told_in_one_notice() -> None:
    backend = four()
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "ctrl+g")
        for name in ("BK-3CDE", "BK-5CDE"):
            now = backend.records[f"id-{name}"]
            newer = now.request.model_copy(update={"version": 99, "state": State.CANCELLED})
            backend.records[f"id-{name}"] = now.model_copy(update={"request": newer})
        await press(pilot, "f9")
        words = told(pilot)
        assert "BK-3CDE" in words
        assert "BK-5CDE" in words
        await press(pilot, "enter")
        assert front(pilot.app) == "PrepareScreen"
    assert trays(backend) == ["1", "", "3", ""]


async def test_a_name_for_a_tray_is_kept_as_it_is() -> None:
    backend = four()
    async with opened(backend, PrepareScreen("id-BK-2CDE")) as pilot:
        await press(pilot, "backspace")
        await type_text(pilot, "ตู้ ก-2")
        await press(pilot, "f9")
    assert trays(backend)[0] == "ตู้ ก-2"


async def test_trays_in_use_are_skipped_and_warned_of() -> None:
    backend = four(_3CDE="2")
    async with opened(backend, PrepareScreen("id-BK-2CDE")) as pilot:
        field = pilot.app.screen.query_one(Input)
        assert field.value == "3"
        await press(pilot, "backspace")
        await type_text(pilot, "2")
        await settle(pilot)
        assert "ถาดนี้มี BK-3CDE อยู่แล้ว" in screen_text(pilot.app)


async def test_enter_and_the_arrows_mark_nothing() -> None:
    backend = four()
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "enter", "enter", "down", "up")
        assert pilot.app.screen.query_one(PrepareList).cursor == 2
    assert kinds(backend) == []


async def test_without_a_tray_nothing_is_marked() -> None:
    backend = four()
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "backspace", "f9")
        assert "กรุณาพิมพ์หมายเลขถาดก่อน" in screen_text(pilot.app)
    assert kinds(backend) == []


async def test_a_mark_is_taken_back() -> None:
    backend = four(_2CDE="7")
    async with opened(backend, PrepareScreen("id-BK-2CDE")) as pilot:
        await press(pilot, "f9")
        assert "เตรียมแล้ว" in screen_text(pilot.app)
        await press(pilot, "f8")
        assert "ยกเลิกพร้อมของ BK-2CDE แล้ว" in screen_text(pilot.app)
        await press(pilot, "f8")
        assert "ยังไม่ได้เตรียม" in screen_text(pilot.app)
    assert kinds(backend) == ["unprepare"]
    assert backend.records["id-BK-2CDE"].request.state is State.APPROVED


async def test_failures_are_told_and_the_row_stays_to_do() -> None:
    backend = four()
    async with opened(backend, PrepareScreen("id-BK-2CDE")) as pilot:
        backend.error = Offline()
        await press(pilot, "f9")
        assert "ขาดการเชื่อมต่อ" in told(pilot)
        backend.error = None
        await press(pilot, "enter", "up", "f9")
    assert trays(backend)[0] != ""


async def test_a_row_that_changed_meanwhile_is_refused_in_words() -> None:
    backend = four()
    async with opened(backend, PrepareScreen("id-BK-2CDE")) as pilot:
        record_ = backend.records["id-BK-2CDE"]
        gone = record_.request.model_copy(update={"state": State.CANCELLED, "version": 9})
        backend.records["id-BK-2CDE"] = record_.model_copy(update={"request": gone})
        await press(pilot, "f9")
        assert "กรุณา" in told(pilot)


async def test_what_is_being_typed_survives_a_change_of_the_list() -> None:
    backend = four()
    async with opened(backend, PrepareScreen("id-BK-4CDE")) as pilot:
        await press(pilot, "backspace")
        await type_text(pilot, "88")
        backend.remove("id-BK-2CDE")
        await settle(pilot)
        await press(pilot, "f9")
    command = last(backend)
    assert isinstance(command, Prepare)
    assert (backend.sent[-1][0], command.tray) == ("id-BK-4CDE", "88")


async def test_an_empty_list_is_said_and_left() -> None:
    backend = FakeBackend.of([])
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "f9", "f8", "enter", "up", "down")
        assert "ไม่มีเอกสารที่ต้องเตรียม" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"


@pytest.mark.parametrize("size", SIZES)
async def test_hundreds_of_documents_are_a_window(size: tuple[int, int]) -> None:
    names = [f"BK-{a}{b}{c}2" for a in "345679" for b in "ACDEFGH" for c in "JKMNPQR"]
    items = tuple(Item(service=each, copies=20) for each in (1, 2, 3, 4))
    backend = FakeBackend.of([record(approved(name, day=TOMORROW, items=items)) for name in names])
    async with opened(backend, PrepareScreen(f"id-{names[150]}"), size=size) as pilot:
        assert names[150] in screen_text(pilot.app)
        assert_harmless(pilot.app)
        await press(pilot, "down")
        assert names[151] in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_trays_do_nothing_but_show_as_text(size: tuple[int, int]) -> None:
    records = [
        record(approved(f"BK-2{letter}22", day=TOMORROW, state=State.READY, tray=text[:20]))
        for letter, text in zip("ACDEFGHJKMNP", HOSTILE, strict=True)
    ]
    async with opened(FakeBackend.of(records), PrepareScreen(), size=size) as pilot:
        for _ in HOSTILE:
            assert_harmless(pilot.app)
            await press(pilot, "down")


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_looks_as_it_did(size: tuple[int, int]) -> None:
    async with opened(four(_3CDE="12"), PrepareScreen("id-BK-2CDE"), size=size) as pilot:
        assert_golden(pilot.app, "prepare")


async def test_no_key_reads_the_lists_again(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = four(_3CDE="2")
    read: list[object] = []
    rows = backend.rows

    def counted(*given: Any) -> Any:
        read.append(given)
        return rows(*given)

    async with opened(backend, PrepareScreen("id-BK-2CDE")) as pilot:
        monkeypatch.setattr(backend, "rows", counted)
        await press(pilot, "down", "up", "enter", "1", "2", "backspace")
        assert not read
        await press(pilot, "f9")
        assert read
