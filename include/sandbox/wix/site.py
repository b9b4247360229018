"""State of one Wix site, and how its orders change. Everything in ``state`` is plain JSON."""

from __future__ import annotations

import copy
import uuid
from datetime import UTC, datetime
from typing import Any

from sandbox.core import Sandbox

PERMISSIONS = [
    "ECOM.READ_ORDERS",
    "ECOM.READ_FULFILLMENTS",
    "ECOM.MODIFY_FULFILLMENTS",
    "ECOM.READ_TRANSACTIONS",
    "WIX_STORES.READ_PRODUCTS",
    "WIX_STORES.READ_INVENTORY",
    "WIX_STORES.PRODUCT_READ",
    "WIX_STORES.READ_ONLY_VARIANT_READ",
    "WIX_STORES.READ_ONLY_VARIANT_READ_HIDDEN",
    "WIX_STORES.INVENTORY_READ",
    "WIX_STORES.CATALOG_VERSION_READ",
]


def prepare(state: dict[str, Any]) -> dict[str, Any]:
    """Fill an empty state with its rooms: orders, transactions and fulfillments by order id, products, variants, mails."""
    for room in ("orders", "transactions", "fulfillments", "products"):
        state.setdefault(room, {})
    state.setdefault("variants", [])  # catalogue V3
    state.setdefault("mails", [])  # shipping confirmations that Wix sent: {orderId, trackingNumber}
    return state


class Site:
    """One site within the sandbox."""

    def __init__(self, sandbox: Sandbox, key: str) -> None:
        self.sandbox, self.key = sandbox, key
        self.account = sandbox.account(key)
        self.state = prepare(sandbox.state("wix", key))
        self.memory = sandbox.memory("wix", key)
        self.memory.setdefault("tokens", {})
        self.memory.setdefault("cursors", {})
        self.memory.setdefault("before", {})

    def setting(self, name: str, default: Any) -> Any:
        """A switch: ``settings["wix.<site>.<name>"]``, else ``settings["wix.<name>"]``, else the default."""
        return self.sandbox.setting("wix", f"{self.key}.{name}", self.sandbox.setting("wix", name, default))

    @property
    def catalogue(self) -> str:
        """V1_CATALOG, V3_CATALOG or STORES_NOT_INSTALLED."""
        return self.setting("catalogue", self.state.get("catalogue", self.account.wix_catalogue))

    @property
    def permissions(self) -> list[str]:
        """What the merchant granted."""
        return self.setting("permissions", PERMISSIONS)

    def put(self, order: dict[str, Any]) -> None:
        """Store an order as it now is; search shows the version before it until the lag is over."""
        old = self.state["orders"].get(order["id"])
        self.memory["before"][order["id"]] = (copy.deepcopy(old), self.sandbox.now())
        self.state["orders"][order["id"]] = order
        self.sandbox.changed("wix", self.key)

    def change(self, order_id: str, **fields: Any) -> dict[str, Any]:
        """Change an order's fields the way a shop does: ``updatedDate`` moves to now unless it is given."""
        order = {**copy.deepcopy(self.state["orders"][order_id]), "updatedDate": stamp(self.sandbox.now()), **fields}
        self.put(order)
        return order

    def searchable(self) -> list[dict[str, Any]]:
        """All orders as the search index has them: late by ``lag_seconds``."""
        lag = float(self.setting("lag_seconds", 0))
        if not lag:
            return list(self.state["orders"].values())
        orders, now = [], self.sandbox.now()
        for order_id, order in self.state["orders"].items():
            before, at = self.memory["before"].get(order_id, (None, None))
            shown = before if at is not None and (now - at).total_seconds() < lag else order
            if shown is not None:
                orders.append(shown)
        return orders


def stamp(moment: datetime) -> str:
    """A date as Wix writes it: UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def guid() -> str:
    """A new id."""
    return str(uuid.uuid4())
