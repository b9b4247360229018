"""order-sync holds: the orders that wait for a person."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

import typer

from order_sync.cli.opened import FINDINGS, Json, MaybeStore, Store, database, opened_shop, person
from order_sync.cli.output import console, print_json
from order_sync.cli.views import show_holds
from order_sync.settings import known_stores

holds_app = typer.Typer(no_args_is_help=True, help="Orders that wait for a person.")
HOLD_COLUMNS = ["store", "order_number", "wix_order_id", "destination", "code", "field", "seen", "cure", "since"]


class Destination(StrEnum):
    """Where a hold may be."""

    holded = "holded"
    myparcel = "myparcel"
    wix = "wix"


Numbers = Annotated[
    list[str] | None, typer.Argument(help="order numbers or Wix order ids; none: all that the options name", metavar="[NUMBER]...")
]
Code = Annotated[str | None, typer.Option(help="only this hold code")]
Where = Annotated[Destination | None, typer.Option("--destination", help="only the holds there")]
Older = Annotated[float | None, typer.Option("--older-than", min=0, help="only holds that are older than so many hours")]
All = Annotated[bool, typer.Option("--all", help="all open holds of the store, where nothing else is named")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="only say which")]


@holds_app.command("list")
def holds_list(store: MaybeStore = None, code: Code = None, json: Json = False) -> None:
    """Open holds by code, oldest first, each code with its cure."""
    from order_sync.steps.inbox import all_open_holds

    known_stores(only=store)
    with database() as orders:
        rows = [{name: row[name] for name in HOLD_COLUMNS} for row in all_open_holds(orders, store=store, code=code)]
    if json:
        print_json(rows)
    else:
        show_holds(rows)


@holds_app.command("retry")
def holds_retry(
    store: Store,
    numbers: Numbers = None,
    code: Code = None,
    destination: Where = None,
    older_than: Older = None,
    everything: All = False,
    note: Annotated[str, typer.Option(help="kept beside the hold")] = "",
    into_closed_period: Annotated[bool, typer.Option("--into-closed-period", help="its date may be in the closed period")] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Decide held orders anew by today's rules; what is released is sent by the next run."""
    chosen = _chosen(numbers, code, destination, older_than, everything)
    _close(store, chosen, {"closed_as": "retried", "note": note, "into_closed_period": into_closed_period, "dry_run": dry_run}, json)


@holds_app.command("ignore")
def holds_ignore(
    store: Store,
    note: Annotated[str, typer.Option(help="why")],
    numbers: Numbers = None,
    code: Code = None,
    destination: Where = None,
    older_than: Older = None,
    everything: All = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Leave held orders out, with a note."""
    chosen = _chosen(numbers, code, destination, older_than, everything)
    _close(store, chosen, {"closed_as": "ignored", "note": note, "dry_run": dry_run}, json)


def _chosen(
    numbers: list[str] | None, code: str | None, destination: Destination | None, older_than: float | None, everything: bool
) -> dict[str, Any]:
    return {
        "numbers": tuple(numbers or ()),
        "code": code,
        "destination": destination.value if destination else None,
        "before": None if older_than is None else datetime.now(UTC) - timedelta(hours=older_than),
        "everything": everything,
    }


def _close(store: str, chosen: dict[str, Any], what: dict[str, Any], json: bool) -> None:
    from order_sync.steps import inbox

    selection, act = inbox.Chosen(**chosen), inbox.Act(by=person(), **what)
    with opened_shop(store) as shop:
        one = len(selection.numbers) == 1 and not selection.code
        rows = inbox.act(shop, selection, act)
        if one:
            inbox.raise_if_none(shop.store, selection, rows)
    if json:
        print_json(inbox.shown(rows))
    else:
        for row in rows:
            named = " ".join(filter(None, (row["order_number"], row["destination"], row["code"], row["field"])))
            console.print(
                f"{named}: {row['verdict']}{', ' + row['because'] if row['because'] else ''}",
                highlight=False,
                markup=False,
                soft_wrap=False,
            )
        counts = Counter(row["verdict"] for row in rows)
        console.print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())) or "No open hold fits.", highlight=False)
    if any(row["verdict"] in ("failed", "waits", "not open", "ambiguous") for row in rows):
        raise typer.Exit(FINDINGS)
