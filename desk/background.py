"""The desk's second thread: an event loop of its own, so that the network never holds up a key."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

from desk.errors import Offline

Answer = TypeVar("Answer")
_JOIN_SECONDS: Final = 5.0


class Background:
    """Runs ``main`` on a thread until it is stopped; ``failed`` is told, there, of an error that ended it."""

    def __init__(
        self, main: Callable[[], Coroutine[Any, Any, None]], failed: Callable[[Exception], object]
    ) -> None:
        self._main, self._failed = main, failed
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(self._stray)
        self._stopping = False
        self._over = False
        self._taking = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="desk-background", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, *, wait: bool = True) -> None:
        """End; with ``wait`` return only when the thread is gone."""
        if self._stopping:
            return
        self._stopping = True
        if self._thread.ident is None:
            self._loop.close()
            return
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._cancel)
        if wait:
            self._thread.join(_JOIN_SECONDS)

    async def call(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """Run something on the thread's loop and wait for it here; raises Offline when the thread ends."""
        with self._taking:
            if self._stopping or self._over or not self._thread.is_alive():
                work.close()
                raise Offline("stopped")
            future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            # Whoever asked goes on, unless it is they who were cancelled.
            task = asyncio.current_task()
            if task is None or not task.cancelling():
                raise Offline("stopped") from None
            raise

    def begin(self, work: Coroutine[Any, Any, object]) -> None:
        """Run something on the thread's loop without waiting for it; nothing when the thread ends."""
        with self._taking:
            if self._stopping or self._over or not self._thread.is_alive():
                work.close()
                return
            asyncio.run_coroutine_threadsafe(work, self._loop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._main())
        except asyncio.CancelledError:
            pass
        except Exception as error:  # noqa: BLE001  told to the application, which ends calmly
            self._failed(error)
        finally:
            self._settle()

    def _settle(self) -> None:
        """Take no more calls, and let those that were taken end before the loop closes."""
        with self._taking:
            self._over = True
        # A call that was only just taken is no task yet.
        self._loop.run_until_complete(asyncio.sleep(0))
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    def _cancel(self) -> None:
        if self._over:
            # It has ended by itself and is settling: nothing may break that off.
            return
        for task in asyncio.all_tasks(self._loop):
            task.cancel()

    def _stray(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Tell of an error that nobody waited for; asyncio's own way would write on the screen."""
        error = context.get("exception")
        if isinstance(error, Exception) and not self._stopping:
            self._failed(error)
