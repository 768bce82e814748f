"""``bangkhae-sync``: the daemon and what an operator needs around it.

Exit codes: 0 done, 1 a failure said in one line on standard error, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from registry.errors import RegistryError
from registry.sealing import Keyring
from registry.settings import Settings, load_settings

Command = Callable[[argparse.Namespace, Settings], int]
_BUDDHIST = 2400


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    # The simulator's own arguments come with its import, which nobody else has to wait for.
    parser = _parser(simulate="simulate" in words)
    given = parser.parse_args(arguments)
    try:
        return int(given.command(given, load_settings(getattr(given, "config", None))))
    except KeyboardInterrupt:
        return 0
    except Exception as error:  # noqa: BLE001 - one line, whatever it was
        print(f"bangkhae-sync: {_line_of(error)}", file=sys.stderr)
        return 1


def _day(text: str) -> dt.date:
    """Read a day; of a Buddhist year, which is a common slip, say so."""
    day = dt.date.fromisoformat(text)
    if day.year >= _BUDDHIST:
        raise argparse.ArgumentTypeError(f"a Gregorian year is needed: {day.year - 543}, not {day.year}")
    return day


def _month(text: str) -> dt.date:
    """Read a month as its first day."""
    return _day(f"{text}-01")


def _line_of(error: Exception) -> str:
    """Return what an operator reads; of an unexpected error only class and place, it may hold data."""
    from sync.logs import failure
    from sync.store.errors import StoreError

    if isinstance(error, RegistryError | StoreError):
        return " ".join(str(error).split())
    return f"unexpected failure: {failure(error)}"


def _parser(*, simulate: bool) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--config", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="default: config.toml here"
    )
    parser = argparse.ArgumentParser(
        prog="bangkhae-sync", description="The daemon between LINE and the counters.", parents=[common]
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, run: Command, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words, parents=[common])
        made.set_defaults(command=run)
        return made

    add("serve", _serve, "Run the daemon.")
    add("migrate", _migrate, "Bring the database to this version's schema.")
    nightly = add("nightly", _nightly, "Do the evening's work now: reminders, no-shows, closures, purge.")
    nightly.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="only print this day's figures")
    close = add("close", _close, "Close the office on a day; who was to come is offered other times.")
    close.add_argument("day", type=_day, nargs="?", metavar="YYYY-MM-DD", help="without it: list closures")
    close.add_argument("--name", default="", help="why, as citizens read it")
    reopen = add("reopen", _reopen, "Take back what close has closed.")
    reopen.add_argument("day", type=_day, metavar="YYYY-MM-DD")
    add("restored", _restored, "After a backup was put back: let every desk read everything anew.")
    wall = add("wall-code", _wall_code, "Draw the page for the office's wall that checks citizens in.")
    wall.add_argument("--out", type=Path, required=True, metavar="FILE", help="a .png or .pdf")
    wall.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the day it is for; default: today")
    understand = add("understand", _understand, "Say what chat messages mean, a line of JSON each.")
    understand.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="default: today")
    understand.add_argument("--json-lines", action="store_true", help="each input line is a JSON string")
    simulator = add("simulate", _simulate, "Run a LINE platform with made-up citizens on loopback.")
    if simulate:
        from sync.simulator.command import add_arguments

        add_arguments(simulator)
    _add_people(add, common)
    _add_line(add, common)
    return parser


def _add_line(
    add: Callable[[str, Command, str], argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    line = add("line", _line_check, "Set up and look after the office's LINE account.")
    actions = line.add_subparsers(metavar="ACTION", required=True)
    setting = actions.add_parser("setup", parents=[common], help="Set webhook and menu, then check all.")
    setting.set_defaults(command=_line_setup)
    checking = actions.add_parser("check", parents=[common], help="Say what is right and what is not.")
    checking.add_argument("--json", action="store_true", help="for a program")
    checking.set_defaults(command=_line_check)
    drawing = actions.add_parser("poster", parents=[common], help="Draw the page that adds the account.")
    drawing.add_argument("--out", type=Path, metavar="FILE", required=True, help="ends with .png or .pdf")
    drawing.set_defaults(command=_line_poster)


def _add_people(
    add: Callable[[str, Command, str], argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    clerk = add("clerk", _clerk_list, "Say who may sign in.")
    actions = clerk.add_subparsers(metavar="ACTION", required=True)
    adding = actions.add_parser(
        "add", parents=[common], help="Let a clerk sign in, or change name, role, groups and PIN."
    )
    adding.add_argument("id", metavar="ID")
    adding.add_argument("--name", required=True)
    adding.add_argument("--role", choices=("clerk", "head", "admin"), help="default: as before, or clerk")
    adding.add_argument(
        "--group",
        action="append",
        choices=("population", "card", "general", "all"),
        help="a work group whose inquiries are theirs; may be given again; default: as before, or all",
    )
    adding.set_defaults(command=_clerk_add)
    pairing = actions.add_parser("pair", parents=[common], help="Make the code that pairs a clerk's LINE.")
    pairing.add_argument("id", metavar="ID")
    pairing.set_defaults(command=_clerk_pair)
    unpairing = actions.add_parser("unpair", parents=[common], help="Tell a clerk nothing more by LINE.")
    unpairing.add_argument("id", metavar="ID")
    unpairing.set_defaults(command=_clerk_unpair)
    changing = actions.add_parser(
        "pin", parents=[common], help="Give a clerk another PIN; ends their sessions."
    )
    changing.add_argument("id", metavar="ID")
    changing.set_defaults(command=_clerk_pin)
    listing = actions.add_parser("list", parents=[common], help="List the clerks.")
    listing.set_defaults(command=_clerk_list)
    removing = actions.add_parser(
        "remove", parents=[common], help="Let a clerk sign in no more, at desks without the daemon too."
    )
    removing.add_argument("id", metavar="ID")
    removing.set_defaults(command=_clerk_remove)
    faq = add("faq", _faq, "List which answers of the FAQ helped in a month, and which did not.")
    faq.add_argument("--month", type=_month, metavar="YYYY-MM", help="default: this month")
    messages = add("messages", _messages_list, "List what could not be sent to citizens.")
    held = messages.add_subparsers(metavar="ACTION", required=True)
    listing = held.add_parser("list", parents=[common], help="List what could not be sent, and why.")
    listing.set_defaults(command=_messages_list)
    again = held.add_parser("retry", parents=[common], help="Send it again, all of it without an ID.")
    again.add_argument("ids", metavar="ID", nargs="*")
    again.set_defaults(command=_messages_retry)
    desk = add("desk", _desk_forget, "Look after the counters' desks.")
    forgetting = desk.add_subparsers(metavar="ACTION", required=True).add_parser(
        "forget", parents=[common], help="Let another desk be used at a counter."
    )
    forgetting.add_argument("counter", metavar="COUNTER")
    forgetting.set_defaults(command=_desk_forget)


def _serve(_given: argparse.Namespace, settings: Settings) -> int:
    from sync.serve import serve

    return serve(settings)


def _migrate(_given: argparse.Namespace, settings: Settings) -> int:
    from sync.opening import opened

    with opened(settings):
        return 0


def _nightly(given: argparse.Namespace, settings: Settings) -> int:
    from sync.nightly.command import nightly

    return nightly(settings, day=given.day, say=print)


def _close(given: argparse.Namespace, settings: Settings) -> int:
    from sync.nightly.command import close

    return close(settings, day=given.day, name=given.name, say=print)


def _reopen(given: argparse.Namespace, settings: Settings) -> int:
    from sync.nightly.command import reopen

    return reopen(settings, day=given.day)


def _restored(_given: argparse.Namespace, settings: Settings) -> int:
    from functools import partial

    from sync.opening import opened
    from sync.store.feed import renew_epoch

    with opened(settings) as (database, _):
        database.write(partial(renew_epoch, office_id=settings.office.id)).result()
    return 0


def _wall_code(given: argparse.Namespace, settings: Settings) -> int:
    from sync.opening import key_file
    from sync.poster import save
    from thai.dates import today

    # Never a new key: its code would be one that the daemon does not know.
    keys = Keyring.open_file(key_file(settings), make=False)
    save(given.out, keys=keys, settings=settings, day=given.date or today(dt.datetime.now(dt.UTC)))
    return 0


def _understand(given: argparse.Namespace, settings: Settings) -> int:
    from sync.line.understand_command import run
    from thai.dates import today

    return run(
        sys.stdin.buffer,
        sys.stdout.buffer,
        given.today or today(dt.datetime.now(dt.UTC)),
        json_lines=given.json_lines,
        max_copies=settings.chat.max_copies,
    )


def _simulate(given: argparse.Namespace, settings: Settings) -> int:
    from sync.simulator.command import run

    return run(given, _Channel(settings))


class _Channel:
    """The channel's secrets as the simulator needs them."""

    def __init__(self, settings: Settings) -> None:
        self.channel_secret = settings.line.channel_secret.get_secret_value()
        self.channel_access_token = settings.line.channel_access_token.get_secret_value()


