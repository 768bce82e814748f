"""Personal data behind one door: sealed records, bound to their row, and keyed look-ups.

A sealed record is ``key id (4 bytes) ‖ nonce (12) ‖ AES-256-GCM ciphertext and tag``. Office, table
and row id are associated data, so that a record copied to another row does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from registry import private_files
from registry.errors import ConfigurationError, SealError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_ID_BYTES = 4
_NONCE_BYTES = 12


def _derive(key: bytes, purpose: bytes) -> bytes:
    """Return a key of its own for each purpose (HMAC-SHA256 as HKDF-Expand with one block, RFC 5869)."""
    return hmac.digest(key, purpose + b"\x01", hashlib.sha256)


class Keyring:
    """The keys of a store: the newest seals, all of them open, the oldest makes the look-ups.

    Look-ups stay with the oldest key because they are compared across rows; keys are only added.
    """

    __slots__ = ("_current", "_lookup_key", "_master", "_sealers")

    def __init__(self, keys: dict[bytes, bytes]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if not keys or any(len(i) != _ID_BYTES or len(k) != KEY_BYTES for i, k in keys.items()):
            raise ConfigurationError("a key ring needs at least one key of 32 bytes")
        self._sealers: dict[bytes, AESGCM] = {i: AESGCM(_derive(k, b"seal")) for i, k in keys.items()}
        self._current = list(keys)[-1]
        self._lookup_key = _derive(next(iter(keys.values())), b"look-up")
        self._master = next(iter(keys.values()))

    def __repr__(self) -> str:
        return f"Keyring({len(self._sealers)} keys)"

    @classmethod
    def of(cls, key: bytes) -> Keyring:
        """Return a ring of one key; its id is derived from it."""
        return cls({_derive(key, b"id")[:_ID_BYTES]: key})

    @classmethod
    def open_file(cls, path: Path, *, make: bool = True) -> Keyring:
        """Read the key file; with ``make``, a missing one is made, readable by its owner only.

        One key a line, base64, oldest first. Raises ConfigurationError when it cannot be used.
        """
        if not make and not path.exists():
            raise ConfigurationError(
                f"the key file {path} is missing: put back the one this database was made with"
            )
        try:
            if not path.exists():
                private_files.write_first(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            lines = path.read_bytes().split()
            keys = [base64.b64decode(line, validate=True) for line in lines]
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"the key file {path} cannot be used: {type(error).__name__}") from None
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise ConfigurationError(f"the key file {path} cannot be used: it needs keys of 32 bytes, base64")
        return cls({_derive(key, b"id")[:_ID_BYTES]: key for key in keys})

    def seal(self, plain: bytes, office_id: str, table: str, row_id: str) -> bytes:
        """Return ``plain`` sealed for this row of this table of this office."""
        nonce = os.urandom(_NONCE_BYTES)
        place = _place(office_id, table, row_id)
        return self._current + nonce + self._sealers[self._current].encrypt(nonce, plain, place)

    def open(self, sealed: bytes, office_id: str, table: str, row_id: str) -> bytes:
        """Return what was sealed for this row; raises SealError."""
        from cryptography.exceptions import InvalidTag

        sealer = self._sealers.get(sealed[:_ID_BYTES])
        if sealer is None:
            raise SealError(f"no key for {table} {row_id}")
        nonce, body = sealed[_ID_BYTES : _ID_BYTES + _NONCE_BYTES], sealed[_ID_BYTES + _NONCE_BYTES :]
        try:
            return sealer.decrypt(nonce, body, _place(office_id, table, row_id))
        except (InvalidTag, ValueError):
            raise SealError(f"{table} {row_id} does not open") from None

    def lookup(self, purpose: str, value: str) -> str:
        """Return a keyed digest of ``value`` (hex, 128 bits) to find rows by; useless without the key."""
        message = purpose.encode() + b"\x00" + value.encode()
        return hmac.digest(self._lookup_key, message, hashlib.sha256)[:16].hex()

    def derive(self, purpose: str) -> bytes:
        """Return a key of 32 bytes for another purpose, always the same one."""
        return _derive(self._master, b"purpose " + purpose.encode())


def _place(office_id: str, table: str, row_id: str) -> bytes:
    return b"\x00".join(part.encode() for part in (office_id, table, row_id))
