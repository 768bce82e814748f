"""Service numbers with ``#``, laser codes and card numbers: read exactly, never guessed, never completed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sync.line.understanding.meaning import Problem
from sync.line.understanding.reading import Mark, Reading
from thai.identity import parse_card, parse_laser, parse_pid

_GAP = "[ -]{0,3}"
_END = "(?![0-9a-z]|-[0-9a-z])"
# Written 3-7-2, in one piece, or with dashes elsewhere; spaces part only the groups of the card, so that a
# number of copies that follows is never drawn in.
_LASER_FORM = (
    f"[a-z]{_GAP}[a-z]{_GAP}[0-9]{_GAP}[0-9]{{7}}{_GAP}[0-9]{{2}}{_END}|[a-z]-?[a-z](?:-?[0-9]){{10}}{_END}"
)
_LASER = re.compile(_LASER_FORM)
_LOOSE_LASER = re.compile(f"(?<![0-9a-z])(?:{_LASER_FORM})")
_LASER_LIKE = re.compile(
    r"(?<![0-9a-z-])(?:(?=[0-9-]*[a-z])(?=[a-z]*[0-9])[0-9a-z]{2,4}-[0-9a-z]{6,8}-[0-9a-z]{1,3}"
    r"|[a-z]{2}[0-9]{8,12})(?![0-9a-z-])"
)
_LABEL = re.compile(
    r"laser(?:\s*(?:code|id|no))?|เลเซอร์(?:\s*(?:โค้ด|โค๊ด|โคด|ไอดี))?|รหัส|เลข|หลังบัตร|ประชาชน|ใต้รูป|คือ|[:=.]|\s"
)
_ANY_LABEL = re.compile(r"(?:laser(?:\s*(?:code|id|no))?|code|card|id|no)(?=[\s:.]*[0-9a-z]{2,4}[ -]?[0-9])")
_SERVICE = re.compile(
    r"(?<![0-9a-z./:-])((?:[0-9]\s*(?:[,/+&]|และ|กับ)\s*)*[0-9](?![0-9])|[0-9]{2,3})\s*(?:#\s*)+"
    r"|(?m:^)((?:[0-9]\s+)+[0-9])\s*#\s*"
)
_REVERSED = re.compile(r"(?<![0-9#])#\s*([1-5])(?![0-9a-z.,/:-])")
_BARE_SERVICE = re.compile(rf"(?<![0-9a-z./:-])([1-5])[\s.*:=@)-]{{0,3}}(?={_LASER_FORM})")
_NAMED = re.compile(
    r"(?:บริการ|เมนู)\s*(?:ที่|ข้อ|หมายเลข|เลข|เบอร์)*\s*([0-9])(?![0-9./:]|\s*(?:อย่าง|รายการ|เรื่อง))"
)
_TOKEN = re.compile(r"[0-9a-z](?:[0-9a-z._/-]*[0-9a-z])?|[ก-ฮ]{1,3}[0-9]{1,2}-[0-9]{5,}[0-9-]*")
_LETTERS_THEN_DIGITS = re.compile("[a-z]{1,3}[ -]+[0-9]")
_PLAIN_DATE = re.compile(
    r"[0-9]{1,2}([/.-])[0-9]{1,2}(?:\1[0-9]{2,4})?|[0-9]{4}([/.-])[0-9]{1,2}\2[0-9]{1,2}"
)

_CARD_FORM = re.compile("(?<![0-9a-z./-])[0-9]{4}[ -]{1,3}[0-9]{2}[ -]{1,3}([0-9]{5,})(?![0-9a-z]|-[0-9a-z])")
_CARD_WITH_LETTERS = re.compile(
    "(?<![0-9a-z-])(?=[0-9-]*[oil])[0-9oil]{4}-?[0-9oil]{2}-?[0-9oil]{6,9}(?![0-9a-z-])"
)
_PID_FORM = re.compile(
    "(?<![0-9a-z-])[0-9][ -]?[0-9]{4}[ -]?[0-9]{5}[ -]?[0-9]{2}[ -]?[0-9](?![0-9a-z]|-[0-9])"
)
_PHONE = re.compile(
    r"(?<![0-9a-z.-])(?:(?:\+|00)?66[ -]?(?:\(0\))?|\(?0)[0-9]{1,3}\)?[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}(?:-[0-9])?(?![0-9a-z]|-[0-9])"
)
_RUN = re.compile(
    r"(?<![0-9a-z./])[0-9]+(?: ?- ?[0-9]+|\.[0-9]{2,}(?=\.[0-9]{8}))*(?:\.[0-9]{8})?(?![0-9a-z])"
)
_SPACED_RUN = re.compile("(?<![0-9a-z./:-])[0-9]{2,}(?: [0-9]{2,}){2,}(?![0-9a-z./:-]| ?[0-9])")
_GREGORIAN_OR_BUDDHIST = re.compile("(?:19|20|2[4-6])[0-9]{2}")


@dataclass(slots=True)
class Codes:
    """What was read: services with their places, laser code, card number and problems."""

    services: list[tuple[int, int]] = field(default_factory=list)
    lasers: list[str] = field(default_factory=list, repr=False)
    cards: list[str] = field(default_factory=list, repr=False)
    problems: set[Problem] = field(default_factory=set)

    @property
    def laser(self) -> str | None:
        """The laser code, if there was exactly one."""
        return self.lasers[0] if len(set(self.lasers)) == 1 else None

    @property
    def card(self) -> str | None:
        """The card number, if there was exactly one."""
        return self.cards[0] if len(set(self.cards)) == 1 else None


def read_codes(reading: Reading) -> Codes:
    """Take service numbers, laser codes, card numbers, and the numbers that are none of these."""
    codes = Codes()
    for match in _ANY_LABEL.finditer(reading.rest):
        reading.rest = reading.rest[: match.start()] + " " * len(match[0]) + reading.rest[match.end() :]
    _read_services(reading, codes)
    _read_loose_lasers(reading, codes)
    _read_cards(reading, codes)
    if len(set(codes.lasers)) > 1:
        codes.problems.add(Problem.LASER_FORMAT)
    if len(set(codes.cards)) > 1:
        codes.problems.add(Problem.CARD_FORMAT)
    return codes


def _read_services(reading: Reading, codes: Codes) -> None:
    found = False
    for match in reading.search_all(_SERVICE):
        found = True
        reading.take(match.start(), match.end(), Mark.SERVICE)
        _name_services(match[1] or match[2], match.start(), codes)
        _read_code_after(reading, match.end(), codes)
    for pattern in (_BARE_SERVICE, _NAMED) if found else (_REVERSED, _BARE_SERVICE, _NAMED):
        for match in reading.search_all(pattern):
            if match[1] in "12345":
                codes.services.append((match.start(), int(match[1])))
                reading.take(match.start(), match.end(), Mark.SERVICE)
                if pattern is _REVERSED:
                    _read_code_after(reading, match.end(), codes)


def _name_services(written: str, place: int, codes: Codes) -> None:
    for number in re.findall("[0-9]+", written):
        if number in {"1", "2", "3", "4", "5"}:
            codes.services.append((place, int(number)))
        else:
            codes.problems.add(Problem.SERVICE_UNKNOWN)


def _read_code_after(reading: Reading, place: int, codes: Codes) -> None:
    """Read what follows ``n#``: a laser code, something that only looks like one, or something else."""
    while label := _LABEL.match(reading.rest, place):
        place = label.end()
    if laser := _LASER.match(reading.rest, place):
        _take_laser(reading, laser, codes)
        return
    token = _TOKEN.match(reading.rest, place)
    if token and (_looks_like_code(token[0]) or _LETTERS_THEN_DIGITS.match(reading.rest, place)):
        codes.problems.add(Problem.LASER_FORMAT)
        if not _CARD_FORM.match(reading.rest, place):
            reading.take(token.start(), token.end(), Mark.CODE)


