"""The desk's colours: calm, and never the only carrier of a meaning; and which of them a desk has chosen.

Every pair of text and ground has a contrast of at least 4.5 (WCAG 2.1, 1.4.3), in the high-contrast theme 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, get_args

from textual.theme import Theme

from registry import private_files
from registry.settings import ThemeName

PREFIX: Final = "desk-"
_FILE: Final = "theme"


def _quiet(colour: str) -> dict[str, str]:
    """Return what labels and hints are drawn with."""
    return {"text-muted": colour, "text-disabled": colour}


THEMES: Final[Mapping[ThemeName, Theme]] = {
    "dark": Theme(
        name=PREFIX + "dark",
        dark=True,
        variables=_quiet("#b2bcc7"),
        primary="#5fafd7",
        secondary="#8fbcbb",
        accent="#e5c07b",
        warning="#e5c07b",
        error="#f0868f",
        success="#98c379",
        foreground="#d8dee9",
        background="#101418",
        surface="#161b21",
        panel="#1d242c",
    ),
    "light": Theme(
        name=PREFIX + "light",
        variables=_quiet("#4d5661"),
        dark=False,
        primary="#4a90c2",
        secondary="#2f6f6d",
        accent="#7a4d00",
        warning="#7a4d00",
        error="#a11522",
        success="#245c14",
        foreground="#15191d",
        background="#f7f8f9",
        surface="#ffffff",
        panel="#e6eaee",
    ),
    "high-contrast": Theme(
        name=PREFIX + "high-contrast",
        dark=True,
        variables=_quiet("#e0e0e0"),
        primary="#0080ff",
        secondary="#00ffff",
        accent="#ffff00",
        warning="#ffff00",
        error="#ffa0a0",
        success="#80ff80",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1a1a1a",
    ),
    # After Okabe and Ito: blue, orange and yellow are told apart with every kind of colour blindness.
    "colour-blind": Theme(
        name=PREFIX + "colour-blind",
        dark=True,
        variables=_quiet("#a3abb3"),
        primary="#2f8fd0",
        secondary="#cc79a7",
        accent="#f0e442",
        warning="#f0b93a",
        error="#ff9e58",
        success="#6cc4f5",
        foreground="#e4e8ec",
        background="#101418",
        surface="#161b21",
        panel="#1d242c",
    ),
}
NAMES: Final[tuple[ThemeName, ...]] = get_args(ThemeName)


class ThemeChoice:
    """What somebody chose at this desk: it stays when the program ends, and goes before the configuration."""

    def __init__(self, folder: Path | None, usual: ThemeName = "dark") -> None:
        self._path = folder / _FILE if folder is not None else None
        self._usual = usual

    def load(self) -> ThemeName:
        """Return the choice, or the configured theme where there is none."""
        try:
            kept = private_files.read(self._path) if self._path is not None else None
        except OSError:
            kept = None
        name = (kept or b"").decode("ascii", "replace").strip()
        return next((each for each in NAMES if each == name), self._usual)

    def keep(self, name: ThemeName) -> bool:
        """Keep a choice; whether it could be written down."""
        try:
            if self._path is not None:
                private_files.write(self._path, name.encode())
        except OSError:
            return False
        return True
