"""Lets go of what Textual keeps of the drawings of closed screens."""

from __future__ import annotations

from textual._styles_cache import StylesCache


def forget_closed() -> None:
    """Free the drawn lines of widgets that are gone.

    Textual 8 remembers a thousand calls of a method together with the objects they were made on, and each of
    those keeps its widget's lines: some 40 MiB that no screen needs any more.
    """
    StylesCache.get_inner_outer.cache_clear()
