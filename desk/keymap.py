"""Keys in both keyboard layouts: a letter also counts as the Thai letter on the same key."""

from __future__ import annotations

from typing import Final

from thai.keyboard import to_latin, to_thai
from thai.text import ascii_digits

_CONTROL: Final = "ctrl+"
_CONTROL_SPACE: Final = "ctrl+space"
_BINDING_NAME: Final = {",": "comma", "+": "plus", "-": "minus", "=": "equals_sign"}
_SHOWN: Final = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "⌫",
    "delete": "Del",
    "insert": "Ins",
}


def spellings(key: str) -> tuple[str, ...]:
    """Return the names under which a key arrives, the Latin one first; named keys have only one.

    Control with a letter arrives as control with the Thai letter where a terminal tells them apart.
    """
    if key == _CONTROL_SPACE:
        return (key, "ctrl+@")
    if key.startswith(_CONTROL):
        return tuple(_CONTROL + name for name in spellings(key.removeprefix(_CONTROL)))
    if len(key) != 1:
        return (key,)
    names = (_BINDING_NAME.get(letter, letter) for letter in (key, to_thai(key)))
    return tuple(dict.fromkeys(names))


def binding_keys(keys: str) -> str:
    """Return space-separated keys, each in both layouts, as Textual's ``Binding`` takes them."""
    return ",".join(dict.fromkeys(name for key in keys.split() for name in spellings(key)))


def shown(key: str) -> str:
    """Return a key as it stands on the keyboard: ``F2``, ``W``, ``Enter``, ``?``."""
    if len(key) == 1 or (key[0] == "f" and key[1:].isdigit()):
        return key.upper()
    if key.startswith(_CONTROL):
        return f"Ctrl+{_SHOWN.get(key.removeprefix(_CONTROL), key[-1].upper())}"
    return _SHOWN.get(key, key)


def digit(character: str | None) -> int | None:
    """Return the digit that a key press means where only a digit is expected; None for anything else.

    Thai digits count, and the digit keys themselves with the Thai layout on (``ๅ / - ภ ถ ุ ึ ค ต จ``).
    """
    if character is None or len(character) != 1:
        return None
    for reading in (ascii_digits(character), to_latin(character)):
        if reading.isascii() and reading.isdigit():
            return int(reading)
    return None
