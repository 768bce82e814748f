"""Fetching pictures for a pre-check: kept once, tried again, refused by their bytes, gone when taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlmodel import Session

from registry.particulars import Particulars
from registry.request import AdvanceKind, Inquiry, Item
from sync.line.content import Fetch, Fetched, sniff
from sync.pictures import GIVE_UP, PictureKeeper
from sync.store import erasing, outbox, pictures, requests
from sync.store.database import Database
from tests.sync import factories as f
from tests.sync.store.conftest import Desk

JPEG = b"\xff\xd8\xff\xe0" + bytes(600_000)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(10)


class Line:
    """A content endpoint that answers as told; what it does meanwhile comes first."""

    def __init__(self, *answers: Fetched) -> None:
        self.answers, self.asked = list(answers), 0
        self.meanwhile: Callable[[], None] = lambda: None

    async def fetch(self, message_id: str, most: int) -> Fetched:
        assert (message_id, most) == ("77", 10 * 1024 * 1024)
        self.asked += 1
        self.meanwhile()
        return self.answers.pop(0)

    async def close(self) -> None:
        """Nothing to close."""


class Album:
    """An open pre-check with one picture to be fetched."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, f.NOW
        desk = Desk(database, f.settings())
        self.request = desk.submit(
            Particulars(), items=(Item(service=5),), inquiry=Inquiry(advance=AdvanceKind.PRECHECK)
        )
        self.mine: dict[str, Any] = {"office_id": f.OFFICE, "conversation_id": f.CONVERSATION}
        note = partial(pictures.note, request_id=self.request.id, line_id="77", now=f.NOW, **self.mine)
        self.picture_id = database.write(note).result()
        self.keeper = PictureKeeper(
            database=database, keys=f.KEYS, settings=f.settings(), connect=Line, clock=lambda: self.now
        )

    def refs(self) -> list[tuple[str, int]]:
        def look(session: Session) -> list[tuple[str, int]]:
            ((_, given),) = requests.open_requests_of(session, keys=f.KEYS, **self.mine)
            return [(picture.kind, picture.size) for picture in given.pictures]

        return self.database.write(look).result()

    def data(self) -> bytes:
        read = partial(pictures.read, keys=f.KEYS, office_id=f.OFFICE, picture_id=self.picture_id)
        return self.database.read(read)

    def said(self) -> int:
        return self.database.read(partial(outbox.counts, office_id=f.OFFICE))["waiting"]

    def unsend(self) -> None:
        forget = partial(
            erasing.forget_message, keys=f.KEYS, message_id="77", text="", now=self.now, **self.mine
        )
        self.database.write(forget).result()


@pytest.fixture
def album(database: Database) -> Album:
    return Album(database)


@pytest.mark.parametrize(("data", "kind"), [(JPEG, "image/jpeg"), (PNG, "image/png")])
async def test_a_picture_is_kept_whole_and_once(album: Album, data: bytes, kind: str) -> None:
    line = Line(Fetched(Fetch.DONE, data))
    assert await album.keeper.keep_next(line)
    assert not await album.keeper.keep_next(line)
    assert album.data() == data
    assert album.refs() == [(kind, len(data))]
    assert album.said() == 0


@pytest.mark.parametrize(
    "fetched",
    [
        Fetched(Fetch.DONE, b"GIF89a"),
        Fetched(Fetch.DONE, b""),
        Fetched(Fetch.DONE, b"<svg onload=x>"),
        Fetched(Fetch.TOO_BIG),
        Fetched(Fetch.GONE),
    ],
)
async def test_what_is_no_picture_is_not_kept_and_the_citizen_is_told(album: Album, fetched: Fetched) -> None:
    assert await album.keeper.keep_next(Line(fetched))
    assert (album.data(), album.refs(), album.said()) == (b"", [], 1)
    assert not await album.keeper.keep_next(Line())


async def test_a_refused_picture_counts_so_that_nobody_spends_the_month_s_pushes_with_bad_ones(
    album: Album,
) -> None:
    await album.keeper.keep_next(Line(Fetched(Fetch.TOO_BIG)))
    album.unsend()
    count = partial(pictures.count, office_id=f.OFFICE, request_id=album.request.id)
    assert album.database.read(count) == 1
    album.database.write(partial(erasing.forget_pictures, keys=f.KEYS, **album.mine)).result()
    assert album.database.read(count) == 0


@pytest.mark.parametrize("end", [Fetch.NOT_READY, Fetch.AGAIN])
async def test_what_line_does_not_give_yet_is_asked_for_again_and_for_a_day(album: Album, end: Fetch) -> None:
    line = Line(Fetched(end), Fetched(end), Fetched(Fetch.DONE, PNG))
    for _ in range(3):
        assert await album.keeper.keep_next(line)
        assert line.asked < 3 or album.data() == PNG
        assert not await album.keeper.keep_next(line), "not before its time"
        album.now += dt.timedelta(minutes=1)


async def test_after_a_day_nothing_is_left_to_be_fetched(album: Album) -> None:
    album.now += GIVE_UP
    assert await album.keeper.keep_next(Line(Fetched(Fetch.AGAIN)))
    assert (album.data(), album.said()) == (b"", 1)


async def test_what_is_unsent_while_it_is_fetched_is_not_kept(album: Album) -> None:
    line = Line(Fetched(Fetch.DONE, JPEG))
    line.meanwhile = album.unsend
    assert await album.keeper.keep_next(line)
    assert (album.data(), album.refs(), album.said()) == (b"", [], 0)


async def test_a_picture_goes_when_it_is_unsent_when_data_is_erased_and_by_rule(album: Album) -> None:
    await album.keeper.keep_next(Line(Fetched(Fetch.DONE, JPEG)))
    album.unsend()
    assert (album.data(), album.refs()) == (b"", [])
    again = partial(pictures.note, request_id=album.request.id, line_id="77", now=f.NOW, **album.mine)
    for forget in (
        partial(erasing.forget_pictures, keys=f.KEYS, **album.mine),
        partial(pictures.purge, office_id=f.OFFICE, before=f.NOW + dt.timedelta(seconds=1), limit=9),
    ):
        album.picture_id = album.database.write(again).result()
        await album.keeper.keep_next(Line(Fetched(Fetch.DONE, PNG)))
        assert album.data() == PNG
        album.database.write(forget).result()
        assert album.data() == b""


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\x89PNG", b"GIF89a", b" \xff\xd8\xff"])
def test_nothing_but_the_first_bytes_says_what_it_is(data: bytes) -> None:
    assert sniff(data) is None
