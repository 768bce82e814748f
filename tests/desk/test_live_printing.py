"""The working desk and its spool: what is printed is recorded once, whatever happens in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from desk.events import PrintsChanged, SpoolSetAside
from desk.messages import shell
from desk.print_facts import next_reprint
from desk.printing import Word
from printer.errors import PrinterError
from printer.samples import sample
from printer.spool import owner as owner_module
from printer.spool import slips
from printer.spool.errors import NotNow
from printer.spool.jobs import Answer, Job, State
from printer.spool.places import counter_place
from printer.spool.store import Spool
from registry.commands import SlipPrinted
from tests.desk.daemon import Daemon, serving
from tests.desk.live_desk import AWAY, SESSION, Desk
from tests.desk.people import arrived, record
from thai.file_lock import FileLock

REQUEST = arrived("BK-4FGH")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner_module, "_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(owner_module, "_WAIT_SECONDS", 0.02)


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with serving(Daemon(SESSION)) as running:
        running.put(record(REQUEST))
        yield running


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "paper.bin"


@pytest.fixture
async def desk(tmp_path: Path, daemon: Daemon, paper: Path) -> AsyncIterator[Desk]:
    made = Desk(tmp_path, daemon.address, f"file://{paper.as_posix()}")
    yield made
    made.backend.close()


def spooled(folder: Path, *states: State, by: str = "somying") -> None:
    """Leave prints in the spool as an earlier run would have."""
    with Spool(counter_place(folder).file) as spool:
        for number, state in enumerate(states):
            job = slips.submit(
                spool,
                sample(1),
                lambda _: b"slip",
                job_id=f"00000000-0000-7000-8000-{number:012d}",
                about=REQUEST.id,
                by=by,
                context="2",
            )
            spool.begin(job)
            if state is not State.SENDING:
                spool.end(job, state)


def printed_on(paper: Path) -> bytes:
    return paper.read_bytes() if paper.exists() else b""


def facts(daemon: Daemon) -> list[tuple[str, int | None, str | None]]:
    return [
        (envelope.id, envelope.command.reprint, envelope.command.printed_by)
        for envelope in daemon.commands
        if isinstance(envelope.command, SlipPrinted)
    ]


async def settled(desk: Desk, job: Job) -> Job:
    """Wait until a print is settled; before the spool's owner is there, none is known."""

    def those() -> list[Job]:
        return [each for each in desk.backend.prints(job.about) if each.id == job.id and each.settled]

    await desk.until(lambda: bool(those()))
    return those()[0]


async def test_a_slip_goes_to_this_counter_s_printer_and_becomes_a_fact_of_its_job(
    desk: Desk, daemon: Daemon, paper: Path
) -> None:
    await desk.online()
    # A plain file says nothing of itself.
    assert desk.backend.status().printer == shell.PRINTER_SILENT
    job = await desk.backend.print_slip(sample(1), REQUEST)
    assert (await settled(desk, job)).state is State.SENT
    assert len(printed_on(paper)) > 1000
    await desk.until(lambda: facts(daemon) == [(job.id, 0, "somying")])
    await desk.until(lambda: desk.backend.prints(REQUEST.id)[0].recorded)
    assert desk.heard(PrintsChanged)
    assert next_reprint(desk.backend.prints(REQUEST.id), 0) == 1


async def test_a_second_slip_is_marked_even_where_nobody_asked_for_it(desk: Desk, daemon: Daemon) -> None:
    await desk.online()
    first = await desk.backend.print_slip(sample(1), REQUEST)
    second = await desk.backend.print_slip(sample(1), REQUEST)
    await settled(desk, second)
    await desk.until(lambda: facts(daemon) == [(first.id, 0, "somying"), (second.id, 1, "somying")])


async def test_a_restart_records_what_was_printed_and_asks_about_what_nobody_knows(
    tmp_path: Path, daemon: Daemon, paper: Path
) -> None:
    spooled(tmp_path, State.CONFIRMED, State.SENDING, by="somsak")
    desk = Desk(tmp_path, daemon.address, f"file://{paper.as_posix()}")
    await desk.online()
    await desk.until(lambda: len(facts(daemon)) == 1)
    assert facts(daemon) == [("00000000-0000-7000-8000-000000000000", 0, "somsak")]
    (doubtful,) = desk.backend.open_prints()
    assert (doubtful.in_doubt, doubtful.reprint) == (True, 1)
    status = desk.backend.status()
    assert (status.printer, status.printer_ready) == (shell.PRINTER_UNKNOWN, False)
    assert next_reprint(desk.backend.prints(REQUEST.id), 1) == 2
    await desk.backend.say_to_print(doubtful.id, Word.CAME)
    await desk.until(lambda: len(facts(daemon)) == 2)
    assert facts(daemon)[1] == (doubtful.id, 1, "somsak")
    assert desk.backend.open_prints() == []
    with pytest.raises(NotNow):
        await desk.backend.say_to_print(doubtful.id, Word.NOT)
    desk.backend.close()
    assert printed_on(paper) == b""


async def test_the_same_fact_is_sent_again_with_the_same_words_after_a_crash(
    tmp_path: Path, daemon: Daemon
) -> None:
    spooled(tmp_path, State.SENT)
    for times in (1, 2):
        await recorded_once_more(Desk(tmp_path, daemon.address, "tcp://127.0.0.1:9"), daemon, times)
        with Spool(counter_place(tmp_path).file) as spool:
            # As if the program had died before it could take note.
            spool._change("UPDATE job SET recorded = 0")
        daemon.answers.clear()
    first, again = [envelope.model_dump_json() for envelope in daemon.commands]
    assert again == first


