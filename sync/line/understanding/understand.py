"""What one chat message means, read in the order in which nothing can be mistaken for something else."""

import datetime as dt

from sync.line.understanding.cards import Cards, read_cards, read_spaced_cards
from sync.line.understanding.codes import Codes, read_codes
from sync.line.understanding.copies import Copies, read_copies
from sync.line.understanding.dates import ReadDate, read_date
from sync.line.understanding.intents import Clues, decide
from sync.line.understanding.meaning import Intent, Problem, Understood
from sync.line.understanding.reading import Reading
from sync.line.understanding.services import named_services, take_forms
from sync.line.understanding.times import ReadTime, take_loose_times, take_times_with_units
from sync.line.understanding.words import bare

_WITHOUT_PARTICULARS = frozenset({Intent.INQUIRY, Intent.HELP})


def understand(text: str, today: dt.date, max_copies: int = 20) -> Understood:
    """Return what a message means on that day; any text at all has a meaning, so nothing is raised.

    Counted and clearly marked things are taken first (forms, copies, codes, times with a unit), then dates,
    then what only looks like a time or a card number once these are gone.
    """
    reading = Reading(text)
    take_forms(reading)
    copies = read_copies(reading, max_copies)
    codes = read_codes(reading)
    cards = read_cards(reading)
    times = take_times_with_units(reading)
    date = read_date(reading, today)
    time = take_loose_times(reading, times)
    read_spaced_cards(reading, cards)
    core = bare(reading.plain)
    services = _in_order([*codes.services, *named_services(reading, core)])
    problems = _problems(codes, cards, copies, date, time)
    intent = decide(
        Clues(
            plain=reading.plain,
            rest=reading.rest,
            bare=core,
            services=bool(services),
            codes=codes != Codes() or cards != Cards(),
            appointment=date != ReadDate() or time != ReadTime(),
            copies=copies.mentioned,
        )
    )
    if intent in _WITHOUT_PARTICULARS:
        return Understood(intent=intent)
    return Understood(
        intent=intent,
        services=services,
        laser=codes.laser,
        copies=copies.number,
        date=date.date,
        time=time.time,
        card=cards.card,
        problems=problems,
    )


def _in_order(named: list[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for _, number in sorted(named, key=lambda pair: pair[0])))


def _problems(
    codes: Codes, cards: Cards, copies: Copies, date: ReadDate, time: ReadTime
) -> tuple[Problem, ...]:
    found = codes.problems | {cards.problem, copies.problem, date.problem, time.problem}
    return tuple(problem for problem in Problem if problem in found)
