"""The command line: a slip through the spool, with and without an owner, and what people say to jobs."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from printer.cli import main
from printer.devices import open_device
from printer.escpos_bytes import encode
from printer.samples import sample
from printer.simulator import VirtualPrinter
from printer.spool import slips
from printer.spool.jobs import Job, State
from printer.spool.owner import Owner
from printer.spool.places import counter_place
from printer.spool.press import Rules
from printer.spool.store import Spool
from printer.strips import LONGEST_COMMAND
from printer.typeset import typeset


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BANGKHAE_DESK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BANGKHAE_OFFICE_NAME", "ฝ่ายทะเบียน สำนักงานเขตบางแค")
    monkeypatch.setenv("BANGKHAE_OFFICE_SECTION", "")


def jobs(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["spool", "list", "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def left(folder: Path, state: State, about: str = "request") -> Job:
    """Leave a job in the spool as another program would have."""
    with Spool(counter_place(folder).file) as spool:
        job = slips.submit(spool, sample(1), lambda _: b"slip", job_id=slips.new_id(), about=about)
        if state is not State.QUEUED:
            spool.begin(job)
        if state not in (State.QUEUED, State.SENDING):
            spool.end(job, state, "PrinterTimeout")
        return spool.job(job.id)


def test_a_slip_goes_through_the_spool_and_one_line_says_how_it_ended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with VirtualPrinter() as printer:
        monkeypatch.setenv("BANGKHAE_PRINTER_DEVICE", printer.url)
        assert main(["slip", "--print"]) == 0
        assert len(printer.wait_for_jobs(1)) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("confirmed")
    assert "A001 BK-9QRT" in line
    assert [job["state"] for job in jobs(capsys)] == ["confirmed"]


def test_a_printer_that_is_away_is_said_and_the_slip_is_taken_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BANGKHAE_PRINTER_DEVICE", "tcp://127.0.0.1:9")
    assert main(["slip", "--print", "--wait", "0.2"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "ติดต่อเครื่องพิมพ์ไม่ได้" in line
    assert [job["state"] for job in jobs(capsys)] == ["cancelled"]


def test_without_a_printer_nothing_is_begun(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["slip", "--print"]) == 1
    assert "[printer] device" in capsys.readouterr().err
    assert main(["spool", "list"]) == 0
    assert capsys.readouterr().out == "ไม่มีงานพิมพ์\n"
    assert not (tmp_path / "spool").exists()


def test_while_a_desk_owns_the_printer_it_prints_what_others_hand_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with VirtualPrinter() as printer:
        # The command could not even reach a printer there: so it was the owner who printed.
        monkeypatch.setenv("BANGKHAE_PRINTER_DEVICE", "tcp://127.0.0.1:9")
        owner = Owner(
            counter_place(tmp_path), lambda: open_device(printer.url), rules=Rules(), changed=lambda: None
        )
        owner.start()
        try:
            while not owner.ready:
                pass
            assert main(["slip", "--print", "--wait", "20"]) == 0
        finally:
            owner.stop()
        assert len(printer.wait_for_jobs(1)) == 1


def test_a_doubtful_slip_is_an_error_with_the_next_step(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with VirtualPrinter() as printer:
        # Beyond what ends a command that may have come before: in the middle of the slip.
        printer.control.habits.hang_up_after = LONGEST_COMMAND + 8000
        monkeypatch.setenv("BANGKHAE_PRINTER_DEVICE", printer.url)
        assert main(["slip", "--print"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    (job,) = jobs(capsys)
    assert job["state"] == "unknown"
    assert f"spool settle {str(job['id'])[-8:]} came|not" in line


@pytest.mark.parametrize("answer", ["came", "not"])
def test_a_doubt_is_settled_by_the_end_of_its_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], answer: str
) -> None:
    job = left(tmp_path, State.UNKNOWN)
    assert main(["spool", "settle", job.id[-8:], answer]) == 0
    (found,) = jobs(capsys)
    assert (found["state"], found["answer"]) == ("unknown", answer)
    assert main(["spool", "settle", job.id, answer]) == 1
    assert main(["spool", "settle", "nothing-like-it", answer]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_doubtful_slip_is_printed_again_with_its_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # A program that died while it was sending: whoever prints next finds out.
    job = left(tmp_path, State.SENDING)
    with VirtualPrinter() as printer:
        monkeypatch.setenv("BANGKHAE_PRINTER_DEVICE", printer.url)
        assert main(["spool", "reprint", job.id[-8:]]) == 1
        assert main(["slip", "--print"]) == 0
        assert main(["spool", "reprint", job.id[-8:]]) == 0
        again = printer.wait_for_jobs(2)[-1]
        assert main(["spool", "reprint", job.id[-8:]]) == 1
    assert "จบแล้ว" in capsys.readouterr().err
    unmarked = encode(typeset(sample(1), 80))
    assert len(again.raw) > len(unmarked)
    first, _, second = jobs(capsys)
    assert (first["answer"], second["reprint"], second["about"]) == ("not", 1, "request")
    assert (second["state"], second["recorded"]) == ("confirmed", False)


def test_a_waiting_slip_is_cancelled_and_a_held_one_let_go(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = left(tmp_path, State.QUEUED)
    assert main(["spool", "release", job.id]) == 1
    with Spool(counter_place(tmp_path).file) as spool:
        spool.hold_since(dataclasses.replace(job).queued_at.replace(year=2100))
    assert main(["spool", "release", job.id]) == 0
    assert main(["spool", "cancel", job.id]) == 0
    assert [found["state"] for found in jobs(capsys)] == ["cancelled"]


def test_the_list_says_it_in_words_and_names_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = left(tmp_path, State.UNKNOWN)
    assert main(["spool", "list"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert job.id[-8:] in line
    assert "ไม่ทราบว่าพิมพ์ออกมาหรือไม่" in line
    assert (sample(1).masked_name or "") not in line


def test_a_lock_that_cannot_be_made_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("BANGKHAE_PRINTER_DEVICE", "tcp://127.0.0.1:9")
    counter_place(tmp_path).lock.mkdir(parents=True)
    assert main(["slip", "--print"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("bangkhae-printer: บันทึกงานพิมพ์ไม่ได้")
