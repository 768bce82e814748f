"""Slips printed at another counter's printer: once, in time, known at both, whatever breaks in between."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import datetime as dt
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from desk.print_elsewhere import counter_of
from desk.print_facts import next_reprint
from desk.printing import Word
from printer.errors import BadDevice
from printer.simulator import VirtualPrinter
from printer.simulator.habits import Habits
from printer.spool import owner as owner_module
from printer.spool.jobs import Answer, State
from printer.status import Condition
from printer.strips import LONGEST_COMMAND
from registry.request import Request
from sync.store.database import Database
from tests.counter import until
from tests.sharing.dying_desk import SERVING, SUBMITTING
from tests.sharing.office import SLIP, Counter, Office
from tests.sync.daemon import DaemonProcess

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner_module, "_LOOK_SECONDS", 0.05)
    monkeypatch.setattr(owner_module, "_WAIT_SECONDS", 0.05)
    monkeypatch.setattr("desk.print_exchange._FIRST_DELAY", 0.05)
    monkeypatch.setattr("desk.print_exchange._LONGEST_DELAY", 0.2)
    monkeypatch.setattr("desk.print_exchange._LOOK_SECONDS", 0.2)


@pytest.fixture
def office(
    tmp_path: Path, sqlite_template: Path, open_database: Callable[[str], Database]
) -> Iterator[Office]:
    file = tmp_path / "office.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    made = Office.of(open_database(f"sqlite:///{file}"), tmp_path)
    with made.serves():
        yield made


@pytest.fixture
def left(tmp_path: Path, sqlite_template: Path, open_database: Callable[[str], Database]) -> Left:
    """Return an office with three requests, its files left for a daemon of its own."""
    file = tmp_path / "office.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    database = open_database(f"sqlite:///{file}")
    office = Office.of(database, tmp_path)
    requests = [office.arrived() for _ in range(3)]
    database.close()
    (tmp_path / "office.key").write_bytes(base64.b64encode(bytes(range(32))))
    (tmp_path / "config.toml").write_text('[shared_printing]\ncounters = ["1", "2"]\n', "utf-8")
    return Left(office, f"sqlite:///{file}", requests)


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as virtual:
        yield virtual


def age(counter: Counter, by: dt.timedelta) -> None:
    """Let a counter's clock go ahead, for what it hands to others."""
    exchange = counter.backend._prints.shared.exchange
    assert exchange is not None
    exchange._tools = replace(exchange._tools, now=lambda: dt.datetime.now(dt.UTC) + by)
    exchange.nudge()


async def test_a_counter_without_a_printer_prints_at_another_one_and_both_know(
    office: Office, printer: VirtualPrinter
) -> None:
    request = office.arrived()
    async with office.counter("1") as one, office.counter("2", printer.url) as two:
        assert not one.backend.can_print_here()
        assert (one.backend.other_printers()[0], two.backend.can_print_here()) == ("2", True)
        job = await one.prints(request, "2")
        assert (counter_of(job), job.state) == ("2", State.QUEUED)
        await one.becomes(request, state=State.CONFIRMED)
        assert len(printer.jobs) == 1
        assert two.job(request).label.endswith("(ของช่องบริการ 1)")
        await until(lambda: one.now(request).hand_over.slips_printed == 1)
        await until(lambda: not one.backend.open_prints())
        assert next_reprint(one.backend.prints(request.id), 1, 1) == 1


async def test_lost_requests_and_lost_answers_print_nothing_twice(
    office: Office, printer: VirtualPrinter
) -> None:
    requests = [office.arrived() for _ in range(3)]
    async with office.counter("1") as one, office.counter("2", printer.url) as two:
        for counter in (one, two):
            for _ in range(4):
                counter.line.lose_answers(where="POST /api/prints")
                counter.line.lose_requests(where="POST /api/prints")
            counter.line.lose_answers(2, where="GET /api/prints")
        for request in requests:
            await one.prints(request, "2")
        for request in requests:
            await one.becomes(request, state=State.CONFIRMED)
        assert len(printer.jobs) == 3
        fates = [happened.fate for counter in (one, two) for happened in counter.line.happened]
        assert fates.count("lost") + fates.count("answer lost") >= 12


