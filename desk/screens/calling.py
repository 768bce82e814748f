"""Calling whoever is next at this counter, from any list; the daemon decides who that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.messages import outcomes, queueing
from desk.messages.errors import told
from desk.screens.pick_up import PickUpScreen
from registry.commands import CallNext, Outcome, OutcomeStatus
from registry.errors import RefusalCode

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend

_GROUP = "call-next"


def call_next(desk: DeskApp) -> None:
    """Call, unless a call is on its way already; the citizen's screen opens with the answer."""
    calling = any(worker.group == _GROUP and not worker.is_finished for worker in desk.workers)
    if desk.backend is not None and not calling:
        desk.run_worker(_call(desk, desk.backend), group=_GROUP, exit_on_error=False)


async def _call(desk: DeskApp, backend: Backend) -> None:
    try:
        outcome = await backend.send("", 0, CallNext())
    except Exception as error:  # noqa: BLE001  whatever it is, a clerk is told and the desk goes on
        if desk.backend is backend:
            desk.tell(told(error))
        return
    if desk.backend is backend:
        _show(desk, outcome)


def _show(desk: DeskApp, outcome: Outcome) -> None:
    if outcome.status is OutcomeStatus.APPLIED:
        desk.push_screen(PickUpScreen(str(outcome.result["request_id"]), called=True))
    elif outcome.code == RefusalCode.STILL_SERVING and "request_id" in outcome.detail:
        desk.push_screen(PickUpScreen(outcome.detail["request_id"], ask_came=True))
    elif outcome.code == RefusalCode.NOBODY_WAITS:
        desk.say(queueing.NOBODY)
    else:
        desk.tell(outcomes.told_outcome(outcome))
