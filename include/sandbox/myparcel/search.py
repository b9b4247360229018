"""GET /shipments: filters, paging and the traps of the real search."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sandbox.myparcel.errors import Refused
from sandbox.myparcel.shop import Shop

_FILTERS = (
    "q reference_identifier status from to created barcode carrier_id package_type shipment_type shop_id region transaction_status "
    "dropoff_today delayed delivered hidden filter_hidden_shops link_consumer_portal page size sort order"
)
FILTERS = frozenset(_FILTERS.split())
_SORTS = ("id", "created", "modified", "status", "reference_identifier")
_PAGE_CODE, _SIZE_CODE, _STATUS_CODE, _SORT_CODE, _ORDER_CODE = 3200, 3201, 3205, 3202, 3203


def search(shop: Shop, query: Mapping[str, str]) -> dict[str, Any]:
    """The body of the answer, in the shape that the switch list_shape names."""
    for name in query.keys() - FILTERS:
        shop.note(f"unknown query parameter {name}")
    page = _number(query, "page", 1, 1, 1000, _PAGE_CODE)
    size = _number(query, "size", 30, 0, 10_000, _SIZE_CODE)
    rows = _filtered(shop, query)
    if query.get("reference_identifier") and "size" in query and size >= 200:
        rows = []  # the real API answers nothing, without an error
    rows = _sorted(rows, query)
    chosen = rows[(page - 1) * size : page * size]
    shown = shop.show(chosen, portal=query.get("link_consumer_portal") == "1")
    if shop.switches["list_shape"] == "search_results":
        return {"data": {"search_results": {"shipments": shown, "page": page, "size": size, "results": len(rows)}}}
    return {"data": {"shipments": shown, "page": page, "size": size, "results": len(rows)}}


def _number(query: Mapping[str, str], name: str, default: int, least: int, most: int, code: int) -> int:
    text = query.get(name, str(default))
    if not re.fullmatch(r"\d{1,6}", text) or not least <= int(text) <= most:
        raise Refused(422, f"Invalid query parameter: {name}", code=code)
    return int(text)


def _filtered(shop: Shop, query: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = list(shop.shipments.values())
    if wanted := query.get("reference_identifier"):
        rows = [row for row in rows if _found_by(shop, row, wanted.split(";"))]
    if wanted := query.get("status"):
        if not re.fullmatch(r"\d+(;\d+)*", wanted):
            raise Refused(422, "Invalid query parameter: shipment_status", code=_STATUS_CODE)
        rows = [row for row in rows if str(row["status"]) in wanted.split(";")]
    if wanted := query.get("barcode"):
        rows = [row for row in rows if row["barcode"] == wanted]
    if wanted := query.get("q"):
        rows = [row for row in rows if wanted.casefold() in json.dumps(shop.show([row]), ensure_ascii=False).casefold()]
    for name in ("carrier_id", "shipment_type", "hidden"):
        if name in query:
            rows = [row for row in rows if str(row[name]) == query[name]]
    for name in ("created", "from"):
        if name in query:
            rows = [row for row in rows if row["created"] >= query[name]]
    if "to" in query:
        rows = [row for row in rows if row["created"][: len(query["to"])] <= query["to"]]
    return rows


def _found_by(shop: Shop, row: dict[str, Any], references: list[str]) -> bool:
    """The index behind this filter may lag, and may match more than it was asked: both are switches."""
    if shop.now() - row["_made_at"] < shop.switches["lag_seconds"]:
        return False
    own = (row["reference_identifier"] or "").casefold()
    if shop.switches["reference_match"] == "substring":
        return any(wanted.casefold() in own for wanted in references if wanted)
    return any(wanted.casefold() == own for wanted in references if wanted)


def _sorted(rows: list[dict[str, Any]], query: Mapping[str, str]) -> list[dict[str, Any]]:
    column, order = query.get("sort", "id"), query.get("order", "DESC")
    if column not in _SORTS:
        raise Refused(422, "Invalid query parameter: sort_column", code=_SORT_CODE)
    if order not in ("ASC", "DESC"):
        raise Refused(422, "Invalid query parameter: order", code=_ORDER_CODE)
    return sorted(rows, key=lambda row: (row[column] is None, row[column] or 0, row["id"]), reverse=order == "DESC")
