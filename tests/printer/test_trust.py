"""Whatever happens to a printer: a confirmed slip is on paper whole, and one that failed is on none."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from printer.devices import Delivery, Device, mistrust, open_device
from printer.errors import PrinterError, PrinterNotReady
from printer.escpos_bytes import encode
from printer.simulator import Control, VirtualPrinter
from printer.status import Condition

WIDTH, ROWS = 64, 40


@pytest.fixture(scope="module", autouse=True)
def impatient() -> Iterator[None]:
    """Wait only briefly: a late answer may cost a confirmation, never make one untrue."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("printer.talking.PATIENCE", 0.1)
        patch.setattr("printer.talking._POLL", 0.1)
        yield


@dataclass(frozen=True)
class Fault:
    """What is done to the printer before a slip."""

    kind: str = ""
    number: int = 0

    def befall(self, control: Control) -> None:
        habits = control.habits
        habits.garbage, habits.hang_up_after, habits.real_time = None, None, True
        habits.names, habits.fences, habits.hasty = True, True, False
        control.mend()
        control.load_paper()
        match self.kind:
            case "condition":
                control.trouble(list(Condition)[self.number % len(Condition)])
            case "short paper":
                control.load_paper(self.number % (ROWS * 2) + 1)
            case "cut line":
                habits.hang_up_after = self.number
            case "power":
                control.cycle_power()
            case "forgets":
                control.cycle_power(forgets=True)
            case "nonsense":
                habits.garbage = bytes((self.number % 256,))
            case "hasty":
                habits.names, habits.hasty = False, True
            case "mute":
                habits.real_time = habits.names = habits.fences = False
            case _:
                pass

    def end(self, control: Control) -> None:
        if self.kind == "condition" and list(Condition)[self.number % len(Condition)] is Condition.UNPLUGGED:
            control.plug_in()


kinds = st.sampled_from(
    ["", "condition", "short paper", "cut line", "power", "forgets", "nonsense", "hasty", "mute"]
)
faults = st.builds(Fault, kinds, st.one_of(st.integers(1, 400), st.integers(9_200, 9_800)))


def picture(number: int) -> Image.Image:
    """Return slip `number`: no two look alike, and none has white rows."""
    dots = bytes(((0xA5 ^ number), *([0xC3] * 7))) * ROWS
    return Image.frombytes("1", (WIDTH, ROWS), dots)


@settings(max_examples=8, deadline=None)
@given(happens=st.lists(st.tuples(faults, st.booleans()), min_size=1, max_size=5))
@example(happens=[(Fault(), False), (Fault("cut line", 200), False), (Fault(), False)])
@example(happens=[(Fault(), False), (Fault("cut line", 300), True), (Fault("hasty"), False)])
@example(happens=[(Fault("forgets"), False), (Fault("short paper", 20), True), (Fault("power"), False)])
def test_what_is_said_of_a_slip_is_true(happens: list[tuple[Fault, bool]]) -> None:
    with VirtualPrinter(WIDTH) as printer:
        device = open_device(printer.url, timeout=0.4)
        for number, (fault, begins_anew) in enumerate(happens):
            if begins_anew:
                # The program has died and begins again: it knows nothing but that a slip was in hand.
                device = open_device(printer.url, timeout=0.4)
                mistrust(device)
            fault.befall(printer.control)
            wanted = picture(number).tobytes()
            try:
                delivery = device.send(encode(picture(number)))
            except PrinterError as error:
                if not error.may_have_printed:
                    fault.end(printer.control)
                    printer.control.mend()
                    assert wanted not in _shown(printer)
            else:
                assert delivery is Delivery.SENT or _shown(printer)[-1:] == [wanted]
            fault.end(printer.control)
        _expect_a_good_slip(printer, device, picture(len(happens)))
        # Nothing of one slip is ever found on another.
        whole = {picture(number).tobytes() for number in range(len(happens) + 1)}
        for shown in _shown(printer):
            assert shown in whole or not any(slip in shown for slip in whole)


def _shown(printer: VirtualPrinter) -> list[bytes]:
    return [paper.picture.tobytes() for paper in list(printer.jobs)]


def _expect_a_good_slip(printer: VirtualPrinter, device: Device, slip: Image.Image) -> None:
    """Whatever came before, a slip to a printer that is well again comes out alone and whole."""
    Fault().befall(printer.control)
    while not device.status().known:
        pass
    try:
        delivery = device.send(encode(slip))
    except PrinterNotReady:
        # It still holds what it had before, and was busy with that.
        delivery = device.send(encode(slip))
    assert delivery is not Delivery.CONFIRMED or _shown(printer)[-1] == slip.tobytes()
    # What is only sent may come out a little later, behind the end of what was there before.
    shown = _shown(printer)
    while slip.tobytes() not in shown:
        shown = [paper.picture.tobytes() for paper in printer.wait_for_jobs(len(shown) + 1)]
    assert shown[-1] == slip.tobytes()
