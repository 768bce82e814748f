"""The command `bangkhae-printer spool …` and `slip --print`: what waits, what is in doubt, what to do."""

import argparse
import datetime as dt
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from printer.errors import BadDevice

if TYPE_CHECKING:
    from collections.abc import Callable

    from printer.settings import PrinterSettings
    from printer.slip import Slip
    from printer.spool.jobs import Job
    from printer.spool.places import Place
    from printer.spool.store import Spool

NAMES = frozenset({"spool"})
WAIT_SECONDS = 60.0
_GOOD = frozenset({"sent", "confirmed"})


def add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands to the program's."""
    spool = commands.add_parser("spool", help="slips that wait, and slips that nobody knows of")
    kinds = spool.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = kinds.add_parser("list", parents=[common], help="the jobs of the printer, oldest first")
    listed.add_argument("--json", action="store_true", help="for other programs")
    settled = kinds.add_parser(
        "settle", parents=[common], help="say whether a doubtful slip's paper came out"
    )
    again = kinds.add_parser("reprint", parents=[common], help="print a doubtful slip again, marked")
    released = kinds.add_parser("release", parents=[common], help="let a held slip go out after all")
    cancelled = kinds.add_parser("cancel", parents=[common], help="take back a slip that waits")
    for command in (settled, again, released, cancelled):
        command.add_argument("id", metavar="ID", help="the job's id, or the end of it as in the list")
    settled.add_argument("answer", choices=("came", "not"), help="came: all of it; not: nothing or torn")
    add_wait(again)
    for command in (listed, settled, again, released, cancelled):
        command.add_argument("--device", metavar="URL", help="of this printer (default: configured)")


def add_wait(command: argparse.ArgumentParser) -> None:
    """Add how long a command waits for its slip."""
    command.add_argument(
        "--wait",
        type=float,
        default=WAIT_SECONDS,
        metavar="SECONDS",
        help="how long a slip may wait for the printer before it is taken back (default: %(default)g)",
    )


def run(arguments: argparse.Namespace, settings: "PrinterSettings", say: "Callable[[str], None]") -> int:
    """Run one of the actions; return 0, or 1 for a slip that did not certainly come out."""
    from printer.spool.jobs import Answer
    from printer.spool.store import Spool

    place = _place(arguments.device, settings)
    if arguments.action == "list":
        return _list(place, say, as_json=arguments.json)
    with Spool(place.file) as spool:
        if arguments.action == "reprint":
            return _reprint(arguments, settings, spool, place, say)
        job = {
            "settle": lambda: spool.settle(arguments.id, Answer(arguments.answer)),
            "release": lambda: spool.release(arguments.id),
            "cancel": lambda: spool.cancel(arguments.id),
        }[arguments.action]()
        say(_line(job))
    return 0


def print_slip(
    slip: "Slip",
    settings: "PrinterSettings",
    device: str | None,
    seconds: float,
    say: "Callable[[str], None]",
) -> int:
    """Print a made-up slip through the spool; return 0 when the printer took it, 1 otherwise."""
    from printer.rendering import Renderer
    from printer.spool import slips
    from printer.spool.store import Spool

    place, settings = _place(device, settings), _on(device, settings)
    with Spool(place.file) as spool:
        job = slips.submit(spool, slip, Renderer(settings).data, job_id=slips.new_id())
        return _finish(spool, place, job, settings=settings, seconds=seconds, say=say)


def _reprint(
    arguments: argparse.Namespace,
    settings: "PrinterSettings",
    spool: "Spool",
    place: "Place",
    say: "Callable[[str], None]",
) -> int:
    from printer.rendering import Renderer
    from printer.spool import slips
    from printer.spool.errors import NotNow
    from printer.spool.messages import NOT_KEPT

    settings = _on(arguments.device, settings)
    doubtful = spool.job(arguments.id)
    if doubtful.settled:
        raise NotNow(NOT_KEPT)
    job = slips.reprint(
        spool,
        doubtful,
        Renderer(settings).data,
        job_id=slips.new_id(),
        printed_at=dt.datetime.now(dt.UTC),
    )
    return _finish(spool, place, job, settings=settings, seconds=arguments.wait, say=say)


def _finish(
    spool: "Spool",
    place: "Place",
    job: "Job",
    *,
    settings: "PrinterSettings",
    seconds: float,
    say: "Callable[[str], None]",
) -> int:
    from printer.devices import open_device
    from printer.spool.finishing import finish
    from printer.spool.press import Rules

    rules = Rules(
        hold=dt.timedelta(minutes=settings.hold_minutes), keep=dt.timedelta(days=settings.keep_jobs_days)
    )
    ended = finish(
        spool,
        place,
        job.id,
        open_device=lambda: open_device(settings.device or ""),
        rules=rules,
        seconds=seconds,
    )
    if ended.state in _GOOD:
        say(_line(ended))
        return 0
    sys.stderr.write(f"bangkhae-printer: {_line(ended)}{_hint(ended)}\n")
    return 1


def _on(device: str | None, settings: "PrinterSettings") -> "PrinterSettings":
    """Return the settings with the printer that is meant; raises BadDevice where there is none."""
    address = device or settings.device
    if not address:
        raise BadDevice("[printer] device")
    return replace(settings, device=address)


def _place(device: str | None, settings: "PrinterSettings") -> "Place":
    from printer.spool.places import counter_place, data_folder, place_of

    folder = data_folder(settings.data_dir)
    return place_of(folder, device, settings.device) if device else counter_place(folder)


def _list(place: "Place", say: "Callable[[str], None]", *, as_json: bool) -> int:
    from printer.spool import messages
    from printer.spool.store import Spool

    jobs = []
    if place.file.exists():
        with Spool(place.file) as spool:
            jobs = list(spool.jobs())
    if as_json:
        say(json.dumps([_as_data(job) for job in jobs], ensure_ascii=False))
    elif not jobs:
        say(messages.EMPTY)
    for job in [] if as_json else jobs:
        say(f"{job.queued_at.astimezone():%Y-%m-%d %H:%M}  {_line(job)}")
    return 0


def _as_data(job: "Job") -> dict[str, object]:
    return {
        "id": job.id,
        "number": job.number,
        "about": job.about,
        "label": job.label,
        "reprint": job.reprint,
        "state": job.state,
        "reason": job.reason,
        "answer": job.answer,
        "queued_at": job.queued_at.isoformat(),
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
        "recorded": job.recorded,
    }


def _line(job: "Job") -> str:
    """Return a job in one line: the word for programs, the end of its id, whose it is, and how it stands."""
    from printer.messages import reprint
    from printer.spool import messages

    parts = [job.label, *([reprint(job.reprint)] if job.reprint else [])]
    stands = messages.ANSWER[job.answer] if job.answer else messages.STATE[job.state]
    why = messages.reason(job.reason)
    return f"{job.state:9}  {job.id[-8:]}  {' · '.join(parts)}  {stands}{f' ({why})' if why else ''}"


def _hint(job: "Job") -> str:
    from printer.spool import messages

    if job.in_doubt:
        return f" {messages.DOUBT_ON_TERMINAL} bangkhae-printer spool settle {job.id[-8:]} came|not"
    step = messages.next_step(job.reason)
    return f" {step}" if step else ""
