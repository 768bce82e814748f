"""What a printer says, taken apart: its answers look alike only to who does not check the fixed bits.

Source: Epson's "transmission status identification": DLE EOT ``0xx1xx10``, automatic status ``0xx1xx00``
and three times ``0xx0xxxx``, GS r ``0xx0xxxx``, XON ``0x11``, XOFF ``0x13``, a process id
``37 22 d1 d2 d3 d4 00``.
"""

from dataclasses import dataclass

_ID_HEAD, _ID_SIZE = b"\x37\x22", 7
_AUTO_SIZE = 4
_FLOW_CONTROL = b"\x11\x13"


@dataclass(frozen=True, slots=True)
class RealTime:
    """The answer to one DLE EOT."""

    byte: int


@dataclass(frozen=True, slots=True)
class AutoStatus:
    """Four bytes of automatic status (GS a)."""

    block: bytes


@dataclass(frozen=True, slots=True)
class ProcessId:
    """The name of what is on paper now (GS ( H)."""

    name: bytes


@dataclass(frozen=True, slots=True)
class Queued:
    """One byte that can answer GS r: only believed by who asked for it."""

    byte: int


@dataclass(frozen=True, slots=True)
class Junk:
    """A byte that no answer of a printer can hold: who says that says nothing reliable."""

    byte: int


Answer = RealTime | AutoStatus | ProcessId | Queued | Junk


class Answers:
    """Takes a printer's bytes apart, however they are torn on their way."""

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, data: bytes) -> list[Answer]:
        """Return the answers that are complete now."""
        self._waiting += data
        found: list[Answer] = []
        while self._waiting:
            answer, used = _first(self._waiting)
            if not used:
                break
            self._waiting = self._waiting[used:]
            if answer is not None:
                found.append(answer)
        return found


def _first(data: bytes) -> tuple[Answer | None, int]:
    """Return the first answer and its length; 0 while it is not complete."""
    byte = data[0]
    if byte in _FLOW_CONTROL:
        return None, 1
    if byte & 0x93 == 0x12:
        return RealTime(byte), 1
    if byte & 0x93 == 0x10:
        return _block(data)
    if data[:2] in (_ID_HEAD, _ID_HEAD[:1]):
        return _name(data)
    return (Queued(byte) if byte & 0x90 == 0 else Junk(byte)), 1


def _block(data: bytes) -> tuple[Answer | None, int]:
    rest = data[1:_AUTO_SIZE]
    if any(byte & 0x90 for byte in rest):
        return Junk(data[0]), 1
    return (AutoStatus(data[:_AUTO_SIZE]), _AUTO_SIZE) if len(rest) == _AUTO_SIZE - 1 else (None, 0)


def _name(data: bytes) -> tuple[Answer | None, int]:
    name = data[2:6]
    if any(not 0x20 <= byte <= 0x7E for byte in name) or data[6:_ID_SIZE] not in (b"", b"\0"):
        return Junk(data[0]), 1
    return (ProcessId(name), _ID_SIZE) if len(data) >= _ID_SIZE else (None, 0)
