"""``bangkhae-desk sync``: fetches what has changed for a desk at which nobody is signed in.

The pages come sealed under the counter's mirror key, which this program does not have: it proves to be the
counter's own desk by the desk's key, keeps the pages, and the next sign-in opens them.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from desk import mirror_files
from desk.errors import DeskError, Offline, SignInRefused
from desk.messages import sync_command as m
from desk.night_pages import FILE, NightPages, mirror_cursor
from desk.session import has_session, known_desk_key

if TYPE_CHECKING:
    from registry.records import NightPage
    from registry.settings import Settings

    Ask = Callable[[str | None], Awaitable[NightPage]]

_TRIES: Final = 5
_PAUSE_SECONDS: Final = 1.0
_BAR: Final = 30


def run(settings: Settings, folder: Path, out: TextIO = sys.stdout) -> int:
    """Fetch everything that is new; return 0, or 1 after a failure said in one line."""
    from thai.file_lock import FileLock, LockedError

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / "sync.lock")
    except LockedError:
        return _fail(m.RUNNING)
    except OSError as error:
        return _fail(m.folder(folder, type(error).__name__))
    try:
        if has_session(folder) and _desk_is_open(folder):
            out.write(f"{m.FOLLOWS}\n")
            return 0
        return asyncio.run(_fetch(settings, folder, out))
    except (DeskError, OSError) as error:
        return _fail(_told(error))
    finally:
        lock.release()


async def _fetch(settings: Settings, folder: Path, out: TextIO) -> int:
    from desk.sync_client import SyncClient

    key = known_desk_key(folder)
    if key is None:
        return _fail(m.NOT_ENROLLED)
    client = SyncClient(settings.desk.server)
    pages = NightPages(folder / FILE)
    try:

        def ask(after: str | None) -> Awaitable[NightPage]:
            return client.night(settings.desk.counter, key, after)

        await _all_pages(ask, pages, mirror_cursor(mirror_files.newest(folder)), out)
    except SignInRefused:
        return _fail(m.OTHER_DESK)
    else:
        return 0
    finally:
        pages.close()
        await client.close()


async def _all_pages(ask: Ask, pages: NightPages, stands: str | None, out: TextIO) -> None:
    after, records, more = pages.cursor or stands, 0, True
    while more:
        page = await _page(ask, after)
        # The mirror's own place, so that the pages begin where it stands.
        pages.add(page, stands if page.anew else after)
        after, more = page.cursor, page.more
        records = page.records if page.anew else records + page.records
        _show(out, page.at, page.total, records, done=not more)


async def _page(ask: Ask, after: str | None) -> NightPage:
    for left in reversed(range(_TRIES)):
        try:
            return await ask(after)
        except Offline:
            if not left:
                raise
        await asyncio.sleep(_PAUSE_SECONDS)
    raise Offline("tries")


def _show(out: TextIO, at: int, total: int, records: int, *, done: bool) -> None:
    """Draw a bar on a terminal; elsewhere say only how it ended."""
    if out.isatty():
        full = _BAR if done else _BAR * at // max(total, 1)
        bar = "█" * full + "░" * (_BAR - full)
        out.write(f"\r{bar} {m.fetched(records)}" + "\n" * done)
        out.flush()
    elif done:
        out.write(f"{m.fetched(records)}\n")


def _desk_is_open(folder: Path) -> bool:
    from thai.file_lock import FileLock, LockedError

    try:
        FileLock(folder / "desk.lock").release()
    except LockedError:
        return True
    return False


def _told(error: Exception) -> str:
    return m.OFFLINE if isinstance(error, Offline) else m.storage(type(error).__name__)


def _fail(text: str) -> int:
    sys.stderr.write(f"bangkhae-desk sync: {text}\n")
    return 1
