"""Exceptions of the store.

StoreError
├── StoreClosed        the daemon is ending: nothing more is written
└── DatabaseInUse      another daemon has this SQLite database open
"""

from __future__ import annotations


class StoreError(Exception):
    """Base of the store's own errors; the driver's come through as SQLAlchemy's."""


class StoreClosed(StoreError):
    """The store is closing or closed."""


class DatabaseInUse(StoreError):
    """Another daemon has this SQLite database open; the message is one line for the operator."""
