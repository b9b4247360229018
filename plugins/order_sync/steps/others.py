"""What others fulfilled in Wix of our orders. Our own fulfilments, and any that carries the number of one of our parcels, never count."""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING

from order_sync.errors import OrderSyncError
from order_sync.steps.shop import Shop

if TYPE_CHECKING:
    import pandas as pd

    from order_sync.mapping.remainder import Others

log = logging.getLogger(__name__)


def partly_fulfilled(shop: Shop, orders: pd.DataFrame) -> list[str]:
    """Wix ids of approved orders that Wix calls partly fulfilled: of these alone the fulfilments are read."""
    if shop.settings.myparcel is None:
        return []
    partly = orders["status"].eq("APPROVED") & orders["fulfillment_status"].eq("PARTIALLY_FULFILLED")
    return sorted(orders.loc[partly.fillna(False), "wix_order_id"])


def of_orders(shop: Shop, wix_order_ids: list[str]) -> dict[str, Others]:
    """By order id what others fulfilled; an order that Wix leaves out is left out here too.

    MyParcel's own Wix link, or a person, may fulfil with the number of our parcel before tracking has read it: where a number is not known,
    the order's shipments are read first.
    """
    from order_sync.mapping.remainder import Others, numbers_of, others

    if not wix_order_ids:
        return {}
    there = shop.wix().fulfillments(wix_order_ids)
    ids, numbers = defaultdict(set), defaultdict(set)
    for row in shop.database.rows("parcels/ours", store=shop.store, wix_order_ids=wix_order_ids):
        ids[row["wix_order_id"]].add(row["id"])
        numbers[row["wix_order_id"]].add(row["number"])
    strange = sorted(id for id, made in there.items() if numbers_of(made, ids[id]) - numbers[id])
    fresh, waiting = _fresh_numbers(shop, strange)
    for id in strange:
        numbers[id] |= fresh.get(id, set())
    return {
        id: Others(unclear=waiting[id]) if id in waiting and numbers_of(made, ids[id]) - numbers[id] else others(made, ids[id], numbers[id])
        for id, made in there.items()
    }


def _fresh_numbers(shop: Shop, wix_order_ids: list[str]) -> tuple[dict[str, set[str]], dict[str, str]]:
    """By order id the numbers that MyParcel has by now of our parcels, and of which orders it cannot tell them yet, and why."""
    from order_sync.hooks.myparcel_tracking import UNTRACKED, barcode, is_registered, parcels

    rows = shop.database.rows("parcels/unnumbered", store=shop.store, wix_order_ids=wix_order_ids) if wix_order_ids else []
    if not rows:
        return {}, {}
    try:
        found = {str(one["id"]): parcels(one) for one in shop.myparcel().shipments([int(row["remote_id"]) for row in rows])}
    except OrderSyncError as error:
        log.warning("whether fulfilments in Wix are of our own parcels cannot be told now: %s", error)
        return {}, {row["wix_order_id"]: "MyParcel could not be asked whether the number is of our own parcel" for row in rows}
    numbers, waiting = defaultdict(set), {}
    for row in rows:
        for parcel in found.get(row["remote_id"], ()):
            if number := barcode(parcel):
                numbers[row["wix_order_id"]].add(number)
            elif is_registered(parcel["status"]) and parcel["status"] not in UNTRACKED and not row["labelled"]:
                waiting[row["wix_order_id"]] = "the label of our own parcel was just made, and its number is not there yet"
    return numbers, waiting
