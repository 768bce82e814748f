"""A printer's address from the configuration, taken apart: what kind, where, and how to treat it."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from printer.errors import BadDevice

KINDS = ("tcp", "usb", "serial", "cups", "windows", "file")
_ALL = " | ".join(f"{kind}://" for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Address:
    """A kind of printer, its place (the part between ``://`` and ``?``) and the options behind ``?``."""

    kind: str
    place: str
    parts: SplitResult
    options: dict[str, str] = field(default_factory=dict)

    def option(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """Take an option out; raises `BadDevice` for a value that is not allowed."""
        value = self.options.pop(name, default)
        if value not in allowed:
            raise BadDevice(f"{name}={'|'.join(allowed)}")
        return value

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        """Take an option out that is a number; raises `BadDevice`."""
        value = self.options.pop(name, str(default))
        if not (value.isascii() and value.isdigit() and lowest <= int(value[:9]) <= highest):
            raise BadDevice(f"{name}={lowest}-{highest}")
        return int(value)

    def expect_no_more(self, known: str) -> None:
        """Raise `BadDevice` where an option is left that nobody took out."""
        if self.options:
            raise BadDevice(known)


def parse(url: str) -> Address:
    """Take an address apart; raises `BadDevice`, which never repeats it."""
    if any(not character.isprintable() for character in url) or url != url.strip():
        raise BadDevice(_ALL)
    try:
        parts = urlsplit(url)
        options = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    except ValueError as error:
        raise BadDevice(_ALL) from error
    if parts.scheme not in KINDS or "://" not in url:
        raise BadDevice(_ALL)
    if parts.fragment or parts.username is not None:
        raise BadDevice(f"{parts.scheme}://")
    place = unquote(url.partition("://")[2].partition("?")[0])
    if any(not character.isprintable() for character in place) or (" " in place and parts.scheme == "tcp"):
        raise BadDevice(f"{parts.scheme}://")
    return Address(parts.scheme, place, parts, options)
