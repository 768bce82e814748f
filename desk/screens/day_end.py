"""Printing the slip that ends a day, from any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.messages import printing as words
from desk.screens.papers import hand_in

if TYPE_CHECKING:
    from desk.app import DeskApp


def print_day_end(desk: DeskApp) -> None:
    """Print today's numbers on this counter's printer, and say how it went."""
    if (backend := desk.backend) is not None:
        hand_in(desk, backend, backend.print_day_end(), words.DAY_END_HANDED_IN)
