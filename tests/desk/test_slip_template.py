"""What a clerk sees of the office's template before a slip is printed."""

from pathlib import Path

from desk.printing import Printing
from printer.preview import preview
from printer.samples import sample
from registry.settings import PrinterSettings


def test_the_preview_follows_the_template(tmp_path: Path) -> None:
    file = tmp_path / "slip.toml"
    file.write_text('lines = ["โทร. 02-000-0000"]', "utf-8")
    lines = Printing(PrinterSettings(width=58, template=file), tmp_path).preview(sample(1))
    assert any("โทร. 02-000-0000" in line for line in lines)
    assert not lines[0].startswith("!")


def test_a_mistake_in_the_template_stands_above_the_shipped_slip(tmp_path: Path) -> None:
    file = tmp_path / "slip.toml"
    file.write_text("blocks = []", "utf-8")
    lines = Printing(PrinterSettings(width=58, template=file), tmp_path).preview(sample(1))
    shipped = preview(sample(1), 58)
    assert lines[-len(shipped) :] == shipped
    told = "".join(lines[: -len(shipped)])
    assert told.startswith("! ")
    assert "slip.toml" in told
    assert "blocks" in told
