"""What others fulfilled in Wix of our orders. Our own fulfilments, and any that carries the number of one of our parcels, never count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from order_sync.steps.shop import Shop

if TYPE_CHECKING:
    import pandas as pd

    from order_sync.mapping.remainder import Others


def partly_fulfilled(shop: Shop, orders: pd.DataFrame) -> list[str]:
    """Wix ids of approved orders that Wix calls partly fulfilled: of these alone the fulfilments are read."""
    if shop.settings.myparcel is None:
        return []
    partly = orders["status"].eq("APPROVED") & orders["fulfillment_status"].eq("PARTIALLY_FULFILLED")
    return sorted(orders.loc[partly.fillna(False), "wix_order_id"])


def of_orders(shop: Shop, wix_order_ids: list[str]) -> dict[str, Others]:
    """By order id what others fulfilled; an order that Wix leaves out is left out here too."""
    from order_sync.mapping.remainder import others

    if not wix_order_ids:
        return {}
    there = shop.wix().fulfillments(wix_order_ids)
    ours = shop.database.rows("parcels/ours", store=shop.store, wix_order_ids=wix_order_ids)
    return {
        order_id: others(
            fulfillments,
            [row["id"] for row in ours if row["wix_order_id"] == order_id and row["id"]],
            [row["number"] for row in ours if row["wix_order_id"] == order_id and row["number"]],
        )
        for order_id, fulfillments in there.items()
    }