def _looks_like_code(token: str) -> bool:
    digits = sum(character.isdigit() for character in token)
    if _PLAIN_DATE.fullmatch(token) or _PHONE.fullmatch(token):
        return False
    if digits == len(token.replace("-", "")):
        return digits >= 6 or token.count("-") >= 2
    return digits >= 1 or ("-" in token and len(token) >= 8)


def _take_laser(reading: Reading, match: re.Match[str], codes: Codes) -> None:
    if laser := parse_laser(match[0]):
        codes.lasers.append(laser)
        reading.take(match.start(), match.end(), Mark.CODE)


def _read_loose_lasers(reading: Reading, codes: Codes) -> None:
    for match in reading.search_all(_LOOSE_LASER):
        _take_laser(reading, match, codes)
    for match in reading.search_all(_LASER_LIKE):
        if _CARD_WITH_LETTERS.fullmatch(match[0]):
            continue
        codes.problems.add(Problem.LASER_FORMAT)
        reading.take(match.start(), match.end(), Mark.CODE)


def _read_cards(reading: Reading, codes: Codes) -> None:
    for match in reading.search_all(_CARD_FORM):
        _take_card(reading, match, codes)
    for match in reading.search_all(_CARD_WITH_LETTERS):
        _take_card(reading, match, codes)
    for match in reading.search_all(_PHONE):
        if 9 <= len(re.sub("[^0-9]", "", match[0])) <= 14:
            reading.take(match.start(), match.end(), Mark.CODE)
    for match in reading.search_all(_PID_FORM):
        if parse_pid(match[0]):
            reading.take(match.start(), match.end(), Mark.CODE)
    for match in _card_like_runs(reading):
        _take_card(reading, match, codes)


def _card_like_runs(reading: Reading) -> Iterator[re.Match[str]]:
    for match in reading.search_all(_RUN):
        groups = re.findall("[0-9]+", match[0])
        if 12 <= sum(map(len, groups)) <= 16 or _is_short_card(groups):
            yield match


def _is_short_card(groups: list[str]) -> bool:
    """Tell a card number with too few digits (4-2-n) from a date written year first."""
    if [len(group) for group in groups[:2]] != [4, 2] or len(groups) != 3:
        return False
    return len(groups[2]) > 2 or not _GREGORIAN_OR_BUDDHIST.fullmatch(groups[0])


def _take_card(reading: Reading, match: re.Match[str], codes: Codes) -> None:
    if card := parse_card(match[0].replace(".", "-")):
        codes.cards.append(card)
    else:
        codes.problems.add(Problem.CARD_FORMAT)
    reading.take(match.start(), match.end(), Mark.CODE)


def read_spaced_card(reading: Reading, codes: Codes) -> None:
    """Take a card number typed in other groups (1040 0212 3456 78), once dates, times and copies are gone."""
    for match in reading.search_all(_SPACED_RUN):
        digits = match[0].replace(" ", "")
        if 12 <= len(digits) <= 16:
            if len(digits) == 13 and parse_pid(digits):
                reading.take(match.start(), match.end(), Mark.CODE)
            else:
                _take_card(reading, match, codes)
