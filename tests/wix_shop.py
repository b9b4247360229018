"""Orders and catalogue rows for a Wix site of the sandbox, for tests of the hook."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

START = datetime(2026, 3, 1, 10, tzinfo=UTC)
END = START + timedelta(hours=1)


def wix_order(number, at=START, **fields):
    line = {"id": "00000000-0000-0000-0000-000000000001", "quantity": 2, "productName": {"original": "Oil"}}
    moment = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    order = {"id": f"order-{number}", "number": str(number), "status": "APPROVED", "createdDate": moment, "updatedDate": moment}
    return order | {"fulfillmentStatus": "NOT_FULFILLED", "lineItems": [line], "activities": []} | fields


def fill(wix_site, count, step=timedelta(seconds=1), **fields):
    for number in range(count):
        wix_site.put(wix_order(number, START + number * step, **fields))


def numbers(pages):
    return [msgspec.json.decode(raw)["number"] for page in pages for raw in page]


def shipment(number="3SEXMP1", quantity=None, **tracking):
    line = {"id": "00000000-0000-0000-0000-000000000001"} | ({"quantity": quantity} if quantity else {})
    info = {"trackingNumber": number, "shippingProvider": "PostNL", "trackingLink": "https://tracking.example.com/1"} | tracking
    return {"lineItems": [line], "trackingInfo": info}


def variant(product, name, sku, weight=1.5, **fields):
    data = {
        "productId": product,
        "productType": "PHYSICAL",
        "physicalProperties": {"weightMeasurementUnitInfo": {"weightMeasurementUnit": "KG"}},
    }
    return {"variantId": name, "sku": sku, "physicalProperties": {"weight": weight}, "productData": data, **fields}
