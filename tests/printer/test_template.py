"""The office's template: it decides much, but never against what a slip must say."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from printer.content import Band, Boxed, Lines, Notes, Ticket, blocks
from printer.errors import BadTemplate
from printer.paper import Paper
from printer.preview import preview
from printer.rendering import Renderer
from printer.samples import sample
from printer.settings import PrinterSettings
from printer.template import BLOCKS, DEFAULT, DEFAULT_FILE, PARTICULARS, Template, read_template
from printer.typeset import typeset


def _written(folder: Path, text: str) -> Path:
    file = folder / "slip.toml"
    file.write_text(text, "utf-8")
    return file


def _refusal(file: Path) -> str:
    with pytest.raises(BadTemplate) as caught:
        read_template(file)
    said = str(caught.value)
    assert len(said.splitlines()) == 1
    assert said.isprintable()
    return caught.value.detail


def test_the_shipped_file_is_todays_slip() -> None:
    assert read_template(DEFAULT_FILE) == DEFAULT == Template()


def test_an_empty_file_is_todays_slip_too(tmp_path: Path) -> None:
    assert read_template(_written(tmp_path, "")) == DEFAULT


def test_order_particulars_and_own_texts(tmp_path: Path) -> None:
    template = read_template(
        _written(
            tmp_path,
            """blocks = ["receipt", "lines", "ticket", "notes", "particulars"]
