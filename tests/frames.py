"""Frames as landing writes them, for tests: one valid order and one valid line, of which a test changes what it is about."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
from order_sync.contracts import Table
from order_sync.contracts.money import PAYMENTS
from order_sync.contracts.staging import LINES, ORDERS

Row = dict[str, Any]
_ids = itertools.count(1)


def order(**changes: Any) -> Row:
    """A paid Spanish consumer order of 24.95 euros, sent to a Spanish address."""
    row: Row = {
        "batch_id": "es/test",
        "store": "es",
        "wix_order_id": f"{next(_ids):08x}-9b7e-4c60-8a11-0f5d2e7b6c34",
        "number": "10023",
        "created_at": "2026-01-12T09:14:03.221Z",
        "updated_at": "2026-01-12T09:15:00Z",
        "purchased_at": "2026-01-12T09:14:03.221Z",
        "paid_at": None,
        "status": "APPROVED",
        "payment_status": "PAID",
        "fulfillment_status": "NOT_FULFILLED",
        "channel": "WEB",
        "currency": "EUR",
        "tax_included": True,
        "total_minor": 2495,
        "tax_minor": 433,
        "paid_minor": 2495,
        "refunded_minor": 0,
        "buyer_email": "lucia@example.com",
        "buyer_language": "es",
        "has_shipping": True,
        "extra_fields": {},
        "payload_hash": b"0123456789abcdef",
    }
    for prefix in ("bill", "ship"):
        row |= {
            f"{prefix}_first_name": "Lucía",
            f"{prefix}_last_name": "Pérez",
            f"{prefix}_phone": "+34600000000",
            f"{prefix}_country": "ES",
            f"{prefix}_city": "Sevilla",
            f"{prefix}_postal_code": "41001",
            f"{prefix}_address_line": "Plaza Nueva 3",
        }
    return row | changes


def line(of: Row, **changes: Any) -> Row:
    """One T-shirt of 24.95 euros with 21 % tax in it; without net and tax where a test changes the amount and does not give them."""
    row: Row = {
        "batch_id": of["batch_id"],
        "store": of["store"],
        "wix_order_id": of["wix_order_id"],
        "line_no": 0,
        "kind": "item",
        "line_id": "00000000-0000-0000-0000-000000000001",
        "name": "Camiseta azul",
        "sku": "CAM-AZ-M",
        "item_type": "PHYSICAL",
        "shippable": True,
        "quantity": 1,
        "net_minor": 2062,
        "gross_minor": 2495,
        "tax_minor": 433,
        "tax_rate_ppm": 210000,
        "jurisdictions": 1,
    }
    if changes.get("kind", "item") != "item":
        row |= {"sku": None, "item_type": None, "name": changes["kind"].title(), "shippable": False}
    if {"gross_minor", "tax_rate_ppm"} & changes.keys():
        gross, rate = changes.get("gross_minor", row["gross_minor"]), changes.get("tax_rate_ppm", row["tax_rate_ppm"])
        if gross is not None and rate is not None:
            row["net_minor"] = (2 * gross * 1_000_000 + 1_000_000 + rate) // (2 * (1_000_000 + rate))
            row["tax_minor"] = gross - row["net_minor"]
    return row | changes


def frame(table: Table, rows: list[Row]) -> pd.DataFrame:
    """Rows as a frame with the columns and dtypes of a contract; what a row leaves out is empty."""
    unknown = {name for row in rows for name in row} - set(table.names)
    assert not unknown, f"{table.name} has no {unknown}"
    columns = {}
    for column in table.columns:
        values = [row.get(column.name) for row in rows]
        if column.dtype.startswith("datetime"):
            columns[column.name] = pd.Series(pd.to_datetime(values, utc=True, format="ISO8601")).astype(column.dtype)
        elif column.dtype == "bool":
            columns[column.name] = pd.Series([bool(value) for value in values], dtype="bool")
        else:
            columns[column.name] = pd.Series(values, dtype=column.dtype)
    return pd.DataFrame(columns)


def payment(of: Row, **changes: Any) -> Row:
    """One captured card payment of the whole order."""
    row: Row = {name: of[name] for name in ("batch_id", "store", "wix_order_id")}
    row |= {
        "payment_id": f"payment-{next(_ids)}",
        "created_at": of["purchased_at"],
        "amount_minor": of["total_minor"],
        "status": "APPROVED",
    }
    return row | {"method": "CreditCard", "kind": "regular", "offline": False, "chargeback_minor": 0} | changes


def paid(*rows: Row) -> pd.DataFrame:
    """A frame of payments."""
    return frame(PAYMENTS, list(rows))


def staged(*orders: tuple[Row, list[Row]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Frames of orders and of lines, from pairs of an order and its lines."""
    return frame(ORDERS, [order for order, _ in orders]), frame(LINES, [line for _, lines in orders for line in lines])


def products(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """A catalogue from (product_id, variant_id, sku)."""
    table = [(*row, f"Product {row[2]}") for row in rows]
    return pd.DataFrame(table, columns=["product_id", "variant_id", "sku", "name"], dtype="str")
