"""What is asked and said of who collects for the owner."""

from __future__ import annotations

from typing import Final

from registry.request import Attorney
from thai.identity import mask_numbers
from thai.text import clean

PAPER: Final = "มอบอำนาจ: เห็นหลักฐานใด"
COLLECTOR: Final = "ผู้รับมอบอำนาจเป็นใครของเจ้าของเรื่อง"
SHOWN: Final = "หลักฐาน"


def shown(attorney: Attorney) -> str:
    """Say who collects and on what paper's strength; masked, whoever wrote the office's configuration."""
    return mask_numbers(clean(f"{attorney.collector} · {attorney.paper}"))
