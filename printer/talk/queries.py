"""The questions that a printer may be asked: the only bytes besides a slip that ever leave for one.

Source: Epson's ESC/POS command reference (DLE EOT, GS a, GS r, GS ( H function 48); makers of compatible
printers follow it in different measure, so nothing here is believed unless the answer has its shape.
"""

REALTIME = {number: bytes((0x10, 0x04, number)) for number in (1, 2, 3, 4)}
"""DLE EOT n: printer, offline cause, error cause, paper; answered at once, one byte each."""

RESET = b"\x1b@"
"""ESC @: forget what stands in the line buffer, and all settings."""

AUTO_STATUS_ON = b"\x1da\x0f"
"""GS a: say the four bytes of status now and at every change (queued)."""

AUTO_STATUS_OFF = b"\x1da\x00"

FENCE = b"\x1dr\x01"
"""GS r 1: answer with the paper sensors when all before it has been obeyed (queued; silent at paper end)."""

FEED_AND_CUT = b"\x1bd\x06\x1dV\x00"
"""ESC d, GS V: six lines past the knife, and off."""


def process_id(name: bytes) -> bytes:
    """Return GS ( H, function 48: say this name of four characters when all before it is on paper."""
    if len(name) != 4 or not all(0x20 <= character <= 0x7E for character in name):
        raise ValueError("a process id has four printable characters")
    return b"\x1d(H\x06\x00\x30\x30" + name


def name_of(job: int) -> bytes:
    """Return the four characters by which a slip's number is asked for: its last four digits."""
    return b"%04d" % (job % 10_000)


def ending(longest: int) -> bytes:
    """Return what ends any command of at most `longest` bytes that was cut short, whatever it was.

    A printer that waits for the rest of a picture takes the next slip for it. Zeros are white dots there,
    the smallest argument elsewhere, and nothing at all to a printer that waits for nothing.
    """
    return b"\0" * longest + RESET
