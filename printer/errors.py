"""What can go wrong with a slip, as one tree; each error says in Thai what happened and what to do.

PrinterError
├── BadSlip               the slip's data cannot be printed
│   └── IdentityOnSlip    a text holds something like an identity number
├── BadDayEnd             the numbers of a day cannot be read
├── TypesettingUnavailable  no RAQM or no Sarabun on this machine
├── BadPicture            a picture that no slip printer takes
├── BadSettings           the configuration
├── BadTemplate           the office's template; slips are printed by the shipped one
├── BadDevice             a device address that cannot be understood
├── PrinterUnreachable    nothing was sent: trying again is safe
│   ├── PrinterNotReady   the printer says itself that it cannot print
│   ├── PrinterBusy       another program or counter has the printer
│   ├── DriverMissing     a library of the operating system is not there
│   └── NotAllowed        the operating system keeps the printer from this user
├── PrinterStopped        the printer says so in the middle of a slip: look at the paper first
├── PrinterInterrupted    some was sent, then the line broke: look at the paper first
├── PrinterTimeout        the printer took too long: look at the paper first
├── OutputFailed          a file could not be written
└── UnknownCommand        the virtual printer met bytes that a slip must not hold
"""

from printer import messages
from printer.messages import ERRORS, Message
from printer.status import UNKNOWN, PrinterStatus


class PrinterError(Exception):
    """A failure around a printer.

    ``detail`` is a short technical addition (an address, a setting's name); never a citizen's text.
    ``may_have_printed`` is true where paper may have come out, so that nobody prints twice unknowingly.
    """

    may_have_printed = False

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    @property
    def message(self) -> Message:
        """Return the texts of the nearest class that has some."""
        return next(ERRORS[kind.__name__] for kind in type(self).__mro__ if kind.__name__ in ERRORS)

    @property
    def thai(self) -> str:
        """Return what happened, one Thai sentence."""
        return self.message.thai

    @property
    def next_step(self) -> str:
        """Return what to do about it, one Thai sentence."""
        return self.message.next_step

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.thai}{detail}: {self.next_step}"


class BadSlip(PrinterError):
    """The slip's data cannot be printed as they are."""


class IdentityOnSlip(BadSlip):
    """A text of the slip holds something that looks like an identity number; the number is not repeated."""


class BadDayEnd(PrinterError):
    """The numbers of a day cannot be printed as they are."""


class TypesettingUnavailable(PrinterError):
    """Thai cannot be set correctly here: Pillow without RAQM, or the font is not installed."""


class BadPicture(PrinterError):
    """The picture is not one that a slip printer takes."""


class BadSettings(PrinterError):
    """The configuration file or an environment variable cannot be used."""


class BadTemplate(PrinterError):
    """The office's template cannot be used; slips are printed as the shipped one has it."""


class BadDevice(PrinterError):
    """The device address cannot be understood or does not name something to print on."""


class PrinterUnreachable(PrinterError):
    """Nothing was sent: trying again cannot print twice."""


class PrinterBusy(PrinterUnreachable):
    """Somebody else has the printer, and nothing was sent."""


class DriverMissing(PrinterUnreachable):
    """A library that the operating system has to have is not installed."""


class NotAllowed(PrinterUnreachable):
    """The operating system does not let this user at the printer."""


class PrinterNotReady(PrinterUnreachable):
    """The printer says itself why it cannot print; nothing was sent."""

    def __init__(self, detail: str = "", status: PrinterStatus = UNKNOWN) -> None:
        super().__init__(detail)
        self.status = status

    @property
    def message(self) -> Message:
        """Return the status in words."""
        return _in_words(self.status) or super().message


class PrinterStopped(PrinterError):
    """The printer stopped in the middle: what it holds may come out by itself when it goes on."""

    may_have_printed = True

    def __init__(self, detail: str = "", status: PrinterStatus = UNKNOWN) -> None:
        super().__init__(detail)
        self.status = status

    @property
    def message(self) -> Message:
        """Return the status in words, and that the rest may still come."""
        why = _in_words(self.status)
        return messages.stopped(why) if why else super().message


class PrinterInterrupted(PrinterError):
    """The line broke after something was sent."""

    may_have_printed = True


class PrinterTimeout(PrinterError):
    """The printer did not take the slip, or did not say so, within the time."""

    may_have_printed = True


class OutputFailed(PrinterError):
    """A file asked for on the command line could not be written."""


class UnknownCommand(PrinterError):
    """The decoder met bytes that have no place in a slip."""


def _in_words(status: PrinterStatus) -> Message | None:
    return Message(status.thai, status.next_step) if status.conditions else None
