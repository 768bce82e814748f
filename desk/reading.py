"""What a clerk types of another program's screen, brought to one form so that it can be compared."""

from __future__ import annotations

from registry.checks import Particular
from thai.identity import parse_card, parse_laser, parse_pid
from thai.keyboard import meant_in_latin
from thai.number_forms import FORMS
from thai.text import clean, fold

NAME_LENGTH = 200


def normalised(text: str, particular: Particular | None) -> str:
    """Return what is compared: numbers without separators, in whichever layout they were typed; names folded.

    Text that the Thai layout made of a number key by key is read as those keys; Thai digits stay digits.
    """
    if particular not in FORMS:
        return fold(text)
    return fold(meant_in_latin(text)).replace("-", "").replace(" ", "").upper()


def well_formed(value: str, particular: Particular | None) -> bool:
    """Tell whether a normalised value is one at all: a PID by its check digit, a name by not being empty."""
    if particular == "pid":
        return parse_pid(value) is not None
    if particular == "laser":
        return parse_laser(value) is not None
    if particular == "card":
        return parse_card(value) is not None
    return bool(value)


def kept_name(text: str) -> str:
    """Return a name as it is kept with the request: cleaned, on one line, as it was spelt."""
    return " ".join(clean(text).split())[:NAME_LENGTH]


def written(value: str, particular: Particular | None) -> str:
    """Return a normalised value as it is written on the card: ``1040-02-12345678``."""
    form = FORMS.get(particular or "")
    return form.written(value) if form is not None else value
