"""The virtual printer's inside: a buffer, a real-time ear at its front, and an engine that prints from it."""

import threading
from collections.abc import Callable

from printer.decoder import Decoder, Paper
from printer.errors import UnknownCommand
from printer.simulator.habits import Habits
from printer.simulator.mechanism import Mechanism

_SIP = 512
_END = object()


class Machine:
    """Takes bytes from a line, answers through it, and hands out papers.

    `take` is called with papers and, for what a real printer would have choked on, one line of text.
    """

    def __init__(
        self,
        width_dots: int,
        mechanism: Mechanism,
        habits: Habits,
        take: Callable[[list[Paper], str | None], None],
    ) -> None:
        self._width = width_dots
        self._mechanism = mechanism
        self._habits = habits
        self._take = take
        self._changed = mechanism.changed
        self._buffer: list[bytes | object] = []
        self._size = 0
        self._last = b""
        self._speak: Callable[[bytes], None] | None = None
        self._automatic = False
        self._running = True
        self._era = 0
        self._lines_cut = 0
        self._uncut_told = False
        self._out: list[Paper] = []
        self._answers: list[bytes] = []
        self._decoder = Decoder(width_dots, self._hear)
        self._thread = threading.Thread(target=self._print, daemon=True)
        self._thread.start()

    def connect(self, speak: Callable[[bytes], None]) -> None:
        """Begin a line; answers go into it."""
        with self._changed:
            self._speak = speak
            self._last = b""

    def disconnect(self) -> None:
        """End the line; what is in the buffer stays there."""
        with self._changed:
            self._speak = None
            self._automatic = False
            self._buffer.append(_END)
            self._changed.notify_all()

    def receive(self, data: bytes) -> None:
        """Take bytes: real-time questions at once, the rest into the buffer as there is room."""
        self._overhear(data)
        for start in range(0, len(data), _SIP):
            sip = data[start : start + _SIP]
            with self._changed:
                before = self._interruptions
                self._changed.wait_for(
                    lambda: self._size < self._habits.buffer or self._interruptions != before  # noqa: B023
                )
                if self._interruptions != before:
                    return
                self._buffer.append(sip)
                self._size += len(sip)
                self._changed.notify_all()

    def cut_line(self) -> None:
        """Take no more of what a line is bringing; what is in the buffer stays there."""
        with self._changed:
            self._lines_cut += 1
            self._changed.notify_all()

    @property
    def _interruptions(self) -> tuple[int, int, bool]:
        """What ends a wait for room in the buffer: another power-on, a cut line, the end."""
        return self._era, self._lines_cut, self._running

    def lose_power(self) -> None:
        """Forget everything that is not on paper yet."""
        with self._changed:
            self._era += 1
            self._buffer.clear()
            self._size = 0
            self._decoder = Decoder(self._width, self._hear)
            self._out, self._answers = [], []
            self._automatic = False
            self._changed.notify_all()

    def notice(self) -> None:
        """Push the automatic status where it is switched on."""
        if self._automatic and self._habits.automatic:
            self._say(self._mechanism.automatic())

    def close(self) -> None:
        """End the engine."""
        with self._changed:
            self._running = False
            self._changed.notify_all()
        self._thread.join()

    def _overhear(self, data: bytes) -> None:
        """Obey real-time commands wherever they stand, as printers do."""
        stream = self._last + data
        self._last = stream[-2:]
        for place in range(len(stream) - 2):
            if stream[place] != 0x10:
                continue
            if stream[place + 1] == 0x04 and 1 <= stream[place + 2] <= 4 and self._habits.real_time:
                self._say(bytes((self._mechanism.real_time(stream[place + 2]),)))
            elif stream[place + 1] == 0x14:
                self._take([], "DLE DC4: a drawer's pulse")
        if self._habits.hasty and b"\x1dr\x01" in stream:
            self._say(bytes((self._mechanism.sensors(),)))

    def _print(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: not self._running or self._can_go_on())
                if not self._running:
                    return
                sip = self._buffer.pop(0) if self._buffer else b""
                era, decoder = self._era, self._decoder
                if isinstance(sip, bytes):
                    self._size -= len(sip)
                self._changed.notify_all()
            if isinstance(sip, bytes):
                self._obey(sip, decoder, era)
            else:
                self._ended(decoder)

    def _can_go_on(self) -> bool:
        return bool(self._buffer or self._out or self._answers) and self._mechanism.can_print

    def _obey(self, sip: bytes, decoder: Decoder, era: int) -> None:
        """Print what the bytes ask for, command by command, as fast as this printer can."""
        if self._habits.forgets:
            return
        before, waiting, choked = decoder.rows, sip, False
        while True:
            try:
                self._out += decoder.feed(waiting)
                break
            except UnknownCommand as error:
                if not choked:
                    self._take([], error.detail)
                decoder.skip()
                waiting, choked = b"", True
        rows = decoder.rows - before
        self._mechanism.move(rows)
        if self._habits.rows_a_second and rows:
            with self._changed:
                self._changed.wait_for(
                    lambda: not self._running or self._era != era, rows / self._habits.rows_a_second
                )
        if self._era == era and self._mechanism.can_print:
            self._hand_out()

    def _hand_out(self) -> None:
        """Let go what is out, and say so; at the end of the paper that waits for the next roll."""
        papers, answers = self._out, self._answers
        self._out, self._answers = [], []
        if papers:
            self._uncut_told = False
            self._take(papers, None)
        for answer in answers:
            self._say(answer)

    def _ended(self, decoder: Decoder) -> None:
        self._habits.forgets = False
        if decoder.unfinished and not self._uncut_told:
            self._uncut_told = True
            self._take([], "a slip without a cut")

    def _hear(self, question: bytes) -> None:
        """Answer a question when its turn has come and all before it is on paper."""
        if question[:3] == b"\x1d(H" and self._habits.names:
            self._answers.append(b"\x37\x22" + question[7:11] + b"\0")
        elif question[:2] == b"\x1dr" and self._habits.fences and not self._habits.hasty:
            self._answers.append(bytes((self._mechanism.sensors(),)))
        elif question[:2] == b"\x1da":
            self._automatic = bool(question[2])
            self.notice()

    def _say(self, answer: bytes) -> None:
        speak = self._speak
        if speak is not None:
            speak(self._habits.garbage if self._habits.garbage is not None else answer)
