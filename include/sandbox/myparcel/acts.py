"""What people and carriers do, which no API call shows: for tests in this process, and behind the admin routes."""

from __future__ import annotations

from typing import Any

from sandbox.core import Sandbox
from sandbox.myparcel import billing, own_wix_link, progress, webhooks
from sandbox.myparcel.changes import edited
from sandbox.myparcel.desk import Desk


def advance(sandbox: Sandbox, account: str, **doing: Any) -> dict[str, Any]:
    """Labels made in the back office, scans by the carrier: see progress.advance for the arguments."""
    desk = Desk(sandbox, account)
    done = progress.advance(desk.shop, **doing)
    desk.changed()
    webhooks.dispatch(desk)
    return done


def deliveries(sandbox: Sandbox, account: str, *, wait_seconds: float = 0) -> dict[str, Any]:
    """The webhooks that were delivered, {"hook", "url", "body", "status"} each, and how many are pending after the wait."""
    courier = webhooks.courier(Desk(sandbox, account))
    courier.wait(wait_seconds)
    return {"pending": courier.pending, "deliveries": list(courier.log)}


def pay(sandbox: Sandbox, account: str, ids: list[int]) -> dict[str, int]:
    """The owner of a prepaid account pays these shipments: {"paid": how many}."""
    desk = Desk(sandbox, account)
    rows = desk.shop.known(ids)
    for row in rows:
        billing.pay(row)
    desk.changed()
    return {"paid": len(rows)}


def edit(sandbox: Sandbox, account: str, shipment_id: int, changes: dict[str, Any]) -> dict[str, Any]:
    """A person edits a concept in the back office, e.g. {"recipient": {"city": "Haren"}, "carrier_id": 4}; the shipment."""
    desk = Desk(sandbox, account)
    shipment = edited(desk.shop, shipment_id, changes)
    desk.changed()
    return desk.shop.show([shipment])[0]


def delete(sandbox: Sandbox, account: str, ids: list[int]) -> dict[str, Any]:
    """A person deletes concepts in the back office; what has a label stays. Answer as advance's."""
    return advance(sandbox, account, to="deleted", ids=ids)


def import_wix_orders(
    sandbox: Sandbox, account: str, *, numbers: list[str] | None = None, orders: list[dict[str, Any]] | None = None
) -> dict[str, list[int]]:
    """MyParcel's own Wix link imports orders: these, or those of the sandbox's own site with these numbers (None: all); {"ids"}."""
    desk = Desk(sandbox, account)
    if orders is None:
        kept = sandbox.state("wix", account).get("orders", {}).values()
        orders = [order for order in kept if numbers is None or str(order["number"]) in {str(number) for number in numbers}]
    made = own_wix_link.import_orders(desk.shop, orders)
    desk.changed()
    return {"ids": made}
