from typing import get_args

import pytest

from printer.content import Band, Boxed, Heading, Notes, Order, Particulars, Ticket, blocks
from printer.paper import Width
from printer.preview import COLUMNS, preview
from printer.samples import sample
from printer.slip import SlipLine
from tests.printer.conftest import MakeSlip
from thai.clusters import cell_width

WIDTHS: tuple[Width, ...] = get_args(Width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_preview_says_all_of_the_paper_in_its_order(number: int, width: Width) -> None:
    slip = sample(number)
    lines = preview(slip, width)
    assert all(cell_width(line) <= COLUMNS[width] for line in lines)
    said = "".join("".join(lines).split())
    at = 0
    for block in blocks(slip):
        for text in _texts(block):
            wanted = "".join(text.split())
            found = said.find(wanted, at)
            assert found >= 0 or _in_pieces(wanted, said, at), text
            at = max(at, found)


def _in_pieces(wanted: str, said: str, at: int) -> bool:
    """Tell whether a wrapped label is there although its copies stand at the end of its first line."""
    return any(wanted[:cut] in said[at:] and wanted[cut:] in said[at:] for cut in range(5, len(wanted)))


def _texts(block: object) -> list[str]:
    match block:
        case Band(text) | Boxed(text):
            return [text]
        case Heading(office, title):
            return [office, title]
        case Ticket(queue, reference, _):
            return [queue or "", reference]
        case Order(rows, fee):
            return [*(label for label, _ in rows), fee]
        case Particulars(rows):
            return [text for row in rows for text in row]
        case Notes(texts):
            return list(texts)
    raise AssertionError(block)


def test_sample_one_in_48_columns() -> None:
    assert preview(sample(1), 80)[4:12] == [
        "                      A001",
        "                เลขอ้างอิง BK-9QRT",
        "─" * 48,
        "รายการ                                     จำนวน",
        "สำเนาทะเบียนบ้าน                             1 ฉบับ",
        "─" * 48,
        "ค่าธรรมเนียม                                10 บาท",
        "─" * 48,
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "text", ["[/] [bold]x", "ก" * 900, "W" * 900, "่้" * 90, "\x1b[2J\x9b", "汉字" * 50, "a\nb"]
)
def test_hostile_text_stays_in_its_columns(make_slip: MakeSlip, text: str, width: Width) -> None:
    slip = make_slip(
        masked_name=text,
        clerk=text,
        counter=text,
        notes=(text,),
        lines=(SlipLine(text, 9),),
        queue_number=text,
    )
    for line in preview(slip, width):
        assert cell_width(line) <= COLUMNS[width]
        assert all(character.isprintable() for character in line)
