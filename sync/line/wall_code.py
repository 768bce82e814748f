"""The code on the office's wall: short, another one every day, and made by the office's key alone.

It is an HMAC over office and date, so it cannot be guessed, and yesterday's is of no use. It proves that
somebody has seen today's poster, not where they stand: a photograph of it can be sent on. What it opens is
therefore bounded elsewhere: one's own appointments of the day, within their time to check in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from typing import Final
from urllib.parse import quote

from registry.identifiers import REFERENCE_ALPHABET
from registry.sealing import Keyring

LENGTH: Final = 8
_CODE: Final = re.compile(
    rf"(?<![0-9A-Z-])([{REFERENCE_ALPHABET}]{{4}})[ -]?([{REFERENCE_ALPHABET}]{{4}})(?![0-9A-Z-])"
)


def code(keys: Keyring, office_id: str, day: dt.date) -> str:
    """Return an office's code of a day, e.g. ``7F3K-Q9XM``."""
    message = f"{office_id}\x00{day.isoformat()}".encode()
    number = int.from_bytes(hmac.digest(keys.derive("wall code"), message, hashlib.sha256))
    signs = ""
    for _ in range(LENGTH):
        number, at = divmod(number, len(REFERENCE_ALPHABET))
        signs += REFERENCE_ALPHABET[at]
    return f"{signs[:4]}-{signs[4:]}"


def in_text(text: str) -> str | None:
    """Return what has a code's form in a text, written as a code is; None without it."""
    from thai.text import ascii_digits

    found = _CODE.search(ascii_digits(text).upper())
    return f"{found[1]}-{found[2]}" if found else None


def link(basic_id: str, text: str) -> str:
    """Return the address that opens the account's chat with a text ready to be sent.

    https://developers.line.biz/en/docs/messaging-api/using-line-url-scheme/, "Opening chat with LINE Official
    Account": on phones only; both parts percent-encoded.
    """
    return f"https://line.me/R/oaMessage/{quote(basic_id, safe='')}/?{quote(text, safe='')}"
