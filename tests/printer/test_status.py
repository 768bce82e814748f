import itertools

import pytest

from printer import messages
from printer.status import UNKNOWN, Condition, PrinterStatus


def test_every_condition_has_words_and_a_next_step() -> None:
    assert set(messages.CONDITIONS) == {str(condition) for condition in Condition}
    for condition in Condition:
        status = PrinterStatus.of(condition)
        assert status.known
        assert status.thai == messages.CONDITIONS[condition].thai
        assert status.next_step.startswith("กรุณา")


@pytest.mark.parametrize("condition", Condition)
def test_only_what_ends_by_itself_or_warns_lets_a_slip_through(condition: Condition) -> None:
    harmless = condition in {Condition.BUSY, Condition.PAPER_LOW}
    assert PrinterStatus.of(condition).may_print == harmless
    for other in Condition:
        both = PrinterStatus.of(condition, other)
        assert both.may_print == (harmless and PrinterStatus.of(other).may_print)


def test_nothing_wrong_and_nothing_known_are_not_the_same() -> None:
    ready = PrinterStatus.of()
    assert ready.known
    assert ready.may_print
    assert not UNKNOWN.known
    assert UNKNOWN.may_print
    assert ready != UNKNOWN
    assert ready.thai != UNKNOWN.thai
    assert ready.next_step == UNKNOWN.next_step == ""


def test_the_most_pressing_stands_first_however_it_was_said() -> None:
    three = (Condition.PAPER_LOW, Condition.COVER_OPEN, Condition.NO_PAPER)
    words = {PrinterStatus.of(*order).thai for order in itertools.permutations(three)}
    assert words == {"ฝาเครื่องพิมพ์เปิดอยู่, กระดาษหมด, กระดาษใกล้หมด"}
    assert PrinterStatus.of(*three).headline == "ฝาเครื่องพิมพ์เปิดอยู่"
    assert PrinterStatus.of().headline == "พร้อม"
    assert "ปิดฝา" in PrinterStatus.of(*three).next_step
