"""What a clerk begins from any list: calling whoever is next, and taking in who came by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desk.messages import number_card as card_words
from desk.messages import outcomes, queueing
from desk.messages.errors import told
from desk.screens.number_card import give_card
from desk.screens.pick_up import PickUpScreen
from registry.commands import CallNext, DrawNumber, Outcome, OutcomeStatus, WalkIn
from registry.errors import RefusalCode

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.check_memory import WalkInDraft

_GROUP = "call-next"


def call_next(desk: DeskApp) -> None:
    """Call whoever is next at this counter, as the daemon decides; the citizen's screen opens."""
    _begin(desk, "", CallNext(), _called)


def take_in(desk: DeskApp) -> None:
    """Ask what somebody wants who came by themselves; the check opens, or they wait with a number."""
    from desk.screens.walk_in import WalkInDialog

    if desk.backend is None:
        return
    draft = desk.memory.walk_in

    def entered(command: WalkIn | DrawNumber | None) -> None:
        if command is not None:
            answered = _numbered if isinstance(command, DrawNumber) else _taken_in
            _begin(desk, draft.request_id, command, lambda desk, outcome: answered(desk, draft, outcome))

    particulars, away = desk.backend.profile.walk_in_particulars, desk.backend.status().away
    desk.push_screen(WalkInDialog(draft, particulars, away=away), entered)


def _begin(
    desk: DeskApp,
    request_id: str,
    command: CallNext | WalkIn | DrawNumber,
    answered: Callable[[DeskApp, Outcome], None],
) -> None:
    """Send a command that is about no request on the screen, unless one is on its way already."""
    backend = desk.backend
    sending = any(worker.group == _GROUP and not worker.is_finished for worker in desk.workers)
    if backend is None or sending:
        return

    async def send() -> None:
        try:
            outcome = await backend.send(request_id, 0, command)
        except Exception as error:  # noqa: BLE001  whatever it is, a clerk is told and the desk goes on
            if desk.backend is backend:
                desk.tell(told(error))
            return
        if desk.backend is backend:
            answered(desk, outcome)

    desk.run_worker(send(), group=_GROUP, exit_on_error=False)


def _taken_in(desk: DeskApp, draft: WalkInDraft, outcome: Outcome) -> None:
    """Open the check of who has been taken in."""
    from desk.screens.check import CheckScreen

    if _there(outcome):
        desk.memory.forget_walk_in()
        desk.push_screen(CheckScreen(draft.request_id, outcome.version))
    else:
        desk.tell(outcomes.told_outcome(outcome))


def _numbered(desk: DeskApp, draft: WalkInDraft, outcome: Outcome) -> None:
    """Print the card and say the number; where it has not come to this desk yet, where it will be seen."""
    if not _there(outcome):
        desk.tell(outcomes.told_outcome(outcome))
        return
    desk.memory.forget_walk_in()
    known = desk.backend.record(draft.request_id) if desk.backend is not None else None
    if known is not None:
        give_card(desk, known.request)
    else:
        desk.say(card_words.NOT_SEEN_YET, warning=True)


def _there(outcome: Outcome) -> bool:
    """Whether the daemon has what was begun, be it from an answer that was lost."""
    return outcome.status is OutcomeStatus.APPLIED or outcome.code == RefusalCode.ALREADY_THERE


def _called(desk: DeskApp, outcome: Outcome) -> None:
    if outcome.status is OutcomeStatus.APPLIED:
        desk.push_screen(PickUpScreen(str(outcome.result["request_id"]), called=True))
    elif outcome.code == RefusalCode.STILL_SERVING and "request_id" in outcome.detail:
        desk.push_screen(PickUpScreen(outcome.detail["request_id"], ask_came=True))
    elif outcome.code == RefusalCode.NOBODY_WAITS:
        desk.say(queueing.NOBODY)
    else:
        desk.tell(outcomes.told_outcome(outcome))
