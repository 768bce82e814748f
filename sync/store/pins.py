"""PINs: of each only an argon2id hash, over a digest that takes the office's own key.

Four to six digits are tried through within minutes by whoever has plain hashes of them. The key stands in the
key file and not in the database: who has a copy of the database alone has nothing to compare a try with.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache
from typing import TYPE_CHECKING, Final

from registry.sealing import Keyring

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LENGTHS: Final = range(4, 101)
_KEYED: Final = "keyed:"
"""In front of a hash that takes the key; earlier versions hashed the PIN itself."""


def hashed(keys: Keyring, pin: str) -> str:
    """Return the hash of a PIN; takes about 40 ms and 19 MiB."""
    return _KEYED + _hasher().hash(_with_key(keys, pin))


def matches(keys: Keyring, pin_hash: str | None, pin: str) -> bool:
    """Whether a PIN is the one of a hash; takes as long where there is no such clerk."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    known = _nobodys_hash() if pin_hash is None else pin_hash
    secret = _with_key(keys, pin) if known.startswith(_KEYED) else pin
    try:
        _hasher().verify(known.removeprefix(_KEYED), secret)
    except (Argon2Error, InvalidHashError):
        return False
    return pin_hash is not None


def outdated(pin_hash: str) -> bool:
    """Whether a hash is one of an earlier version, to be made anew when its PIN is known."""
    return not pin_hash.startswith(_KEYED) or _hasher().check_needs_rehash(pin_hash.removeprefix(_KEYED))


def _with_key(keys: Keyring, pin: str) -> str:
    return hmac.new(keys.derive("PIN"), pin.encode(), hashlib.sha256).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    """Return argon2id at OWASP's smallest setting: t=2, 19 MiB, p=1 (facts.md: 43 ms)."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash() -> str:
    return _KEYED + _hasher().hash(secrets.token_hex())
