"""The slip that ends a day, from JSON to paper."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.cli import main
from printer.content import Band, Boxed, Order
from printer.day_end import DayEnd, day_end_blocks, read_day_end
from printer.decoder import Decoder, decode
from printer.errors import BadDayEnd
from printer.paper import Paper
from printer.preview import written
from printer.rendering import Renderer
from printer.settings import PrinterSettings
from printer.typeset import typeset_blocks

NUMBERS: dict[str, Any] = {
    "office": "ฝ่ายทะเบียน สำนักงานเขตบางแค",
    "day": "2026-12-01",
    "printed_at": "2026-12-01T09:05:00Z",
    "counter": "3",
    "clerk": "วิภา ร.",
    "states": [{"label": "มอบเอกสารแล้ว", "requests": 41}, {"label": "ไม่มาตามนัด", "requests": 3}],
    "services": [{"label": "สำเนาทะเบียนบ้าน", "requests": 28, "copies": 1040}],
    "fees": 10510,
    "slips": 43,
    "reprints": 2,
    "trail": {"epoch": "0198f2", "last": 10234},
}


def _read(**changes: Any) -> DayEnd:
    return read_day_end(json.dumps({**NUMBERS, **changes}).encode())


def test_the_paper_says_every_number() -> None:
    lines = [" ".join(line.split()) for line in written(day_end_blocks(_read()), 48)]
    for line in (
        "ใบสรุปสิ้นวัน",
        "วันที่ วันอังคารที่ 1 ธันวาคม 2569",
        "พิมพ์เมื่อ อ. 1 ธ.ค. 2569 16.05 น.",
        "มอบเอกสารแล้ว 41 คำร้อง",
        "สำเนาทะเบียนบ้าน 28 คำร้อง 1,040 ฉบับ",
        "ค่าธรรมเนียม 10,510 บาท",
        "พิมพ์ทั้งหมด 43 ใบ",
        "ในจำนวนนี้พิมพ์ซ้ำ 2 ใบ",
        "ลำดับล่าสุด 10,234",
    ):
        assert line in lines


def test_the_digest_is_sha_256_of_epoch_and_number() -> None:
    trail = _read(trail={"epoch": "a", "last": 1}).trail
    assert trail is not None
    # printf a:1 | sha256sum
    assert trail.digest == "2B2C-40A6-706D"
    assert trail.digest != _digest(epoch="a", last=2)
    assert trail.digest != _digest(epoch="b", last=1)


def _digest(**trail: Any) -> str:
    read = _read(trail=trail).trail
    assert read is not None
    return read.digest


def test_training_is_marked_at_both_ends_and_it_is_never_a_receipt() -> None:
    parts = day_end_blocks(_read(training=True))
    assert isinstance(parts[0], Band)
    assert parts[0] == parts[-1]
    assert any(isinstance(part, Boxed) for part in parts)
    assert not any(isinstance(part, Band) for part in day_end_blocks(_read()))


@pytest.mark.parametrize("paper", [Paper(58), Paper(80), Paper(58, 180), Paper(80, 180)])
def test_it_prints_as_picture_and_as_text(paper: Paper) -> None:
    parts = day_end_blocks(_read())
    raster = Renderer(PrinterSettings(width=paper.width, dpi=paper.dpi)).data_of(parts)
    (picture,) = decode(raster, paper.dots)
    assert picture.tobytes() == typeset_blocks(parts, paper).tobytes()
    text = Renderer(PrinterSettings(width=paper.width, dpi=paper.dpi, mode="text")).data_of(parts)
    (printed,) = Decoder(paper.dots).feed(text)
    assert any("10,510 บาท" in line for line in printed.lines)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"office": ""}, "office"),
        ({"office": "1-1040-00000-01-0"}, "office"),
        ({"clerk": "JC1-1234567-12"}, "clerk"),
        ({"fees": -1}, "fees"),
        ({"slips": 10**9}, "slips"),
        ({"reprints": "2"}, "reprints"),
        ({"reprints": True}, "reprints"),
        ({"slip": 1}, "slip"),
        ({"day": "2026-13-01"}, "day"),
        ({"services": [{"label": "x", "requests": -1}]}, "requests"),
        ({"services": [{"label": "x"}]}, "services.0.requests"),
        ({"states": [{"label": "1104000000010", "requests": 1}]}, "label"),
        ({"states": [{"label": "x", "requests": 1}] * 21}, "states"),
        ({"trail": {"epoch": "x" * 101, "last": 1}}, "trail.epoch"),
        ({"trail": {"epoch": "x", "last": -1}}, "trail.last"),
    ],
)
def test_a_mistake_is_named_without_its_value(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(BadDayEnd) as caught:
        _read(**changes)
    assert caught.value.detail == place
    assert "1040" not in str(caught.value)


@given(st.binary(max_size=200))
def test_what_is_no_json_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(BadDayEnd) as caught:
        read_day_end(data)
    assert str(caught.value).isprintable()


def test_texts_are_cleaned() -> None:
    assert _read(clerk="ก\x1bp\x00ข\u202e").clerk == "กpข"


def test_the_command_reads_a_file_or_standard_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "day.json"
    file.write_text(json.dumps(NUMBERS), "utf-8")
    assert main(["day-end", str(file)]) == 0
    assert "ใบสรุปสิ้นวัน" in capsys.readouterr().out
    paper = tmp_path / "day.bin"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
    assert main(["day-end", "--width", "58", "--escpos", str(paper)]) == 0
    assert decode(paper.read_bytes(), 384)[0].height > 400
    assert main(["day-end", str(tmp_path / "gone.json")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_template_is_printed_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template"]) == 0
    file = tmp_path / "slip.toml"
    file.write_text(capsys.readouterr().out, "utf-8")
    assert main(["template", str(file)]) == 0
    file.write_text("blocks = []", "utf-8")
    assert main(["template", str(file)]) == 1
    assert "slip.toml: blocks" in capsys.readouterr().err


def test_on_narrow_paper_numbers_stay_whole_and_names_are_not_squeezed() -> None:
    wide = [{"label": "สำเนาทะเบียนบ้าน", "requests": 128, "copies": 123_456}]
    lines = [line.strip() for line in written(day_end_blocks(_read(services=wide)), 32)]
    assert "สำเนาทะเบียนบ้าน" in lines
    assert "128 คำร้อง 123,456 ฉบับ" in lines
    plain, large = (_order_height(fees) for fees in (10, 99_990))
    assert plain == large, "the fee is never broken"


def _order_height(fees: int) -> int:
    (order,) = [block for block in day_end_blocks(_read(fees=fees)) if isinstance(block, Order)]
    return typeset_blocks([order], Paper(58)).height
