"""Order search: filter and sort by the fields that Wix lists, cursors that hold their own query."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.wix.errors import application, validation

_EQUAL = {"$eq", "$ne", "$in", "$nin"}
_ALL = _EQUAL | {"$gt", "$gte", "$lt", "$lte", "$exists", "$startsWith"}
_LISTS = {"$hasAll", "$hasSome"}
_TEXTS = ("status", "paymentStatus", "fulfillmentStatus", "channelInfo.type", "shippingInfo.title", "shippingInfo.region.name")
_DATES = (
    "createdDate",
    "updatedDate",
    "purchasedDate",
    "shippingInfo.logistics.deliveryTimeSlot.from",
    "shippingInfo.logistics.deliveryTimeSlot.to",
)
_AMOUNTS = (
    "priceSummary.total.amount",
    "balanceSummary.authorized.amount",
    "balanceSummary.pending.amount",
    "balanceSummary.pendingRefund.amount",
    "taxInfo.totalTax.amount",
    "taxInfo.totalExempt.amount",
)
_OTHERS = (
    "number",
    "buyerInfo.email",
    "billingInfo.contactDetails.firstName",
    "billingInfo.contactDetails.lastName",
    "businessLocation.id",
    "businessLocation.name",
    "shippingInfo.logistics.deliveryTime",
)
_UNSORTED = ("archived", "imported", "seenByAHuman")
_IDS = (
    "id",
    "buyerInfo.contactId",
    "buyerInfo.memberId",
    "channelInfo.externalOrderId",
    "checkoutId",
    "createdBy.userId",
    "lineItems.subscriptionInfo.id",
)
_ARRAYS = (
    "lineItems.catalogReference.appId",
    "lineItems.catalogReference.catalogItemId",
    "lineItems.locations.id",
    "appliedDiscounts.coupon.id",
    "lineItems.productName.original",
)
OPERATORS = {
    **dict.fromkeys(_TEXTS + _IDS, _EQUAL),
    **dict.fromkeys(_DATES + _AMOUNTS + _OTHERS + _UNSORTED, _ALL),
    **dict.fromkeys(_ARRAYS, _LISTS),
}
SORTABLE = {*_TEXTS, *_DATES, *_AMOUNTS, *_OTHERS, "lineItems.productName.original"}
_DEFAULT_STATUS = ("PENDING", "REJECTED")


def find(
    orders: Callable[[dict[str, Any], set[str]], Iterable[dict]], query: dict[str, Any] | None, sort: list[tuple[str, str]]
) -> list[str]:
    """Ids of the orders that fit, in order. INITIALIZED never; PENDING and REJECTED only when the filter names them.

    ``orders``: given the filter and the fields that matter, all that may fit.
    """
    query, sort = query or {}, sort or [("createdDate", "DESC")]
    fits = compile_filter(query)
    for field, _ in sort:
        if field not in SORTABLE:
            raise validation(("search.sort.fieldName", f"{field} is not sortable", "NOT_SORTABLE"))
    named = _named_statuses(query)
    hidden = {"INITIALIZED"} | {status for status in _DEFAULT_STATUS if status not in named}
    fields = _named_fields(query) | {field for field, _ in sort} | {"id", "status"}
    # Keys alone are kept of what fits: whole orders would be all in memory at once.
    found = [
        ([_sort_key(field, order) for field, _ in sort], order["id"])
        for order in orders(query, fields)
        if order.get("status") not in hidden and fits(order)
    ]
    for place, (_, direction) in reversed(list(enumerate(sort))):
        found.sort(key=lambda row, place=place: row[0][place], reverse=direction == "DESC")
    return [order_id for _, order_id in found]


def compile_filter(query: dict[str, Any]) -> Callable[[dict], bool]:
    """A predicate; a field or operator that Wix does not list is refused."""
    tests: list[Callable[[dict], bool]] = []
    for field, wanted in query.items():
        if field in ("$and", "$or"):
            parts = [compile_filter(part) for part in wanted]
            combine = all if field == "$and" else any
            tests.append(lambda order, parts=parts, combine=combine: combine(part(order) for part in parts))
        elif field == "$not":
            inner = compile_filter(wanted)
            tests.append(lambda order, part=inner: not part(order))
        elif field not in OPERATORS:
            raise validation(("search.filter", f"{field} is not filterable", "NOT_FILTERABLE"))
        else:
            rows = wanted if isinstance(wanted, dict) else {"$eq": wanted}
            tests += [_test(field, operator, value) for operator, value in rows.items()]
    return lambda order: all(test(order) for test in tests)


def _test(field: str, operator: str, value: Any) -> Callable[[dict], bool]:
    if operator not in OPERATORS[field]:
        raise validation(("search.filter", f"{operator} is not supported for {field}", "UNSUPPORTED_OPERATOR"))
    if operator in ("$in", "$nin", "$hasAll", "$hasSome") and (not isinstance(value, list) or not value):
        raise validation(("search.filter", f"{operator} of {field} needs a list", "WRONG_TYPE"))
    if operator == "$exists":
        return lambda order: bool(_values(order, field)) == value
    if operator == "$startsWith":
        return lambda order: any(str(got).startswith(value) for got in _values(order, field))
    wanted = [_value(field, item) for item in (value if isinstance(value, list) else [value])]
    compare = {
        "$eq": lambda got: any(item == wanted[0] for item in got),
        "$ne": lambda got: all(item != wanted[0] for item in got),
        "$in": lambda got: any(item in wanted for item in got),
        "$nin": lambda got: all(item not in wanted for item in got),
        "$gt": lambda got: any(item > wanted[0] for item in got),
        "$gte": lambda got: any(item >= wanted[0] for item in got),
        "$lt": lambda got: any(item < wanted[0] for item in got),
        "$lte": lambda got: any(item <= wanted[0] for item in got),
        "$hasAll": lambda got: all(item in got for item in wanted),
        "$hasSome": lambda got: any(item in got for item in wanted),
    }[operator]
    return lambda order: compare([_value(field, item) for item in _values(order, field)])


def _values(document: Any, path: str) -> list[Any]:
    """All values at a dotted path, through lists; none where a part is missing."""
    found = [document]
    for part in path.split("."):
        step = [item[part] for item in found if isinstance(item, dict) and item.get(part) is not None]
        found = [leaf for item in step for leaf in (item if isinstance(item, list) else [item])]
    return found


def _value(field: str, raw: Any) -> Any:
    """A value in the form in which it compares; ``number`` compares as text."""
    try:
        if field in _DATES:
            return datetime.fromisoformat(str(raw).replace("Z", "+00:00"))
        if field in _AMOUNTS:
            return Decimal(str(raw))
    except (ValueError, InvalidOperation):
        raise validation(("search.filter", f"a value of {field} cannot be read", "WRONG_TYPE")) from None
    return raw if isinstance(raw, bool) else str(raw)


def _sort_key(field: str, order: dict) -> tuple:
    got = _values(order, field)
    return (bool(got), _value(field, got[0])) if got else (False,)


def _named_statuses(query: Any) -> set[str]:
    """Statuses that a filter asks for by name ($eq or $in on status, at any depth)."""
    if isinstance(query, list):
        return set().union(*map(_named_statuses, query)) if query else set()
    if not isinstance(query, dict):
        return set()
    found: set[str] = set()
    for field, wanted in query.items():
        if field == "status":
            rows = wanted if isinstance(wanted, dict) else {"$eq": wanted}
            found |= {rows["$eq"]} if "$eq" in rows else set()
            found |= set(rows.get("$in", ()))
        elif field in ("$and", "$or"):
            found |= _named_statuses(wanted)
    return found


def _named_fields(query: Any) -> set[str]:
    """Fields that a filter looks at, at any depth."""
    found: set[str] = set()
    for field, wanted in query.items():
        parts = wanted if field in ("$and", "$or") else [wanted] if field == "$not" else None
        found |= {field} if parts is None else set().union(*map(_named_fields, parts))
    return found


def remember(cursors: dict[str, Any], ids: list[str], page: int, limit: int, start: int = 0) -> str:
    """A cursor for the rest of a result, from its place ``start`` on; all cursors of a result share its ids."""
    cursor = secrets.token_urlsafe(60)
    cursors[cursor] = {"ids": ids, "page": page, "limit": limit, "start": start}
    return cursor


def resume(cursors: dict[str, Any], cursor: str, allowed_pages: int | None) -> dict[str, Any]:
    """What a cursor stands for; unknown and expired ones are refused."""
    held = cursors.get(cursor)
    if held is None or (allowed_pages is not None and held["page"] > allowed_pages):
        raise application(400, "INVALID_CURSOR", "The cursor is invalid or expired")
    return held
