"""Wix orders as typed rows of staging.orders and staging.lines."""

from datetime import UTC, datetime

import pytest
from wix_order_samples import MISSING, changed, head, lines, money, order, published


def test_an_order_becomes_its_row():
    row = head(order())
    digest = row.pop("payload_hash")
    assert isinstance(digest, bytes) and len(digest) == 16
    party = {
        "first_name": "Noor",
        "last_name": "Voorbeeld",
        "company": "Voorbeeld BV",
        "phone": "+31201234567",
        "country": "NL",
        "subdivision": "NL-GE",
        "city": "Arnhem",
        "postal_code": "6811AA",
        "street_name": "Voorbeeldstraat",
        "street_number": "12A",
        "address_line": "Voorbeeldstraat 12A",
        "address_line2": "achter",
    }
    assert row == {
        "wix_order_id": "6f2c6d0a-2c0e-4a51-9f0e-0d6f6b0d9a01",
        "number": "10042",
        "created_at": datetime(2026, 1, 12, 9, 14, 3, 221000, UTC),
        "updated_at": datetime(2026, 1, 12, 9, 20, tzinfo=UTC),
        "purchased_at": datetime(2026, 1, 12, 9, 13, 59, tzinfo=UTC),
        "paid_at": None,
        "status": "APPROVED",
        "payment_status": "PAID",
        "fulfillment_status": "NOT_FULFILLED",
        "channel": "WEB",
        "currency": "EUR",
        "tax_included": True,
        "tax_exempt": False,
        "archived": False,
        "imported": False,
        "total_minor": 3845,
        "shipping_minor": 495,
        "tax_minor": 607,
        "discount_minor": 0,
        "fees_minor": 350,
        "paid_minor": 3845,
        "refunded_minor": 0,
        "buyer_email": "noor@example.com",
        "buyer_language": "nl",
        "buyer_note": "bel aan",
        "delivery_title": "Parcel",
        "has_shipping": True,
        "pickup_method": None,
        "extra_fields": {},
        "malformed_field": None,
        "malformed_seen": None,
        "store_credit_minor": None,
        "conversion_currency": None,
        "conversion_rate": None,
        "cash_rounding_minor": None,
        **{f"bill_{name}": value for name, value in party.items()},
        **{f"ship_{name}": value for name, value in party.items()},
    }


def test_items_shipping_and_fees_become_lines():
    item, shipping, fee = lines(order())
    assert item == {
        "wix_order_id": "6f2c6d0a-2c0e-4a51-9f0e-0d6f6b0d9a01",
        "line_no": 0,
        "kind": "item",
        "line_id": "00000000-0000-0000-0000-000000000001",
        "name": "Candle",
        "description": "Size: M; Colour: green",
        "sku": "CANDLE-M",
        "catalog_app_id": "215238eb-22a5-4c36-9e7b-e7c08025e04e",
        "catalog_item_id": "3ec1af9d",
        "variant_id": "24a530c1",
        "item_type": "PHYSICAL",
        "shippable": True,
        "quantity": 2,
        "unit_weight_g": 350.0,
        "net_minor": 2479,
        "gross_minor": 3000,
        "tax_minor": 521,
        "tax_rate_ppm": 210000,
        "jurisdictions": 1,
        "fee_code": None,
    }
    assert (shipping["line_no"], shipping["kind"], shipping["name"], shipping["quantity"]) == (1, "shipping", "Parcel", 1)
    assert (shipping["net_minor"], shipping["gross_minor"], shipping["tax_minor"], shipping["shippable"]) == (409, 495, 86, False)
    assert (fee["line_no"], fee["kind"], fee["line_id"], fee["name"], fee["fee_code"]) == (2, "fee", "fee-1", "Gift wrapping", "gift-wrap")
    assert (fee["net_minor"], fee["gross_minor"], fee["tax_minor"], fee["tax_rate_ppm"]) == (350, 350, 0, 0)


def test_absent_parts_are_empty_not_errors():
    bare = order(
        **dict.fromkeys(
            (
                "purchasedDate",
                "weightUnit",
                "buyerLanguage",
                "buyerNote",
                "buyerInfo",
                "channelInfo",
                "balanceSummary",
                "taxInfo",
                "shippingInfo",
                "additionalFees",
                "billingInfo",
                "recipientInfo",
                "appliedDiscounts",
                "customFields",
                "archived",
                "imported",
            ),
            MISSING,
        )
    )
    row = head(bare)
    assert not row["malformed_field"] and row["purchased_at"] == row["created_at"]
    assert (row["has_shipping"], row["archived"], row["paid_minor"], row["buyer_email"], row["ship_country"]) == (
        False,
        False,
        None,
        None,
        None,
    )
    assert [line["unit_weight_g"] for line in lines(bare)] == [None]
    nulls = order(
        **dict.fromkeys(("additionalFees", "billingInfo", "shippingInfo", "balanceSummary", "customFields", "extendedFields", "taxInfo"))
    )
    assert not head(nulls)["malformed_field"]


def test_unknown_fields_and_unknown_enumeration_values_are_no_breach():
    row = head(order(status="ON_HOLD", paymentStatus="MAYBE", channelInfo={"type": "NEW"}, payNow={"x": [1]}, cartId=None))
    assert (row["status"], row["payment_status"], row["channel"], row["malformed_field"]) == ("ON_HOLD", "MAYBE", "NEW", None)


