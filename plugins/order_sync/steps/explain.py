"""Why an order is where it is: each rule with its verdict, what was or would be sent, and what holds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from order_sync.errors import SettingsError
from order_sync.steps.personal import delivery_address
from order_sync.steps.shop import Shop

# A tracking link holds the buyer's postal code, and opens a page with the address.
_PERSONAL = frozenset({
    "contact", "recipient", "contact_name", "bill_address", "email", "phone", "name", "person", "code", "vat_number",
    "trackingLink", "link",
})  # fmt: skip
# Texts of a document that may hold the buyer's note or the delivery address.
_PERSONAL_TEXTS = frozenset({"notes", "body"})
# The description of an item may be what the buyer typed to have printed on it.
_PERSONAL_OF_ITEM = frozenset({"description"})
_MARK = "(personal data)"
# What is shown of an intent, besides its request.
INTENT = (
    "destination", "role", "part", "state", "kind", "reference", "remote_id", "remote_number", "remote_state", "attempts", "last_error",
    "sent_at",
)  # fmt: skip


def explain(shop: Shop, number: str, *, show_personal: bool = False) -> list[dict[str, Any]]:
    """Everything known of the orders with this number (or Wix id), newest first; SettingsError where there is none.

    ``show_personal``: requests and parcels as they are, and besides the delivery address with our reading of it.
    """
    orders = shop.database.rows("orders/by_number", store=shop.store, number=number)
    if not orders:
        raise SettingsError(
            f"order {number} has not been landed", where=f"store {shop.store}",
            cure=f"Trigger wix_orders__{shop.store} with this order number; if Wix does not return it, it is not in this shop.",
        )  # fmt: skip
    return [_one(shop, order, show_personal) for order in orders]


def _one(shop: Shop, order: dict[str, Any], show_personal: bool) -> dict[str, Any]:
    key = {"store": shop.store, "wix_order_id": order["wix_order_id"]}
    named = (
        "wix_order_id",
        "number",
        "created_at",
        "updated_at",
        "status",
        "payment_status",
        "fulfillment_status",
        "channel",
        "currency",
        "total_minor",
    )
    masked = (lambda value: value) if show_personal else without_personal_data
    ledger = shop.database.rows("ledger/of_order", **key)
    found = {
        "order": {name: order[name] for name in named} | {"malformed": order["malformed"], "published_at": order["published_at"]},
        "decisions": shop.database.rows("orders/decisions", **key),
        "intents": [_intent(row, masked) for row in ledger],
        "proofs": [_proof(row) for row in shop.database.rows("orders/proof", **key)],
        "holds": shop.database.rows("orders/holds", **key),
        "parcels": [masked(_parcel(row)) for row in shop.database.rows("orders/tracking", **key)],
    }
    if show_personal:
        carriers = [row["body"]["carrier"] for row in ledger if row["destination"] == "myparcel" and "carrier" in (row["body"] or {})]
        found["address"] = delivery_address(shop, order["wix_order_id"], next(iter(carriers), None))
    return found


def _proof(row: dict[str, Any]) -> dict[str, Any]:
    """Wix's total, our lines, the correction and how it is carried, what Holded computed, and the verdict."""
    basis = row.pop("basis") or {}
    lines = basis.get("lines") or []
    carried = "rounding line" if any(line["kind"] == "rounding" for line in lines) else "accepted"
    return row | {
        "correction_by": carried if row["correction_minor"] else "",
        "rule": basis.get("rule"),
        "policy": basis.get("policy"),
        "lines": [
            {name: line[name] for name in ("kind", "name", "units", "gross_minor", "rate_ppm", "tax_keys", "treatment")}
            | {"price": line["item"]["price"]}
            for line in lines
        ],
    }


def _parcel(row: dict[str, Any]) -> dict[str, Any]:
    """A parcel with its state in words: what it carries, whether Wix was told, whether it is late or lost."""
    from order_sync.hooks.myparcel_tracking import STAGES, carrier_name

    lines = row.pop("lines")
    carries = "not settled" if lines is None else sum(line["quantity"] for line in lines) or "no line"
    stage = STAGES[row.pop("progress")]
    return row | {"carrier": carrier_name(row["carrier"]), "state": stage, "age": row["age"], "carries": carries}


def _intent(row: dict[str, Any], masked: Callable[[Any], Any]) -> dict[str, Any]:
    shown = {name: row[name] for name in INTENT} | {"request": masked(row["body"] or {})}
    # of a shipment whose order has changed since: what is to become of it
    return shown | ({"wanted": masked(row["wanted"])} if row["wanted"] else {})


def without_personal_data(value: Any) -> Any:
    """The same structure with names, addresses, mail, phone, tax ids and tracking links replaced by a mark; items keep their names."""
    if isinstance(value, dict):
        hidden = _PERSONAL_OF_ITEM if "units" in value else _PERSONAL
        texts = {key for key in _PERSONAL_TEXTS & value.keys() if isinstance(value[key], str)}
        return {key: _MARK if key in hidden | texts and inner else without_personal_data(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_personal_data(inner) for inner in value]
    return value
