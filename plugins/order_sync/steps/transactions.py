"""Payments and refunds of Wix orders: landed beside the batch, and read again where Wix may report them late.

Wix lists them 100 orders a call and moves an order's ``updatedDate`` for most of what happens to them, but it is not known to do so for a
refund that is confirmed days later, or one made at the payment provider. So orders with a refund under way are asked for every hour,
and once a day all orders with a document of the last days; those of which anything differs are decided anew.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from order_sync.mapping.wix_refunds import STORE_CREDIT_ID
from order_sync.mapping.wix_transactions import transaction_rows
from order_sync.steps.shop import Shop
from order_sync.steps.window import Window
from order_sync.store import money
from order_sync.store.database import Row
from order_sync.store.money import Money

log = logging.getLogger(__name__)
SLICE = 1000  # orders read and written at a time: ten calls, and no transaction is open during them
MOST_PENDING = 2000
MOST_DOCUMENTED = 20_000  # 200 calls: two minutes at our own pace


def land_transactions(shop: Shop) -> dict[str, int]:
    """Stage payments and refunds of the batch's orders; counts orders, payments, refunds and malformed.

    Safe to run again: each slice is replaced in one transaction. An order whose transactions cannot be read is marked as malformed, which
    holds it and stops nothing. Nothing is read for a store that books nothing.
    """
    counts = {"orders": 0, "payments": 0, "refunds": 0, "malformed": 0}
    if shop.settings.holded is None:
        return counts
    for orders in money.orders_to_read(shop.database, shop.batch_id, SLICE):
        read, left_out = _read(shop, orders)
        money.stage(shop.database, shop.batch_id, shop.store, read, left_out)
        counts["orders"] += len(orders)
        counts["payments"] += sum(len(order.payments) for order in read)
        counts["refunds"] += sum(len(order.refunds) for order in read)
        counts["malformed"] += sum(order.malformed is not None for order in read)
    return counts


def changed_transactions(shop: Shop, window: Window) -> list[str]:
    """Wix ids of published orders whose payments or refunds differ at Wix from what is published.

    Looked at: orders with a refund under way, and, in the first scheduled run of the merchant's day, those with a document of the last
    ``holded.refunds.look_back_days`` days. A run of named orders looks at nothing but these.
    """
    if shop.settings.holded is None or window.numbers:
        return []
    pending = money.pending_orders(shop.database, shop.store, MOST_PENDING)
    orders = {row["wix_order_id"]: row for row in [*pending, *_of_the_day(shop, window)]}
    changed = [key for part in _slices(list(orders.values())) for key in _changed(shop, part)]
    if orders:
        log.info(
            "Payments and refunds of %d orders were read again, %d of them under way; %d differ.", len(orders), len(pending), len(changed)
        )
    return changed


def _of_the_day(shop: Shop, window: Window) -> list[Row]:
    """The orders of the daily reading, none where it was done or is not asked for."""
    days = shop.settings.holded.refunds.look_back_days
    if not window.follows or not days:
        return []
    day, connection = _day(shop, window), shop.settings.wix.connection
    if not money.sweep_due(shop.database, shop.store, connection, day, shop.batch_id):
        return []
    # Kept before the reading: a new try of this run reads again, and so does the next run where this one does not reach its end.
    money.swept(shop.database, shop.store, connection, day, shop.batch_id)
    found = money.documented_orders(shop.database, shop.store, day - timedelta(days=days), MOST_DOCUMENTED)
    if len(found) == MOST_DOCUMENTED:
        log.warning("More than %d documents of the last %d days: the oldest of them are not looked at for late refunds.", len(found), days)
    return found


def _day(shop: Shop, window: Window) -> date:
    return (window.end or datetime.now(UTC)).astimezone(shop.settings.zone).date()


def _changed(shop: Shop, orders: Sequence[Row]) -> list[str]:
    read, _ = _read(shop, orders)
    return money.changed(shop.database, shop.store, read, {STORE_CREDIT_ID})


def _read(shop: Shop, orders: Sequence[Row]) -> tuple[list[Money], list[str]]:
    """What Wix has of these orders (wix_order_id, currency, store_credit_minor), and those that its answer leaves out."""
    found = shop.wix().transactions([row["wix_order_id"] for row in orders])
    read = [
        Money(*transaction_rows(row["wix_order_id"], found[row["wix_order_id"]], row["currency"], row.get("store_credit_minor")))
        for row in orders
        if row["wix_order_id"] in found
    ]
    left_out = [row["wix_order_id"] for row in orders if row["wix_order_id"] not in found]
    if left_out:
        log.warning("Wix's list of payments leaves out %d of %d orders, for example %s.", len(left_out), len(orders), left_out[0])
    return read, left_out


def _slices(orders: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(orders), SLICE):
        yield orders[start : start + SLICE]
