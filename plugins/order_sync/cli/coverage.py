"""order-sync coverage and order-sync recount: where every order is, and the figures of the pages counted anew."""

from __future__ import annotations

from typing import Annotated

import typer

from order_sync.cli.opened import FINDINGS, Json, MaybeStore, database
from order_sync.cli.output import console, print_json
from order_sync.cli.views import show_coverage
from order_sync.settings import known_stores, load_config

FromScratch = Annotated[bool, typer.Option("--recount", help="read every order, instead of those that changed since they were counted")]


def coverage(store: MaybeStore = None, recount: FromScratch = False, json: Json = False) -> None:
    """Wix = booked + held + ignored, and paid physical = shipped + held, per store."""
    from order_sync.steps.reporting import coverage as step

    stores = known_stores(only=store)
    with database() as orders:
        found = step(orders, store, stores, from_scratch=recount)
    if json:
        print_json(found)
    else:
        show_coverage(found)
    raise typer.Exit(FINDINGS if any(row["unexplained"] for row in found.values()) else 0)


def recount(store: MaybeStore = None, json: Json = False) -> None:
    """Count all orders anew for the pages and for coverage; needed only after tables were changed by hand with triggers off."""
    from order_sync.steps.fates import recount as step

    config = load_config(only=store)
    with database() as orders:
        counted = step(orders, config, sorted(config.stores))
    if json:
        print_json(counted)
    else:
        for key, number in counted.items():
            console.print(f"{key}: {number} orders counted")
