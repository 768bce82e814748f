"""Whatever a citizen writes, nothing but a slip and our own questions ever leaves for a printer."""

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from printer.decoder import decode
from printer.devices import open_device
from printer.errors import PrinterError
from printer.escpos_bytes import encode
from printer.paper import MODES, WIDTHS, Composition
from printer.rendering import Renderer
from printer.samples import sample
from printer.settings import PrinterSettings
from printer.slip import SlipLine
from printer.spoolers.windows import WindowsPrinter
from printer.strips import LONGEST_COMMAND
from printer.talk import queries
from printer.test_page import page
from printer.typeset import typeset
from tests.printer.conftest import MakeSlip
from tests.printer.spoolers.test_windows import PlayedSpooler

# A drawer's pulse twice over (ESC p, DLE DC4), and what else a text must not be able to say.
_KICKS = ["\x1bp\x00\x19\xfa", "\x10\x14\x01\x00\x05", "\x1b@", "\x1dV\x00", "\x10\x04\x01", "\x1d(A\2\0\0\2"]
# All that may leave for a printer, and how many bytes each command has with its arguments.
ALLOWED = {b"\x1b@": 2, b"\x1bJ": 3, b"\x1bd": 3, b"\x1dP": 4, b"\x1dL": 4, b"\x1dV": 3}
TEXT = {b"\x1c.": 2, b"\x1bt": 3, b"\x1b3": 3, b"\x1bE": 3, b"\x1d!": 3}
QUESTIONS = {b"\x10\x04": 3, b"\x1dr": 3, b"\x1da": 3, b"\x1d(": 11, b"\0\0": 2}

hostile = st.text(
    st.one_of(
        st.characters(max_codepoint=0x20),
        st.characters(min_codepoint=0x7F, max_codepoint=0x9F),
        st.sampled_from("\u202e\u200b\ufeffกำที่น้ำ๑p@V"),
        st.characters(),
    ),
    max_size=12,
).flatmap(lambda text: st.sampled_from([text, *(text + kick for kick in _KICKS)]))
rasters = st.binary(min_size=48, max_size=48 * 12).map(lambda data: data[: len(data) // 48 * 48])


def _expect_harmless(data: bytes, *, questions: bool = False, text: bool = False) -> None:
    """Read the bytes as a printer does; every command has to be one of ours."""
    # Real-time commands are obeyed wherever they stand, in the middle of a picture too.
    assert not re.search(rb"\x10[\x05\x14]", data)
    assert questions or b"\x10\x04" not in data
    allowed = ALLOWED | (QUESTIONS if questions else {}) | (TEXT if text else {})
    place = 0
    while place < len(data):
        if data[place : place + 3] == b"\x1dv0":
            across, down = (int.from_bytes(data[place + at : place + at + 2], "little") for at in (4, 6))
            assert 8 + across * down <= LONGEST_COMMAND
            place += 8 + across * down
        elif text and (characters := re.compile(rb"[\x20-\x7e\xa1-\xff]+\n?|\n").match(data, place)):
            place = characters.end()
        else:
            name = data[place : place + 2]
            assert name in allowed, f"{name.hex()} at {place}"
            assert name != b"\x1d(" or data[place + 2 : place + 7] == b"H\x06\x0000"
            place += allowed[name]
    assert place == len(data)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.tuples(hostile, hostile, hostile, hostile))
@example(texts=(_KICKS[0], _KICKS[1], _KICKS[2], _KICKS[5]))
def test_no_text_becomes_a_command(make_slip: MakeSlip, texts: tuple[str, str, str, str]) -> None:
    name, clerk, label, note = texts
    try:
        slip = make_slip(masked_name=name, clerk=clerk, lines=(SlipLine(label, 1),), notes=(note,))
        picture = typeset(slip, 58)
    except PrinterError:
        return
    data = encode(picture)
    _expect_harmless(data)
    assert len(decode(data, 384)) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.tuples(hostile, hostile, hostile, hostile),
    composition=st.sampled_from(["one-pass", "three-pass"]),
    code_page=st.integers(0, 255),
)
@example(texts=(_KICKS[0], _KICKS[1], _KICKS[4], _KICKS[5]), composition="one-pass", code_page=0x10)
def test_no_text_becomes_a_command_in_text_mode(
    make_slip: MakeSlip, texts: tuple[str, str, str, str], composition: Composition, code_page: int
) -> None:
    name, clerk, label, note = texts
    choices = PrinterSettings(width=58, mode="text", composition=composition, code_page=code_page)
    try:
        slip = make_slip(masked_name=name, clerk=clerk, lines=(SlipLine(label, 1),), notes=(note,))
        data = Renderer(choices).data(slip)
    except PrinterError:
        return
    _expect_harmless(data, text=True)


@settings(max_examples=150, deadline=None)
@given(dots=rasters)
@example(dots=(b"\x10\x14\x01\x00\x05\x1bp" * 7)[:48])
@example(dots=b"\x10\x05" * 24)
@example(dots=(b"\0" * 47 + b"\x10") + (b"\x04" + b"\0" * 47))
def test_no_picture_becomes_a_command(dots: bytes) -> None:
    from PIL import Image, ImageChops

    if not dots:
        return
    picture = ImageChops.invert(Image.frombytes("1", (384, len(dots) // 48), dots))
    data = encode(picture)
    _expect_harmless(data)


def test_our_own_questions_are_the_only_others() -> None:
    own = [
        *queries.REALTIME.values(),
        queries.RESET,
        queries.AUTO_STATUS_ON,
        queries.AUTO_STATUS_OFF,
        queries.FENCE,
        queries.FEED_AND_CUT,
        queries.process_id(queries.name_of(9999)),
        queries.ending(LONGEST_COMMAND),
    ]
    for question in own:
        _expect_harmless(question, questions=True)
    for name in (b"\x10\x14\x01\x00", b"abc", b"abcde", b"\x1bp00"):
        with pytest.raises(ValueError, match="printable"):
            queries.process_id(name)


@pytest.fixture
def ear() -> Iterator[tuple[str, list[bytes]]]:
    """Yield the address of a printer that answers nothing, and all that it was ever sent."""
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    while data := connection.recv(65536):
                        got.append(data)

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}", got
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_every_device_sends_the_slip_and_nothing_else(
    ear: tuple[str, list[bytes]], make_slip: MakeSlip, tmp_path: Path
) -> None:
    """Network by its bytes, as USB and serial lines speak; file and spoolers by what they are handed."""
    url, got = ear
    kick = make_slip(masked_name="สมหญิง p", notes=("เปิดลิ้นชัก \x1bp0 \x10\x14",))
    data = encode(typeset(kick, 80))
    device = open_device(url, timeout=3)
    device.status()
    device.send(data)
    device.send(data)
    sent = b"".join(got)
    _expect_harmless(sent, questions=True)
    for known in (data, queries.ending(LONGEST_COMMAND), *queries.REALTIME.values()):
        sent = sent.replace(known, b"")
    assert sent == b""
    file = tmp_path / "slips.bin"
    open_device(file.as_uri()).send(data)
    assert file.read_bytes() == data
    spooler = PlayedSpooler()
    WindowsPrinter("XP-80", 3, spooler).send(data)
    assert spooler.printed[0][2] == data


def test_the_samples_and_the_test_page_are_harmless() -> None:
    for number in (1, 2, 3):
        _expect_harmless(encode(typeset(sample(number), 80)))
    for width in WIDTHS:
        for mode in MODES:
            _expect_harmless(page(PrinterSettings(width=width, mode=mode)), text=True)
