"""Card numbers, and the personal and telephone numbers that must not be taken for one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sync.line.understanding.meaning import Problem
from sync.line.understanding.reading import Mark, Reading
from thai.identity import parse_card, parse_pid

_SIGN = "[ ./_-]{1,3}"
_CARD_FORM = re.compile(
    f"(?<![0-9a-z./-])[0-9]{{4}}{_SIGN}[0-9]{{2}}{_SIGN}(?:[0-9]{{5,}}|[0-9]{{4}}[ -][0-9]{{4}})"
    "(?![0-9a-z]|-[0-9a-z])"
)
CARD_WITH_LETTERS = re.compile(
    "(?<![0-9a-z-])(?:(?=[0-9-]*[oil])[0-9oil]{4}-?[0-9oil]{2}-?[0-9oil]{6,9}"
    "|[0-9]{4}-[0-9]{2}-[0-9]+[a-z][0-9a-z]*)(?![0-9a-z-])"
)
_PID_FORM = re.compile(
    "(?<![0-9a-z-])[0-9][ -]?[0-9]{4}[ -]?[0-9]{5}[ -]?[0-9]{2}[ -]?[0-9](?![0-9a-z]|-[0-9])"
)
PHONE = re.compile(
    r"(?<![0-9a-z.-])(?:(?:\+|00)?66[ -]?(?:\(0\))?|\(?0)[0-9]{1,3}\)?[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}"
    r"(?:-[0-9])?(?![0-9a-z]|-[0-9])"
)
_RUN = re.compile("(?<![0-9a-z./])[0-9]+(?: ?- ?[0-9]+)*(?![0-9a-z])")
_SPACED_RUN = re.compile("(?<![0-9a-z./:-])[0-9]{2,}(?: [0-9]{2,}){2,}(?![0-9a-z./:-]| ?[0-9])")
_YEAR = re.compile("(?:19|20|2[4-6])[0-9]{2}")
_SIGNS = re.compile("[ ./_-]")


@dataclass(slots=True)
class Cards:
    """The card numbers that were read, and whether something was one nearly."""

    numbers: list[str] = field(default_factory=list, repr=False)
    nearly: bool = False

    @property
    def card(self) -> str | None:
        """The card number, if there was exactly one."""
        return self.numbers[0] if len(set(self.numbers)) == 1 else None

    @property
    def problem(self) -> Problem | None:
        """The problem, if a number was no card number or two differ."""
        return Problem.CARD_FORMAT if self.nearly or len(set(self.numbers)) > 1 else None


def starts_card(text: str, place: int) -> bool:
    """Tell whether a number written like a card's begins at a place."""
    return _CARD_FORM.match(text, place) is not None


def read_cards(reading: Reading) -> Cards:
    """Take card numbers, and the long numbers that are something else."""
    cards = Cards()
    for pattern in (_CARD_FORM, CARD_WITH_LETTERS):
        for match in reading.search_all(pattern):
            _take(reading, match, cards)
    for match in reading.search_all(PHONE):
        if 9 <= sum(map(str.isdigit, match[0])) <= 14:
            reading.take(match.start(), match.end(), Mark.CODE)
    for match in reading.search_all(_PID_FORM):
        if parse_pid(match[0]):
            reading.take(match.start(), match.end(), Mark.CODE)
    for match in _card_like_runs(reading):
        _take(reading, match, cards)
    return cards


def _card_like_runs(reading: Reading) -> Iterator[re.Match[str]]:
    for match in reading.search_all(_RUN):
        groups = re.findall("[0-9]+", match[0])
        if 12 <= sum(map(len, groups)) <= 16 or _is_short_card(groups):
            yield match


def _is_short_card(groups: list[str]) -> bool:
    """Tell a card number with too few digits (4-2-n) from a date written year first."""
    if [len(group) for group in groups[:2]] != [4, 2] or len(groups) != 3:
        return False
    return len(groups[2]) > 2 or not _YEAR.fullmatch(groups[0])


def _take(reading: Reading, match: re.Match[str], cards: Cards) -> None:
    if card := parse_card(_SIGNS.sub("", match[0])):
        cards.numbers.append(card)
    else:
        cards.nearly = True
    reading.take(match.start(), match.end(), Mark.CODE)


def read_spaced_cards(reading: Reading, cards: Cards) -> None:
    """Take a card number typed in other groups (1040 0212 3456 78), once dates, times and copies are gone."""
    for match in reading.search_all(_SPACED_RUN):
        digits = match[0].replace(" ", "")
        if len(digits) == 13 and parse_pid(digits):
            reading.take(match.start(), match.end(), Mark.CODE)
        elif 12 <= len(digits) <= 16:
            _take(reading, match, cards)
