"""What of each sales order has left, by the store's choice: as Wix counts it, or as parcels are registered. Source: Wix contract, 3."""

from __future__ import annotations

from typing import Any

import pandas as pd

from order_sync.steps.shop import Shop

Left = dict[str, list[dict[str, Any]]]


def fulfilled(shop: Shop, orders: pd.DataFrame, documents: pd.DataFrame) -> Left:
    """By Wix order id: {part, lines: [{line_id, quantity}], because}; part "all" stands for everything that is left.

    ``documents``: what was decided for Holded. Only Wix knows which lines of a partly fulfilled order went, so its fulfilments are read for those, and for no others.
    """
    stock = shop.settings.holded.stock if shop.settings.holded else None
    if stock is None or stock.send_units == "never" or orders.empty:
        return {}
    if stock.send_units == "registered":
        return _registered(shop, orders["wix_order_id"].tolist(), stock.by)
    states = dict(zip(orders["wix_order_id"], orders["fulfillment_status"], strict=True))
    sales = set(documents.loc[documents["kind"].eq("order") & documents["action"].eq("send"), "wix_order_id"])
    partly = sorted(id for id, state in states.items() if state == "PARTIALLY_FULFILLED" and id in sales)
    found = _of_wix(shop, partly) if stock.by == "lines" and partly else {}
    whole = {"part": "all", "lines": [], "because": "Wix counts the order as fulfilled"}
    return found | {id: [whole] for id, state in states.items() if state == "FULFILLED"}


def _of_wix(shop: Shop, ids: list[str]) -> Left:
    found: Left = {}
    for id, fulfillments in shop.wix().fulfillments(ids).items():
        found[id] = [
            {
                "part": made["id"], "because": f"Wix's fulfilment {made['id'][:8]}",
                "lines": [{"line_id": line["id"], "quantity": line["quantity"]} for line in made.get("lineItems") or () if line.get("quantity")],
            }
            for made in fulfillments
        ]  # fmt: skip
    return found


def _registered(shop: Shop, ids: list[str], by: str) -> Left:
    """Parcels with a number; by lines the lines that they carry."""
    found: Left = {}
    for row in shop.database.rows("tracking/registered", store=shop.store, wix_order_ids=ids):
        lines = [{"line_id": line["id"], "quantity": line["quantity"]} for line in row["lines"] or ()]
        if by == "lines" and row["lines"] == []:
            continue  # a parcel for which no line was left
        named = by == "lines" and lines
        one = {"part": row["shipment_id"] if named else "all", "lines": lines if named else [], "because": f"parcel {row['barcode']}"}
        if all(other["part"] != one["part"] for other in found.setdefault(row["wix_order_id"], [])):
            found[row["wix_order_id"]].append(one)
    return found


def orders_with_new_parcels(shop: Shop) -> list[str]:
    """Wix ids of sales orders whose parcels were registered since their units were last decided about: Wix need not have changed."""
    holded = shop.settings.holded
    if holded is None or holded.stock.send_units != "registered":
        return []
    return [row["wix_order_id"] for row in shop.database.rows("tracking/units_due", store=shop.store)]