async def test_nobody_there_in_time_is_told_and_nothing_comes_out_later(
    office: Office, printer: VirtualPrinter
) -> None:
    request = office.arrived()
    async with office.counter("1") as one:
        await one.prints(request, "2")
        await until(lambda: any("POST /api/prints" in each.line for each in one.line.happened))
        age(one, dt.timedelta(minutes=4))
        await one.becomes(request, state=State.FAILED)
        assert one.job(request).reason == "expired"
        async with office.counter("2", printer.url) as two:
            # A second order comes through, behind the one that is over.
            age(one, dt.timedelta())
            await one.prints(request, "2")
            await one.becomes(request, state=State.CONFIRMED)
            assert [job.state for job in two.backend.prints(request.id)] == [State.CONFIRMED]
    assert len(printer.jobs) == 1


async def test_a_slip_that_waited_for_the_daemon_too_long_is_never_handed_in(
    office: Office, printer: VirtualPrinter
) -> None:
    request = office.arrived()
    async with office.counter("1") as one, office.counter("2", printer.url) as two:
        await one.seen(request)
        one.line.go_down()
        await one.prints(request, "2")
        age(one, dt.timedelta(hours=1))
        one.line.come_up()
        await one.becomes(request, state=State.FAILED)
        await two.seen(request)
        assert not two.backend.prints(request.id)
    assert printer.jobs == []


async def test_a_doubt_is_asked_at_the_printer_and_known_at_every_counter(office: Office) -> None:
    request = office.arrived()
    habits = Habits(hang_up_after=LONGEST_COMMAND + 3000)
    with VirtualPrinter(habits=habits) as printer:
        async with (
            office.counter("1") as one,
            office.counter("2", printer.url) as two,
            office.counter("3") as three,
        ):
            job = await one.prints(request, "2")
            await two.becomes(request, in_doubt=True)
            await one.becomes(request, in_doubt=True)
            await three.seen(request)
            await until(lambda: three.now(request).hand_over.doubtful_slips == (0,))
            known = three.now(request).hand_over
            assert next_reprint((), known.slips_printed, known.next_slip) == 1
            assert two.backend.status().printer != one.backend.status().printer
            await two.backend.say_to_print(job.id, Word.CAME)
            await one.becomes(request, answer=Answer.CAME)
            await until(lambda: three.now(request).hand_over.doubtful_slips == ())
            assert three.now(request).hand_over.slips_printed == 1


async def test_a_slip_that_waits_for_paper_can_be_taken_back_and_one_that_waits_here_moved(
    office: Office, printer: VirtualPrinter
) -> None:
    request = office.arrived()
    printer.control.trouble(Condition.NO_PAPER)
    with VirtualPrinter() as other:
        other.control.trouble(Condition.COVER_OPEN)
        async with office.counter("1", other.url) as one, office.counter("2", printer.url) as two:
            here = await one.backend.print_slip(SLIP, await one.seen(request))
            await one.becomes(request, reason="cover_open")
            assert not one.backend.can_print_here()
            moved = await one.backend.move_print(here, "2")
            await one.becomes(request, reason="no_paper")
            assert (moved.reprint, counter_of(one.job(request))) == (0, "2")
            await one.backend.say_to_print(moved.id, Word.CANCEL)
            await one.becomes(request, state=State.CANCELLED)
            assert two.job(request).state is State.CANCELLED
            for each in (printer, other):
                each.control.load_paper()
                each.control.mend()
            await one.prints(request, "2")
            await one.becomes(request, state=State.CONFIRMED)
        assert (len(printer.jobs), other.jobs) == (1, [])


