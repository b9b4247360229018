"""order-sync replay: what today's rules would make of orders that stand already."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from order_sync.cli.opened import FINDINGS, Json, Store, opened_shop
from order_sync.cli.output import console, print_json, print_table
from order_sync.errors import SettingsError

Numbers = Annotated[list[str] | None, typer.Argument(help="order numbers or Wix order ids", metavar="[NUMBER]...")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="orders placed since; the store's time")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="orders placed before; without it: now")]
Unchecked = Annotated[bool, typer.Option("--unchecked", help="without the rules of data quality; faster")]


def replay(
    store: Store, numbers: Numbers = None, since: Day = None, until: Until = None, unchecked: Unchecked = False, json: Json = False
) -> None:
    """What would change by today's rules; nothing is published or sent, and no remote is asked."""
    from order_sync.steps import replay as step

    if bool(numbers) == bool(since):
        raise SettingsError(
            "name either orders or --since", where="order-sync replay", cure="For example: order-sync replay es --since 2026-01-01."
        )
    with opened_shop(store) as shop:
        if numbers:
            told, missing = step.replay_numbers(shop, numbers, checked=not unchecked)
            _show(told, missing, json)
            raise typer.Exit(FINDINGS if missing else 0)
        zone = shop.settings.zone
        end = until.replace(tzinfo=zone) if until else datetime.now(UTC)
        sums = step.replay_window(shop, since.replace(tzinfo=zone), end, checked=not unchecked)
    if json:
        print_json(sums)
        return
    told = f"{sums['orders']} orders: {sums['unchanged']} would stay as they are, {sums['changed']} would change"
    console.print(told + (f", {sums['not_stored']} have no stored payload" if sums["not_stored"] else "") + ".", highlight=False)
    if sums["unsure"]:
        console.print(f"{sums['unsure']} of them are unsure: partly fulfilled, or their personal data is forgotten.", highlight=False)
    print_table("Differences", sums["differences"])


def _show(told: list[dict], missing: list[str], json: bool) -> None:
    if json:
        print_json(told)
        return
    for one in told:
        named = one["order_number"] or one["wix_order_id"]
        if one["changes"]:
            print_table(f"Order {named}", one["changes"])
        else:
            console.print(f"Order {named}: nothing would change.", highlight=False)
        for text in one["unsure"]:
            console.print(text, highlight=False)
    for number in missing:
        console.print(f"Order {number}: not landed, or its payload is not stored.", highlight=False)
