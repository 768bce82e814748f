"""What can be done on the inquiry screen, and by which keys."""

from __future__ import annotations

from typing import Final

from desk.actions import Action, define
from desk.messages import inquiry_keys as keys

INQUIRY_ACTIONS: Final = define(
    "inquiry",
    Action("send", "f9", keys.SEND, keys.SEND_HELP),
    Action("answers", "insert", keys.ANSWERS, keys.ANSWERS_HELP),
    Action("pass_on", "f7", keys.LATER, keys.LATER_HELP),
    Action("close", "f8", keys.CLOSE, keys.CLOSE_HELP),
    Action("reveal", "f4", keys.REVEAL, keys.REVEAL_HELP),
    Action("details", "tab", keys.DETAILS, keys.DETAILS_HELP),
    Action("read", "pageup pagedown", keys.READ, keys.READ_HELP, footer=False),
    Action("back", "escape", keys.LEAVE, keys.LEAVE_HELP),
)
