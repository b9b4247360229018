"""What every command takes and opens: store, number, --json; the orders database, one store's shop."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from typing import Annotated

import typer

from order_sync.cli.output import logs_to_stderr

Store = Annotated[str, typer.Argument(help="store key, for example es")]
MaybeStore = Annotated[str | None, typer.Argument(help="store key; empty: all stores")]
Number = Annotated[str, typer.Argument(help="order number or Wix order id")]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
ShowPersonal = Annotated[
    bool, typer.Option("--show-personal", help="names, addresses and contacts unmasked, for those who may see the order")
]
FINDINGS, WRONG_USE, UNREACHABLE = 1, 2, 3


@contextmanager
def database() -> Iterator:
    """The orders database for the block."""
    from order_sync.steps.shop import open_database

    logs_to_stderr()
    with open_database() as opened:
        yield opened


@contextmanager
def opened_shop(store: str) -> Iterator:
    """One store for the block; its calls are recorded."""
    from order_sync.steps.shop import open_shop

    logs_to_stderr()
    with open_shop(store, f"cli-{int(time.time())}-{os.getpid()}") as shop:
        yield shop


def person() -> str:
    """Who types."""
    try:
        return getuser()
    except (KeyError, OSError):  # a container's user without an entry in passwd
        return f"uid {os.getuid()}"
