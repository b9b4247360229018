"""order-sync reconcile and canary: what the remotes hold against the ledger, and their answers against the pinned contract."""

from __future__ import annotations

from typing import Annotated

import typer

from order_sync.cli.opened import FINDINGS, Json, MaybeStore, opened_shop
from order_sync.cli.opened import database as opened_database
from order_sync.cli.output import console, print_json, print_table
from order_sync.settings import known_stores

_FINDING = ("state", "order_number", "what", "field", "expected", "seen", "code", "since")
_TOTAL = ("day", "currency", "wix", "ours", "booked", "held", "waiting", "ignored", "difference", "explained")
_DRIFT = ("level", "remote", "endpoint", "path", "what", "seen", "pinned", "last_at")


def reconcile(
    store: MaybeStore = None,
    now: Annotated[bool, typer.Option("--now", help="compare now; costs the calls of one run (settings reconcile)")] = False,
    number: Annotated[list[str] | None, typer.Option(help="with --now: only the documents and parcels of these order numbers")] = None,
    days: Annotated[int, typer.Option(help="totals of so many days, and findings that were over in them")] = 14,
    json: Json = False,
) -> None:
    """Documents, parcels and orders that are not what the ledger says, and the totals of Wix, ours and Holded by day."""
    from order_sync.steps import reconcile_report

    stores = known_stores(only=store)
    for key in stores if now else ():
        _compare(key, number)
    with opened_database() as database:
        found = {
            key: {"findings": reconcile_report.rows(database, key, days=days), "totals": reconcile_report.totals(database, key)[:days]}
            for key in stores
        }
    if json:
        print_json(found)
    else:
        for key, told in found.items():
            print_table(f"Findings of {key}", told["findings"], _FINDING)
            print_table(f"Totals of {key}", told["totals"], _TOTAL)
    raise typer.Exit(FINDINGS if any(row["state"] == "open" and row["code"] for told in found.values() for row in told["findings"]) else 0)


def canary(
    store: MaybeStore = None,
    seen: Annotated[bool, typer.Option("--seen", help="make no call: what the daily comparison has seen in 90 days")] = False,
    json: Json = False,
) -> None:
    """Answers of the remotes against the pinned contract: new fields are notes, all else warnings. At most seven calls a store."""
    from order_sync.steps.canary import found, look

    rows = []
    for key in known_stores(only=store):
        if seen:
            with opened_database() as database:
                rows += found(database, key)
        else:
            with opened_shop(key) as shop:
                rows += look(shop)
    if json:
        print_json(rows)
    elif rows:
        print_table("API drift", rows, ("store", *_DRIFT))
    else:
        console.print("The answers fit the pinned contract.")
    raise typer.Exit(FINDINGS if any(row["level"] == "warning" for row in rows) else 0)


def _compare(store: str, numbers: list[str] | None) -> None:
    from order_sync.steps import reconcile_documents, reconcile_orders, reconcile_parcels, reconcile_totals
    from order_sync.steps.canary import watching

    with opened_shop(store) as shop, watching(shop):
        if not numbers:
            reconcile_orders.compare(shop)
        reconcile_documents.compare(shop, numbers)
        reconcile_parcels.compare(shop, numbers)
        if not numbers:
            reconcile_totals.compare(shop)
