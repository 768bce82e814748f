"""One conversation over an open line: asking how the printer is, and waiting for what it says by itself."""

import time

from printer.lines import Line
from printer.status import UNKNOWN, PrinterStatus
from printer.talk import queries
from printer.talk.answers import Answer, Answers, AutoStatus, Junk, ProcessId, Queued, RealTime
from printer.talk.reading import from_auto_status, from_port, from_real_time

PATIENCE = 0.4
"""Seconds that a printer has for one answer; real-time answers take a few milliseconds."""

_LATE = 0.05
_TICK = 0.01
_PROBE = b"READ"


class Conversation:
    """Asks and listens; what comes unasked is kept for who waits for it.

    Everything raises `printer.lines.LineClosed` when the printer ends the line, and what its writing raises.
    """

    def __init__(self, line: Line, patience: float = PATIENCE) -> None:
        self._line = line
        self._patience = patience
        self._answers = Answers()
        self._names: set[bytes] = set()
        self._auto: list[bytes] = []
        self._fences = 0
        self._unanswered = False
        self.answered = False
        """Whether the printer itself has answered a question for its status believably."""

    def status(self) -> PrinterStatus:
        """Ask DLE EOT 1 to 4, one after the other; one that talks nonsense between them is not believed.

        A printer that answers nothing may still say something through its port (USB).
        """
        if not self._line.listens:
            return self._of_port()
        if self._unanswered:
            # A late answer to an old question would be taken for the answer to a new one.
            self._take(time.monotonic() + _LATE)
        answers: dict[int, int] = {}
        for number, question in queries.REALTIME.items():
            heard = self._ask(question)
            real_time = [answer.byte for answer in heard if isinstance(answer, RealTime)]
            if len(real_time) > 1 or any(isinstance(answer, Junk | Queued) for answer in heard):
                self._unanswered = True
                return UNKNOWN
            if real_time:
                answers[number] = real_time[0]
            else:
                self._unanswered = True
                if number == 1:
                    return self._of_port()
        status = from_real_time(answers)
        self.answered = self.answered or status.known
        return status

    def auto_status(self) -> PrinterStatus:
        """Ask by GS a, for printers that know nothing else; the automatic status is switched off again."""
        self._auto.clear()
        deadline = self._soon()
        self._line.write(queries.RESET + queries.AUTO_STATUS_ON, deadline)
        while not self._auto and time.monotonic() < deadline:
            self._take(deadline)
        self._line.write(queries.AUTO_STATUS_OFF + queries.RESET, self._soon())
        if not self._auto:
            return UNKNOWN
        self.answered = True
        return from_auto_status(self._auto[-1])

    def can_name(self) -> bool:
        """Tell whether the printer knows GS ( H: a name is asked for and must come back.

        One that does not know it may take it for text; ESC @ wipes that away before it gets on paper.
        """
        self._line.write(queries.RESET + queries.process_id(_PROBE), self._soon())
        found = self.heard_name(_PROBE, self._soon())
        self._line.write(queries.RESET, self._soon())
        return found

    def can_fence(self) -> bool:
        """Tell whether the printer answers GS r; it has to be asked while the printer is idle."""
        self._line.write(queries.RESET + queries.FENCE, self._soon())
        found = self.heard_fence(self._soon())
        self._line.write(queries.RESET, self._soon())
        return found

    def heard_name(self, name: bytes, deadline: float) -> bool:
        """Listen until the printer says the name; false when the time is up."""
        while name not in self._names and time.monotonic() < deadline:
            self._take(deadline)
        return name in self._names

    def heard_fence(self, deadline: float) -> bool:
        """Listen until the printer answers a GS r; false when the time is up."""
        while not self._fences and time.monotonic() < deadline:
            self._take(deadline)
        found = bool(self._fences)
        self._fences = 0
        return found

    def _ask(self, question: bytes) -> list[Answer]:
        deadline = self._soon()
        self._line.write(question, deadline)
        heard: list[Answer] = []
        while time.monotonic() < deadline:
            heard += self._take(deadline)
            if any(isinstance(answer, RealTime | Junk | Queued) for answer in heard):
                break
        return heard

    def _take(self, deadline: float) -> list[Answer]:
        data = self._line.read(deadline)
        if not data and time.monotonic() < deadline:
            # Some printers answer "nothing yet" at once, again and again.
            time.sleep(_TICK)
        heard = self._answers.feed(data)
        for answer in heard:
            if isinstance(answer, ProcessId):
                self._names.add(answer.name)
            elif isinstance(answer, AutoStatus):
                self._auto.append(answer.block)
            elif isinstance(answer, Queued):
                self._fences += 1
        return heard

    def _soon(self) -> float:
        return time.monotonic() + self._patience

    def _of_port(self) -> PrinterStatus:
        port = self._line.port_status()
        return from_port(port) if port is not None else UNKNOWN
