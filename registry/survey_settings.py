"""``[survey]``: what citizens are asked after they have collected their documents."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, field_validator

LABEL_UNITS: Final = 20
"""What LINE shows of a button's label, in UTF-16 code units."""
MOST_SOURCES: Final = 11


class SurveySettings(BaseModel):
    """``sources`` are the buttons under "how did you hear of us"; ``days`` is how long it may be answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_SOURCES)] = (
        "เจ้าหน้าที่เขต",
        "ป้ายหรือโปสเตอร์",
        "เพื่อนหรือครอบครัว",
        "Facebook / เว็บไซต์",
        "ผู้นำชุมชน",
        "อื่น ๆ",
    )
    days: Annotated[int, Field(ge=1, le=60)] = 14

    @field_validator("sources")
    @classmethod
    def _fit_on_buttons(cls, sources: tuple[str, ...]) -> tuple[str, ...]:
        for source in sources:
            if not source.strip() or len(source.encode("utf-16-le")) // 2 > LABEL_UNITS:
                raise ValueError(f"each has 1 to {LABEL_UNITS} characters")
        if len(set(sources)) < len(sources):
            raise ValueError("one stands there twice")
        return sources
