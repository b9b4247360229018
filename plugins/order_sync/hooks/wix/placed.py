"""What a comparison needs of an order: id, number, dates, currency and total. Anything may be missing (Wix contract 2.3)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec


class _Amount(msgspec.Struct):
    amount: Any = None


class _Summary(msgspec.Struct):
    total: _Amount | None = None


class _Order(msgspec.Struct, rename="camel"):
    id: str = ""
    number: Any = None
    status: Any = None
    currency: Any = None
    created_date: Any = None
    updated_date: Any = None
    price_summary: _Summary | None = None


def placed_row(payload: msgspec.Raw) -> dict[str, Any]:
    """The row of one raw order; see WixHook.placed_orders."""
    try:
        order = msgspec.json.decode(payload, type=_Order)
    except msgspec.ValidationError:
        order = _Order(**{key: value for key, value in msgspec.json.decode(payload).items() if key in ("id", "number")})
    total = order.price_summary.total.amount if order.price_summary and order.price_summary.total else None
    return {
        "id": order.id, "number": None if order.number is None else str(order.number), "status": order.status, "currency": order.currency,
        "created_at": _instant(order.created_date), "updated_at": _instant(order.updated_date), "total": _decimal(total),
    }  # fmt: skip


def _instant(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _decimal(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
