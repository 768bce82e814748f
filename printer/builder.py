"""python-escpos' byte builder for slips, imported without the traces that the library leaves behind.

Importing python-escpos 3.1 reads a database of printers as YAML (0.4 s), adds a handler to the root logger
and leaves a directory in the temporary folder. A slip needs one profile: the library is given just that, and
the rest is undone.
"""

import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from printer.errors import BadSlip
from printer.strips import WIDEST

# The library warns on standard output, once a picture, about a profile that does not know its width.
_PROFILE = {
    "name": "Slip printer, 203 dpi",
    "vendor": "",
    "codePages": {"0": "CP437"},
    "colors": {"0": "black"},
    "features": {"bitImageRaster": True, "paperFullCut": True, "paperPartCut": True},
    "fonts": {"0": {"name": "Font A", "columns": 48}},
    "media": {"dpi": 203, "width": {"mm": 72, "pixels": WIDEST}},
    "notes": "",
}
_CAPABILITIES = {
    "profiles": {"default": _PROFILE},
    "encodings": {"CP437": {"name": "CP437", "python_encode": "cp437"}},
}
_FILE, _PICKLES = "ESCPOS_CAPABILITIES_FILE", "ESCPOS_CAPABILITIES_PICKLE_DIR"


@contextmanager
def _own_capabilities() -> Iterator[None]:
    kept = {name: os.environ.pop(name, None) for name in (_FILE, _PICKLES)}
    handlers = list(logging.root.handlers)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "capabilities.json"
        file.write_text(json.dumps(_CAPABILITIES), encoding="utf-8")
        os.environ[_FILE] = str(file)
        try:
            yield
        finally:
            for name, value in kept.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
            for handler in set(logging.root.handlers) - set(handlers):
                logging.root.removeHandler(handler)


with _own_capabilities():
    from escpos import capabilities
    from escpos.printer.dummy import Dummy

    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)


class SlipBuilder(Dummy):
    """Collects the bytes of a slip; everything it can say is harmless to drawers and other devices."""

    _margin = 0

    def begin(self, dpi: int = 203) -> None:
        """Reset the printer; count feeds and margins in dots, where some makers count half dots (GS P)."""
        self._margin = 0
        self.hw("INIT")
        self._raw(b"\x1dP" + bytes((dpi, dpi)))

    def indent(self, dots: int) -> None:
        """Set the left margin (GS L), which every maker's manual that we know applies to rasters too."""
        if dots != self._margin:
            self._raw(b"\x1dL" + dots.to_bytes(2, "little"))
            self._margin = dots

    def strip(self, ink: bytes, across: int) -> None:
        """Print a strip (GS v 0) of rows of so many bytes, as `printer.strips.ink` makes them.

        The library's own picture command says the same, but converts the picture for each of sixty strips.
        """
        size = across.to_bytes(2, "little") + (len(ink) // across).to_bytes(2, "little")
        self._raw(b"\x1dv0\x00" + size + ink)

    def feed(self, rows: int) -> None:
        """Feed so many dots of white paper, at most 255 (ESC J)."""
        self._raw(b"\x1bJ" + bytes((rows,)))

    def begin_text(self, code_page: int) -> None:
        """Choose the code page (ESC t), after leaving two-byte Chinese (FS .), in which many begin."""
        self._raw(b"\x1c.\x1bt" + bytes((code_page,)))

    def font(self, *, wide: bool, tall: bool, bold: bool) -> None:
        """Choose width and height, once or twice (GS !), and weight (ESC E)."""
        self._raw(b"\x1d!" + bytes((wide * 0x10 + tall,)) + b"\x1bE" + bytes((bold,)))

    def row(self, characters: bytes, height: int) -> None:
        """Print characters and feed so many dots (ESC 3, LF); a control character is refused."""
        if any(byte < 0x20 or 0x7F <= byte <= 0xA0 for byte in characters):
            raise BadSlip("text")
        self._raw(b"\x1b3" + bytes((height,)) + characters + b"\n")
