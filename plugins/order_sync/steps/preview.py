"""The exact requests that the next run would send; none is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from order_sync.steps.explain import without_personal_data
from order_sync.steps.holded_work import works
from order_sync.steps.preview_documents import requests as requests_of_documents
from order_sync.steps.shop import Shop
from order_sync.store.ledger import Ledger

Request = dict[str, Any]
FIELDS = ("method", "path", "body", "order_number", "only")
DOUBTFUL = "where the look-up of the lost answer finds nothing"


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
    yield from requests_of_documents(shop, list(works(shop.database.rows("ledger/work_documents", store=shop.store, numbers=numbers))))


def _shipments(shop: Shop, numbers: list[str] | None) -> Iterator[Request]:
    from order_sync.hooks.myparcel import shipments_path
    from order_sync.steps.myparcel_send import BATCH

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
