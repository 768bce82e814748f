"""Pictures: read apart from the desk, whatever they are; shown in cells; fetched, timed, and then gone."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desk import picture_reader
from desk.demo.stage import screen_text
from desk.pictures import Picture, PictureError, View, cells, read_picture
from desk.screens.inquiry import InquiryScreen
from desk.screens.pictures import PictureScreen
from registry.advance import AdvancePrecheck
from tests.desk.driving import assert_golden, front, opened, press, settle
from tests.desk.fakes import SIZES, FakeBackend
from tests.desk.people import inquiry

ASKED = "id-BK-5ASK"


def made(size: tuple[int, int] = (40, 30), kind: str = "PNG", mode: str = "RGB") -> bytes:
    """Return a picture whose left half is black and whose right half is white."""
    image = Image.new("RGB", size, "white")
    image.paste((0, 0, 0), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, kind)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that says to be as large as that."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "P"), ("PNG", "RGBA"), ("JPEG", "L")])
def test_a_picture_is_read_as_plain_pixels(kind: str, mode: str) -> None:
    width, height, rgb = picture_reader.pixels(made(kind=kind, mode=mode))
    assert (width, height, len(rgb)) == (40, 30, 3600)
    assert (rgb[:3], rgb[-3:]) == (b"\0\0\0", b"\xff\xff\xff")


def test_a_large_picture_comes_out_small_and_an_upright_one_upright() -> None:
    width, height, _ = picture_reader.pixels(made((4800, 600), "JPEG"))
    assert (width, height) == (2400, 300)
    turned = Image.new("RGB", (40, 20))
    exif = turned.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif)
    assert picture_reader.pixels(out.getvalue())[:2] == (20, 40)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0" + bytes(500),
        made()[:60],
        made(kind="GIF"),
        made(kind="TIFF"),
        bomb(60_000, 60_000),
        bomb(2_000_000_000, 2_000_000_000),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a picture"):
        picture_reader.pixels(data)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    for start in (b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(ValueError, match="not a picture"):
            picture_reader.pixels(start + data)


def test_it_is_read_in_a_process_of_its_own_and_no_hang_or_crash_reaches_the_desk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read_picture(made()).width == 40
    with pytest.raises(PictureError):
        read_picture(b"nothing")
    monkeypatch.setattr("desk.pictures.WAIT_SECONDS", 0.0)
    with pytest.raises(PictureError):
        read_picture(made())


def test_cells_show_both_halves_and_keep_the_shape() -> None:
    picture = Picture(*picture_reader.pixels(made()))
    lines = cells(picture, View(), 40, 100)
    assert len(lines) == 15
    text = "".join(run.text for run in lines[0])
    assert len(text) == 40
    assert lines[0][0].back == (0, 0, 0)
    assert lines[0][-1].front == (248, 248, 248)


@given(
    st.lists(st.sampled_from(["near", "far", "left", "right", "up", "down", "turn"]), max_size=30),
    st.integers(1, 40),
    st.integers(1, 20),
)
@settings(deadline=None)
def test_no_way_of_looking_leaves_the_picture(steps: list[str], columns: int, rows: int) -> None:
    view, picture = View(), Picture(3, 2, bytes(18))
    for step in steps:
        if step in {"near", "far"}:
            view = view.nearer(2 if step == "near" else -2)
        elif step == "turn":
            view = view.turn()
        else:
            view = view.moved({"left": -1, "right": 1}.get(step, 0), {"up": -1, "down": 1}.get(step, 0))
    assert 0 <= view.x - 0.5 / view.near <= view.x + 0.5 / view.near <= 1
    lines = cells(picture, view, columns, rows)
    assert 1 <= len(lines) <= rows
    assert all(sum(len(run.text) for run in line) <= columns for line in lines)


def backend_of(pictures: int = 2) -> FakeBackend:
    precheck = AdvancePrecheck(kind="precheck", matter="ย้ายเข้าทะเบียนบ้าน")
    backend = FakeBackend.of([inquiry(advance=precheck, pictures=pictures)])
    backend.pictures = {f"picture-{n}": made() for n in range(1, pictures + 1)}
    return backend


class Clock:
    """A monotonic clock that stands until it is set on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize("size", SIZES)
async def test_one_key_opens_the_newest_picture_and_each_look_is_asked_for(size: tuple[int, int]) -> None:
    backend, clock = backend_of(), Clock()
    async with opened(backend, InquiryScreen(ASKED), size=size, monotonic=clock) as pilot:
        await press(pilot, "f4")
        assert backend.looked_at == ["picture-2"]
        assert_golden(pilot.app, "inquiry-picture")
        await press(pilot, "pageup", "pagedown", "+", "left", "v", "0")
        assert backend.looked_at == ["picture-2", "picture-1", "picture-2"]
        await press(pilot, "f4")
        assert "▘" not in screen_text(pilot.app)
        assert "F4 เปิดดู" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert front(pilot.app) == "InquiryScreen"


async def test_it_closes_by_itself_unless_it_is_used_and_with_the_lock() -> None:
    backend, clock = backend_of(), Clock()
    async with opened(backend, PictureScreen(ASKED), monotonic=clock) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PictureScreen)
        shown: list[bool] = []
        clock.seconds = 29
        await press(pilot, "+")
        clock.seconds = 58
        screen.tick()
        shown.append(screen.view.shows)
        clock.seconds = 60
        screen.tick()
        shown.append(screen.view.shows)
        await press(pilot, "f4")
        shown.append(screen.view.shows)
        assert shown == [True, False, True]
        await press(pilot, "f12")
        assert front(pilot.app) == "SignInScreen"
        assert not screen.view.shows, "nothing of it is kept behind the lock"


async def test_a_picture_that_is_taken_back_is_gone_at_once() -> None:
    backend = backend_of()
    async with opened(backend, PictureScreen(ASKED), monotonic=Clock()) as pilot:
        record = backend.records[ASKED]
        assert record.particulars is not None
        left = record.particulars.model_copy(update={"pictures": record.particulars.pictures[:1]})
        backend.put(record.model_copy(update={"particulars": left}))
        await settle(pilot)
        assert "รูปนี้ไม่มีแล้ว" in screen_text(pilot.app)
        backend.pictures.clear()
        await press(pilot, "f4")
        assert "รูปนี้ไม่มีแล้ว" in screen_text(pilot.app)


async def test_what_is_no_picture_is_said() -> None:
    backend = backend_of()
    backend.pictures["picture-2"] = b"\xff\xd8\xff\xe0 no"
    async with opened(backend, PictureScreen(ASKED), monotonic=Clock()) as pilot:
        assert "เปิดเป็นรูปไม่ได้" in screen_text(pilot.app)


def test_nothing_of_a_picture_is_in_its_repr() -> None:
    assert "\\x" not in repr(Picture(1, 1, b"\x01\x02\x03"))
