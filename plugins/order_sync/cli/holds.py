"""order-sync holds: the orders that wait for a person."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from order_sync.cli.opened import Json, MaybeStore, Number, Store, database, opened_shop, person
from order_sync.cli.output import print_json, print_table
from order_sync.settings import known_stores

holds_app = typer.Typer(no_args_is_help=True, help="Orders that wait for a person.")
HOLD_COLUMNS = ["store", "order_number", "wix_order_id", "destination", "code", "field", "seen", "cure", "since"]


class Destination(StrEnum):
    """Where a hold may be."""

    holded = "holded"
    myparcel = "myparcel"
    wix = "wix"


Where = Annotated[Destination | None, typer.Option("--destination", help="only the holds there")]


@holds_app.command("list")
def holds_list(
    store: MaybeStore = None, code: Annotated[str | None, typer.Option(help="only this hold code")] = None, json: Json = False
) -> None:
    """Open holds, oldest first."""
    from order_sync.steps.inbox import all_open_holds

    known_stores(only=store)
    with database() as orders:
        rows = [{name: row[name] for name in HOLD_COLUMNS} for row in all_open_holds(orders, store=store, code=code)]
    if json:
        print_json(rows)
    else:
        print_table("Holds", rows, [name for name in HOLD_COLUMNS if name != "wix_order_id"])


@holds_app.command("retry")
def holds_retry(
    store: Store,
    number: Number,
    destination: Where = None,
    into_closed_period: Annotated[bool, typer.Option("--into-closed-period", help="its date may be in the closed period")] = False,
    json: Json = False,
) -> None:
    """Try a held order again at the next run."""
    _close(store, number, destination, "retried", "", json, into_closed_period)


@holds_app.command("ignore")
def holds_ignore(
    store: Store, number: Number, note: Annotated[str, typer.Option(help="why")], destination: Where = None, json: Json = False
) -> None:
    """Leave a held order out, with a note."""
    _close(store, number, destination, "ignored", note, json)


def _close(
    store: str, number: str, destination: Destination | None, closed_as: str, note: str, json: bool, into_closed_period: bool = False
) -> None:
    from order_sync.steps.inbox import close

    where = destination.value if destination else None
    with opened_shop(store) as shop:
        closed = close(
            shop, number, closed_as=closed_as, closed_by=person(), note=note, destination=where, into_closed_period=into_closed_period
        )
    if json:
        print_json(closed)
    else:
        print_table(f"{closed_as.capitalize()}", closed)
