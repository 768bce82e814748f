"""What can be done on the pick-up screen, and by which keys."""

from __future__ import annotations

from typing import Final

from desk.actions import Action, define
from desk.messages import afterwards
from desk.messages import pick_up_keys as keys

FORWARD: Final = "forward"
PRINT: Final = "print"
PICK_UP_ACTIONS: Final = define(
    "pick_up",
    Action("go_on", "enter", keys.GO_ON, keys.GO_ON_HELP),
    Action(FORWARD, "f9", keys.HAND_OVER, keys.FORWARD_HELP),
    Action("call", "f5", keys.CALL, keys.CALL_HELP),
    Action(PRINT, "f6", keys.PRINT, keys.PRINT_HELP),
    Action("problem", "f8", keys.PROBLEM, keys.PROBLEM_HELP),
    Action("park", "f7", keys.PARK, keys.PARK_HELP),
    Action("conversation", "ctrl+k", keys.CONVERSATION, keys.CONVERSATION_HELP),
    Action("slip", "tab", keys.SLIP, keys.SLIP_HELP),
    Action("reveal", "f4", keys.REVEAL, keys.REVEAL_HELP),
    Action("reschedule", "m", afterwards.RESCHEDULE, afterwards.RESCHEDULE_HELP, footer=False),
    Action("no", "x", keys.NO, keys.NO_HELP, footer=False),
    Action("scroll", "pageup pagedown", keys.SCROLL, keys.SCROLL_HELP, footer=False),
)
