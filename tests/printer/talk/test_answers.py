from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.status import UNKNOWN, Condition, PrinterStatus
from printer.talk.answers import Answer, Answers, AutoStatus, Junk, ProcessId, Queued, RealTime
from printer.talk.reading import from_auto_status, from_port, from_real_time

real_times = st.sampled_from([byte for byte in range(256) if byte & 0x93 == 0x12]).map(RealTime)
sensors = st.sampled_from([byte for byte in range(256) if byte & 0x90 == 0])
blocks = st.tuples(
    st.sampled_from([byte for byte in range(256) if byte & 0x93 == 0x10]), sensors, sensors, sensors
).map(lambda block: AutoStatus(bytes(block)))
names = st.binary(min_size=4, max_size=4).map(lambda raw: bytes(0x20 + byte % 95 for byte in raw))
answers = st.one_of(real_times, blocks, names.map(ProcessId), sensors.map(Queued))


def _bytes(answer: Answer) -> bytes:
    if isinstance(answer, AutoStatus):
        return answer.block
    if isinstance(answer, ProcessId):
        return b"\x37\x22" + answer.name + b"\0"
    return bytes((answer.byte,))


@given(
    said=st.lists(answers), cuts=st.lists(st.integers(1, 5)), flow=st.sampled_from([b"", b"\x11", b"\x13"])
)
def test_what_a_printer_says_is_understood_however_it_is_torn(
    said: Sequence[Answer], cuts: list[int], flow: bytes
) -> None:
    data = flow.join([b"", *map(_bytes, said), b""])
    taking, heard, place = Answers(), list[Answer](), 0
    for size in [*cuts, len(data)]:
        heard += taking.feed(data[place : place + size])
        place += size
    assert heard == list(said)


@given(st.binary())
def test_anything_else_is_taken_without_an_end(data: bytes) -> None:
    taking = Answers()
    heard = taking.feed(data)
    # What waits is at most an answer that is not complete.
    assert len(b"".join(map(_bytes, heard))) >= len(data) - data.count(0x11) - data.count(0x13) - 6


@pytest.mark.parametrize("data", [b"\xff", b"\x9a", b"\x37\x22\x01", b"\x37AB", b"\x10\xff"])
def test_what_no_printer_says_is_junk(data: bytes) -> None:
    assert isinstance(Answers().feed(data)[0], Junk)


@pytest.mark.parametrize(
    ("answers", "conditions"),
    [
        ({}, set()),
        ({1: 0, 2: 0, 3: 0, 4: 0x0C}, {Condition.PAPER_LOW}),
        ({1: 0x08, 2: 0x04, 3: 0x40, 4: 0}, {Condition.COVER_OPEN}),
        ({1: 0x08, 2: 0x20, 3: 0, 4: 0x6C}, {Condition.NO_PAPER}),
        ({1: 0x08, 2: 0x24, 3: 0x40, 4: 0x60}, {Condition.NO_PAPER, Condition.COVER_OPEN}),
        ({1: 0x08, 2: 0x40, 3: 0x08, 4: 0}, {Condition.CUTTER}),
        ({1: 0x08, 2: 0x40, 3: 0x40, 4: 0}, {Condition.OVERHEATED}),
        ({1: 0x08, 2: 0x40, 3: 0x20, 4: 0}, {Condition.FAULT}),
        ({1: 0x08, 2: 0x40, 4: 0}, {Condition.FAULT}),
        ({1: 0x08, 2: 0, 3: 0, 4: 0}, {Condition.OFFLINE}),
        ({1: 0x48, 2: 0x08, 3: 0, 4: 0}, {Condition.BUSY}),
        ({1: 0x08, 2: 0, 3: 0, 4: 0x0C}, {Condition.OFFLINE, Condition.PAPER_LOW}),
    ],
)
def test_real_time_status_in_words(answers: dict[int, int], conditions: set[Condition]) -> None:
    told = {number: 0x12 | byte for number, byte in ({1: 0, 2: 0, 3: 0, 4: 0} | answers).items()}
    if answers and 3 not in answers:
        del told[3]
    assert from_real_time(told) == PrinterStatus(frozenset(conditions))


def test_half_an_answer_is_not_all_well() -> None:
    assert not from_real_time({}).known
    assert not from_real_time({1: 0x12}).known
    assert not from_real_time({2: 0x12, 4: 0x12}).known
    assert not from_real_time({1: 0x1A}).may_print
    assert from_real_time({1: 0x12, 4: 0x12}) == PrinterStatus.of()


@pytest.mark.parametrize(
    ("block", "conditions"),
    [
        (b"\x10\0\0\0", set()),
        (b"\x18\0\x0c\0", {Condition.NO_PAPER}),
        (b"\x10\0\x03\0", {Condition.PAPER_LOW}),
        (b"\x38\x40\0\0", {Condition.COVER_OPEN}),
        (b"\x18\x08\0\0", {Condition.CUTTER}),
        (b"\x18\x20\0\0", {Condition.FAULT}),
        (b"\x58\0\0\0", {Condition.BUSY}),
    ],
)
def test_automatic_status_in_words(block: bytes, conditions: set[Condition]) -> None:
    assert from_auto_status(block) == PrinterStatus(frozenset(conditions))


@pytest.mark.parametrize(
    ("byte", "status"),
    [
        (0x18, UNKNOWN),
        (0x00, UNKNOWN),
        (0xFF, UNKNOWN),
        (0x38, PrinterStatus.of(Condition.NO_PAPER)),
        (0x30, PrinterStatus.of(Condition.NO_PAPER)),
        (0x08, PrinterStatus.of(Condition.OFFLINE)),
        (0x10, PrinterStatus.of(Condition.FAULT)),
    ],
)
def test_a_port_is_only_believed_when_it_complains(byte: int, status: PrinterStatus) -> None:
    assert from_port(byte) == status
