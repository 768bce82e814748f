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
from typing import Any, Literal

from printer.errors import BadSettings

DEFAULT_FILE = Path("config.toml")
OFFICE_NAME = "สำนักงานเขตบางแค"
SECTIONS = frozenset(
    {"office", "line", "sync", "desk", "printer", "chat", "queue", "retention", "hours"}
    | {"special_days", "fees", "outcomes", "steps", "second_steps"}
)
KEYS = {
    "office": frozenset(
        {"id", "name", "section", "telephone", "service_point", "reference_prefix", "power_of_attorney"}
    ),
    "printer": frozenset({"device", "width"}),
}
_VARIABLE = re.compile(r"BANGKHAE_(OFFICE|PRINTER)_([A-Z0-9_]+)")


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """What to print on; the environment goes before the file."""

    device: str | None = None
    """BANGKHAE_PRINTER_DEVICE or `[printer] device`: the printer's address; none: slips cannot be sent."""
    width: Literal[58, 80] = 80
    """BANGKHAE_PRINTER_WIDTH or `[printer] width`: the paper in millimetres, 58 or 80."""
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


def _width(value: object) -> Literal[58, 80]:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if value == 58:
        return 58
    if value == 80:
        return 80
    raise BadSettings("printer.width: 58 | 80")
