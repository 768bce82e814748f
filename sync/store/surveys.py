"""Survey answers, kept for the request they are about."""

from __future__ import annotations

import datetime as dt

from sqlmodel import Session, select

from sync.store.tables.line import SurveyAnswerRow
from sync.store.tables.requests import RequestRow


def keep(
    session: Session,
    *,
    office_id: str,
    conversation_id: str,
    request_id: str,
    question: str,
    score: int,
    now: dt.datetime,
) -> bool:
    """Keep an answer, in place of a former one; False when the request is not this conversation's."""
    mine = session.exec(
        select(RequestRow.id).where(
            RequestRow.office_id == office_id,
            RequestRow.id == request_id,
            RequestRow.conversation_id == conversation_id,
        )
    ).first()
    if mine is None:
        return False
    key = {"office_id": office_id, "id": request_id, "question": question}
    row = session.get(SurveyAnswerRow, tuple(key.values())) or SurveyAnswerRow(**key, score=score, at=now)
    row.score, row.at = score, now
    session.add(row)
    return True
