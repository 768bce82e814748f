"""The part of the configuration that printing needs, read as `registry.settings` reads the whole.

The two rooms stand beside each other and import nothing of each other: the tests feed both the same files and
variables and hold them to the same values and refusals. What stands in sections that printing does not need
is left to the programs that need it, so that a test print is possible before everything else is right.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from printer.errors import BadSettings
from printer.paper import (
    COLUMNS,
    COMPOSITIONS,
    HEADS,
    MODES,
    WIDTHS,
    Columns,
    Composition,
    Dpi,
    Mode,
    Width,
)

DEFAULT_FILE = Path("config.toml")
OFFICE_NAME = "สำนักงานเขตบางแค"
SECTION_NAME = "ฝ่ายทะเบียน"
KEYS = {
    "office": frozenset(
        {"id", "name", "section", "telephone", "service_point", "reference_prefix", "power_of_attorney"}
    ),
    "printer": frozenset(
        {"device", "width", "dpi", "margins", "template", "mode", "code_page", "columns", "composition"}
        | {"hold_minutes", "keep_jobs_days", "watch_seconds"}
    ),
}
# How alike two names are where one is the other misspelt: [pritner] would print on no printer.
_LIKE = 0.8
_TRUTHS = {"true": True, "false": False}
_OWN = (*KEYS, "desk")
_VARIABLE = re.compile(r"BANGKHAE_(?:(OFFICE|PRINTER)_([A-Z0-9_]+)|(DESK)_(DATA_DIR))")


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """What to print on; the environment goes before the file."""

    device: str | None = None
    """BANGKHAE_PRINTER_DEVICE or `[printer] device`: the printer's address; none: slips cannot be sent."""
    width: Width = 80
    """BANGKHAE_PRINTER_WIDTH or `[printer] width`: the paper in millimetres, 58 or 80."""
    dpi: Dpi = 203
    """BANGKHAE_PRINTER_DPI or `[printer] dpi`: the head's dots an inch, 203 or 180."""
    margins: bool = True
    """BANGKHAE_PRINTER_MARGINS or `[printer] margins`: whether the printer knows GS L (`printer.strips`)."""
    template: Path | None = None
    """BANGKHAE_PRINTER_TEMPLATE or `[printer] template`: the office's slip; none: the shipped one."""
    mode: Mode = "raster"
    """BANGKHAE_PRINTER_MODE or `[printer] mode`: "raster", or "text" in the printer's own Thai font."""
    code_page: int = 21
    """BANGKHAE_PRINTER_CODE_PAGE or `[printer] code_page`: the Thai code page's number, 0 to 255."""
    columns: Columns | None = None
    """BANGKHAE_PRINTER_COLUMNS or `[printer] columns`: 32, 42 or 48; none: as is usual."""
    composition: Composition = "one-pass"
    """BANGKHAE_PRINTER_COMPOSITION or `[printer] composition`: "one-pass" or "three-pass"."""
    office: str = OFFICE_NAME
    """BANGKHAE_OFFICE_NAME or `[office] name`: the heading of every slip."""
    section: str = SECTION_NAME
    """BANGKHAE_OFFICE_SECTION or `[office] section`: stands before it where the template says so."""
    hold_minutes: int = 5
    """BANGKHAE_PRINTER_HOLD_MINUTES or `[printer] hold_minutes`: how long a slip waits unasked, 1 to 240."""
    keep_jobs_days: int = 7
    """BANGKHAE_PRINTER_KEEP_JOBS_DAYS or `[printer] keep_jobs_days`: how long prints are known, 1 to 90."""
    watch_seconds: int = 30
    """BANGKHAE_PRINTER_WATCH_SECONDS or `[printer] watch_seconds`: how often it is asked, 0 to 3600."""
    data_dir: Path | None = None
    """BANGKHAE_DESK_DATA_DIR or `[desk] data_dir`: where the spool lies; none: the user's data folder."""


