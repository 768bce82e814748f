"""What can be done to a virtual printer while it works: by a test, or by who teaches clerks what to do."""

from collections.abc import Callable
from typing import Protocol

from printer.simulator.habits import Habits
from printer.simulator.machine import Machine
from printer.simulator.mechanism import Mechanism
from printer.status import Condition


class _Plug(Protocol):
    def plug_in(self) -> None: ...
    def unplug(self) -> None: ...
    def hang_up(self) -> None: ...


class Control:
    """Hands on the printer: paper, cover, switch and cable. `habits` says what kind of printer it is."""

    def __init__(
        self, mechanism: Mechanism, machine: Machine, habits: Habits, plug: Callable[[], _Plug]
    ) -> None:
        self.habits = habits
        self._mechanism = mechanism
        self._machine = machine
        self._plug = plug

    def trouble(self, *conditions: Condition) -> None:
        """Let something be the matter: `NO_PAPER`, `COVER_OPEN` and so on, or `UNPLUGGED`."""
        for condition in conditions:
            if condition is Condition.UNPLUGGED:
                self.unplug()
            else:
                self._mechanism.set(condition)
        self._machine.notice()

    def mend(self, *conditions: Condition) -> None:
        """End troubles, all of them where none is named; a printer that was stopped prints what it holds."""
        for condition in conditions or tuple(Condition):
            self._mechanism.set(condition, there=False)
        self._machine.notice()

    def load_paper(self, rows: int | None = None) -> None:
        """Put in a new roll, of so many rows of dots: after them the paper is out; None never ends."""
        self._mechanism.load(rows)
        self._machine.notice()

    def unplug(self) -> None:
        """Pull the network cable: nothing in the printer is lost."""
        self._plug().unplug()

    def plug_in(self) -> None:
        """Put the cable back in."""
        self._plug().plug_in()

    def hang_up(self) -> None:
        """Break the connection there is."""
        self._plug().hang_up()

    def cycle_power(self, *, forgets: bool = False) -> None:
        """Switch off and on: what was not on paper is lost; with `forgets` the next job is, too."""
        self._plug().unplug()
        self._machine.lose_power()
        self.habits.forgets = forgets
        self._plug().plug_in()
