"""The office's logo: a PNG of bounded size, thresholded to dots; grey would print as noise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from printer.errors import BadTemplate
from printer.paper import Paper

if TYPE_CHECKING:
    from PIL import Image

_MOST_BYTES: Final = 1_000_000
_MOST_PIXELS: Final = 2000
_WIDTHS: Final = range(5, 73)
_MOST_HEIGHT: Final = 40
_KEYS: Final = frozenset({"file", "width_mm", "threshold"})


@dataclass(frozen=True, slots=True)
class Logo:
    """Grey pixels (0 black, 255 white) by rows, how wide they are on paper, and below which grey is a dot."""

    pixels: bytes = field(repr=False)
    across: int
    down: int
    width_mm: int = 20
    threshold: int = 128

    def dots(self, paper: Paper) -> "Image.Image":
        """Return the logo as it is printed: mode "1", at most as wide as the paper and 40 mm high."""
        from PIL import Image

        grey = Image.frombytes("L", (self.across, self.down), self.pixels)
        width = min(paper.across(self.width_mm), paper.dots)
        height = max(1, round(width * self.down / self.across))
        if height > (most := paper.across(_MOST_HEIGHT)):
            width, height = max(1, round(width * most / height)), most
        small = grey.resize((width, height), Image.Resampling.LANCZOS)
        return small.point([0 if level < self.threshold else 255 for level in range(256)], "1")


def read_logo(value: object, folder: Path) -> Logo:
    """Read a template's ``[logo]``; raises `BadTemplate`."""
    if not isinstance(value, dict):
        raise BadTemplate("[logo]")
    for key in value:
        if key not in _KEYS:
            raise BadTemplate(f"logo.{key if key.isprintable() else repr(key)}")
    name = value.get("file")
    if not isinstance(name, str) or not name or "\0" in name:
        raise BadTemplate('logo.file: "logo.png"')
    grey = _grey(folder / name)
    width, threshold = (
        _number(value, "width_mm", 20, _WIDTHS),
        _number(value, "threshold", 128, range(1, 256)),
    )
    return Logo(grey.tobytes(), *grey.size, width, threshold)


def _number(value: Mapping[str, Any], key: str, default: int, allowed: range) -> int:
    number = value.get(key, default)
    if isinstance(number, bool) or not isinstance(number, int) or number not in allowed:
        raise BadTemplate(f"logo.{key}: {allowed.start}-{allowed.stop - 1}")
    return number


def _grey(file: Path) -> "Image.Image":
    """Read a PNG on white; what is transparent is paper."""
    from PIL import Image  # a preview, which knows no pixels, should not pay for it

    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    except OSError as error:
        raise BadTemplate(f"logo.file: {error.strerror}") from error
    if len(data) > _MOST_BYTES:
        raise BadTemplate(f"logo.file: > {_MOST_BYTES // 1_000_000} MB")
    try:
        with Image.open(BytesIO(data), formats=("PNG",)) as picture:
            if max(picture.size) > _MOST_PIXELS:
                raise BadTemplate(f"logo.file: > {_MOST_PIXELS} x {_MOST_PIXELS}")
            colours = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadTemplate("logo.file: PNG") from error
    white = Image.new("RGBA", colours.size, "white")
    return Image.alpha_composite(white, colours).convert("L")
