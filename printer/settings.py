"""The part of the configuration that printing needs, read as `registry.settings` reads the whole.

The two rooms stand beside each other and import nothing of each other: the tests feed both the same files and
variables and hold them to the same values and refusals. What stands in sections that printing does not need
is left to the programs that need it, so that a test print is possible before everything else is right.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from printer.errors import BadSettings
from printer.paper import Dpi, Width

DEFAULT_FILE = Path("config.toml")
OFFICE_NAME = "สำนักงานเขตบางแค"
SECTIONS = frozenset(
    {"office", "line", "sync", "desk", "printer", "chat", "queue", "retention", "hours", "survey"}
    | {"special_days", "fees", "outcomes", "steps", "second_steps"}
)
KEYS = {
    "office": frozenset(
        {"id", "name", "section", "telephone", "service_point", "reference_prefix", "power_of_attorney"}
    ),
    "printer": frozenset({"device", "width", "dpi", "margins"}),
}
_TRUTHS = {"true": True, "false": False}
_VARIABLE = re.compile(r"BANGKHAE_(OFFICE|PRINTER)_([A-Z0-9_]+)")


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
    office: str = OFFICE_NAME
    """BANGKHAE_OFFICE_NAME or `[office] name`: the heading of every slip."""


def load(file: Path | None, environment: Mapping[str, str] = os.environ) -> PrinterSettings:
    """Read the settings from a file (./config.toml if there is one and none is named) and the environment.

    Raises `BadSettings` naming the file or the key; its value is never repeated.
    """
    tables = _read(file)
    for variable, value in environment.items():
        if (match := _VARIABLE.fullmatch(variable)) is not None:
            table = tables.setdefault(match[1].lower(), {})
            if isinstance(table, dict):
                table[match[2].lower()] = value
    _expect_known(tables, SECTIONS, "")
    office, printer = _section(tables, "office"), _section(tables, "printer")
    return PrinterSettings(
        device=_text(printer, "printer.device", "") or None,
        width=_width(printer.get("width", 80)),
        dpi=_dpi(printer.get("dpi", 203)),
        margins=_truth(printer.get("margins", True), "printer.margins"),
        office=_not_blank(_text(office, "office.name", OFFICE_NAME)),
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


def _text(section: Mapping[str, Any], place: str, default: str) -> str:
    value = section.get(place.rpartition(".")[2], default)
    if not isinstance(value, str):
        raise BadSettings(place)
    return value


def _not_blank(name: str) -> str:
    if not name.strip():
        raise BadSettings("office.name")
    return name


def _width(value: object) -> Width:
    match _whole(value):
        case 58:
            return 58
        case 80:
            return 80
    raise BadSettings("printer.width: 58 | 80")


def _dpi(value: object) -> Dpi:
    match _whole(value):
        case 203:
            return 203
        case 180:
            return 180
    raise BadSettings("printer.dpi: 203 | 180")


def _whole(value: object) -> object:
    """Read a number that came from the environment."""
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _truth(value: object, place: str) -> bool:
    """Read yes or no as TOML has it, or as text from the environment."""
    told = _TRUTHS.get(value) if isinstance(value, str) else value
    if not isinstance(told, bool):
        raise BadSettings(f"{place}: true | false")
    return told
