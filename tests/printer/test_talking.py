"""Slips sent to a virtual printer that does what real ones do: the paper is what counts."""

import threading
import time
from collections.abc import Iterator

import pytest
from PIL import Image

from printer.devices import Delivery, mistrust, open_device
from printer.errors import (
    PrinterBusy,
    PrinterError,
    PrinterInterrupted,
    PrinterNotReady,
    PrinterStopped,
    PrinterTimeout,
    PrinterUnreachable,
)
from printer.escpos_bytes import encode
from printer.simulator import VirtualPrinter
from printer.status import UNKNOWN, Condition, PrinterStatus

WIDTH = 384
TROUBLES = sorted(set(Condition) - {Condition.UNPLUGGED, Condition.OFFLINE})


def picture(shade: int, rows: int = 300) -> Image.Image:
    """Return a slip that can be told apart: upright stripes so many dots wide."""
    image = Image.new("1", (WIDTH, rows), 1)
    for left in range(0, WIDTH, 2 * shade):
        image.paste(0, (left, 0, min(WIDTH, left + shade), rows))
    return image


FIRST, SECOND = picture(5), picture(7)
ONE, TWO = encode(FIRST), encode(SECOND)


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(WIDTH) as printer:
        yield printer


def shown(printer: VirtualPrinter, count: int) -> list[bytes]:
    return [paper.picture.tobytes() for paper in printer.wait_for_jobs(count)]


def test_a_printer_that_names_what_it_printed_confirms(printer: VirtualPrinter) -> None:
    device = open_device(printer.url)
    assert device.send(ONE, job=41) is Delivery.CONFIRMED
    assert device.send(TWO, job=10_041) is Delivery.CONFIRMED
    assert shown(printer, 2) == [FIRST.tobytes(), SECOND.tobytes()]


def test_one_that_answers_in_its_turn_confirms(printer: VirtualPrinter) -> None:
    printer.control.habits.names = False
    device = open_device(printer.url)
    printer.control.habits.rows_a_second = 4000
    assert device.send(ONE) is Delivery.CONFIRMED
    assert shown(printer, 1) == [FIRST.tobytes()]


def test_one_that_answers_before_its_turn_is_not_believed(printer: VirtualPrinter) -> None:
    printer.control.habits.names, printer.control.habits.hasty = False, True
    device = open_device(printer.url + "?waiteof=false")
    printer.control.habits.rows_a_second = 2000
    assert device.send(ONE) is Delivery.SENT
    assert device.send(TWO) is Delivery.SENT
    assert shown(printer, 2) == [FIRST.tobytes(), SECOND.tobytes()]


def test_one_that_says_nothing_is_honestly_only_sent_to(printer: VirtualPrinter) -> None:
    habits = printer.control.habits
    habits.real_time = habits.names = habits.fences = habits.automatic = False
    device = open_device(printer.url)
    assert device.status() == UNKNOWN
    assert device.send(ONE) is Delivery.SENT
    assert shown(printer, 1) == [FIRST.tobytes()]


def test_one_that_was_busy_when_it_was_tried_is_tried_once_more(printer: VirtualPrinter) -> None:
    habits = printer.control.habits
    habits.names = habits.fences = False
    device = open_device(printer.url)
    assert device.send(ONE) is Delivery.SENT
    habits.names = True
    assert device.send(TWO) is Delivery.CONFIRMED
    habits.names = False
    other = open_device(printer.url)
    assert [other.send(ONE), other.send(ONE)] == [Delivery.SENT, Delivery.SENT]
    habits.names = True
    assert other.send(ONE) is Delivery.SENT, "asked twice, and then left alone"


def test_one_that_knows_only_automatic_status_is_asked_so(printer: VirtualPrinter) -> None:
    printer.control.habits.real_time = False
    device = open_device(printer.url + "?status=asb")
    assert device.status() == PrinterStatus.of()
    printer.control.trouble(Condition.PAPER_LOW)
    assert device.status() == PrinterStatus.of(Condition.PAPER_LOW)


