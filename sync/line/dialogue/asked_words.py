"""Which particulars a citizen has been asked for just now, by the chat or by a clerk."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from registry.states import State
from sync.line.dialogue.model import ChatOffice, Conversation

_WORDS: Final = {
    "pid": re.compile("ประจำตัวประชาชน|13 ?หลัก|เลขบัตรประชาชน|PID", re.IGNORECASE),
    "name": re.compile("ชื่อ|นามสกุล"),
    "birth_date": re.compile("วัน(?:เดือนปี)?เกิด"),
}


_DAY: Final = re.compile(
    r"วัน(?:อื่น|ใหม่|รับ|นัด|ใด|ไหน|ที่สะดวก|ที่จะ)|(?:เปลี่ยน|เลื่อน|เลือก)\s*(?:วัน|เวลา|นัด)|(?:เวลา|ช่วง)(?:อื่น|ใหม่|เช้า|บ่าย)"
)


def about_day(question: str) -> bool:
    """Whether a clerk's question is about another day or time."""
    return _DAY.search(question) is not None


def asked_now(conversation: Conversation, office: ChatOffice) -> frozenset[str]:
    """Return what the open question is about; a clerk's question by its words."""
    questions = [
        request.question
        for request, _ in office.open_requests()
        if request.state is State.NEEDS_INFORMATION and not _newer(conversation, request.state_since)
    ]
    by_clerk = {one for one, pattern in _WORDS.items() if any(map(pattern.search, questions))}
    return frozenset({conversation.asking.value} & _WORDS.keys() | by_clerk)


def _newer(conversation: Conversation, since: dt.datetime) -> bool:
    draft = conversation.draft
    return draft is not None and draft.touched_at > since
