"""The desk's colours: calm, and never the only carrier of a meaning."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

NAME: Final = "bangkhae"

THEME: Final = Theme(
    name=NAME,
    primary="#5fafd7",
    secondary="#8fbcbb",
    accent="#e5c07b",
    warning="#e5c07b",
    error="#e06c75",
    success="#98c379",
    foreground="#d8dee9",
    background="#101418",
    surface="#161b21",
    panel="#1d242c",
    dark=True,
)
