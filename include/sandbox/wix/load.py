"""Fills a site from a folder of JSON files as Wix and its webhooks write them.

Taken: bare orders, ``{"order": …}``, ``{"orders": […]}`` (search answers), webhook envelopes of every generation (objects, or JSON strings
inside), ``{"orderTransactions": …}``, ``{"orderWithFulfillments": …}`` / ``{"ordersWithFulfillments": […]}``, products of catalogue V1,
variants of V3, and lists of any of these. Of several versions of one order the newest updatedDate wins. What is none of these, or not
JSON at all, is listed as skipped with the reason; nothing stops the load.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sandbox.wix.site import prepare

_ORDER_SIGNS = {"number", "lineItems", "priceSummary", "buyerInfo", "paymentStatus", "fulfillmentStatus", "status", "currency"}
_INSIDE = (
    "data",
    "createdEvent",
    "updatedEvent",
    "actionEvent",
    "entity",
    "entityAsJson",
    "currentEntity",
    "currentEntityAsJson",
    "body",
    "bodyAsJson",
)
_DEPTH = 12  # an envelope has five levels

Item = tuple[str, dict[str, Any]]


def folder(state: dict[str, Any], path: Path) -> dict[str, Any]:
    """Load every *.json below ``path`` into a site's state; returns what the site now holds and ``skipped`` [{file, why}]."""
    prepare(state)
    report: dict[str, Any] = {"orders": 0, "transactions": 0, "fulfillments": 0, "products": 0, "variants": 0, "skipped": []}
    newest: dict[str, str] = {}
    for file in sorted(Path(path).rglob("*.json")):
        name = str(file.relative_to(path))
        try:
            content = json.loads(file.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError) as error:
            report["skipped"].append({"file": name, "why": f"not readable as JSON ({type(error).__name__})"})
            continue
        taken = 0
        for kind, item in _items(content, "", _DEPTH):
            why = _take(state, kind, item, newest)
            taken += not why
            if why:
                report["skipped"].append({"file": name, "why": why})
        if not taken and not any(row["file"] == name for row in report["skipped"]):
            report["skipped"].append({"file": name, "why": "holds no order, transactions, fulfillments or products"})
    for room in ("transactions", "fulfillments", "products", "variants"):
        report[room] = len(state[room])
    report["orders"] = len(state["orders"])
    return report


def _items(value: Any, moment: str, depth: int) -> Iterator[Item]:
    """Everything that a document holds, with the time of the event around it as ``_at``."""
    if depth == 0:
        return
    if isinstance(value, str):
        if value.lstrip()[:1] in ("{", "["):
            try:
                value = json.loads(value)
            except ValueError:
                return
            yield from _items(value, moment, depth - 1)
        return
    if isinstance(value, list):
        for row in value:
            yield from _items(row, moment, depth - 1)
        return
    if isinstance(value, dict):
        yield from _of_object(value, str(value.get("eventTime") or moment), depth)


def _of_object(value: dict[str, Any], moment: str, depth: int) -> Iterator[Item]:
    if len(_ORDER_SIGNS & value.keys()) >= 2 and isinstance(value.get("id"), str):
        yield "order", {**value, "_at": moment}
        return
    if isinstance(value.get("order"), dict):
        yield "order", {**value["order"], "_at": moment}
    for row in _rows(value.get("orders")):
        yield "order", {**row, "_at": moment}
    for row in _rows(value.get("orderTransactions")):
        yield "transactions", row
    for row in _rows(value.get("orderWithFulfillments")) + _rows(value.get("ordersWithFulfillments")):
        yield "fulfillments", row
    for row in _rows(value.get("products")) + _rows(value.get("product")):
        yield "products", row
    for row in _rows(value.get("variants")):
        if "productData" in row:
            yield "variants", row
    for key in _INSIDE:
        if key in value:
            yield from _items(value[key], moment, depth - 1)


def _rows(value: Any) -> list[dict[str, Any]]:
    rows = value if isinstance(value, list) else [value]
    return [row for row in rows if isinstance(row, dict)]


def _take(state: dict[str, Any], kind: str, item: dict[str, Any], newest: dict[str, str]) -> str:
    """Store one thing; the reason when it cannot be."""
    if kind == "order":
        return _take_order(state, item, newest)
    if kind == "variants":
        key = (item["productData"].get("productId"), item.get("variantId"))
        kept = [row for row in state["variants"] if (row["productData"].get("productId"), row.get("variantId")) != key]
        state["variants"] = [*kept, item]
        return "" if key[1] else "a variant without variantId"
    key = item.get("id" if kind == "products" else "orderId")
    if not isinstance(key, str) or not key:
        return f"{kind} without id"
    state[kind][key] = _rows(item.get("fulfillments")) if kind == "fulfillments" else item
    return ""


def _take_order(state: dict[str, Any], item: dict[str, Any], newest: dict[str, str]) -> str:
    moment = item.pop("_at")
    order_id = item.get("id")
    if not isinstance(order_id, str) or not order_id:
        return "order without id"
    # the search goes by updatedDate: an order without one would never be found
    if not _date(item.get("updatedDate")):
        item["updatedDate"] = next((date for date in (moment, item.get("createdDate")) if _date(date)), "1970-01-01T00:00:00.000Z")
    version = f"{_date(item['updatedDate'])} {_date(moment)}"
    known = newest.get(order_id) or _date(state["orders"].get(order_id, {}).get("updatedDate"))
    if not known or version >= known:
        state["orders"][order_id] = item
        newest[order_id] = version
    return ""


def _date(value: Any) -> str:
    """A date in a form that sorts, empty when it is none."""
    try:
        moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="microseconds")
