"""A paid Dutch order of two candles, as rows of staging.orders and staging.lines."""

from __future__ import annotations

ORDER_ID = "3f2b1c9e-1111-4222-8333-444455556666"
ORDER = {
    "batch_id": "nl/run", "store": "nl", "wix_order_id": ORDER_ID, "number": "10001", "status": "APPROVED", "payment_status": "PAID",
    "fulfillment_status": "NOT_FULFILLED", "channel": "WEB", "currency": "EUR", "total_minor": 3890, "buyer_email": "sanne@example.com",
    "has_shipping": True, "ship_first_name": "Sanne", "ship_last_name": "Voorbeeld", "ship_phone": "+31600000001", "ship_country": "NL",
    "ship_postal_code": "1012 ab", "ship_city": "Amsterdam", "ship_street_name": "Voorbeeldstraat", "ship_street_number": "12A",
    "ship_address_line": "Voorbeeldstraat 12A",
}  # fmt: skip
LINE = {
    "batch_id": "nl/run", "store": "nl", "wix_order_id": ORDER_ID, "line_no": 0, "kind": "item", "line_id": "l1", "name": "Candle",
    "sku": "CANDLE", "shippable": True, "quantity": 2, "unit_weight_g": 350.0, "net_minor": 2066, "gross_minor": 2500,
}  # fmt: skip