def load(file: Path | None, environment: Mapping[str, str] = os.environ) -> PrinterSettings:
    """Read the settings from a file (./config.toml if there is one and none is named) and the environment.

    Raises `BadSettings` naming the file or the key; its value is never repeated.
    """
    tables = _read(file)
    for variable, value in environment.items():
        if (match := _VARIABLE.fullmatch(variable)) is not None:
            section, key = (part.lower() for part in match.groups() if part)
            table = tables.setdefault(section, {})
            if isinstance(table, dict):
                table[key] = value
    _expect_well_spelt(tables)
    office, printer = _section(tables, "office"), _section(tables, "printer")
    return PrinterSettings(
        device=_text(printer, "printer.device", "") or None,
        width=_one_of(printer, "printer.width", 80, WIDTHS),
        dpi=_one_of(printer, "printer.dpi", 203, HEADS),
        margins=_truth(printer.get("margins", True), "printer.margins"),
        template=Path(template) if (template := _text(printer, "printer.template", "")) else None,
        mode=_one_of(printer, "printer.mode", "raster", MODES),
        code_page=_one_of(printer, "printer.code_page", 21, range(256)),
        columns=_one_of(printer, "printer.columns", None, COLUMNS),
        composition=_one_of(printer, "printer.composition", "one-pass", COMPOSITIONS),
        hold_minutes=_one_of(printer, "printer.hold_minutes", 5, range(1, 241)),
        keep_jobs_days=_one_of(printer, "printer.keep_jobs_days", 7, range(1, 91)),
        watch_seconds=_one_of(printer, "printer.watch_seconds", 30, range(3601)),
        data_dir=_folder(tables.get("desk", {})),
        office=_not_blank(_text(office, "office.name", OFFICE_NAME)),
        section=_text(office, "office.section", SECTION_NAME),
    )


def _read(file: Path | None) -> dict[str, Any]:
    path = file or DEFAULT_FILE
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        if file is None:
            return {}
        raise BadSettings(f"{path}: {error.strerror}") from error
    except OSError as error:
        raise BadSettings(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadSettings(f"{path}: UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{path}: {error}") from error


def _section(tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise BadSettings(name)
    _expect_known(table, KEYS[name], f"{name}.")
    return table


def _expect_known(table: Mapping[str, Any], known: frozenset[str], place: str) -> None:
    for key in table:
        if key not in known:
            raise BadSettings(place + (key if key.isprintable() else repr(key)))


def _expect_well_spelt(tables: Mapping[str, Any]) -> None:
    """Refuse a section that is ours but for a slip of the pen; other sections are others' matter."""
    for name, table in tables.items():
        misspelt = name not in _OWN and difflib.get_close_matches(name.lower(), _OWN, 1, _LIKE)
        if misspelt or not isinstance(table, dict | list):
            raise BadSettings(name if name.isprintable() else repr(name))


def _text(section: Mapping[str, Any], place: str, default: str) -> str:
    value = section.get(place.rpartition(".")[2], default)
    if not isinstance(value, str):
        raise BadSettings(place)
    return value


def _not_blank(name: str) -> str:
    if not name.strip():
        raise BadSettings("office.name")
    return name


Chosen = TypeVar("Chosen")
Default = TypeVar("Default")


def _one_of(
    section: Mapping[str, Any], place: str, default: Default, allowed: Sequence[Chosen]
) -> Chosen | Default:
    key = place.rpartition(".")[2]
    if key not in section:
        return default
    value = section[key]
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    whole = not isinstance(value, bool) and isinstance(value, int)
    for choice in allowed if whole or not isinstance(allowed, range) else ():
        if choice == value:
            return choice
    told = f"{allowed[0]}-{allowed[-1]}" if isinstance(allowed, range) else " | ".join(map(str, allowed))
    raise BadSettings(f"{place}: {told}")


def _truth(value: object, place: str) -> bool:
    """Read yes or no as TOML has it, or as text from the environment."""
    told = _TRUTHS.get(value) if isinstance(value, str) else value
    if not isinstance(told, bool):
        raise BadSettings(f"{place}: true | false")
    return told


def _folder(desk: object) -> Path | None:
    """Return the desk's folder; what else stands in its section is the desk's own matter."""
    if not isinstance(desk, dict):
        raise BadSettings("desk")
    return Path(_text(desk, "desk.data_dir", "")) if "data_dir" in desk else None
