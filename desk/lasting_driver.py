"""Textual's driver for a terminal that may go away, and that may send anything. Linux and macOS only."""

from __future__ import annotations

import contextlib
import os
import selectors
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO, Any, Final, cast

assert sys.platform != "win32"  # noqa: S101  what the type checker understands

from textual import events  # noqa: E402
from textual._xterm_parser import XTermParser  # noqa: E402  nothing public reads a terminal's keys
from textual.drivers.linux_driver import LinuxDriver  # noqa: E402
from textual.message import Message  # noqa: E402

from desk.events import BackgroundFailed  # noqa: E402
from desk.pasted import PlainPaste  # noqa: E402

_LOOK_SECONDS: Final = 0.1
_MOST_AT_ONCE: Final = 4096
_TEXT_AS_TEXT: Final = "\x1b[=1;1u"
"""Of kitty's keyboard protocol only that keys which are no text can be told apart."""


class LastingDriver(LinuxDriver):
    """Goes on without its terminal, so that the application can end, and on after keys that are none.

    Textual writes from a thread that ends at the first failure, while the queue before it takes only so
    much: the application would wait for a place in it, for ever. It reads in a thread that shows a traceback
    at the first byte that is no UTF-8, and at the first sequence with a character that does not exist.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._file = cast("TextIOWrapper", _Lasting(cast("IO[str]", self._file)))

    def start_application_mode(self) -> None:
        """Begin; what is typed comes as text."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        # Textual asks for all keys as codes. Kitty then names a Thai vowel or tone mark without its text, and
        # Textual takes that for a key without a character.
        self.write(_TEXT_AS_TEXT)
        self.flush()

    def _run_input_thread(self) -> None:
        """Read keys until the end, which is near without a terminal, and calm after any other failure."""
        try:
            self.run_input_thread()
        except (EOFError, OSError):
            self._app.call_later(self._app.exit)
        except Exception as error:  # noqa: BLE001  told to the application, which ends calmly
            self._app.post_message(BackgroundFailed(error))

    def run_input_thread(self) -> None:
        """Hand on what is typed; raises EOFError or OSError where the terminal is gone."""
        keys = _Keys(debug=self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                typed = b""
                if selector.select(_LOOK_SECONDS) and not (typed := os.read(self.fileno, _MOST_AT_ONCE)):
                    raise EOFError
                for message in keys.of(typed):
                    self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Hand on a message; a new size only from a terminal that was asked for it, and not from a paste."""
        if not isinstance(message, events.Resize) or self._in_band_window_resize:
            super().process_message(message)


class _Keys:
    """Reads a terminal's bytes; what cannot be read is left out, or shown as a sign that something is."""

    def __init__(self, *, debug: bool) -> None:
        self._debug = debug
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._paste = PlainPaste()
        self._parser = XTermParser(debug)

    def of(self, typed: bytes) -> Iterator[Message]:
        """Yield what some bytes mean, and what has become clear by waiting."""
        try:
            if text := self._paste.of(self._decode(typed)):
                yield from self._parser.feed(text)
            yield from self._parser.tick()
        except Exception:  # noqa: BLE001  whatever a terminal sends, it is no reason to end
            # The parser is of no use after an error.
            self._parser = XTermParser(self._debug)


class _Lasting:
    """A stream whose text is lost, without an error, where nobody takes it."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.flush()

    def fileno(self) -> int:
        return self._stream.fileno()
