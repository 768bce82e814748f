"""What a citizen gives again when the office asks: new particulars in the place of the kept ones."""

from __future__ import annotations

from sqlmodel import Session, col, select, update

from registry.errors import RefusalCode, Refused
from registry.particulars import Particulars
from registry.sealing import Keyring
from sync.store.feed import take_number
from sync.store.request_rows import columns_of, opened
from sync.store.tables.requests import RequestRow


def replace_particulars(
    session: Session,
    *,
    keys: Keyring,
    office_id: str,
    conversation_id: str,
    request_id: str,
    particulars: Particulars,
) -> None:
    """Keep other particulars with a request of this conversation; raises Refused (NOT_FOUND)."""
    mine = (
        col(RequestRow.office_id) == office_id,
        col(RequestRow.id) == request_id,
        col(RequestRow.conversation_id) == conversation_id,
    )
    row = session.exec(select(RequestRow.body, RequestRow.sealed).where(*mine).with_for_update()).first()
    if row is None:
        raise Refused(RefusalCode.NOT_FOUND)
    request, _ = opened(keys, office_id, request_id, *row)
    columns = columns_of(keys, request, particulars)
    session.exec(update(RequestRow).where(*mine).values(seq=take_number(session, office_id), **columns))
