"""The exact requests that the next run would send; none is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from order_sync.steps.explain import without_personal_data
from order_sync.steps.holded_work import works
from order_sync.steps.preview_documents import requests as requests_of_documents
from order_sync.steps.shop import Shop
from order_sync.store.ledger import Entry, Ledger
from order_sync.store.parcels import stale

Request = dict[str, Any]
FIELDS = ("method", "path", "body", "order_number", "only")
DOUBTFUL = "where the look-up of the lost answer finds nothing"
UNTOUCHED = "where the concept is still as it was sent, without a label"


def preview(shop: Shop, destination: str, numbers: list[str] | None = None, *, personal: bool = True) -> list[Request]:
    """Writes in sending order, and the look-ups of contacts: method, path (below the host), body, order_number, only.

    ``only`` says on what a request depends, "" where on nothing. In paths and bodies {id} and {contact_id} stand for what an earlier
    request of the list will answer. Without ``personal`` names, addresses and the keys of look-ups are masked.
    """
    requests = list(_documents(shop, numbers) if destination == "holded" else _shipments(shop, numbers))
    return [{name: request[name] for name in FIELDS} for request in (requests if personal else map(_masked, requests))]


def _masked(request: Request) -> Request:
    return request | {"path": request["path"].partition("?")[0], "body": without_personal_data(request["body"])}


def _documents(shop: Shop, numbers: list[str] | None) -> Iterator[Request]:
    yield from requests_of_documents(
        shop, list(works(shop.database.rows("ledger/work_documents", store=shop.store, numbers=numbers, wix_order_ids=None, past=None)))
    )


def _shipments(shop: Shop, numbers: list[str] | None) -> Iterator[Request]:
    from order_sync.hooks.myparcel import shipments_path
    from order_sync.steps.myparcel_send import BATCH

    yield from _changes(shop, stale(shop.database, shop.store, numbers))
    intents = Ledger(shop.database).open(shop.store, "myparcel", ["shipment"], numbers)
    for doubtful in (False, True):
        chosen = [intent for intent in intents if intent.doubtful is doubtful]
        for start in range(0, len(chosen), BATCH):
            chunk = chosen[start : start + BATCH]
            yield {
                "method": "POST",
                "path": shipments_path(),
                "body": {"data": {"shipments": [intent.body for intent in chunk]}},
                "only": DOUBTFUL if doubtful else "",
                "order_number": ", ".join(intent.order_number or intent.wix_order_id for intent in chunk),
            }


def _changes(shop: Shop, shipments: list[Entry]) -> Iterator[Request]:
    """Concepts of orders that changed: deleted, replaced, or deleted and made anew."""
    from order_sync.hooks.myparcel_concepts import cannot_be_replaced, replacement
    from order_sync.steps.myparcel_send import BATCH

    acts: dict[str, list[Entry]] = {"DELETE": [], "PUT": [], "POST": []}
    for shipment in shipments:
        body = (shipment.wanted or {}).get("body")
        anew = body is not None and cannot_be_replaced(shipment.body, body)
        for method in ("DELETE", "POST") if anew else ("PUT",) if body else ("DELETE",) if shipment.wanted else ():
            acts[method].append(shipment)
    for method, chosen in acts.items():
        for start in range(0, len(chosen), BATCH):
            chunk = chosen[start : start + BATCH]
            bodies = {
                "PUT": [replacement({"id": int(shipment.remote_id)}, shipment.wanted["body"]) for shipment in chunk if method == "PUT"],
                "POST": [shipment.wanted["body"] for shipment in chunk if method == "POST"],
            }
            yield {
                "method": method,
                "path": "/shipments" + ("/" + ";".join(shipment.remote_id for shipment in chunk) if method == "DELETE" else ""),
                "body": {"data": {"shipments": bodies[method]}} if method in bodies else None,
                "only": UNTOUCHED,
                "order_number": ", ".join(shipment.order_number or shipment.wix_order_id for shipment in chunk),
            }
