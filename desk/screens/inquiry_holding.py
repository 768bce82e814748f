"""Who holds an inquiry, what that means for this clerk, and what is shown of it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from desk.messages import away, common
from desk.messages import inquiry as words
from desk.screens.holding import HoldingScreen
from desk.screens.working import moved_on
from desk.widgets.inquiry_facts import Facts, clock_words
from registry.duties import Duty, may
from registry.request import AdvanceKind, Inquiry
from registry.states import State
from thai.dates import clock

IN_BOT: Final = dt.timedelta(minutes=10)
"""How long after a text that the chat has answered the citizen is still busy with it."""


class HeldInquiryScreen(HoldingScreen):
    """Base of the inquiry's screen: reads the record for what this clerk may do now."""

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self.note = ""
        self._others = 0

    @property
    def _may_answer(self) -> bool:
        request = self.request
        if request is None or request.closed or request.state is State.COLLECTING:
            return False
        return self.held_elsewhere is None or may(self.backend.person.role, Duty.ANSWER_FOR_OTHERS)

    @property
    def _precheck(self) -> bool:
        inquiry = self.request.inquiry if self.request is not None else None
        return inquiry is not None and inquiry.advance is AdvanceKind.PRECHECK

    @property
    def may_reveal(self) -> bool:
        """Pictures once there are some; otherwise what advance work says of who and where."""
        given = self.particulars
        if given is None:
            return False
        return bool(given.pictures) if self._precheck else given.advance is not None

    def _facts(self) -> Facts | None:
        request, now = self.request, self.backend.now()
        if request is None:
            return None
        waiting, late = clock_words(request.inquiry or Inquiry(), now)
        return Facts(request, self.particulars, self._held(), waiting, late, self._others, self.reveal_left)

    def _held(self) -> str:
        holder = self.request.holder if self.request is not None else None
        if holder is None:
            return ""
        if self.ours:
            return words.MINE
        said = words.holds if self.held_elsewhere else words.was_held
        return said(holder.clerk_name, holder.counter)

    def _state_note(self) -> str:
        """Return what the clerk has to know before writing; empty when nothing stands against it."""
        request, holder = self.request, self.held_elsewhere
        if request is None:
            return common.GONE
        if self.busy:
            return words.SENDING
        if request.closed:
            return moved_on(request)
        if holder is not None:
            return words.held_by(holder.clerk_name, holder.counter, clock(holder.until))
        return "" if self.note else self._passing_note()

    def _passing_note(self) -> str:
        """Return what the clerk may know besides."""
        if self.backend.status().away:
            return away.DRAFT_KEPT
        return words.IN_BOT if self._in_bot else ""

    @property
    def _in_bot(self) -> bool:
        """Whether the citizen's last text was one that the chat itself has answered, a moment ago."""
        chat = self.particulars.chat if self.particulars is not None else ()
        last = next((line for line in reversed(chat) if line.who in {"citizen", "clerk"}), None)
        return last is not None and last.by_chat and self.backend.now() - last.at < IN_BOT