@pytest.mark.parametrize("garbage", [b"\x00", b"\xff\xff", b"OK\r\n", b"\x12\x12", b"HTTP/1.1 400\r\n\r\n"])
def test_nonsense_is_never_taken_for_all_well(printer: VirtualPrinter, garbage: bytes) -> None:
    printer.control.habits.garbage = garbage
    device = open_device(printer.url)
    assert device.status() == UNKNOWN
    assert device.send(ONE) is Delivery.SENT
    assert shown(printer, 1) == [FIRST.tobytes()]


@pytest.mark.parametrize("condition", TROUBLES)
def test_trouble_is_told_and_nothing_is_sent_into_it(printer: VirtualPrinter, condition: Condition) -> None:
    device = open_device(printer.url)
    assert device.status() == PrinterStatus.of()
    printer.control.trouble(condition)
    status = device.status()
    assert status == PrinterStatus.of(condition)
    if status.may_print:
        assert device.send(ONE) is Delivery.CONFIRMED
        return
    with pytest.raises(PrinterNotReady) as caught:
        device.send(ONE)
    assert not caught.value.may_have_printed
    assert status.thai in str(caught.value)
    printer.control.mend()
    assert device.send(TWO) is Delivery.CONFIRMED
    assert shown(printer, 1) == [SECOND.tobytes()]


def test_paper_that_ends_in_a_slip_is_told_and_the_rest_comes_late(printer: VirtualPrinter) -> None:
    device = open_device(printer.url)
    printer.control.load_paper(rows=150)
    with pytest.raises(PrinterStopped) as caught:
        device.send(ONE)
    assert caught.value.may_have_printed
    assert "กระดาษหมด" in caught.value.thai
    assert printer.jobs == []
    with pytest.raises(PrinterNotReady):
        device.send(TWO)
    printer.control.load_paper()
    assert shown(printer, 1) == [FIRST.tobytes()]
    assert device.send(TWO) is Delivery.CONFIRMED
    assert shown(printer, 2) == [FIRST.tobytes(), SECOND.tobytes()]


def test_an_unplugged_printer_is_there_again_by_itself(printer: VirtualPrinter) -> None:
    device = open_device(printer.url)
    printer.control.unplug()
    assert device.status() == PrinterStatus.of(Condition.UNPLUGGED)
    with pytest.raises(PrinterUnreachable):
        device.send(ONE)
    printer.control.plug_in()
    assert device.status() == PrinterStatus.of()
    assert device.send(ONE) is Delivery.CONFIRMED


@pytest.mark.parametrize("after", [3, 9_300, 9_900, 12_000, 20_000])
def test_a_line_cut_in_a_slip_spoils_no_other(printer: VirtualPrinter, after: int) -> None:
    """The printer waits for the rest of a picture: without care it would print the next slip into it."""
    device = open_device(printer.url, timeout=5)
    assert device.send(TWO) is Delivery.CONFIRMED
    printer.control.habits.hang_up_after = after
    size = len(ONE)
    try:
        device.send(ONE)
    except PrinterError as error:
        broken = error
    else:
        assert after > size
        return
    printer.control.habits.hang_up_after = None
    assert device.send(TWO) is Delivery.CONFIRMED
    assert printer.jobs[-1].picture.tobytes() == SECOND.tobytes()
    assert broken.may_have_printed or isinstance(broken, PrinterUnreachable)


def test_without_that_care_the_next_slip_is_lost_in_the_picture(printer: VirtualPrinter) -> None:
    """What the care is for: two devices that know nothing of each other."""
    halves = open_device(printer.url + "?status=no&confirm=no&waiteof=false")
    halves.send(ONE[:5000])
    other = open_device(printer.url + "?status=no&confirm=no")
    object.__setattr__(other, "_fresh", False)
    other.send(TWO)
    with pytest.raises(TimeoutError):
        printer.wait_for_jobs(2, timeout=0.3)
    assert SECOND.tobytes() not in [job.picture.tobytes() for job in printer.jobs]


def test_a_new_program_can_be_told_of_what_an_old_one_left(printer: VirtualPrinter) -> None:
    open_device(printer.url + "?waiteof=false&status=no&confirm=no").send(ONE[:9000])
    device = open_device(printer.url)
    mistrust(device)
    assert device.send(TWO) is Delivery.CONFIRMED
    left, whole = shown(printer, 2)
    assert whole == SECOND.tobytes()
    assert left not in (FIRST.tobytes(), SECOND.tobytes())


