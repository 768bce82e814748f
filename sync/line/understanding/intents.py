"""What a message wants: the first intent that fits, decided from its words and from what was read in it."""

import re
from dataclasses import dataclass, replace

from sync.line.understanding import question_words as asked
from sync.line.understanding import wish_words as wished
from sync.line.understanding.meaning import Intent
from sync.line.understanding.words import CLAUSE_END, bare


@dataclass(frozen=True, slots=True)
class Clues:
    """What the readers have found, as far as it decides the intent.

    `plain` is the folded text, `rest` the same with everything taken marked, `bare` without its particles;
    `codes` are service numbers, laser codes and card numbers, right or wrong.
    """

    plain: str
    rest: str
    bare: str
    services: bool
    codes: bool
    appointment: bool
    copies: bool

    @property
    def particulars(self) -> bool:
        """Whether the message carries anything of a request."""
        return self.services or self.codes or self.appointment or self.copies


def decide(clues: Clues) -> Intent:
    """Return the first intent that fits."""
    clues = _without_the_day_asked_for(clues)
    asks = _is_question(clues)
    if _declines(clues, asks=asks):
        return Intent.DECLINE
    if _consents_outright(clues, asks=asks):
        return Intent.CONSENT
    if (wanted := _change_or_status(clues)) is not None:
        return wanted
    if _is_inquiry(clues, asks=asks):
        return Intent.INQUIRY
    if wished.CONSENT_WEAK.search(clues.plain) and not asks and not wished.DECLINE.search(clues.plain):
        return Intent.CONSENT
    return Intent.REQUEST if _is_request(clues, asks=asks) else Intent.HELP


def _without_the_day_asked_for(clues: Clues) -> Clues:
    """Leave out the question when to come where a copy is wanted now: the dialogue offers days anyway."""
    wanted = (clues.services or clues.copies) and wished.WANTED_NOW.search(clues.plain)
    if not (wanted or clues.codes) or wished.WANTED_BEFORE.search(clues.plain):
        return clues
    plain, rest = (wished.DAY_TO_COME.sub(_spaces, text) for text in (clues.plain, clues.rest))
    return replace(clues, plain=plain, rest=rest)


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _is_question(clues: Clues) -> bool:
    """Tell a question from a polite wish: "can I have a copy" is not one, "what do I need" is."""
    text = asked.POLITE.sub(" ", clues.rest)
    if clues.appointment:
        text = asked.POLITE_SLOT.sub(" ", text)
    if asked.QUESTION.search(text):
        return True
    return not clues.codes and bool(asked.WEAK_QUESTION.search(text))


def _declines(clues: Clues, *, asks: bool) -> bool:
    if wished.DECLINE_ALONE.fullmatch(clues.bare):
        return True
    hypothetical = asks or wished.IF.search(clues.plain) or asked.POLITE.search(clues.plain)
    return bool(wished.DECLINE.search(clues.plain)) and not hypothetical


def _consents_outright(clues: Clues, *, asks: bool) -> bool:
    if clues.bare and all(wished.CONSENT_ALONE.fullmatch(bare(word)) for word in clues.bare.split()):
        return True
    match = wished.CONSENT_STRONG.search(clues.plain)
    if not match or asked.OTHER_DOCUMENT.search(clues.plain) or wished.DECLINE.search(clues.plain):
        return False
    if clues.bare.startswith(match[0]):
        return not _asked_at_once(clues.plain[match.end() :])
    return not (asks or wished.IF.search(clues.plain))


def _asked_at_once(after: str) -> bool:
    """Tell "consent?" and "what is consent" from a consent that a question follows."""
    clause = CLAUSE_END.split(after, maxsplit=1)[0]
    return bool(asked.WHAT.search(clause) or asked.WEAK_QUESTION.match(clause))


def _change_or_status(clues: Clues) -> Intent | None:
    if wished.CANCEL.search(wished.NOT_CANCEL.sub(" ", clues.plain)):
        return Intent.CANCEL
    if wished.RESCHEDULE.search(clues.rest) and not asked.OTHER_DOCUMENT.search(clues.plain):
        return Intent.RESCHEDULE
    if wished.STATUS.search(clues.plain):
        return Intent.STATUS
    return None


def _is_inquiry(clues: Clues, *, asks: bool) -> bool:
    if wished.MENU.search(clues.plain) and not clues.services:
        return False
    if asked.ASKING.search(clues.rest) or _is_other_matter(clues):
        return True
    if asks:
        return clues.services or clues.codes or clues.copies or bool(asked.REGISTRY.search(clues.plain))
    if asked.POLITE.search(clues.plain):
        return _asks_whether(clues)
    return not clues.particulars and bool(wished.BOOKING.search(clues.plain))


def _asks_whether(clues: Clues) -> bool:
    """Tell "is it possible" from "may I have", which have the same form."""
    if asked.CONDITION.search(clues.plain):
        return not clues.codes and not clues.appointment
    if clues.particulars or wished.WANTING.search(clues.plain):
        return False
    return bool(asked.REGISTRY.search(clues.plain))


def _is_other_matter(clues: Clues) -> bool:
    """Tell whether the message is about another document or other business of the office."""
    copying = asked.COPYING.search(clues.plain) is not None
    text = asked.PURPOSE.sub(" ", clues.rest) if clues.services and copying else clues.rest
    if asked.OTHER_DOCUMENT.search(text) or asked.MATTER.search(text):
        return True
    if asked.CARD_DOCUMENT.search(text) and not clues.particulars:
        return True
    return asked.LOST.search(text) is not None and clues.services and not copying


def _is_request(clues: Clues, *, asks: bool) -> bool:
    names_something = clues.services or clues.codes or clues.copies
    if not names_something and (asks or _is_small_talk(clues)):
        return False
    return clues.particulars or wished.WANTING.search(clues.plain) is not None


def _is_small_talk(clues: Clues) -> bool:
    return bool(asked.SMALL_TALK.search(clues.plain)) and not wished.COMING.search(clues.rest)
