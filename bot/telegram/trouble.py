"""Whose fault an error is: the database's, which passes, or the update's, which comes again."""

from __future__ import annotations

import sqlite3
from typing import Final

import psycopg
from psycopg_pool import PoolTimeout

from bot.storage.store import StoreClosed

# all else that sqlite3 calls operational, such as a missing column, is a mistake of ours
PASSING: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
PRIMARY: Final = 0xFF  # the part of an SQLite code that names its kind


def is_passing(error: BaseException) -> bool:
    """Tell whether the same update may well succeed later, so that this was no try of it."""
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", 0) & PRIMARY in PASSING
    return isinstance(error, (psycopg.OperationalError, PoolTimeout, StoreClosed))
