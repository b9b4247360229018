"""The orders database and a store, opened for one command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from order_sync.cli.output import logs_to_stderr


@contextmanager
def database() -> Iterator:
    from order_sync.steps.shop import open_database

    logs_to_stderr()
    with open_database() as opened:
        yield opened


@contextmanager
def shop(store: str) -> Iterator:
    from order_sync.steps.shop import open_shop

    logs_to_stderr()
    with open_shop(store, f"cli-{os.getpid()}") as opened:
        yield opened
