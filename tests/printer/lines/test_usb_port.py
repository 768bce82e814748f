"""A printer on a bus that is played: pyusb's own code runs, libusb's place is taken."""

import array
import errno
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import usb.backend
import usb.core

from printer.devices import Delivery, open_device
from printer.errors import DriverMissing, NotAllowed, PrinterBusy, PrinterError, PrinterUnreachable
from printer.lines import usb_port
from printer.status import UNKNOWN, Condition, PrinterStatus

VENDOR, PRODUCT = 0x04B8, 0x0202
FINE = b"\x12"


class Bus(usb.backend.IBackend):  # type: ignore[misc] # pyusb has no types
    """One printer: interface 1 of class 7, bulk out 0x01, bulk in 0x82; interface 0 is something else."""

    def __init__(self) -> None:
        self.got = b""
        self.says: list[bytes] = []
        self.port = 0x18
        self.answers = True
        self.two_ways = True
        self.there = True
        self.kernel = True
        self.claimed: list[int] = []
        self.error: int | None = None
        self.limit: int | None = None

    def enumerate_devices(self) -> Iterator[int]:
        yield from ([1] if self.there else [])

    def get_device_descriptor(self, dev: int) -> Any:
        fields = {"bLength": 18, "bDescriptorType": 1, "bcdUSB": 0x200, "bDeviceClass": 0}
        fields |= {"bDeviceSubClass": 0, "bDeviceProtocol": 0, "bMaxPacketSize0": 64}
        fields |= {"idVendor": VENDOR, "idProduct": PRODUCT, "bcdDevice": 0x100, "iManufacturer": 1}
        fields |= {"iProduct": 2, "iSerialNumber": 3, "bNumConfigurations": 1, "bus": 1, "address": 2}
        return SimpleNamespace(**fields, port_number=1, port_numbers=(1,), speed=3)

    def get_configuration_descriptor(self, dev: int, config: int) -> Any:
        if config:
            raise IndexError
        fields = {"bLength": 9, "bDescriptorType": 2, "wTotalLength": 0, "bNumInterfaces": 2}
        return SimpleNamespace(
            **fields,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0,
            bMaxPower=0,
            extra_descriptors=[],
        )

    def get_interface_descriptor(self, dev: int, intf: int, alt: int, config: int) -> Any:
        if intf > 1 or alt:
            raise IndexError
        ends = (2 if self.two_ways else 1) if intf else 0
        fields = {"bLength": 9, "bDescriptorType": 4, "bInterfaceNumber": intf, "bAlternateSetting": 0}
        fields |= {"bNumEndpoints": ends, "bInterfaceClass": 7 if intf else 3, "bInterfaceSubClass": 1}
        return SimpleNamespace(**fields, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[])

    def get_endpoint_descriptor(self, dev: int, ep: int, intf: int, alt: int, config: int) -> Any:
        fields = {"bLength": 7, "bDescriptorType": 5, "bEndpointAddress": (0x01, 0x82)[ep]}
        fields |= {"bmAttributes": 2, "wMaxPacketSize": 64, "bInterval": 0, "bRefresh": 0}
        return SimpleNamespace(**fields, bSynchAddress=0, extra_descriptors=[])

    def open_device(self, dev: int) -> int:
        if self.error is not None:
            raise usb.core.USBError("no", -3, self.error)
        return 1

    def close_device(self, handle: int) -> None: ...

    def get_configuration(self, handle: int) -> int:
        return 1

    def set_configuration(self, handle: int, value: int) -> None:
        raise AssertionError("configuring again resets a printer")

    def claim_interface(self, handle: int, intf: int) -> None:
        self.claimed.append(intf)

    def release_interface(self, handle: int, intf: int) -> None:
        self.claimed.remove(intf)

    def is_kernel_driver_active(self, handle: int, intf: int) -> bool:
        return self.kernel

    def detach_kernel_driver(self, handle: int, intf: int) -> None:
        self.kernel = False

    def attach_kernel_driver(self, handle: int, intf: int) -> None:
        self.kernel = True

    def bulk_write(self, handle: int, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert (ep, intf) == (0x01, 1)
        assert timeout > 0
        if self.limit is not None and len(self.got) + len(data) > self.limit:
            raise usb.core.USBTimeoutError("late", -7, errno.ETIMEDOUT)
        self.got += bytes(data)
        if self.answers and bytes(data)[:2] == b"\x10\x04":
            self.says.append(FINE)
        return len(data)

    def bulk_read(self, handle: int, ep: int, intf: int, buff: Any, timeout: int) -> int:
        assert (ep, intf) == (0x82, 1)
        if not self.says:
            raise usb.core.USBTimeoutError("late", -7, errno.ETIMEDOUT)
        said = self.says.pop(0)
        buff[: len(said)] = array.array("B", said)
        return len(said)

    def ctrl_transfer(  # noqa: PLR0917 - pyusb's own signature
        self, handle: int, kind: int, request: int, value: int, index: int, buff: Any, timeout: int
    ) -> int:
        if (kind, request) == (0xA1, 1):
            buff[0] = self.port
            return 1
        if (kind, request) == (0xA1, 0):
            told = b"\x00\x20MFG:EPSON;CMD:ESC/POS;MDL:TM-T82;"
            buff[: len(told)] = array.array("B", told)
            return len(told)
        text = {0: b"\x04\x03\x09\x04", 3: b"\x0a\x03" + "J123".encode("utf-16-le")}[value & 0xFF]
        buff[: len(text)] = array.array("B", text)
        return len(text)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    bus = Bus()
    find = usb.core.find
    monkeypatch.setattr(usb.core, "find", lambda **how: find(backend=bus, **how))
    monkeypatch.setattr("printer.talk.conversation.PATIENCE", 0.1)
    return bus


def test_a_slip_goes_to_the_printers_own_interface(bus: Bus) -> None:
    device = open_device("usb://04b8:0202/J123", timeout=2)
    assert device.status() == PrinterStatus.of()
    assert device.send(b"slip" * 5000) is Delivery.SENT
    assert b"slip" * 5000 in bus.got
    assert bus.claimed == []
    assert bus.kernel, "the system's driver gets its printer back"


def test_a_printer_without_a_way_back_complains_through_its_port(bus: Bus) -> None:
    bus.two_ways = False
    device = open_device("usb://04b8:0202")
    assert device.status() == UNKNOWN
    bus.port = 0x38
    assert device.status() == PrinterStatus.of(Condition.NO_PAPER)
    bus.port = 0x18
    assert device.send(b"slip") is Delivery.SENT


@pytest.mark.parametrize("url", ["usb://04b8:0203", "usb://04b8:0202/J124"])
def test_another_printer_is_not_taken_for_it(bus: Bus, url: str) -> None:
    with pytest.raises(PrinterUnreachable):
        open_device(url).send(b"slip")
    assert bus.got == b""


def test_no_paper_holds_a_slip_up_only_so_long(bus: Bus) -> None:
    bus.limit = 20_000
    with pytest.raises(PrinterError) as caught:
        open_device("usb://04b8:0202", timeout=0.5).send(b"\0" * 30_000)
    assert caught.value.may_have_printed
    assert bus.claimed == []


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.EACCES, NotAllowed), (errno.EBUSY, PrinterBusy), (errno.EIO, PrinterUnreachable)],
)
def test_what_the_system_refuses_is_told(bus: Bus, number: int, kind: type[PrinterError]) -> None:
    bus.error = number
    with pytest.raises(kind) as caught:
        open_device("usb://04b8:0202").send(b"slip")
    assert not caught.value.may_have_printed


def test_a_printer_that_cannot_be_claimed_goes_back_to_the_system(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        assert not bus.kernel
        raise usb.core.USBError("busy", -6, errno.EBUSY)

    monkeypatch.setattr(bus, "claim_interface", refuse)
    with pytest.raises(PrinterBusy):
        open_device("usb://04b8:0202").send(b"slip")
    assert bus.kernel


def test_what_does_not_say_what_it_is_is_no_printer(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise usb.core.USBError("no", -4, errno.EIO)

    monkeypatch.setattr(bus, "get_configuration_descriptor", refuse)
    assert usb_port.printers() == []


def test_printers_are_listed_with_their_names(bus: Bus) -> None:
    found = usb_port.printers()
    assert [(printer.url, name) for printer, name in found] == [("usb://04b8:0202/J123", "EPSON TM-T82")]
    bus.there = False
    assert usb_port.printers() == []


def test_no_libusb_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(**_: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", missing)
    with pytest.raises(DriverMissing, match="libusb") as caught:
        open_device("usb://04b8:0202").send(b"slip")
    assert caught.value.next_step.startswith("กรุณา")
    with pytest.raises(DriverMissing):
        open_device("usb://04b8:0202").status()
