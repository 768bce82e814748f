"""What can be done on the check screen, and by which keys."""

from __future__ import annotations

from typing import Final

from desk.actions import Action, define
from desk.messages import afterwards, look
from desk.messages import check_keys as keys

CHECK_ACTIONS: Final = define(
    "check",
    Action("go_on", "enter", keys.GO_ON, keys.GO_ON_HELP),
    Action("approve", "f9", keys.APPROVE, keys.APPROVE_HELP),
    Action("ask", "f7", keys.ASK, keys.ASK_HELP),
    Action("reject", "f8", keys.REJECT, keys.REJECT_HELP),
    # Where there is no room for the chat its key is; that of the numbers stands beside them.
    Action("chat", "tab", keys.CHAT, keys.CHAT_HELP),
    Action("reveal", "f4", keys.REVEAL, keys.REVEAL_HELP),
    Action("lines", "up down", keys.LINES, keys.LINES_HELP, footer=False),
    Action("no", "x", keys.NO, keys.NO_HELP, footer=False),
    Action("clear", "backspace", keys.CLEAR, keys.CLEAR_HELP, footer=False),
    Action("read_chat", "pageup pagedown", keys.READ_CHAT, keys.READ_CHAT_HELP, footer=False),
    Action("history", "ctrl+l", look.KEY, look.KEY_HELP, footer=False),
    Action("second", "ctrl+e", afterwards.SECOND, afterwards.SECOND_HELP, footer=False),
    Action("release", "ctrl+r", keys.RELEASE, keys.RELEASE_HELP, footer=False),
)
