"""order-sync oss: the one-stop-shop sheet of a quarter."""

from __future__ import annotations

import csv
import sys
from typing import Annotated

import typer

from order_sync.cli.output import logs_to_stderr, print_json, print_table
from order_sync.settings import known_stores


def oss(
    quarter: Annotated[str, typer.Option(help="year and quarter, for example 2026Q4")],
    store: Annotated[str | None, typer.Option(help="store key; empty: all stores")] = None,
    json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="print CSV, for a spreadsheet")] = False,
) -> None:
    """One-stop-shop sales of a quarter by country and rate: net, tax, gross, documents and notes (negative), from what was booked."""
    from order_sync.steps.oss import COLUMNS
    from order_sync.steps.reporting import oss_sheet
    from order_sync.steps.shop import open_database

    known_stores(only=store)
    logs_to_stderr()
    with open_database() as database:
        rows = oss_sheet(database, store, quarter)
    if json:
        print_json(rows)
    elif as_csv:
        table = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    else:
        print_table(f"One-stop shop {quarter}", rows, COLUMNS)
