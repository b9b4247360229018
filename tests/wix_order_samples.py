"""A small Wix order for tests, ways to change any place of it, and its rows by name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from order_sync.contracts.staging import LINE_FIELDS, ORDER_FIELDS
from order_sync.mapping.wix_order import OrderRows, rows
from order_sync.mapping.wix_pages import raw_order


class _Missing(Enum):
    """A value that is none, with a name that is the same in every process."""

    MISSING = "missing"


MISSING = _Missing.MISSING


def money(amount: str) -> dict[str, str]:
    """An amount as Wix writes it."""
    return {"amount": amount, "formattedAmount": f"€{amount}"}


def taxed(net: str, gross: str, tax: str, rate: str = "0.21") -> dict[str, Any]:
    """The totals of a line."""
    return {
        "totalPriceBeforeTax": money(net),
        "totalPriceAfterTax": money(gross),
        "taxInfo": {
            "taxAmount": money(tax),
            "taxRate": rate,
            "taxIncludedInPrice": True,
            "taxBreakdown": [{"rate": rate, "taxAmount": money(tax)}],
        },
    }


_PARTY = {
    "address": {
        "country": "NL",
        "subdivision": "NL-GE",
        "city": "Arnhem",
        "postalCode": "6811AA",
        "addressLine": "Voorbeeldstraat 12A",
        "addressLine2": "achter",
        "streetAddress": {"name": "Voorbeeldstraat", "number": "12A"},
    },
    "contactDetails": {"firstName": "Noor", "lastName": "Voorbeeld", "phone": "+31201234567", "company": "Voorbeeld BV"},
}

_ORDER: dict[str, Any] = {
    "id": "6f2c6d0a-2c0e-4a51-9f0e-0d6f6b0d9a01",
    "number": "10042",
    "createdDate": "2026-01-12T09:14:03.221Z",
    "updatedDate": "2026-01-12T09:20:00.000Z",
    "purchasedDate": "2026-01-12T09:13:59.000Z",
    "status": "APPROVED",
    "paymentStatus": "PAID",
    "fulfillmentStatus": "NOT_FULFILLED",
    "archived": False,
    "imported": False,
    "currency": "EUR",
    "taxIncludedInPrices": True,
    "weightUnit": "KG",
    "buyerLanguage": "nl",
    "buyerNote": "bel aan",
    "buyerInfo": {"email": "noor@example.com"},
    "channelInfo": {"type": "WEB"},
    "priceSummary": {
        "subtotal": money("30.00"),
        "shipping": money("4.95"),
        "tax": money("6.07"),
        "discount": money("0"),
        "total": money("38.45"),
        "totalAdditionalFees": money("3.50"),
    },
    "balanceSummary": {"balance": money("0"), "paid": money("38.45"), "refunded": money("0.00")},
    "taxInfo": {"totalTax": money("6.07"), "taxExempt": False},
    "lineItems": [
        {
            "id": "00000000-0000-0000-0000-000000000001",
            "productName": {"original": "Candle", "translated": "Kaars"},
            "quantity": 2,
            "catalogReference": {
                "appId": "215238eb-22a5-4c36-9e7b-e7c08025e04e",
                "catalogItemId": "3ec1af9d",
                "options": {"variantId": "24a530c1"},
            },
            "physicalProperties": {"sku": "CANDLE-M", "weight": 0.35, "shippable": True},
            "itemType": {"preset": "PHYSICAL"},
            "descriptionLines": [
                {"name": {"original": "Size"}, "plainText": {"original": "M"}},
                {"name": {"original": "Colour"}, "colorInfo": {"original": "green"}},
            ],
            "price": money("15.00"),
            "totalDiscount": money("0.00"),
            "lineItemPrice": money("30.00"),
            **taxed("24.79", "30.00", "5.21"),
        },
    ],
    "shippingInfo": {
        "title": "Parcel",
        "logistics": {"shippingDestination": _PARTY},
        "cost": {"price": money("4.95"), "discount": money("0"), **taxed("4.09", "4.95", "0.86")},
    },
    "additionalFees": [
        {
            "id": "fee-1",
            "code": "gift-wrap",
            "name": "Gift wrapping",
            "price": money("3.50"),
            "priceBeforeTax": money("3.50"),
            "priceAfterTax": money("3.50"),
            "taxInfo": {"taxAmount": money("0"), "taxRate": "0"},
        }
    ],
    "billingInfo": _PARTY,
    "recipientInfo": _PARTY,
    "appliedDiscounts": [],
    "customFields": [],
}


def _copy(payload: dict[str, Any]) -> dict[str, Any]:
    # Through JSON, so that no two places of the copy are one object.
    return json.loads(json.dumps(payload))


def order(**changes: Any) -> dict[str, Any]:
    """The sample with some top-level fields set; MISSING takes one away."""
    made = {**_ORDER, **changes}
    return _copy({name: value for name, value in made.items() if value is not MISSING})


def changed(path: str, value: Any, base: dict[str, Any] | None = None) -> dict[str, Any]:
    """A copy with the place at ``path`` (``lineItems[0].price.amount``) set, or taken away by MISSING."""
    made = _copy(base or _ORDER)
    *before, last = (int(place) if place else name for name, place in re.findall(r"(\w+)|\[(\d+)\]", path))
    target: Any = made
    for step in before:
        target = target[step]
    if value is MISSING:
        del target[last]
    else:
        target[last] = value
    return made


def raw(payload: Any) -> bytes:
    """The bytes of a payload as a JSON API sends them."""
    return json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode()


def published(shared: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file, order) of the payloads that others made, unwrapped from answers and events."""
    for folder in (shared / "contracts" / "wix.examples", shared / "fixtures" / "wix_orders"):
        for file in sorted(folder.glob("*.json")):
            for payload in _orders_in(json.loads(file.read_text(encoding="utf-8"))):
                yield file.stem, payload


def _orders_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and "lineItems" in value and "priceSummary" in value:
        yield value
    else:
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _orders_in(inner)


def decoded(payload: Any) -> OrderRows:
    """The rows of one payload (bytes, or what is to be sent as JSON)."""
    peeked = raw_order(payload if isinstance(payload, bytes) else raw(payload))
    found = rows(peeked.raw, peeked.digest)
    assert found.wix_order_id == peeked.wix_order_id == found.order[0]
    return found


def head(payload: Any) -> dict[str, Any]:
    """The order row by column."""
    return dict(zip(ORDER_FIELDS, decoded(payload).order, strict=True))


def lines(payload: Any) -> list[dict[str, Any]]:
    """The lines by column; the order must be sound."""
    found = decoded(payload)
    assert not found.malformed, found.order[-2:]
    return [dict(zip(LINE_FIELDS, line, strict=True)) for line in found.lines]
