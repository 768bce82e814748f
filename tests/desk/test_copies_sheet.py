from __future__ import annotations

import datetime as dt
import stat
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import desk_files
from desk.copies_sheet import Sheet, page, paper, sections_of
from desk.desk_files import Files
from desk.errors import StorageError
from desk.messages import copies_sheet as words
from desk.screens.prepare import PrepareScreen
from printer.preview import written
from registry.office import OfficeProfile
from registry.particulars import Particulars
from registry.records import Record
from registry.request import Item
from registry.settings import Settings
from registry.states import State
from tests.desk.driving import HOSTILE, front, opened, press, said, settle, told
from tests.desk.fake_life import SOMYING
from tests.desk.fakes import FakeBackend
from tests.desk.people import CARD, LASER, NOW, TOMORROW, approved, record
from thai.keyboard import to_thai

NAME = "นางสาวตัวอย่าง ใจดี"
LATE = dt.time(13, 0)


def _known(name: str = NAME) -> Particulars:
    return Particulars(laser=LASER, card=CARD, name=name)


def _records(name: str = NAME) -> list[Record]:
    wanted = [
        approved(
            "BK-4CDE", day=TOMORROW, time=LATE, items=(Item(service=1, copies=2), Item(service=2, copies=1))
        ),
        approved("BK-2CDE", day=TOMORROW, items=(Item(service=1, copies=3),)),
        approved("BK-3CDE", items=(Item(service=2, copies=1),)),
        approved("BK-5CDE", day=TOMORROW, state=State.READY, tray="4"),
        approved("BK-6CDE", appointment=None),
    ]
    return [record(each, _known(name)) for each in wanted]


def _sheet(*, name: str = NAME, training: bool = False) -> Sheet:
    profile = OfficeProfile.of(Settings())
    return Sheet(sections_of(_records(name)), SOMYING, profile, NOW, training=training)


def test_it_goes_by_day_service_and_time_and_leaves_out_what_is_done() -> None:
    found = [
        (section.service, section.copies, [line.reference for line in section.lines])
        for section in sections_of(_records())
    ]
    assert found == [(2, 1, ["BK-3CDE"]), (1, 5, ["BK-2CDE", "BK-4CDE"]), (2, 1, ["BK-4CDE"])]


def test_paper_and_page_say_the_same_and_no_number_of_anybody() -> None:
    slip = "\n".join(written(paper(_sheet()), 48))
    html = page(_sheet())
    for text in (slip, html):
        assert all(word in text for word in ("BK-2CDE", "13.00 น.", words.TITLE, "สมหญิง"))
        assert not any(word in text for word in ("BK-5CDE", "BK-6CDE", LASER, CARD, CARD[-8:], "ใจดี"))
    assert slip.count(words.TRAY_BLANK) == 4
    assert html.count("<tr>") == 4 + 3


def test_training_is_marked_at_both_ends() -> None:
    assert page(_sheet(training=True)).count("ฝึกอบรม") == 2
    assert "\n".join(written(paper(_sheet(training=True)), 32)).count("ฝึกอบรม") == 2


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(name.startswith("on") for name, _ in attrs)
        self.tags.add(tag)


@settings(deadline=None)
@given(st.text(max_size=40) | st.sampled_from(HOSTILE) | st.sampled_from(["<script>x</script>", CARD]))
def test_no_name_makes_anything_but_text(name: str) -> None:
    reader = _Tags()
    html = page(_sheet(name=name))
    reader.feed(html)
    assert reader.tags <= {
        *("html", "meta", "title", "style", "h1", "h2", "p"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert CARD not in html
    for line in written(paper(_sheet(name=name)), 32):
        assert all(character.isprintable() for character in line)


@pytest.mark.parametrize("key", ["1", to_thai("1")])
async def test_one_key_and_a_choice_print_it_on_this_counter_s_printer(key: str) -> None:
    backend = FakeBackend.of(_records())
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "f6", key)
        await settle(pilot)
        [(label, lines)] = backend.papers
        assert label == words.TITLE
        assert any("BK-4CDE" in line for line in lines)
        assert words.HANDED_IN in said(pilot)


async def test_as_a_file_it_is_told_where() -> None:
    backend = FakeBackend.of(_records())
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "f6", "2")
        assert "BK-4CDE" in backend.pages[0]
        assert "copies-list.html" in told(pilot)


async def test_a_full_disk_is_told_and_nothing_else_happens() -> None:
    backend = FakeBackend.of(_records())
    backend.error = StorageError("full")
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "f6", "2")
        assert front(pilot.app) == "NoticeDialog"
        assert backend.pages == []


async def test_with_everything_in_its_tray_there_is_nothing_to_print() -> None:
    backend = FakeBackend.of([record(approved("BK-5CDE", state=State.READY, tray="4"))])
    async with opened(backend, PrepareScreen()) as pilot:
        await press(pilot, "f6")
        assert front(pilot.app) == "PrepareScreen"
        assert words.NOTHING in said(pilot)


def test_the_file_is_its_owner_s_alone_and_a_new_one_takes_its_place(tmp_path: Path) -> None:
    files = Files.of(tmp_path)
    first = desk_files.keep_page(files, "1")
    assert desk_files.keep_page(files, "2") == first
    assert first.read_text() == "2"
    assert [each for each in tmp_path.iterdir() if each.is_file()] == [first]
    if sys.platform != "win32":
        assert stat.S_IMODE(first.stat().st_mode) == 0o600
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        desk_files.keep_page(Files(tmp_path / "file" / "mirror", files.outbox), "3")
