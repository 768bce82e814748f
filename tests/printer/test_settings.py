"""The printer's reader and the registry's are held to the same answers."""

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from printer.errors import BadSettings
from printer.settings import KEYS, PrinterSettings, load
from registry.errors import ConfigurationError
from registry.settings import OfficeSettings, Settings, load_settings
from registry.settings import PrinterSettings as Section

EXAMPLE = Path(__file__).parents[2] / "config.toml.example"
_PLACE = re.compile(r"(?<![\w.])(?:office|printer|desk)(?:\.\w+)?(?![\w.])")


def by_printer(file: Path | None, environment: dict[str, str]) -> PrinterSettings | str:
    try:
        return load(file, environment)
    except BadSettings as error:
        said = error
    assert len(str(said).splitlines()) == 1
    assert str(said).isprintable()
    return said.detail


def by_registry(file: Path | None, environment: dict[str, str]) -> PrinterSettings | str:
    try:
        settings = load_settings(file, environment)
    except ConfigurationError as error:
        return str(error)
    printer = settings.printer
    return PrinterSettings(
        device=printer.device or None,
        width=printer.width,
        dpi=printer.dpi,
        margins=printer.margins,
        template=printer.template,
        mode=printer.mode,
        code_page=printer.code_page,
        columns=printer.columns,
        composition=printer.composition,
        hold_minutes=printer.hold_minutes,
        keep_jobs_days=printer.keep_jobs_days,
        watch_seconds=printer.watch_seconds,
        data_dir=settings.desk.data_dir,
        office=settings.office.name,
        section=settings.office.section,
    )


def both(file: Path | None, environment: dict[str, str]) -> PrinterSettings | str:
    """Return what both readers make of it; where both refuse it, what the printer says."""
    ours, theirs = by_printer(file, environment), by_registry(file, environment)
    assert isinstance(ours, str) == isinstance(theirs, str), (ours, theirs)
    assert isinstance(ours, str) or ours == theirs
    return ours


def test_both_know_the_same_sections_and_keys() -> None:
    assert set(KEYS) < set(Settings.model_fields)
    assert set(OfficeSettings.model_fields) == KEYS["office"]
    assert set(Section.model_fields) == KEYS["printer"]


def test_nothing_configured_is_80_mm_and_no_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert both(None, {}) == PrinterSettings(device=None, width=80)
    assert both(EXAMPLE, {}) == PrinterSettings()


