"""The part of the configuration that printing needs: `[printer] device, width` and `[office] name`."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from printer.errors import BadSettings
from printer.samples import OFFICE

DEFAULT_FILE = Path("config.toml")


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """What to print on; the environment goes before the file."""

    device: str | None = None
    """BANGKHAE_PRINTER_DEVICE or `[printer] device`: the printer's address; none: slips cannot be sent."""
    width: Literal[58, 80] = 80
    """BANGKHAE_PRINTER_WIDTH or `[printer] width`: the paper in millimetres, 58 or 80."""
    office: str = OFFICE
    """BANGKHAE_OFFICE_NAME or `[office] name`: the heading of every slip."""


def load(file: Path | None, environment: Mapping[str, str] = os.environ) -> PrinterSettings:
    """Read the settings from a file (./config.toml if there is one and none is named) and the environment.

    Raises `BadSettings` naming the file or the setting; its value is never repeated.
    """
    tables = _read(file) if file or DEFAULT_FILE.is_file() else {}
    device = environment.get("BANGKHAE_PRINTER_DEVICE", _text(tables, "printer", "device"))
    office = environment.get("BANGKHAE_OFFICE_NAME", _text(tables, "office", "name"))
    width = environment.get("BANGKHAE_PRINTER_WIDTH", _table(tables, "printer").get("width", 80))
    return PrinterSettings(device=device or None, width=_width(width), office=office or OFFICE)


def _read(file: Path | None) -> dict[str, object]:
    path = file or DEFAULT_FILE
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadSettings(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadSettings(f"{path}: UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{path}: {error}") from error


def _table(tables: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise BadSettings(f"[{name}]")
    return table


def _text(tables: Mapping[str, object], table: str, name: str) -> str | None:
    value = _table(tables, table).get(name)
    if value is not None and not isinstance(value, str):
        raise BadSettings(f"[{table}] {name}")
    return value


def _width(value: object) -> Literal[58, 80]:
    widths: dict[str, Literal[58, 80]] = {"58": 58, "80": 80}
    if isinstance(value, bool) or str(value) not in widths:
        raise BadSettings("[printer] width = 58 | 80")
    return widths[str(value)]
