"""A counter that kills itself at a step: ``python -m … STEP FOLDER NUMBER URL PRINTER REQUEST``."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any, Final

from desk.live_entrance import LiveEntrance
from desk.sync_client import SyncClient
from printer.samples import sample
from printer.spool import slips
from registry.print_orders import OrderState
from registry.settings import DeskSettings, PrinterSettings, Settings

CLERK: Final = "somchai"
PIN: Final = "2469"
SUBMITTING: Final = ("ordered",)
SERVING: Final = ("granted", "written")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(step: str) -> None:
    """Let the program die as soon as a step is done."""
    order, report, submit = SyncClient.order_print, SyncClient.report_print, slips.submit

    async def ordered(*arguments: Any) -> Any:
        await order(*arguments)
        die()

    async def reported(client: SyncClient, order_id: str, told: Any) -> Any:
        answer = await report(client, order_id, told)
        if told.state is OrderState.TAKEN:
            die()
        return answer

    def written(*arguments: Any, **more: Any) -> Any:
        submit(*arguments, **more)
        die()

    if step in SUBMITTING:
        setattr(SyncClient, "order_print", ordered)  # noqa: B010  a method is no attribute to the type checker
    elif step == "written":
        setattr(slips, "submit", written)  # noqa: B010
    else:
        setattr(SyncClient, "report_print", reported)  # noqa: B010


async def main(step: str, place: list[str], request_id: str) -> None:
    folder, number, url, printer = place
    arm(step)
    settings = Settings(
        desk=DeskSettings(server=url, counter=number),
        printer=PrinterSettings(device=printer, watch_seconds=0),
    )
    backend = await LiveEntrance(settings, Path(folder)).sign_in(CLERK, PIN)
    backend.start(lambda _message: None)
    while step in SUBMITTING:
        record = backend.record(request_id)
        if record is not None:
            await backend.print_slip(sample(1), record.request, "2")
            break
        await asyncio.sleep(0.02)
    await asyncio.sleep(30)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2:6], sys.argv[6]))
