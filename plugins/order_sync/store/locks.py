"""Locks that outlive a transaction but not a process: one sender per store and destination, whoever starts it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from order_sync.errors import RetryLater
from order_sync.store.database import Database, statement


@contextmanager
def exclusive(database: Database, name: str) -> Iterator[None]:
    """Hold the named session lock for the block; RetryLater where another process has it.

    The connection is in autocommit: no transaction stays open while remotes are called, and a killed process frees the lock.
    """
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        taken = connection.execute(statement("locks/take"), {"name": name}).scalar()
        if not taken:
            raise RetryLater(f"another run is working on {name}", where="orders database", cure="It goes on when that run has ended.")
        try:
            yield
        finally:
            connection.execute(statement("locks/give"), {"name": name})
