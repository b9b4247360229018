"""order-sync rules: which line of shipping_rules.csv decided about which orders."""

from __future__ import annotations

from order_sync.cli.opened import Json, Store
from order_sync.cli.opened import database as opened_database
from order_sync.cli.output import print_json, print_table
from order_sync.settings import load_config


def rules(store: Store, json: Json = False) -> None:
    """Each line of shipping_rules.csv with the orders that it decided about, lines that never did, and orders that no line fits."""
    from order_sync.steps.rules import COLUMNS, rule_hits

    config = load_config(only=store)
    with opened_database() as database:
        rows = rule_hits(database, config, store)
    if json:
        print_json(rows)
    else:
        shown = [row | {"newest_orders": ", ".join(number or "" for number in row["newest_orders"])} for row in rows]
        print_table(f"Shipping rules of {store}", shown, COLUMNS)
