"""Receipts and invoices that a person made in Holded for a sales order whose units were sent, but not out of it: the stock is taken twice.

Source: Holded contract 2.13; what such a document shows is 7.4 (description, total) and 2.7 (``from``: what it was converted from).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from order_sync.errors import NotThere
from order_sync.steps.preflight_twins import is_of
from order_sync.steps.quota import Purse
from order_sync.steps.series_watch import DAYS, list_kind
from order_sync.steps.shop import Shop
from order_sync.store import master
from order_sync.store.database import Row
from order_sync.store.holds import hold

KINDS = ("receipt", "invoice")


def watch(shop: Shop) -> list[Row]:
    """Hold each such order (STOCK_MOVED_TWICE); rows: order_number, kind, id, seen.

    One list per kind and day, only while the store has such sales orders, and one read per document that looks like one of them.
    """
    since, mark = shop.today() - timedelta(days=DAYS), f"stock watched:{shop.store}"
    orders = shop.database.rows("stock/sent_orders", store=shop.store, since=since)
    connection = shop.settings.holded.connection
    if not orders or master.fresh(shop.database, connection, mark, 24) is not None:
        return []
    left = Purse(shop).left
    if left is not None and left <= shop.settings.holded.quota.reserve:
        return []  # what is left of the month's calls is for documents; the next run looks
    linked = set((master.cached(shop.database, connection, mark) or {}).get("linked", ()))
    found: list[Row] = []
    for kind in KINDS:
        found += _of_kind(shop, kind, list_kind(shop, kind, since), orders, linked)
    master.save(shop.database, connection, mark, {"linked": sorted(linked)})
    return found


def _of_kind(shop: Shop, kind: str, rows: list[Row], orders: list[Row], linked: set[str]) -> list[Row]:
    """``linked`` gets the ids of documents that were made out of the order that they name: they are not read again."""
    known = {row["id"] for row in shop.database.rows("stock/known", store=shop.store, ids=[row["id"] for row in rows])}
    found = []
    for row in rows:
        order = next((order for order in orders if order["marker"] in row["tags"] or is_of(row, order)), None)
        if order is None or row["id"] in known or row["id"] in linked:
            continue
        if _made_out_of(shop, kind, row["id"], order["remote_id"]):
            linked.add(row["id"])
            continue
        found.append(_hold(shop, kind, row, order))
    return found


def _made_out_of(shop: Shop, kind: str, id: str, order_id: str) -> bool:
    try:
        return shop.holded().read(kind, id)["made_from"] == order_id
    except NotThere:
        return True  # deleted since it was listed


def _hold(shop: Shop, kind: str, row: Row, order: Row) -> dict[str, Any]:
    seen = f"{kind} {row['number'] or 'draft'} of {row['date']} is of this order and was not made out of its sales order, whose units were sent"
    hold(
        shop.database, shop.store, order["wix_order_id"], order["number"], "holded", "STOCK_MOVED_TWICE",
        field=f"{kind} {row['id']}", seen=seen,
    )  # fmt: skip
    return {"order_number": order["number"], "kind": kind, "id": row["id"], "seen": seen}