async def recorded_once_more(desk: Desk, daemon: Daemon, times: int) -> None:
    await desk.online()
    await desk.until(lambda: desk.backend.prints(REQUEST.id)[0].recorded and len(daemon.commands) == times)
    desk.backend.close()


async def test_a_slip_waits_for_its_printer_is_cancelled_and_said_in_the_status_line(
    tmp_path: Path, daemon: Daemon
) -> None:
    # Nothing listens there: a printer that is switched off.
    desk = Desk(tmp_path, daemon.address, "tcp://127.0.0.1:9")
    desk.start()
    job = await desk.backend.print_slip(sample(1), REQUEST)
    await desk.until(lambda: any(each.reason for each in desk.backend.open_prints()))
    assert desk.backend.open_prints()[0].waits
    status = desk.backend.status()
    assert status.printer == "รอพิมพ์: ติดต่อเครื่องพิมพ์ไม่ได้"
    assert not status.printer_ready
    await desk.backend.say_to_print(job.id, Word.CANCEL)
    await desk.until(lambda: not desk.backend.open_prints())
    assert desk.backend.prints(REQUEST.id)[0].state is State.CANCELLED
    assert next_reprint(desk.backend.prints(REQUEST.id), 0) == 0
    assert facts(daemon) == []
    desk.backend.close()


async def test_a_slip_that_waited_too_long_is_held_and_let_go(
    tmp_path: Path, daemon: Daemon, paper: Path
) -> None:
    place = counter_place(tmp_path)
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(hours=2)
    with Spool(place.file, lambda: long_ago) as spool:
        slips.submit(spool, sample(1), lambda _: b"slip", job_id="1", about="", by="somying")
    desk = Desk(tmp_path, AWAY, f"file://{paper.as_posix()}")
    desk.start()
    await desk.until(lambda: any(job.asks for job in desk.backend.open_prints()))
    (held,) = desk.backend.open_prints()
    assert (held.state, held.asks) == (State.HELD, True)
    assert desk.backend.status().printer == shell.PRINTER_HELD
    assert printed_on(paper) == b""
    await desk.backend.say_to_print(held.id, Word.GO)
    await desk.until(lambda: not desk.backend.open_prints())
    assert printed_on(paper) == b"slip"
    desk.backend.close()


async def test_another_program_prints_on_the_same_printer_only_one_at_a_time(
    tmp_path: Path, daemon: Daemon, paper: Path
) -> None:
    place = counter_place(tmp_path)
    place.file.parent.mkdir()
    other = FileLock(place.lock)
    desk = Desk(tmp_path, daemon.address, f"file://{paper.as_posix()}")
    desk.start()
    job = await desk.backend.print_slip(sample(1), REQUEST)
    await desk.until(lambda: bool(desk.backend.prints(REQUEST.id)))
    assert desk.backend.prints(REQUEST.id)[0].state is State.QUEUED
    other.release()
    assert (await settled(desk, job)).state is State.SENT
    desk.backend.close()


async def test_without_a_printer_the_clerk_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    desk = Desk(tmp_path, AWAY)
    desk.start()
    with pytest.raises(PrinterError):
        await desk.backend.print_slip(sample(1), REQUEST)
    status = desk.backend.status()
    assert (status.printer, status.printer_ready) == (shell.PRINTER_NONE, False)
    assert not counter_place(tmp_path).file.exists()
    desk.backend.close()


async def test_a_damaged_spool_is_set_aside_and_told(tmp_path: Path, paper: Path) -> None:
    place = counter_place(tmp_path)
    place.file.parent.mkdir()
    place.file.write_bytes(b"damaged" * 300)
    desk = Desk(tmp_path, AWAY, f"file://{paper.as_posix()}")
    desk.start()
    await desk.until(lambda: bool(desk.heard(SpoolSetAside)))
    desk.backend.close()


async def test_a_slip_on_its_way_when_the_desk_is_locked_is_recorded_by_the_next_session(
    tmp_path: Path, daemon: Daemon, paper: Path
) -> None:
    first = Desk(tmp_path, daemon.address, f"file://{paper.as_posix()}")
    first.start()
    await first.until(lambda: bool(first.told))
    job = await first.backend.print_slip(sample(1), REQUEST)
    first.backend.close()
    second = Desk(tmp_path, daemon.address, f"file://{paper.as_posix()}")
    await second.online()
    assert (await settled(second, job)).state is State.SENT
    await second.until(lambda: [each[0] for each in facts(daemon)] == [job.id])
    second.backend.close()


def test_the_next_number_is_above_all_that_may_come_out() -> None:
    from dataclasses import replace

    from tests.desk.fake_prints import print_job
    from tests.desk.people import NOW

    job = print_job(1, REQUEST, 0, NOW)

    def stands(state: State, answer: Answer | None = None, reprint: int = 0) -> Job:
        return replace(job, state=state, answer=answer, reprint=reprint)

    assert next_reprint((), 0) == 0
    assert next_reprint((), 2) == 2
    assert next_reprint((stands(State.CANCELLED), stands(State.FAILED)), 0) == 0
    assert next_reprint((stands(State.UNKNOWN),), 0) == 1
    assert next_reprint((stands(State.UNKNOWN, Answer.NOT),), 2) == 3
    assert next_reprint((stands(State.UNKNOWN, Answer.CAME),), 1) == 1
    assert next_reprint((stands(State.SENT, reprint=4),), 1) == 5
