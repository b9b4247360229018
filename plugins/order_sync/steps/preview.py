"""The exact requests that the next run would send; none is sent."""

from __future__ import annotations

from typing import Any

from order_sync.steps.explain import without_personal_data
from order_sync.steps.myparcel_send import BATCH
from order_sync.steps.shop import Shop
from order_sync.store.ledger import Entry, Ledger


def preview(shop: Shop, destination: str, numbers: list[str] | None = None, *, personal: bool = True) -> list[dict[str, Any]]:
    """Requests in sending order: method, path, body, order_number. Without ``personal`` names and addresses are masked."""
    intents = Ledger(shop.database).open(shop.store, destination, ["document" if destination == "holded" else "shipment"], numbers)
    pending = [intent for intent in intents if intent.state == "pending"]
    requests = _documents(shop, pending) if destination == "holded" else _shipments(pending)
    return requests if personal else [request | {"body": without_personal_data(request["body"])} for request in requests]


def _documents(shop: Shop, pending: list[Entry]) -> list[dict[str, Any]]:
    from order_sync.hooks.holded import contact_path, document_path

    requests = []
    for intent in pending:
        contact = intent.contact or {}
        if contact.get("body"):
            look = {"method": "GET", "path": contact_path(), "body": {"by": [key["kind"] for key in contact["keys"]]}}
            make = {"method": "POST", "path": contact_path(), "body": contact["body"], "only": "where the look-up finds no contact"}
            requests += [request | {"order_number": intent.order_number} for request in (look, make)]
        body = intent.body | ({"contact_id": contact.get("contact_id") or "the contact's id"} if contact else {})
        requests.append({"method": "POST", "path": document_path(intent.kind), "body": body, "order_number": intent.order_number})
    return requests


def _shipments(pending: list[Entry]) -> list[dict[str, Any]]:
    from order_sync.hooks.myparcel import shipments_path

    requests = []
    for start in range(0, len(pending), BATCH):
        chunk = pending[start : start + BATCH]
        body = {"data": {"shipments": [intent.body for intent in chunk]}}
        numbers = ", ".join(intent.order_number or intent.wix_order_id for intent in chunk)
        requests.append({"method": "POST", "path": shipments_path(), "body": body, "order_number": numbers})
    return requests
