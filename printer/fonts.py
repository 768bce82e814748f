"""Sarabun, the Thai government's document font, at any size and weight, laid out by RAQM."""

from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont, features

from printer.errors import TypesettingUnavailable

# What nearly every line reaches: an upper vowel on a tall consonant, a consonant with a foot. What goes
# further (tone marks over upper vowels, vowels under feet) is measured line by line.
_ORDINARY = "ปิฎ"
# Thai needs air between lines, but not so much that every tone mark could meet every foot.
_LEADING = 1.5


@dataclass(frozen=True, slots=True)
class Style:
    """A size in dots (the em) and a weight (100 to 800)."""

    size: int
    weight: int = 400

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """Return the font of this style."""
        return _font(self.size, self.weight)

    @property
    def extent(self) -> tuple[int, int]:
        """Return how many dots ordinary Thai needs above and below the baseline."""
        return _extent(self.size, self.weight)

    @property
    def pitch(self) -> int:
        """Return the dots from one baseline to the next."""
        return round(self.size * _LEADING)

    def length(self, text: str) -> float:
        """Return the advance width of a text in dots."""
        return self.font.getlength(text)


@lru_cache(maxsize=64)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    if not features.check("raqm"):
        raise TypesettingUnavailable("RAQM")
    import fontpkg  # reads the installed distributions, which only a first slip should pay for

    try:
        path = fontpkg.path("Sarabun", weight=weight)
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)
    except (fontpkg.FontpkgError, OSError) as error:
        raise TypesettingUnavailable("Sarabun") from error


@lru_cache(maxsize=64)
def _extent(size: int, weight: int) -> tuple[int, int]:
    _, top, _, bottom = _font(size, weight).getbbox(_ORDINARY, anchor="ls")
    return -int(top), int(bottom)
