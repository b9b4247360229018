"""State of one Wix site, and how its orders change. Everything in ``state`` is plain JSON."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sandbox.core import Sandbox

if TYPE_CHECKING:
    from sandbox.wix.fill import Fill

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
        old = self.order(order["id"])
        self.memory["before"][order["id"]] = (copy.deepcopy(old), self.sandbox.now())
        self.state["orders"][order["id"]] = order
        self.sandbox.changed("wix", self.key)

    def change(self, order_id: str, **fields: Any) -> dict[str, Any]:
        """Change an order's fields the way a shop does: ``updatedDate`` moves to now unless it is given."""
        order = {**copy.deepcopy(self.order(order_id) or {}), "updatedDate": stamp(self.sandbox.now()), **fields}
        self.put(order)
        return order

    @property
    def fill(self) -> Fill | None:
        """The orders that are made when they are asked for; none unless ``state["fill"]`` says so."""
        plan = self.state.get("fill")
        if plan and self.memory.get("filled", (None,))[0] != plan:
            from sandbox.wix.fill import Fill  # the samples that it sells know this module

            self.memory["filled"] = (dict(plan), Fill(self.key, plan))
        return self.memory["filled"][1] if plan else None

    def order(self, order_id: Any) -> dict[str, Any] | None:
        """An order by its id."""
        kept, fill = self.state["orders"].get(order_id), self.fill
        n = fill.number_of(order_id) if kept is None and fill else None
        return kept if n is None else fill.order(n)

    def knows(self, order_id: Any) -> bool:
        """Whether there is such an order."""
        return order_id in self.state["orders"] or bool(self.fill and self.fill.number_of(order_id) is not None)

    def transactions(self, order_id: str) -> dict[str, Any]:
        """Payments and refunds of an order."""
        kept, fill = self.state["transactions"].get(order_id), self.fill
        n = fill.number_of(order_id) if not kept and fill else None
        return kept or (fill.transactions(n) if n is not None else {"orderId": order_id, "payments": [], "refunds": []})

    def shown(self, order_id: str) -> dict[str, Any] | None:
        """An order as the search index has it: late by ``lag_seconds``; None where it is not there yet."""
        lag = float(self.setting("lag_seconds", 0))
        before, at = self.memory["before"].get(order_id, (None, None)) if lag else (None, None)
        return before if at is not None and (self.sandbox.now() - at).total_seconds() < lag else self.order(order_id)

    def searchable(self, query: dict[str, Any], fields: set[str]) -> Iterator[dict[str, Any]]:
        """Orders that a filter may fit, as the search index has them, with these ``fields`` at least."""
        for order_id in self.state["orders"]:
            if (order := self.shown(order_id)) is not None:
                yield order
        if fill := self.fill:
            whole = not fields <= fill.head_fields
            for n in fill.within(query):
                order = fill.order(n) if whole else fill.head(n)
                if order["id"] not in self.state["orders"]:
                    yield order


def stamp(moment: datetime) -> str:
    """A date as Wix writes it: UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def guid() -> str:
    """A new id."""
    return str(uuid.uuid4())
