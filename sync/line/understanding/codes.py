"""Service numbers with ``#`` and laser codes: read exactly, never guessed, never completed."""

import re
from dataclasses import dataclass, field

from sync.line.understanding.cards import CARD_WITH_LETTERS, PHONE, starts_card
from sync.line.understanding.meaning import Problem
from sync.line.understanding.reading import Mark, Reading
from thai.identity import parse_laser

_GAP = "[ ./_-]{0,3}"
_END = "(?![0-9a-z]|[._-][0-9a-z])"
# Written 3-7-2, in one piece, or with dashes elsewhere; spaces part only the groups of the card, so that a
# number of copies that follows is never drawn in.
_LASER_FORM = (
    f"[a-z]{_GAP}[a-z]{_GAP}[0-9]{_GAP}[0-9]{{7}}{_GAP}[0-9]{{2}}{_END}|[a-z]-?[a-z](?:-?[0-9]){{10}}{_END}"
)
_LASER = re.compile(_LASER_FORM)
_LOOSE_LASER = re.compile(f"(?<![0-9a-z])(?:{_LASER_FORM})")
_LASER_LIKE = re.compile(
    r"(?<![0-9a-z-])(?:(?=[0-9-]*[a-z])(?=[a-z-]*[0-9])[0-9a-z]{2,4}-[0-9a-z]{6,8}-[0-9a-z]{1,3}"
    r"|[a-z]{2}[0-9]{8,12})(?![0-9a-z-])"
)
_SIGNS = re.compile("[ ./_-]")
# What people write between the number of a service and the code.
_LABEL = re.compile(
    r"laser(?:\s*(?:code|id|no))?|เลเซอร์(?:\s*(?:โค้ด|โค๊ด|โคด|ไอดี))?|รหัส|เลข|หลังบัตร|ประชาชน|ใต้รูป|คือ"
    "|[:=.(\"'<]|\\s"
)
_ENGLISH_LABEL = re.compile(
    r"(?:laser(?:\s*(?:code|id|no))?|code|card|id|no)(?=[\s:.]*[0-9a-z]{2,4}[ -]?[0-9])"
)
_SERVICE = re.compile(
    r"(?<![0-9a-z./:-])((?:[0-9]\s*(?:[,/+&]|และ|กับ)\s*)*[0-9](?![0-9])|[0-9]{2,3})\s*(?:#\s*)+"
    r"|(?m:^)((?:[0-9]\s+)+[0-9])\s*#\s*"
)
_REVERSED = re.compile(r"(?<![0-9a-z#])#\s*([1-5])(?![0-9a-z.,/:-])")
_WITHOUT_SIGN = re.compile(rf"(?<![0-9a-z./:-])([1-5])[\s.*:=@)-]{{0,3}}(?={_LASER_FORM})")
_NAMED = re.compile(
    r"(?:บริการ|เมนู|ข้อ|เลือก)\s*(?:ที่|ข้อ|หมายเลข|เลข|เบอร์)*\s*([1-5])(?![0-9./:]|\s*(?:อย่าง|รายการ|เรื่อง))"
)
_TOKEN = re.compile(r"[0-9a-z](?:[0-9a-z._/-]*[0-9a-z])?|[ก-๎]{1,4}[0-9]{1,2}-[0-9]{5,}[0-9-]*")
_LETTERS_THEN_DIGITS = re.compile("[a-z]{1,3}[ -]+[0-9]")
_PLAIN_DATE = re.compile(
    r"[0-9]{1,2}([/.-])[0-9]{1,2}(?:\1[0-9]{2,4})?|[0-9]{4}([/.-])[0-9]{1,2}\2[0-9]{1,2}"
)


@dataclass(slots=True)
class Codes:
    """What was read: services with their places, laser codes and problems."""

    services: list[tuple[int, int]] = field(default_factory=list)
    lasers: list[str] = field(default_factory=list, repr=False)
    problems: set[Problem] = field(default_factory=set)

    @property
    def laser(self) -> str | None:
        """The laser code, if there was exactly one."""
        return self.lasers[0] if len(set(self.lasers)) == 1 else None


def read_codes(reading: Reading) -> Codes:
    """Take service numbers and laser codes, right or wrong."""
    codes = Codes()
    for match in _ENGLISH_LABEL.finditer(reading.rest):
        reading.blank(match.start(), match.end())
    _read_services(reading, codes)
    _read_loose_lasers(reading, codes)
    if len(set(codes.lasers)) > 1:
        codes.problems.add(Problem.LASER_FORMAT)
    return codes


def _read_services(reading: Reading, codes: Codes) -> None:
    for match in reading.search_all(_SERVICE):
        reading.take(match.start(), match.end(), Mark.SERVICE)
        _name_services(match[1] or match[2], match.start(), codes)
        _read_code_after(reading, match.end(), codes)
    for pattern in (_REVERSED, _WITHOUT_SIGN, _NAMED):
        for match in reading.search_all(pattern):
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
        if not starts_card(reading.rest, place):
            reading.take(token.start(), token.end(), Mark.CODE)


def _looks_like_code(token: str) -> bool:
    digits = sum(character.isdigit() for character in token)
    if _PLAIN_DATE.fullmatch(token) or PHONE.fullmatch(token):
        return False
    if digits == len(token.replace("-", "")):
        return digits >= 6 or token.count("-") >= 2
    return digits >= 1 or ("-" in token and len(token) >= 8) or 10 <= len(token) <= 14


def _take_laser(reading: Reading, match: re.Match[str], codes: Codes) -> None:
    if laser := parse_laser(_SIGNS.sub("", match[0])):
        codes.lasers.append(laser)
        reading.take(match.start(), match.end(), Mark.CODE)


def _read_loose_lasers(reading: Reading, codes: Codes) -> None:
    """Read the codes that stand without ``n#``; only what is cut as on the card is called a wrong one."""
    for match in reading.search_all(_LOOSE_LASER):
        _take_laser(reading, match, codes)
    for match in reading.search_all(_LASER_LIKE):
        if not CARD_WITH_LETTERS.fullmatch(match[0]):
            codes.problems.add(Problem.LASER_FORMAT)
            reading.take(match.start(), match.end(), Mark.CODE)
