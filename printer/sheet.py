"""The measures of a slip: type sizes and distances in millimetres, made into dots for one paper and head."""

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, Final

from printer.fonts import Style
from printer.paper import Paper, Size

_FACTOR: Final[dict[Size, float]] = {"small": 0.85, "normal": 1, "large": 1.3}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The measures of one paper, in dots."""

    paper: Paper
    office: Style
    title: Style
    small: Style
    body: Style
    strong: Style
    fee: Style
    mark: Style
    queue: Style
    gap: int
    air: int
    side_by_side: bool

    @property
    def dots(self) -> int:
        """Return the dots of a line."""
        return self.paper.dots

    def sized(self, size: Size) -> "Sheet":
        """Return the sheet with all of its type smaller or larger."""
        if size == "normal":
            return self
        factor = _FACTOR[size]
        styles = {field.name: getattr(self, field.name) for field in fields(self)}
        scaled: dict[str, Any] = {
            name: Style(round(style.size * factor), style.weight)
            for name, style in styles.items()
            if isinstance(style, Style)
        }
        return replace(self, **scaled)


@lru_cache(maxsize=8)
def sheet_for(paper: Paper) -> Sheet:
    """Return the measures for a paper; type on 80 mm is a little larger than on 58 mm."""

    def style(millimetres: float, weight: int) -> Style:
        return Style(paper.across(millimetres), weight)

    if paper.width == 58:
        return Sheet(
            paper=paper,
            office=style(4, 700),
            title=style(3.25, 400),
            small=style(2.75, 400),
            body=style(3.25, 500),
            strong=style(3.75, 700),
            fee=style(4.75, 700),
            mark=style(4.25, 800),
            queue=style(20, 800),
            gap=paper.across(1.5),
            air=paper.across(0.625),
            side_by_side=False,
        )
    return Sheet(
        paper=paper,
        office=style(5, 700),
        title=style(3.75, 400),
        small=style(3.125, 400),
        body=style(3.75, 500),
        strong=style(4.5, 700),
        fee=style(5.75, 700),
        mark=style(5.75, 800),
        queue=style(21.25, 800),
        gap=paper.across(1.75),
        air=paper.across(0.75),
        side_by_side=True,
    )
