"""Free text with every run hidden that looks like an identity number, in whatever signs it was typed."""

import re
import unicodedata

from thai.number_forms import CARD, FORMS, HIDDEN, LASER, PID, NumberForm
from thai.text import fold

# Between the groups of a number that is written in its own form, anything people use may stand; between the
# digits of a run that fits no form only spaces and dashes count, or dates and times would be hidden as well.
_ANY = r"[\ ./,_-]{0,3}"
_PLAIN = r"[\ -]{0,3}"


def _digits(form: NumberForm, first: int = 0) -> str:
    """Return a pattern for the digits of a form from group `first` on, with signs between the groups."""
    return _ANY.join(rf"[0-9]{{{size}}}" for size in form.groups[first:])


_LOOKS = re.compile(
    rf"""
      (?P<laser>(?<![a-z])[a-z]{_PLAIN}[a-z]{_PLAIN}[0-9]{_ANY}{_digits(LASER, 1)}(?![0-9]))
    | (?P<letters>(?<![a-z])(?!tel)[a-z]{{1,4}}{_PLAIN}[0-9o](?:{_PLAIN}[0-9oil]){{6,}})
    | (?P<phone>(?<![0-9])(?:0|\+66{_PLAIN})[0-9]{{1,2}}{_PLAIN}[0-9]{{3}}{_PLAIN}[0-9]{{3,4}}
        (?![0-9]|[\ -][0-9]{{3}}))
    | (?P<card>(?<![0-9]){_digits(CARD)}(?![0-9]))
    | (?P<pid>(?<![0-9]){_digits(PID)}(?![0-9]))
    | (?P<digits>[0-9](?:{_PLAIN}[0-9]){{10,}})
    """,
    re.VERBOSE,
)
# What fits no form keeps two characters at its end.
_SHOWN = {"letters": (0, 2), "digits": (0, 2)} | {name: form.shown for name, form in FORMS.items()}


def mask_numbers(text: str) -> str:
    """Return the text with whatever looks like a laser code, card number or PID masked in place.

    Catches Thai and full-width digits, spaces, odd dashes and invisible characters in between, and numbers
    with a few characters too many or too few. When in doubt it masks; telephone numbers are left readable.
    """
    plain, places = _plain(text)
    characters = list(text)
    for match in _LOOKS.finditer(plain):
        if match.lastgroup != "phone":
            _hide(characters, plain, places, match)
    return "".join(characters)


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the text in plain signs, one for each visible character, and where each one came from."""
    signs: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if sign := _plain_sign(character):
            signs.append(sign)
            places.append(place)
    return "".join(signs), places


def _plain_sign(character: str) -> str:
    if character.isascii():
        return " " if character.isspace() else character.lower()
    if "\u0e01" <= character <= "\u0e4f":
        return character
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    if character.isspace():
        return " "
    folded = fold(character)
    if len(folded) > 1:
        return "?"
    return "-" if unicodedata.category(character) == "Pd" else folded


def _hide(characters: list[str], plain: str, places: list[int], match: re.Match[str]) -> None:
    alphanumeric = [at for at in range(*match.span()) if plain[at].isalnum()]
    head, tail = _SHOWN[match.lastgroup or "digits"]
    for at in alphanumeric[head : len(alphanumeric) - tail]:
        characters[places[at]] = HIDDEN
