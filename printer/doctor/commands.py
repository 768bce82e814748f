"""The commands `doctor`, `status` and `test` of `bangkhae-printer`."""

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from printer.settings import PrinterSettings

NAMES = frozenset({"doctor", "status", "test"})


def add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands to the program's."""
    doctor = commands.add_parser(
        "doctor", parents=[common], help="find printers, try them, propose the configuration"
    )
    doctor.add_argument(
        "--address",
        action="append",
        default=[],
        metavar="HOST[:PORT]",
        help="look at this address on the network too (may be repeated)",
    )
    doctor.add_argument("--subnet", action="store_true", help="look at every neighbour on the own network")
    doctor.add_argument("--serial", action="store_true", help="speak to what hangs on serial ports")
    status = commands.add_parser("status", parents=[common], help="how the printer is")
    status.add_argument("--json", action="store_true", help="for other programs")
    test = commands.add_parser("test", parents=[common], help="print a test page")
    test.add_argument(
        "--width", type=int, choices=(58, 80), help="paper in millimetres (default: configured)"
    )
    for command in (status, test):
        command.add_argument("--device", metavar="URL", help="this printer (default: configured)")


def run(arguments: argparse.Namespace, settings: "PrinterSettings", say: "Callable[[str], None]") -> int:
    """Run one of the commands; return 0, or 1 for a printer that cannot print."""
    return {"doctor": _doctor, "status": _status, "test": _test}[arguments.command](arguments, settings, say)


def _doctor(arguments: argparse.Namespace, settings: "PrinterSettings", say: "Callable[[str], None]") -> int:
    from printer.doctor import finding, messages, report

    if arguments.subnet:
        neighbours = len(finding.own_subnet())
        say(messages.looking(neighbours) if neighbours else messages.NO_SUBNET)
    found = finding.everywhere(
        addresses=arguments.address, subnet=arguments.subnet, try_serial=arguments.serial
    )
    for line in report.findings(found, settings.device):
        say(line)
    return 0


def _status(arguments: argparse.Namespace, settings: "PrinterSettings", say: "Callable[[str], None]") -> int:
    from printer.devices import open_device
    from printer.doctor import report

    status = open_device(report.address(arguments.device, settings.device)).status()
    say(report.status_json(status) if arguments.json else report.status_line(status))
    return 0 if status.may_print else 1


def _test(arguments: argparse.Namespace, settings: "PrinterSettings", say: "Callable[[str], None]") -> int:
    from printer.devices import open_device
    from printer.doctor import report
    from printer.test_page import page

    device = open_device(report.address(arguments.device, settings.device))
    chosen = replace(settings, width=arguments.width or settings.width)
    say(report.delivery_line(device.send(page(chosen))))
    return 0
