"""What is asked for often is done at once, then seldom, and never forgotten."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from desk.gathering import GATHER_SECONDS, Gathering


class _Clock:
    """A clock that a test turns, with what it wakes."""

    def __init__(self) -> None:
        self.now = 100.0
        self.due: list[tuple[float, Callable[[], None]]] = []

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        self.due.append((self.now + seconds, call))

    def go(self, seconds: float) -> None:
        until = self.now + seconds
        while self.due and min(at for at, _ in self.due) <= until:
            at, call = self.due.pop(0)
            self.now = at
            call()
        self.now = until


@given(st.lists(st.floats(0, 1), max_size=60))
def test_the_first_is_done_at_once_and_the_last_is_never_lost(pauses: list[float]) -> None:
    clock, asked, done = _Clock(), [0.0], list[tuple[float, float]]()
    gathering = Gathering(lambda: done.append((clock.now, asked[-1])), clock.after, lambda: clock.now)
    for at, pause in enumerate(pauses):
        clock.go(pause)
        asked.append(clock.now)
        gathering.ask()
        assert at or done == [(clock.now, clock.now)]
    clock.go(2 * GATHER_SECONDS)
    times = [at for at, _ in done]
    assert all(late - early > GATHER_SECONDS * 0.999 for early, late in itertools.pairwise(times))
    assert not pauses or done[-1][0] >= asked[-1]
    assert all(any(at <= when <= at + GATHER_SECONDS * 1.001 for when in times) for at in asked[1:])
