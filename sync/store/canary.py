"""Shows at the start whether the key file opens this database, before anything is done with it."""

from __future__ import annotations

from sqlmodel import Session

from registry.errors import ConfigurationError, SealError
from registry.sealing import Keyring
from sync.store.statements import insert_once
from sync.store.tables.line import SealCanaryRow

_TABLE = "seal_canary"
_ID = "1"


def check_key(session: Session, *, keys: Keyring, office_id: str) -> None:
    """Open the office's canary, made at the first start; raises ConfigurationError with one line."""
    sealed = keys.seal(b"bangkhae", office_id, _TABLE, _ID)
    insert_once(session, SealCanaryRow, office_id=office_id, id=_ID, sealed=sealed)
    row = session.get_one(SealCanaryRow, (office_id, _ID))
    try:
        keys.open(row.sealed, office_id, _TABLE, _ID)
    except SealError:
        raise ConfigurationError(
            "the key file does not fit this database: use the one it was made with"
        ) from None
