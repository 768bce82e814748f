from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from printer.spool import owner as owner_module
from printer.spool.jobs import Job, State
from printer.spool.owner import Owner
from printer.spool.places import Place, counter_place, data_folder, place_of
from printer.spool.press import Rules
from printer.spool.store import Spool
from printer.status import Condition
from tests.printer.spool.fake_printer import FakePrinter, new_job
from thai.file_lock import FileLock, LockedError

PATIENCE = 10.0


class Watched:
    """An owner, and a way to wait for what it tells instead of sleeping."""

    def __init__(self, place: Place, printer: FakePrinter) -> None:
        self.place = place
        self._told = threading.Condition()
        self.damaged = 0
        self.owner = Owner(
            place, lambda: printer, rules=Rules(), changed=self._changed, damaged=self._set_aside
        )

    def _changed(self) -> None:
        with self._told:
            self._told.notify_all()

    def _set_aside(self) -> None:
        self.damaged += 1
        self._changed()

    def until(self, holds: Callable[[], bool]) -> None:
        with self._told:
            assert self._told.wait_for(holds, PATIENCE)

    def submit(self, about: str = "request") -> Job:
        with Spool(self.place.file) as spool:
            job = spool.submit(new_job(about, about.encode()))
        assert job is not None
        self.owner.wake()
        return job

    def state(self, job: Job) -> State:
        with Spool(self.place.file) as spool:
            return spool.job(job.id).state


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner_module, "_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(owner_module, "_WAIT_SECONDS", 0.02)


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def watched(tmp_path: Path, printer: FakePrinter) -> Iterator[Watched]:
    made = Watched(counter_place(tmp_path), printer)
    yield made
    made.owner.stop()
    FileLock(made.place.lock).release()


def test_it_prints_what_is_handed_in_by_anybody(watched: Watched, printer: FakePrinter) -> None:
    watched.owner.start()
    watched.until(lambda: watched.owner.ready)
    with pytest.raises(LockedError):
        FileLock(watched.place.lock)
    jobs = [watched.submit(about) for about in ("one", "two", "three")]
    watched.until(lambda: watched.state(jobs[-1]) is State.CONFIRMED)
    assert printer.paper == [b"one", b"two", b"three"]
    assert watched.owner.status is not None


def test_it_goes_on_by_itself_when_the_printer_can_again(watched: Watched, printer: FakePrinter) -> None:
    printer.conditions = frozenset({Condition.NO_PAPER})
    watched.owner.start()
    job = watched.submit()

    def reason() -> str:
        with Spool(watched.place.file) as spool:
            return spool.job(job.id).reason

    watched.until(lambda: reason() == "no_paper")
    printer.conditions = frozenset()
    watched.until(lambda: watched.state(job) is State.CONFIRMED)


def test_while_another_holds_the_printer_nothing_is_printed_but_all_is_told(
    watched: Watched, printer: FakePrinter
) -> None:
    watched.place.file.parent.mkdir()
    lock = FileLock(watched.place.lock)
    watched.owner.start()
    watched.until(lambda: watched.owner.ready)
    job = watched.submit()
    with Spool(watched.place.file) as spool:
        assert spool.begin(spool.job(job.id)) == b"request"
        watched.until(lambda: watched.state(job) is State.SENDING)
        # Nobody calls a job unknown that somebody alive is sending.
        spool.end(job, State.SENT)
    other = watched.submit("other")
    assert printer.paper == []
    lock.release()
    watched.until(lambda: watched.state(other) is State.CONFIRMED)
    assert watched.state(job) is State.SENT
    assert printer.paper == [b"other"]


def test_a_damaged_file_is_set_aside_and_told(watched: Watched, printer: FakePrinter) -> None:
    watched.place.file.parent.mkdir()
    watched.place.file.write_bytes(b"damaged" * 200)
    watched.owner.start()
    watched.until(lambda: watched.owner.ready)
    assert watched.damaged == 1
    job = watched.submit()
    watched.until(lambda: watched.state(job) is State.CONFIRMED)


def test_an_end_waits_for_the_job_in_hand(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(FakePrinter):
        def send(self, data: bytes, *, job: int | None = None):  # type: ignore[no-untyped-def]  # noqa: ANN202
            begun.set()
            assert go_on.wait(PATIENCE)
            return super().send(data, job=job)

    slow = Slow()
    watched = Watched(counter_place(tmp_path), slow)
    job = watched.submit()
    watched.owner.start()
    assert begun.wait(PATIENCE)
    watched.owner.stop(wait=False)
    with pytest.raises(LockedError):
        FileLock(watched.place.lock)
    go_on.set()
    watched.owner.stop()
    assert watched.state(job) is State.CONFIRMED
    FileLock(watched.place.lock).release()


def test_the_counter_s_spool_is_named_for_its_role(tmp_path: Path) -> None:
    ours = counter_place(tmp_path)
    assert place_of(tmp_path, "tcp://192.0.2.1", "tcp://192.0.2.1") == ours
    other = place_of(tmp_path, "tcp://192.0.2.2", "tcp://192.0.2.1")
    assert other not in (ours, place_of(tmp_path, "tcp://192.0.2.3", None))
    assert ours.lock.name == "printer.lock"
    assert data_folder(tmp_path) == tmp_path
    from desk.session import data_dir
    from registry.settings import DeskSettings

    assert data_folder(None) == data_dir(DeskSettings())
