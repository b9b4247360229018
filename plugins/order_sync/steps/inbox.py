"""What a person does with held orders: try again, or ignore with a note. Recorded with who and when."""

from __future__ import annotations

from order_sync.errors import SettingsError
from order_sync.steps.ingest import rebuild, refresh_master
from order_sync.steps.shop import Shop
from order_sync.store import holds, periods
from order_sync.store.database import Database, Row


def all_open_holds(database: Database, *, store: str | None = None, code: str | None = None) -> list[Row]:
    """Open holds, oldest first within a store."""
    return holds.open_holds(database, store=store, code=code)


def close(
    shop: Shop,
    number: str,
    *,
    closed_as: str,
    closed_by: str,
    note: str = "",
    destination: str | None = None,
    into_closed_period: bool = False,
) -> list[Row]:
    """Ignore an order's open holds, or retry them: it is built anew by today's rules, and what was refused may be sent again.

    ``into_closed_period``: from now on the order's documents may be dated in the period that the bookkeeper has closed. SettingsError where it has none. An order that was ignored before can be retried too.
    """
    found = holds.open_holds(shop.database, store=shop.store, number=number)
    found = [row for row in found if destination in (None, row["destination"])]
    orders = sorted({row["wix_order_id"] for row in found})
    if not orders and closed_as == "retried":
        orders = holds.ignored(shop.database, shop.store, number)
    if not orders:
        raise SettingsError(
            f"order {number} has no open hold{f' for {destination}' if destination else ''}",
            where=f"store {shop.store}",
            cure="order-sync holds list shows the open ones.",
        )
    if len(orders) > 1:
        raise SettingsError(
            f"{len(orders)} held orders have the number {number}",
            where=f"store {shop.store}",
            cure=f"Name one by its Wix id: {', '.join(orders)}.",
        )
    if closed_as == "ignored":
        return holds.ignore(shop.database, shop.store, orders[0], closed_by=closed_by, note=note, destination=destination)
    if into_closed_period:
        with shop.database.begin() as tx:
            periods.let_in(tx, shop.store, orders, closed_by)
    tried = holds.retry(shop.database, shop.store, orders[0], closed_by=closed_by, note=note, destination=destination)
    if any(row["source"] in ("build", "check") for row in tried):
        refresh_master(shop, force=True)  # what the person has just put right in Holded must be seen
    rebuild(shop, orders[:1])
    return tried