particulars = ["printed", "name"]
notes = ["กรุณาชำระเป็นเงินสด"]
lines = ["โทร. 02-000-0000", " "]
""",
        )
    )
    parts = blocks(sample(3), template)
    body = [type(part) for part in parts if not isinstance(part, Band)]
    assert body[:4] == [Boxed, Lines, Ticket, Notes]
    assert [part.text for part in parts if isinstance(part, Band)] == [
        "ฝึกอบรม – ใช้จริงไม่ได้",
        "พิมพ์ซ้ำ ครั้งที่ 2",
    ] * 2
    lines = [line.strip() for line in preview(sample(3), 80, template)]
    assert "โทร. 02-000-0000" in lines
    assert any("กรุณาชำระเป็นเงินสด" in line for line in lines)
    assert not any("เจ้าหน้าที่" in line or "สำนักงาน" in line for line in lines)


def test_the_section_stands_before_the_office_once() -> None:
    slip = replace(sample(1, "สำนักงานเขตบางแค"), section="ฝ่ายทะเบียน")
    shown = Template(section=True)
    assert "ฝ่ายทะเบียน สำนักงานเขตบางแค" in preview(slip, 80, shown)[0]
    assert "ฝ่ายทะเบียน" not in preview(slip, 80)[0]
    assert preview(replace(sample(1), section="ฝ่ายทะเบียน"), 80, shown)[0].count("ฝ่ายทะเบียน") == 1


def test_sizes_change_only_their_blocks() -> None:
    plain = typeset(sample(1), 58)
    large = typeset(sample(1), 58, 203, Template(sizes=(("particulars", "large"),)))
    small = typeset(sample(1), 58, 203, Template(sizes=(("particulars", "small"),)))
    assert small.height < plain.height < large.height
    top = (0, 0, 384, 700)
    assert large.crop(top).tobytes() == plain.crop(top).tobytes()


MISTAKES = [
    ("blokcs = []", "blokcs"),
    ("blocks = 'ticket'", "blocks"),
    ("blocks = []", "ticket"),
    ('blocks = ["ticket"]', "receipt"),
    ('blocks = ["ticket", "receipt", "drawer"]', "drawer"),
    ('blocks = ["ticket", "receipt", "ticket"]', "ticket x 2"),
    ('particulars = ["pid"]', "particulars: pid"),
    ("section = 1", "section"),
    ("title = 1", "title"),
    ("notes = 'x'", "notes"),
    ("notes = [1]", "notes"),
    ('lines = ["1-1040-00000-01-0"]', "lines"),
    ('title = "JC1-1234567-12"', "title"),
    (f"lines = {['x'] * 9}", "lines: 9 > 8"),
    ("sizes = 'large'", "sizes"),
    ("[sizes]\nheading = 'huge'", "sizes.heading"),
    ("[sizes]\nlogo = 'large'", "sizes.logo"),
    ("[sizes]\nheading = ['large']", "sizes.heading"),
    ("logo = 'x.png'", "logo"),
    ("[logo]", "logo.file"),
    ("[logo]\nfile = 'gone.png'", "logo.file"),
    ("[logo]\nfile = 'slip.toml'", "logo.file: PNG"),
    ('[logo]\nfile = "a\\u0000b"', "logo.file"),
    ("[logo]\nfile = 'x'\nwidth = 3", "logo.width"),
    ("[sizes", "Expected"),
    ('"a\\u001bb" = 1', "x1b"),
    ("x = " + "[" * 5000, "slip.toml"),
    ("#" * 70_000, "KB"),
]


@pytest.mark.parametrize(("text", "place"), MISTAKES)
def test_a_mistake_is_one_line_that_names_the_key(tmp_path: Path, text: str, place: str) -> None:
    detail = _refusal(_written(tmp_path, text))
    assert detail.startswith("slip.toml: ")
    assert place in detail
    assert "1040" not in detail


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert "gone.toml" in _refusal(tmp_path / "gone.toml")
    file = tmp_path / "slip.toml"
    file.write_bytes(b"\xff\xfe")
    assert "UTF-8" in _refusal(file)


def test_with_a_mistake_slips_come_out_as_shipped_and_it_is_told(tmp_path: Path) -> None:
    renderer = Renderer(PrinterSettings(width=58, template=_written(tmp_path, "blocks = []")))
    assert renderer.mistake is not None
    assert renderer.picture(sample(1)).tobytes() == typeset(sample(1), 58).tobytes()
    good = Renderer(PrinterSettings(template=_written(tmp_path, 'title = "บัตรคิว"')))
    assert good.mistake is None
    assert good.template.title == "บัตรคิว"
    assert "บัตรคิว" in "".join(good.preview(sample(1)))


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    order=st.permutations(BLOCKS),
    kept=st.sets(st.sampled_from(BLOCKS)),
    particulars=st.lists(st.sampled_from(PARTICULARS), unique=True),
    size=st.sampled_from(("small", "normal", "large")),
)
def test_no_template_removes_what_a_slip_must_say(
    order: list[str], kept: set[str], particulars: list[str], size: str
) -> None:
    chosen = tuple(name for name in order if name in kept | {"ticket", "receipt"})
    sizes = tuple((name, size) for name in chosen if name != "logo")
    template = Template(blocks=chosen, particulars=tuple(particulars), sizes=sizes)  # type: ignore[arg-type]
    slip = sample(3)
    said = "".join(preview(slip, 58, template))
    for text in ("A801", "BK-4TPN", "ไม่ใช่ใบเสร็จรับเงิน", "ฝึกอบรม", "พิมพ์ซ้ำ ครั้งที่ 2"):
        assert text in said
    assert typeset(slip, 58, 203, template).width == 384


def _png(folder: Path, size: tuple[int, int], colour: str = "black") -> Path:
    file = folder / "logo.png"
    Image.new("RGBA", size, colour).save(file)
    return file


@pytest.mark.parametrize("paper", [Paper(58), Paper(80, 180)])
def test_a_logo_is_black_dots_in_the_middle(tmp_path: Path, paper: Paper) -> None:
    _png(tmp_path, (100, 50))
    template = read_template(_written(tmp_path, '[logo]\nfile = "logo.png"\nwidth_mm = 20'))
    assert template.logo is not None
    dots = template.logo.dots(paper)
    assert dots.size == (paper.across(20), round(paper.across(20) / 2))
    assert dots.getextrema() == (0, 0)
    slip = typeset(sample(1), paper.width, paper.dpi, template)
    start = (paper.dots - dots.width) // 2
    assert slip.crop((start, 0, start + dots.width, dots.height)).getextrema() == (0, 0)
    assert slip.crop((0, 0, start, dots.height)).getextrema() == (255, 255)


def test_a_logo_is_bounded_and_grey_is_cut_at_the_threshold(tmp_path: Path) -> None:
    _png(tmp_path, (20, 2000), "#808080")
    text = '[logo]\nfile = "logo.png"\nwidth_mm = 72\nthreshold = '
    dark, light = (read_template(_written(tmp_path, text + level)).logo for level in ("129", "128"))
    assert dark is not None
    assert light is not None
    assert dark.dots(Paper(58)).getextrema() == (0, 0)
    assert light.dots(Paper(58)).getextrema() == (255, 255)
    assert dark.dots(Paper(58)).height == Paper(58).across(40)
    _png(tmp_path, (2001, 2))
    assert "2000" in _refusal(_written(tmp_path, '[logo]\nfile = "logo.png"'))
    (tmp_path / "logo.png").write_bytes(b"x" * 1_000_001)
    assert "MB" in _refusal(_written(tmp_path, '[logo]\nfile = "logo.png"'))


def test_what_is_transparent_is_paper(tmp_path: Path) -> None:
    _png(tmp_path, (10, 10), "#00000000")
    logo = read_template(_written(tmp_path, '[logo]\nfile = "logo.png"')).logo
    assert logo is not None
    assert logo.dots(Paper(58)).getextrema() == (255, 255)
    assert "pixels" not in repr(logo)