def test_a_power_cut_in_a_slip_is_unknown_and_spoils_no_other(printer: VirtualPrinter) -> None:
    device = open_device(printer.url, timeout=3)
    assert device.send(TWO) is Delivery.CONFIRMED
    printer.control.habits.rows_a_second = 400
    cut = threading.Timer(0.2, printer.control.cycle_power)
    cut.start()
    with pytest.raises(PrinterError) as caught:
        device.send(ONE)
    cut.join()
    assert caught.value.may_have_printed
    printer.control.habits.rows_a_second = None
    assert device.send(TWO) is Delivery.CONFIRMED
    assert printer.jobs[-1].picture.tobytes() == SECOND.tobytes()


def test_the_first_job_after_a_power_cycle_may_be_lost_but_is_never_called_printed(
    printer: VirtualPrinter,
) -> None:
    device = open_device(printer.url, timeout=1.5)
    assert device.send(ONE) is Delivery.CONFIRMED
    printer.control.cycle_power(forgets=True)
    with pytest.raises(PrinterTimeout) as caught:
        device.send(TWO)
    assert caught.value.may_have_printed
    assert device.send(TWO) is Delivery.CONFIRMED
    assert printer.jobs[-1].picture.tobytes() == SECOND.tobytes()


def test_one_that_used_to_answer_and_is_silent_gets_nothing_for_a_while(printer: VirtualPrinter) -> None:
    device = open_device(printer.url, timeout=3)
    assert device.send(ONE) is Delivery.CONFIRMED
    printer.control.habits.real_time = False
    for _ in range(2):
        with pytest.raises(PrinterNotReady):
            device.send(TWO)
    assert len(printer.jobs) == 1
    assert device.send(TWO) is Delivery.CONFIRMED


def test_a_printer_that_never_reads_is_a_timeout(printer: VirtualPrinter) -> None:
    printer.control.habits.reads = False
    begin = time.monotonic()
    with pytest.raises(PrinterTimeout) as caught:
        open_device(printer.url, timeout=0.8).send(ONE)
    assert caught.value.may_have_printed
    assert time.monotonic() - begin < 3


def test_status_does_not_get_in_the_way_of_a_slip(printer: VirtualPrinter) -> None:
    device = open_device(printer.url)
    printer.control.habits.rows_a_second = 600
    sent: list[Delivery] = []
    sending = threading.Thread(target=lambda: sent.append(device.send(ONE)))
    sending.start()
    seen = set()
    while sending.is_alive():
        seen.add(device.status())
        sending.join(0.01)
    assert sent == [Delivery.CONFIRMED]
    assert PrinterStatus.of(Condition.BUSY) in seen


def test_a_line_that_another_holds_is_busy(printer: VirtualPrinter, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(*_: object, **__: object) -> None:
        raise PrinterBusy

    monkeypatch.setattr("printer.lines.network.connect", taken)
    assert open_device(printer.url).status() == PrinterStatus.of(Condition.BUSY)


def test_a_small_buffer_is_waited_for(printer: VirtualPrinter) -> None:
    printer.control.habits.buffer = 512
    printer.control.habits.rows_a_second = 3000
    assert open_device(printer.url).send(ONE) is Delivery.CONFIRMED
    assert shown(printer, 1) == [FIRST.tobytes()]


def test_an_interruption_after_the_slip_is_never_called_not_printed(
    printer: VirtualPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question for the status fails, but the slip has gone: nobody may try again."""
    device = open_device(printer.url)
    assert device.send(TWO) is Delivery.CONFIRMED
    printer.control.habits.names = False
    printer.control.habits.rows_a_second = 500

    def gone(*_: object) -> PrinterStatus:
        raise PrinterUnreachable

    monkeypatch.setattr("printer.talking.TalkingPrinter._expect_no_stop", gone)
    with pytest.raises(PrinterInterrupted) as caught:
        device.send(ONE)
    assert caught.value.may_have_printed
