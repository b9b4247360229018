"""order-sync convert: invoices in the place of receipts, or made of sales orders."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from order_sync.cli.opened import opened_shop as opened_shop
from order_sync.cli.output import print_json, print_table


class Fiscal(StrEnum):
    """What receipts and sales orders are converted into."""

    invoice = "invoice"
    receipt = "receipt"


def convert(
    store: Annotated[str, typer.Argument(help="store key, for example es")],
    numbers: Annotated[list[str], typer.Argument(help="order numbers or Wix order ids", metavar="NUMBER...")],
    into: Annotated[Fiscal, typer.Option(help="what they become")] = Fiscal.invoice,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would be done")] = False,
    json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Ask for invoices in the place of receipts, or made of sales orders; the next run of the sender makes them."""
    from order_sync.steps.convert import convert_selection

    with opened_shop(store) as shop:
        told = convert_selection(shop, numbers, into.value, dry_run=dry_run)
    if json:
        print_json(told)
    else:
        print_table("Convert", told, ["order_number", "verdict", "because"])
