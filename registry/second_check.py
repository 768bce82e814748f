"""The check before documents are handed over: the same person, the same card, and who collects by what power.

Registers its command with `registry.lifecycle`, which imports this module.
"""

from __future__ import annotations

from registry import commands as c
from registry.errors import RefusalCode, Refused
from registry.lifecycle import _apply, _change, _expect, _expect_clean
from registry.request import Collector, Request
from registry.states import State
from registry.transitions import Context, Office, Transition


@_apply.register
def _check(command: c.SecondCheck, request: Request, context: Context) -> Transition:
    _expect(request, State.ARRIVED)
    if request.has_only_a_number:
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)
    _expect_collector(command, context.office)
    _expect_clean(context.office.second_steps, context.office.outcomes, command.check_done)
    shown = command.attorney
    hand_over = request.hand_over.model_copy(
        update={"second_check": command.check_done, "collector": command.collector, "attorney": shown}
    )
    detail = {"collector": command.collector.value}
    if shown is not None:
        detail |= {"as": shown.collector, "paper": shown.paper}
    return Transition(_change(request, context, hand_over=hand_over), "checked_again", detail)


def _expect_collector(command: c.SecondCheck, office: Office) -> None:
    """Who collects for the owner needs the office's leave, and a paper that the office knows."""
    if command.collector is Collector.OWNER:
        if command.attorney is not None:
            raise Refused(RefusalCode.ATTORNEY_NOT_SHOWN)
    elif not office.power_of_attorney:
        raise Refused(RefusalCode.COLLECTOR_NOT_ALLOWED)
    elif command.attorney is None or not office.attorney.knows(command.attorney):
        raise Refused(RefusalCode.ATTORNEY_NOT_SHOWN)