def test_the_file_and_above_it_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        '\ufeff[printer]\ndevice = "tcp://192.0.2.1"\nwidth = 58\n[office]\nname = "ทดสอบ"\n', "utf-8"
    )
    assert both(file, {}) == PrinterSettings("tcp://192.0.2.1", 58, office="ทดสอบ")
    monkeypatch.chdir(tmp_path)
    environment = {
        "BANGKHAE_PRINTER_DEVICE": "file:///x",
        "BANGKHAE_PRINTER_WIDTH": "80",
        "BANGKHAE_OFFICE_NAME": "เขต",
    }
    assert both(None, environment) == PrinterSettings("file:///x", 80, office="เขต")
    spool = {
        "BANGKHAE_PRINTER_HOLD_MINUTES": "9",
        "BANGKHAE_DESK_DATA_DIR": "x",
        "BANGKHAE_DESK_COUNTER": "4",
    }
    found = both(None, spool)
    assert isinstance(found, PrinterSettings)
    assert (found.hold_minutes, found.keep_jobs_days, found.data_dir) == (9, 7, Path("x"))
    empty = both(None, {"BANGKHAE_PRINTER_DEVICE": ""})
    assert empty == PrinterSettings(None, 58, office="ทดสอบ")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("printer = 1", "printer"),
        ("office = []", "office"),
        ("[printer]\nwidth = 57", "printer.width"),
        ("[printer]\nwidth = true", "printer.width"),
        ("[printer]\nwidth = 58.5", "printer.width"),
        ("[printer]\ndevice = 9100", "printer.device"),
        ("[printer]\ndpi = 300", "printer.dpi"),
        ("[printer]\nmargins = 1", "printer.margins"),
        ("[printer]\nmode = 'picture'", "printer.mode"),
        ("[printer]\ncolumns = 40", "printer.columns"),
        ("[printer]\ncode_page = 256", "printer.code_page"),
        ("[printer]\ncode_page = true", "printer.code_page"),
        ("[printer]\ncode_page = 1.0", "printer.code_page"),
        ("[printer]\ncomposition = 3", "printer.composition"),
        ("[printer]\ntemplate = 3", "printer.template"),
        ("[office]\nsection = 3", "office.section"),
        ("[printer]\nmargins = 'yes'", "printer.margins"),
        ("[printer]\nhold_minutes = 0", "printer.hold_minutes"),
        ("[printer]\nkeep_jobs_days = 7.0", "printer.keep_jobs_days"),
        ("[printer]\nwatch_seconds = -1", "printer.watch_seconds"),
        ("[printer]\nwatch_seconds = 3601", "printer.watch_seconds"),
        ("[desk]\ndata_dir = 1", "desk.data_dir"),
        ("[printer]\ndevcie = 'tcp://192.0.2.1'", "printer.devcie"),
        ("[office]\nname = ['x']", "office.name"),
        ("[office]\nname = ' '", "office.name"),
        ("[office]\nnmae = 'x'", "office.nmae"),
    ],
)
def test_both_refuse_a_mistake_at_its_place(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "c.toml"
    file.write_text(text, "utf-8")
    for said in (by_printer(file, {}), by_registry(file, {})):
        assert isinstance(said, str)
        assert place in _PLACE.findall(said), said


@pytest.mark.parametrize("text", ["[ofice]\n", "[printer", "\udcff", '"a\\nb" = 1', "[[printer]]"])
def test_both_refuse_what_is_no_configuration(tmp_path: Path, text: str) -> None:
    file = tmp_path / "c.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert isinstance(both(file, {}), str)


def test_a_named_file_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = both(tmp_path / "gone.toml", {})
    assert isinstance(said, str)
    assert "gone.toml" in said
    assert isinstance(both(tmp_path, {}), str)
    (tmp_path / "config.toml").mkdir()
    monkeypatch.chdir(tmp_path)
    assert isinstance(both(None, {}), str)


def test_the_head_and_its_margins_are_read_from_both_places(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text("[printer]\ndpi = 180\nmargins = false\n", "utf-8")
    assert both(file, {}) == PrinterSettings(dpi=180, margins=False)
    environment = {"BANGKHAE_PRINTER_DPI": "203", "BANGKHAE_PRINTER_MARGINS": "true"}
    assert both(file, environment) == PrinterSettings()


def test_template_and_text_mode_are_read_from_both_places(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text(
        """[printer]
template = "slip.toml"
mode = "text"
code_page = 255
columns = 42
composition = "three-pass"
[office]
section = ""
""",
        "utf-8",
    )
    assert both(file, {}) == PrinterSettings(
        template=Path("slip.toml"),
        mode="text",
        code_page=255,
        columns=42,
        composition="three-pass",
        section="",
    )
    environment = {
        "BANGKHAE_PRINTER_TEMPLATE": "",
        "BANGKHAE_PRINTER_MODE": "raster",
        "BANGKHAE_PRINTER_CODE_PAGE": "70",
        "BANGKHAE_PRINTER_COLUMNS": "32",
        "BANGKHAE_PRINTER_COMPOSITION": "one-pass",
        "BANGKHAE_OFFICE_SECTION": "ฝ่าย",
    }
    assert both(file, environment) == PrinterSettings(code_page=70, columns=32, section="ฝ่าย")


def test_mistakes_of_other_programs_stop_no_slip(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text("[sync]\nlease_minutes = 0\n[printer]\nwidth = 58\n", "utf-8")
    assert load(file, {}) == PrinterSettings(width=58)


def test_sections_of_other_programs_are_theirs_and_a_misspelt_one_of_ours_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    for name in Settings.model_fields:
        if name not in {"office", "printer", "desk"}:
            file.write_text(f"[{name}]\nx = 1\n", "utf-8")
            assert load(file, {}) == PrinterSettings()
    for name in ("pritner", "printers", "Printer", "ofice", "desks"):
        file.write_text(f"[{name}]\nwidth = 58\n", "utf-8")
        assert by_printer(file, {}) == name


VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(["", " ", "58", "80", "058", "๕๘", "5_8", "+58", "เขต", "tcp://192.0.2.1", "\u00a0"]),
    st.sampled_from([58, 80, 57, -80, True, False, 58.0, 80.5, [], ["x"]]),
)
TABLES = st.fixed_dictionaries(
    {},
    optional={
        "office": st.dictionaries(st.sampled_from(["name", "nmae"]), VALUES) | st.just(1),
        "printer": st.dictionaries(st.sampled_from(["device", "width", "hold_minutes", "widht"]), VALUES)
        | st.just("x"),
        "ofice": st.just({}),
    },
)
NAMES = (
    "PRINTER_DEVICE",
    "PRINTER_WIDTH",
    "PRINTER_KEEP_JOBS_DAYS",
    "OFFICE_NAME",
    "PRINTER_",
    "PRINTER_X",
    "TEST_WIDTH",
)
VARIABLES = st.dictionaries(
    st.sampled_from([f"BANGKHAE_{name}" for name in NAMES]) | st.just("bangkhae_printer_width"),
    VALUES.filter(lambda value: isinstance(value, str)),
    max_size=3,
)


@given(tables=TABLES, environment=VARIABLES)
@example(tables={"printer": {"width": 58.0}}, environment={})
@example(tables={"printer": {"width": "058"}}, environment={})
@example(tables={"printer": {"width": 57}}, environment={"BANGKHAE_PRINTER_WIDTH": "58"})
@example(tables={"printer": {"device": 1}}, environment={"BANGKHAE_PRINTER_DEVICE": "x"})
def test_both_take_or_refuse_anything_alike(tables: dict[str, Any], environment: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "c.toml"
        file.write_text("\n".join(_lines(tables)), "utf-8")
        both(file, environment)


def _lines(tables: dict[str, Any]) -> Iterator[str]:
    yield from (
        f"{name} = {json.dumps(value)}" for name, value in tables.items() if not isinstance(value, dict)
    )
    for name, table in tables.items():
        if isinstance(table, dict):
            yield f"[{name}]"
            yield from (f"{key} = {json.dumps(value)}" for key, value in table.items())
