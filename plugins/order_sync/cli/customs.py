"""order-sync customs: which SKUs are not ready to leave the customs union."""

from __future__ import annotations

from typing import Annotated

import typer

from order_sync.cli.opened import database as opened_database
from order_sync.cli.output import print_json, print_table
from order_sync.settings import load_config

FINDINGS = 1


def customs(
    store: Annotated[str | None, typer.Argument(help="store key; empty: all stores")] = None,
    days: Annotated[int, typer.Option("--days", min=1, help="orders of so many days count")] = 365,
    everywhere: Annotated[bool, typer.Option("--everywhere", help="also SKUs that were not sold outside the customs union yet")] = False,
    json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """SKUs without HS code or country of origin, by the orders that they hold up; products.csv is where to fill them in."""
    from order_sync.steps.customs import COLUMNS, readiness

    config = load_config(only=store)
    with opened_database() as database:
        rows = readiness(database, config, store, days=days, everywhere=everywhere)
    if json:
        print_json(rows)
    else:
        print_table("SKUs not ready for customs", rows, list(COLUMNS))
    raise typer.Exit(FINDINGS if rows else 0)