def _clerk_add(given: argparse.Namespace, settings: Settings) -> int:
    from sync.clerks_command import add

    return add(settings, clerk_id=given.id, name=given.name, role=given.role, groups=given.group)


def _clerk_pair(given: argparse.Namespace, settings: Settings) -> int:
    from sync.clerks_command import pair

    return _say(0, pair(settings, clerk_id=given.id))


def _clerk_unpair(given: argparse.Namespace, settings: Settings) -> int:
    from sync.clerks_command import unpair

    return unpair(settings, clerk_id=given.id)


def _clerk_pin(given: argparse.Namespace, settings: Settings) -> int:
    from sync.clerks_command import new_pin

    return new_pin(settings, clerk_id=given.id)


def _clerk_list(_given: argparse.Namespace, settings: Settings) -> int:
    from sync.clerks_command import everybody

    for line in everybody(settings):
        print(line)
    return 0


def _clerk_remove(given: argparse.Namespace, settings: Settings) -> int:
    from sync.clerks_command import remove

    return remove(settings, clerk_id=given.id)


def _faq(given: argparse.Namespace, settings: Settings) -> int:
    from sync.faq_command import listed
    from thai.dates import today

    return _say(0, listed(settings, given.month or today(dt.datetime.now(dt.UTC))))


def _messages_list(_given: argparse.Namespace, settings: Settings) -> int:
    from sync.messages_command import listed

    for line in listed(settings):
        print(line)
    return 0


def _messages_retry(given: argparse.Namespace, settings: Settings) -> int:
    from sync.messages_command import retry

    for row_id in retry(settings, given.ids):
        print(f"{row_id}: again")
    return 0


def _line_setup(_given: argparse.Namespace, settings: Settings) -> int:
    from sync.line.account.command import set_up

    return _say(*set_up(settings))


def _line_check(given: argparse.Namespace, settings: Settings) -> int:
    from sync.line.account.command import check

    return _say(*check(settings, as_json=given.json))


def _line_poster(given: argparse.Namespace, settings: Settings) -> int:
    from sync.line.account.command import draw_poster

    draw_poster(settings, given.out)
    return 0


def _say(code: int, lines: Sequence[str]) -> int:
    for line in lines:
        print(line)
    return code


def _desk_forget(given: argparse.Namespace, settings: Settings) -> int:
    from sync.clerks_command import forget_desk

    return forget_desk(settings, counter=given.counter)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("bangkhae-desk")
    except PackageNotFoundError:
        return "unknown"


if __name__ == "__main__":
    sys.exit(main())