@pytest.mark.parametrize(
    ("unit", "weight", "grams"),
    [("KG", 1.6, 1600.0), ("LB", 1.98, 898.113), ("UNSPECIFIED_WEIGHT_UNIT", 1, None), ("KG", None, None), ("KG", 0, 0.0)],
)
def test_weight_is_in_grams(unit, weight, grams):
    assert lines(changed("lineItems[0].physicalProperties.weight", weight, order(weightUnit=unit)))[0]["unit_weight_g"] == grams


@pytest.mark.parametrize(
    ("kind", "shippable", "expected"),
    [
        ({"preset": "DIGITAL"}, None, ("DIGITAL", False)),
        ({"custom": "course"}, None, ("CUSTOM", False)),
        (None, True, (None, True)),
        ({"preset": "PHYSICAL"}, None, ("PHYSICAL", True)),
        ({"preset": "PHYSICAL"}, False, ("PHYSICAL", False)),
    ],
)
def test_item_types(kind, shippable, expected):
    payload = changed("lineItems[0].itemType", kind)
    line = lines(changed("lineItems[0].physicalProperties", {"shippable": shippable}, payload))[0]
    assert (line["item_type"], line["shippable"]) == expected


def test_pickup_takes_the_recipient_not_the_shop():
    shop = {"address": {"city": "Shop town", "country": "NL"}}
    logistics = {"pickupDetails": {"pickupMethod": "STORE_PICKUP", "address": shop["address"]}, "shippingDestination": shop}
    row = head(order(shippingInfo={"title": "Pickup", "logistics": logistics, "cost": {"price": money("0")}}))
    assert (row["pickup_method"], row["ship_city"], row["has_shipping"]) == ("STORE_PICKUP", "Arnhem", True)


def test_destination_wins_over_recipient_part_by_part():
    destination = {"address": {"city": "Elsewhere"}}
    row = head(changed("shippingInfo.logistics.shippingDestination", destination))
    assert (row["ship_city"], row["ship_street_name"], row["ship_last_name"], row["bill_city"]) == (
        "Elsewhere",
        None,
        "Voorbeeld",
        "Arnhem",
    )


def test_checkout_fields_keep_their_place_in_the_key():
    row = head(
        order(
            customFields=[
                {"title": "VAT number", "value": "DE123456789"},
                {"title": "VAT number", "value": "second"},
                {"title": "List", "value": ["x"]},
                {"title": "Gift", "value": True},
                {"title": "Empty", "value": ""},
                {"title": "Number", "value": 7},
            ],
            extendedFields={"namespaces": {"_user_fields": {"po": "PO-1", "deep": {"x": 1}}, "@app": "text"}},
        )
    )
    assert row["extra_fields"] == {
        "custom:VAT number": "DE123456789",
        "custom:Gift": "true",
        "custom:Number": "7",
        "extended:_user_fields.po": "PO-1",
    }


def test_published_payloads_add_up_or_name_what_they_lack(shared):
    refused = {}
    count = 0
    for name, payload in published(shared):
        count += 1
        row = head(payload)
        if row["malformed_field"]:
            refused[name] = (row["malformed_field"], row["malformed_seen"])
        else:
            assert sum(line["gross_minor"] for line in lines(payload)) == row["total_minor"], name
            assert all(line["net_minor"] + line["tax_minor"] == line["gross_minor"] for line in lines(payload)), name
    assert count == 20
    assert refused == {
        "01_ecom_v1_rest_10108_paid_fulfilled": ("priceSummary.total", "missing"),
        "04_ecom_v1_webhook_envelope_10002_not_paid_not_fulfilled": ("priceSummary.total", "missing"),
    }


def test_published_payloads_in_figures(shared):
    table = {
        name: (
            row["number"],
            row["currency"],
            row["total_minor"],
            row["payment_status"],
            [line["tax_rate_ppm"] for line in lines(payload)],
            row["pickup_method"],
        )
        for name, payload in published(shared)
        if not (row := head(payload))["malformed_field"] and name[:2].isdigit()
    }
    assert table["01-paid-nl-domestic"] == ("10042", "EUR", 3890, "PAID", [210000, 90000, 210000], None)
    assert table["03-canceled"][3] == "PAID"
    assert table["06-store-pickup"] == ("10047", "EUR", 2900, "PAID", [210000], "STORE_PICKUP")
    assert table["11-us-tax-exclusive"][:3] == ("10052", "USD", 11419)
    assert table["12-discount-fee-gift-card"][4] == [210000, 90000, 210000, 210000]
    assert table["02_ecom_v1_webhook_envelope_10001_paid_fulfilled"] == ("10001", "USD", 2500, "PAID", [0], None)


def test_the_moment_of_payment_is_the_last_activity_that_says_so():
    history = [
        {"activityType": "ORDER_PAID", "createdDate": "2026-01-13T10:00:00.000Z"},
        {"activityType": "ORDER_PAID", "createdDate": "2026-01-14T10:00:00.000Z"},
        {"activityType": "ORDER_FULFILLED", "createdDate": "2026-01-15T10:00:00.000Z"},
        {"activityType": "ORDER_PAID", "createdDate": "soon"},
        {"activityType": 7},
    ]
    row = head(order(activities=history))
    assert not row["malformed_field"] and row["paid_at"] == datetime(2026, 1, 14, 10, tzinfo=UTC)
