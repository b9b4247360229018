"""Sold orders with payments and refunds in Wix, and the hours that land them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from order_sync.steps import ingest
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from sandbox.wix.site import Site
from shop_world import HOUR, wix_order
from wix_transaction_samples import by_gift_card, listed, moved, payment, refund

LIST = "/ecom/v1/payments/list-by-ids"


def order(number: str, **changes: Any) -> dict[str, Any]:
    """An order as Wix sends it."""
    return wix_order(number, **changes)


def tell(world, number: str, payments: list[Any], refunds: list[Any] | None = None, key: str = "es") -> None:
    """What Wix lists of an order from now on; its updatedDate does not move."""
    site = Site(world.sandbox.sandbox, key)
    order_id = wix_order(number)["id"]
    site.state["transactions"][order_id] = listed(order_id, payments, refunds)


def hour(hours: int = 0, *, follows: bool = True) -> Window:
    """An hour's window, so many hours after the first."""
    start = HOUR + timedelta(hours=hours)
    return Window(start, start + timedelta(hours=1), follows=follows)


def reads(world) -> int:
    """Calls for payments so far."""
    return len(world.sandbox.called("wix", "POST", template=LIST))


def published(world, name: str) -> list[dict[str, Any]]:
    """The published payments or refunds with their order's number."""
    with world.database.engine.connect() as connection:
        text = f"SELECT known.number, row.* FROM core.{name} AS row JOIN core.orders AS known USING (store, wix_order_id) ORDER BY number, created_at, 4"
        return [dict(row) for row in connection.exec_driver_sql(text).mappings()]


def refunds(world) -> list[tuple[str, str, str, int]]:
    """The published refunds in short."""
    return [(row["number"], row["refund_id"], row["state"], row["amount_minor"]) for row in published(world, "refunds")]


def landed(world, run: str, window: Window, store: str = "es") -> dict[str, int]:
    """Land alone; its counts."""
    with open_shop(store, run, config=world.config, database=world.database) as shop:
        return ingest.land(shop, window)


@pytest.fixture
def sold(world):
    """Three paid orders: one of them with a gift card too, one partly refunded."""
    world.stock()
    world.sell("es", *(order(number, minute=5 + place) for place, number in enumerate(("10001", "10002", "10003"))))
    tell(world, "10001", [payment()])
    tell(world, "10002", [payment("34.85"), by_gift_card("20.00")])
    tell(world, "10003", [payment(status="PARTIALLY_REFUNDED")], [refund(moved("24.95"))])
    return world
