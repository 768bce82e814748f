from __future__ import annotations

import asyncio
import threading

import pytest

from desk.background import Background
from desk.errors import Offline


async def _for_ever() -> None:
    await asyncio.Event().wait()


async def test_a_call_whose_thread_ends_by_itself_is_refused_and_not_lost() -> None:
    end = threading.Event()
    failed: list[Exception] = []

    async def main() -> None:
        await asyncio.get_running_loop().run_in_executor(None, end.wait)
        raise KeyError("over")

    background = Background(main, failed.append)
    background.start()
    waiting = asyncio.create_task(background.call(_for_ever()))
    await asyncio.sleep(0)
    end.set()
    async with asyncio.timeout(5):
        with pytest.raises(Offline):
            await waiting
    with pytest.raises(Offline):
        await background.call(_for_ever())
    assert [type(error) for error in failed] == [KeyError]
    background.stop()


async def test_a_stopped_thread_refuses_what_waits_and_is_gone() -> None:
    background = Background(_for_ever, lambda _error: None)
    background.start()
    calls = [asyncio.create_task(background.call(_for_ever())) for _ in range(20)]
    await asyncio.sleep(0)
    background.stop()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(answer) for answer in answers} == {Offline}
    assert all(thread.name != "desk-background" for thread in threading.enumerate())


async def test_whoever_is_cancelled_while_waiting_stays_cancelled() -> None:
    background = Background(_for_ever, lambda _error: None)
    background.start()
    call = asyncio.create_task(background.call(_for_ever()))
    await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    background.stop()


def test_a_stop_that_comes_while_it_ends_by_itself_breaks_nothing_off() -> None:
    stray: list[object] = []
    before, threading.excepthook = threading.excepthook, stray.append

    async def main() -> None:
        raise KeyError("over")

    background = Background(main, lambda _error: background.stop(wait=False))
    background.start()
    try:
        background._thread.join(5)
    finally:
        threading.excepthook = before
    assert not stray
    assert background._loop.is_closed()
