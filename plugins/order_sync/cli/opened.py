"""What every command works on: the orders database, or one store with it; logs go to standard error."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from order_sync.cli.output import logs_to_stderr


@contextmanager
def opened_database() -> Iterator:
    """The orders database for the block."""
    from order_sync.steps.shop import open_database

    logs_to_stderr()
    with open_database() as database:
        yield database


@contextmanager
def opened_shop(store: str) -> Iterator:
    """One store for the block."""
    from order_sync.steps.shop import open_shop

    logs_to_stderr()
    with open_shop(store, f"cli-{os.getpid()}") as shop:
        yield shop
