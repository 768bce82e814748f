"""Doing something a moment later on a widget that may have gone by then."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget


def once_shown(widget: Widget, do: Callable[[], object]) -> None:
    """Do something once all that is under way has been shown; nothing where the screen was left meanwhile."""

    def if_there() -> None:
        if widget.is_attached:
            do()

    widget.call_after_refresh(if_there)
