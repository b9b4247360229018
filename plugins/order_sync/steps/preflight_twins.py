"""Holded's own Wix connector left on: documents of our orders that we did not make. Source: Holded contract, 7.4, 8.28 and 9.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from order_sync.errors import OrderSyncError
from order_sync.mapping.amounts import to_minor
from order_sync.steps.preflight_findings import Finding, fine, tried, wrong
from order_sync.steps.shop import Shop

KINDS = ("receipt", "invoice", "order")  # what the connector makes, by its own choice
_ROWS = 100  # one call a kind
_OURS = re.compile(r"wx[a-z0-9]{12,}")
_SHOWN = 5
_WHAT = "Holded's own Wix connector"


def twins(shop: Shop) -> Iterator[Finding]:
    """Whether documents that carry an order's number and total, and no marker of ours, lie in the days of the last window."""
    orders = shop.database.rows("orders/recent", store=shop.store, zone=shop.settings.timezone)
    if not orders:
        return
    days = [order["day"] for order in orders]
    found: list[str] = []
    seen = 0
    for kind in KINDS:
        try:
            listed = shop.holded().list_documents(kind, min(days), max(days) + timedelta(days=1))
            rows = list(islice(listed, _ROWS))
        except OrderSyncError as error:
            yield tried(_WHAT, lambda error=error: _raise(error))
            return
        seen += len(rows)
        found += [f"{kind} {row['description'] or row['number'] or row['id']} of {row['date']}" for row in rows if _is_twin(row, orders)]
    if not found:
        yield fine(_WHAT, f"none of {seen} documents from {min(days)} to {max(days)} is an order of ours that we did not make")
        return
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    yield wrong(
        _WHAT, f"{len(found)} documents with the number and total of our orders carry no marker of ours: {'; '.join(found[:_SHOWN])}{more}",
        "Switch off the sales part of the Wix integration in Holded (it books every order a second time), and delete its drafts there.",
    )  # fmt: skip


def _is_twin(row: dict[str, Any], orders: list[dict[str, Any]]) -> bool:
    if any(_OURS.fullmatch(tag) for tag in row["tags"]):
        return False
    return any(is_of(row, order) for order in orders)


def is_of(row: dict[str, Any], order: dict[str, Any]) -> bool:
    """Whether a document of a list carries an order's number and total. ``order``: number, total_minor, currency."""
    return _names(f"{row['description']} {row['number'] or ''}", order["number"]) and _same_total(row, order)


def _names(text: str, number: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(number)}(?!\w)", text) is not None


def _same_total(row: dict[str, Any], order: dict[str, Any]) -> bool:
    try:
        return to_minor(row["total"], order["currency"]) == order["total_minor"]
    except ValueError:
        return False


def _raise(error: OrderSyncError) -> str:
    raise error
