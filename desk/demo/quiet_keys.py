"""Keys pressed at a terminal before anybody reads them: not shown, and not kept for whoever reads next."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def keys_unheard() -> Iterator[None]:
    """Neither show what is typed during the block, nor leave it to the application; Ctrl+C still ends it."""
    if sys.platform == "win32":
        yield
        _drop_typed()
    else:
        with _no_echo():
            yield


if sys.platform == "win32":

    def _drop_typed() -> None:
        # The console shows nothing that nobody reads.
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()

else:

    @contextlib.contextmanager
    def _no_echo() -> Iterator[None]:
        import termios

        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        quiet = list(before)
        quiet[3] &= ~(termios.ECHO | termios.ECHONL)
        termios.tcsetattr(terminal, termios.TCSADRAIN, quiet)
        try:
            yield
        finally:
            # Drops what was typed, too.
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