async def test_the_day_ends_with_its_numbers_on_paper(office: Office, printer: VirtualPrinter) -> None:
    request = office.arrived()
    async with office.counter("1") as one, office.counter("2", printer.url) as two:
        await one.prints(request, "2")
        await until(lambda: one.now(request).hand_over.slips_printed == 1)
        job = await two.backend.print_day_end()
        assert job.label.startswith("สรุปสิ้นวัน")
        await until(lambda: len(printer.jobs) == 2)
        with pytest.raises(BadDevice):
            await one.backend.print_day_end()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
async def test_programs_that_are_killed_at_any_step_print_once_when_they_are_there_again(
    office: Office, tmp_path: Path
) -> None:
    dying = {step: Dying(step, str(number)) for number, step in enumerate((*SUBMITTING, *SERVING), start=4)}
    async with contextlib.AsyncExitStack() as stack:
        printers = {step: stack.enter_context(VirtualPrinter()) for step in SERVING}
        shared = stack.enter_context(VirtualPrinter())
        for virtual in (*printers.values(), shared):
            # What is written down waits, so that no program dies while paper may come out.
            virtual.control.trouble(Condition.NO_PAPER)
        requests = {step: office.arrived() for step in dying}
        one = await stack.enter_async_context(office.counter("1"))
        for step in SERVING:
            await one.prints(requests[step], dying[step].counter)
        ended = [
            each.dies(tmp_path, office.url, printers.get(step), requests[step].id)
            for step, each in dying.items()
        ]
        assert set(await asyncio.gather(*ended)) == {-signal.SIGKILL}
        await stack.enter_async_context(office.counter("2", shared.url))
        for step, each in dying.items():
            device = printers[step].url if step in SERVING else ""
            await stack.enter_async_context(office.counter(each.counter, device))
        for virtual in (*printers.values(), shared):
            virtual.control.load_paper()
        for request in requests.values():
            await until(lambda: one.now(request).hand_over.slips_printed == 1, 40)  # noqa: B023
        assert [len(virtual.jobs) for virtual in printers.values()] == [1] * len(SERVING)
        assert len(shared.jobs) == len(SUBMITTING)
        for step in SERVING:
            await one.becomes(requests[step], state=State.CONFIRMED)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
async def test_a_daemon_that_is_killed_forgets_no_slip_and_prints_none_twice(
    tmp_path: Path, left: Left, printer: VirtualPrinter
) -> None:
    office = left.office
    waiting, underway, later = left.requests
    printer.control.trouble(Condition.NO_PAPER)
    async with contextlib.AsyncExitStack() as stack:
        daemon = await stack.enter_async_context(DaemonProcess(tmp_path, left.url))
        office.url = daemon.url
        one = await stack.enter_async_context(office.counter("1"))
        two = await stack.enter_async_context(office.counter("2", printer.url))
        await one.prints(waiting, "2")
        await one.becomes(waiting, reason="no_paper")
        for request in (underway, later):
            await one.seen(request)
        await one.prints(underway, "2")
        assert await daemon.kill() == -signal.SIGKILL
        await one.prints(later, "2")
        printer.control.load_paper()
        printer.control.mend()
        await two.becomes(waiting, state=State.CONFIRMED)
        address = daemon.url.removeprefix("http://")
        await stack.enter_async_context(DaemonProcess(tmp_path, left.url, BANGKHAE_SYNC_LISTEN=address))
        for request in (waiting, underway, later):
            await one.becomes(request, state=State.CONFIRMED)
            await until(lambda: one.now(request).hand_over.slips_printed == 1)  # noqa: B023
    assert len(printer.jobs) == 3


@dataclass(frozen=True)
class Left:
    """An office that nobody serves yet: where its data are, and who has arrived."""

    office: Office
    url: str
    requests: list[Request]


@dataclass(frozen=True)
class Dying:
    """A counter in a program of its own, and the step at which that is killed."""

    step: str
    counter: str

    async def dies(self, folder: Path, url: str, printer: VirtualPrinter | None, request_id: str) -> int:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.sharing.dying_desk",
            self.step, str(folder / f"counter-{self.counter}"), self.counter, url,
            printer.url if printer else "", request_id,
        )  # fmt: skip
        async with asyncio.timeout(60):
            return await process.wait()
