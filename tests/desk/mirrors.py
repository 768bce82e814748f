"""Data folders of a desk with a session and a mirror of many made-up requests."""

from __future__ import annotations

import base64
import datetime as dt
from pathlib import Path
from typing import Final

from desk.desk_files import Files
from desk.mirror import Mirror
from desk.session import SessionStore
from registry.actors import Role
from registry.identifiers import REFERENCE_ALPHABET
from registry.office import OfficeProfile
from registry.particulars import ChatLine, Particulars
from registry.records import ChangesPage, Record
from registry.request import Item, Request, Wish
from registry.sealing import Keyring
from registry.settings import Settings
from registry.sign_in import Session
from registry.states import State

KEY: Final = bytes(range(32))
PAGE: Final = 1000


def session(*, expires_at: dt.datetime, counter: str = "1") -> Session:
    """Return an open session of an invented clerk."""
    return Session(
        token="token-for-tests",
        clerk="somying",
        clerk_name="สมหญิง",
        role=Role.CLERK,
        counter=counter,
        expires_at=expires_at,
        mirror_key=base64.b64encode(KEY).decode(),
        office=OfficeProfile.of(Settings()),
    )


def reference(number: int) -> str:
    """Return the reference of a made-up request, a different one for each number."""
    letters = ""
    for _ in range(4):
        number, at = divmod(number, len(REFERENCE_ALPHABET))
        letters = REFERENCE_ALPHABET[at] + letters
    return f"BK-{letters}"


def pending(number: int, now: dt.datetime) -> Record:
    """Return a made-up pending request; the lower its number, the longer it has waited."""
    request = Request(
        office_id="bangkhae",
        id=f"request-{number:06d}",
        reference=reference(number),
        state=State.PENDING,
        state_since=now - dt.timedelta(minutes=5),
        items=(Item(service=number % 4 + 1, copies=number % 3 + 1),),
        wish=Wish(date=dt.date(2026, 11, 25), time=dt.time(9, 30)),
        created_at=now - dt.timedelta(hours=3),
        submitted_at=now - dt.timedelta(hours=2) + dt.timedelta(milliseconds=number),
    )
    chat = (ChatLine(at=now, who="citizen", text="รับช่วงเช้าได้ไหมคะ", id=str(number)),)
    particulars = Particulars(laser=f"JC1{number:09d}", card=f"10400{number:09d}", chat=chat)
    return Record(seq=number + 1, request=request, particulars=particulars)


def make(folder: Path, requests: int, now: dt.datetime) -> None:
    """Make a data folder with an open session and a mirror of that many pending requests."""
    SessionStore(folder).save(session(expires_at=now + dt.timedelta(hours=8)))
    mirror = Mirror(Files.of(folder).mirror, Keyring.of(KEY), "bangkhae")
    for start in range(0, requests, PAGE):
        end = min(start + PAGE, requests)
        records = tuple(pending(number, now) for number in range(start, end))
        more = end < requests
        mirror.apply(ChangesPage(cursor=f"epoch:{end}", snapshot=True, more=more, records=records))
    mirror.close()


def open_mirror(folder: Path, key: bytes = KEY) -> Mirror:
    """Open the mirror of a folder; the caller closes it."""
    return Mirror(folder / "mirror.sqlite", Keyring.of(key), "bangkhae")


def page(*records: Record, cursor: str = "e:1", snapshot: bool = False, more: bool = False) -> ChangesPage:
    """Return a page of the feed."""
    return ChangesPage(cursor=cursor, snapshot=snapshot, more=more, records=records)
