"""What stands of orders, and what a scratch batch made of them anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from order_sync.store import money
from order_sync.store.database import Database, Row

STANDS = ("decisions", "intents", "holds", "acts")
NEW = ("decisions", "parcels", "acts")


def placed(database: Database, store: str, since: datetime, until: datetime, size: int) -> Iterator[list[Row]]:
    """wix_order_id, number and ``stored`` of the orders placed in [since, until), by slices."""
    after = ""
    while found := database.rows("replay/orders", store=store, since=since, until=until, after=after, most=size):
        yield found
        after = found[-1]["wix_order_id"]


def keep_money(database: Database, batch_id: str, store: str, wix_order_ids: Sequence[str]) -> None:
    """Stage the payments and refunds that are published of these orders."""
    money.stage(database, batch_id, store, [], list(wix_order_ids))


def outcome(database: Database, batch_id: str, store: str) -> list[tuple[Row, dict[str, list[Row]], dict[str, list[Row]]]]:
    """(order, what stands of it, what the batch made of it), after what people left out was left out again."""
    with database.begin() as tx:
        for name in ("respect_ignored", "acts_of_people"):
            tx.run(f"publish/{name}", batch_id=batch_id)
        orders = tx.rows("replay/new_orders", batch_id=batch_id)
        ids = [row["wix_order_id"] for row in orders]
        stands = {name: _by_order(tx.rows(f"replay/stands_{name}", store=store, wix_order_ids=ids)) for name in STANDS}
        new = {name: _by_order(tx.rows(f"replay/new_{name}", batch_id=batch_id)) for name in NEW}
    return [
        (
            row,
            {name: found.get(row["wix_order_id"], []) for name, found in stands.items()},
            {name: found.get(row["wix_order_id"], []) for name, found in new.items()},
        )
        for row in orders
    ]


def sweep(database: Database, batch_id: str) -> None:
    """Take a scratch batch away."""
    with database.begin() as tx:
        for name in ("sweep_batch", "forget_batch"):
            tx.run(f"staging/{name}", batch_id=batch_id)


def _by_order(rows: list[dict[str, Any]]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["wix_order_id"], []).append(row)
    return found
