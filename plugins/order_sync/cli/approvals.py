"""order-sync approvals list|agree, and order-sync series: what a bookkeeper looks at before and after documents get their numbers."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

import typer

from order_sync.cli.opened import FINDINGS, Json, MaybeStore, Store, opened_shop, person
from order_sync.cli.output import console, print_json, print_table
from order_sync.settings import load_config

app = typer.Typer(no_args_is_help=True, help="Documents that wait for a person's approval.")
COLUMNS = ["order_number", "kind", "series", "doc_date", "amount_minor", "currency", "remote_id"]
Numbers = Annotated[list[str] | None, typer.Argument(metavar="[NUMBER]...", help="order numbers; none: all that waits")]


@app.command("list")
def approvals_list(store: Store, json: Json = False) -> None:
    """What waits: documents, totals by tax rate and country, the numbers to come, warnings."""
    from order_sync.steps.approvals import tables, waiting
    from order_sync.steps.money_shown import with_money

    with opened_shop(store) as shop:
        rows = waiting(shop)
        found = tables(shop, rows)
    documents = [{name: row[name] for name in COLUMNS} for row in rows]
    if json:
        print_json({"documents": documents, **found})
        return
    print_table("Waiting for approval", with_money(documents))
    _show(found)


@app.command("agree")
def approvals_agree(store: Store, numbers: Numbers = None, json: Json = False) -> None:
    """Agree to what waits now (or to these orders of it): the next run approves it. Approving is final."""
    from order_sync.steps.approvals import agree, ask

    with opened_shop(store) as shop:
        shop.run_key = f"{shop.run_key}-{uuid.uuid4().hex[:8]}"
        question = ask(shop, numbers, again=True)
        told: dict[str, Any] = {"agreed": [], "left_out": 0}
        if question:
            told = agree(shop.database, store, question["request"], by=person())
    if json:
        print_json(told)
    else:
        console.print(f"Agreed to {len(told['agreed'])} documents; {told['left_out']} were agreed to or changed meanwhile.")
        console.print("The next run of the sender approves them." if told["agreed"] else "")


def series(store: MaybeStore = None, json: Json = False) -> None:
    """Gaps, duplicates, dates that go back and wrong numbers in the series, and gaps in our own references."""
    from order_sync.steps.series_watch import watch

    found: list[dict[str, Any]] = []
    for key, settings in sorted(load_config(only=store).stores.items()):
        if settings.holded:
            with opened_shop(key) as shop:
                found += [{"store": key, **row} for row in watch(shop, always=True)]
    if json:
        print_json(found)
    else:
        print_table("Series", found)
    raise typer.Exit(FINDINGS if found else 0)


def _show(found: dict[str, Any]) -> None:
    print_table("\nSeries", found["series"])
    print_table("\nTotals", found["totals"])
    for text in found["warnings"]:
        console.print(f"[bold]Warning:[/] {text}")
    console.print("Approving is final: it gives the number, and under VeriFactu the tax agency its record.")
