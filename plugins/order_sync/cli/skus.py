"""order-sync skus: which SKUs a merchant should look at."""

from __future__ import annotations

from typing import Annotated

import typer

from order_sync.cli.opened import database as opened_database
from order_sync.cli.output import print_json, print_table
from order_sync.settings import load_config

FINDINGS = 1


def skus(
    store: Annotated[str | None, typer.Argument(help="store key; empty: all stores")] = None,
    json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """SKUs that are blank, unknown to Holded, or shared by several products there; those of most orders first."""
    from order_sync.steps.reporting import sku_report
    from order_sync.steps.skus import COLUMNS

    config = load_config(only=store)
    with opened_database() as database:
        rows = sku_report(database, config, store)
    if json:
        print_json(rows)
    else:
        print_table("SKUs", rows, list(COLUMNS))
    raise typer.Exit(FINDINGS if rows else 0)
