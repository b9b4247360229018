"""order-sync webhooks show|subscribe|remove: MyParcel's calls that say which parcel is worth a look."""

from __future__ import annotations

from typing import Annotated

import typer

from order_sync.cli.opened import Json, Store, opened_shop
from order_sync.cli.output import console, print_json, print_table

app = typer.Typer(no_args_is_help=True, help="MyParcel's webhooks of a store.")


@app.command("show")
def webhooks_show(store: Store, json: Json = False) -> None:
    """The shop's subscriptions, ours and those of others."""
    from order_sync.steps.webhooks import show

    with opened_shop(store) as shop:
        rows = show(shop)
    if json:
        print_json(rows)
    else:
        print_table("Webhooks", rows)


@app.command("subscribe")
def webhooks_subscribe(
    store: Store,
    take_over: Annotated[bool, typer.Option("--take-over", help="also where another program is subscribed: it loses its webhooks")] = False,
    json: Json = False,
) -> None:
    """Subscribe the store's public address (tracking.webhook_url)."""
    from order_sync.steps.webhooks import subscribe

    with opened_shop(store) as shop:
        done = subscribe(shop, take_over=take_over)
    if json:
        print_json(done)
    else:
        console.print(f"{done['verdict']}: {done['url']}", highlight=False)


@app.command("remove")
def webhooks_remove(store: Store, json: Json = False) -> None:
    """Delete what we subscribed; the subscriptions of others stay."""
    from order_sync.steps.webhooks import remove

    with opened_shop(store) as shop:
        removed = remove(shop)
    if json:
        print_json({"removed": removed})
    else:
        console.print(f"{removed} subscriptions removed.")
