"""Wix orders as typed rows: the figures, what is derived, and what makes an order malformed."""

import copy
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from order_sync.contracts.staging import LINE_FIELDS, LINES, ORDER_FIELDS, ORDERS
from order_sync.mapping.wix_order import OrderRows, rows
from order_sync.mapping.wix_pages import pack, raw_order, unpack
from wix_order_samples import MISSING, changed, money, order, published, raw, taxed


def land(payload) -> OrderRows:
    peeked = raw_order(payload if isinstance(payload, bytes) else raw(payload))
    decoded = rows(peeked.raw, peeked.digest)
    assert decoded.wix_order_id == peeked.wix_order_id == decoded.order[0]
    return decoded


def head(payload) -> dict:
    return dict(zip(ORDER_FIELDS, land(payload).order, strict=True))


def lines(payload) -> list[dict]:
    decoded = land(payload)
    assert not decoded.malformed, decoded.order[-2:]
    return [dict(zip(LINE_FIELDS, line, strict=True)) for line in decoded.lines]


def test_an_order_becomes_its_row():
    row = head(order())
    digest = row.pop("payload_hash")
    assert isinstance(digest, bytes) and len(digest) == 16
    party = {
        "first_name": "Noor", "last_name": "Voorbeeld", "company": "Voorbeeld BV", "phone": "+31201234567", "country": "NL",
        "subdivision": "NL-GE", "city": "Arnhem", "postal_code": "6811AA", "street_name": "Voorbeeldstraat", "street_number": "12A",
        "address_line": "Voorbeeldstraat 12A", "address_line2": "achter",
    }  # fmt: skip
    assert row == {
        "wix_order_id": "6f2c6d0a-2c0e-4a51-9f0e-0d6f6b0d9a01", "number": "10042",
        "created_at": datetime(2026, 1, 12, 9, 14, 3, 221000, UTC), "updated_at": datetime(2026, 1, 12, 9, 20, tzinfo=UTC),
        "purchased_at": datetime(2026, 1, 12, 9, 13, 59, tzinfo=UTC),
        "status": "APPROVED", "payment_status": "PAID", "fulfillment_status": "NOT_FULFILLED", "channel": "WEB", "currency": "EUR",
        "tax_included": True, "tax_exempt": False, "archived": False, "imported": False,
        "total_minor": 3845, "shipping_minor": 495, "tax_minor": 607, "discount_minor": 0, "fees_minor": 350, "paid_minor": 3845, "refunded_minor": 0,
        "buyer_email": "noor@example.com", "buyer_language": "nl", "buyer_note": "bel aan", "delivery_title": "Parcel", "has_shipping": True,
        "pickup_method": None, "extra_fields": {}, "malformed_field": None, "malformed_seen": None,
        **{f"bill_{name}": value for name, value in party.items()}, **{f"ship_{name}": value for name, value in party.items()},
    }  # fmt: skip


def test_items_shipping_and_fees_become_lines():
    item, shipping, fee = lines(order())
    assert item == {
        "wix_order_id": "6f2c6d0a-2c0e-4a51-9f0e-0d6f6b0d9a01", "line_no": 0, "kind": "item", "line_id": "00000000-0000-0000-0000-000000000001",
        "name": "Candle", "description": "Size: M; Colour: green", "sku": "CANDLE-M", "catalog_app_id": "215238eb-22a5-4c36-9e7b-e7c08025e04e",
        "catalog_item_id": "3ec1af9d", "variant_id": "24a530c1", "item_type": "PHYSICAL", "shippable": True, "quantity": 2, "unit_weight_g": 350.0,
        "net_minor": 2479, "gross_minor": 3000, "tax_minor": 521, "tax_rate_ppm": 210000, "jurisdictions": 1,
    }  # fmt: skip
    assert (shipping["line_no"], shipping["kind"], shipping["name"], shipping["quantity"]) == (1, "shipping", "Parcel", 1)
    assert (shipping["net_minor"], shipping["gross_minor"], shipping["tax_minor"], shipping["shippable"]) == (409, 495, 86, False)
    assert (fee["line_no"], fee["kind"], fee["line_id"], fee["name"]) == (2, "fee", "fee-1", "Gift wrapping")
    assert (fee["net_minor"], fee["gross_minor"], fee["tax_minor"], fee["tax_rate_ppm"]) == (350, 350, 0, 0)


def test_absent_parts_are_empty_not_errors():
    bare = order(**dict.fromkeys(
        ("purchasedDate", "weightUnit", "buyerLanguage", "buyerNote", "buyerInfo", "channelInfo", "balanceSummary", "taxInfo", "shippingInfo",
         "additionalFees", "billingInfo", "recipientInfo", "appliedDiscounts", "customFields", "archived", "imported"), MISSING,
    ))  # fmt: skip
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
    [({"preset": "DIGITAL"}, None, ("DIGITAL", False)), ({"custom": "course"}, None, ("CUSTOM", False)), (None, True, (None, True)),
     ({"preset": "PHYSICAL"}, None, ("PHYSICAL", True)), ({"preset": "PHYSICAL"}, False, ("PHYSICAL", False))],
)  # fmt: skip
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
    row = head(order(
        customFields=[{"title": "VAT number", "value": "DE123456789"}, {"title": "VAT number", "value": "second"}, {"title": "List", "value": ["x"]},
                      {"title": "Gift", "value": True}, {"title": "Empty", "value": ""}, {"title": "Number", "value": 7}],
        extendedFields={"namespaces": {"_user_fields": {"po": "PO-1", "deep": {"x": 1}}, "@app": "text"}},
    ))  # fmt: skip
    assert row["extra_fields"] == {
        "custom:VAT number": "DE123456789",
        "custom:Gift": "true",
        "custom:Number": "7",
        "extended:_user_fields.po": "PO-1",
    }


# --- totals of a line -------------------------------------------------------------------------------------------------------------------

NO_TOTALS = {"totalPriceBeforeTax": MISSING, "totalPriceAfterTax": MISSING, "taxInfo": MISSING, "lineItemPrice": MISSING}


def with_line(of: dict | None = None, **fields):
    payload = of or order()
    for name, value in fields.items():
        if value is not MISSING or name in payload["lineItems"][0]:
            payload = changed(f"lineItems[0].{name}", value, payload)
    return payload


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"totalPriceAfterTax": MISSING}, (2479, 3000, 521)),
        ({"totalPriceBeforeTax": MISSING}, (2479, 3000, 521)),
        ({"taxInfo": MISSING}, (2479, 3000, 521)),
        ({"taxInfo": MISSING, "totalPriceBeforeTax": MISSING, "taxDetails": {"taxRate": "0.21", "totalTax": money("5.21")}}, (2479, 3000, 521)),
        ({"taxInfo": {"taxRate": "0"}, "totalPriceBeforeTax": MISSING}, (3000, 3000, 0)),
        ({**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21"), "taxRate": "0.21"}}, (2479, 3000, 521)),
        ({**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21")}, "lineItemPrice": money("29.00")}, (2379, 2900, 521)),
        ({**NO_TOTALS, "taxDetails": {"taxRate": "0.00"}}, (3000, 3000, 0)),
        ({"totalPriceBeforeTax": MISSING, "totalPriceAfterTax": money("0.00"), "taxInfo": MISSING}, (0, 0, 0)),
    ],
)  # fmt: skip
def test_what_two_figures_say_of_the_third(fields, expected):
    line = lines(with_line(**fields))[0]
    assert (line["net_minor"], line["gross_minor"], line["tax_minor"]) == expected


def test_prices_without_tax_stand_in_as_net():
    exclusive = order(taxIncludedInPrices=False)
    line = lines(with_line(exclusive, **{**NO_TOTALS, "taxInfo": {"taxAmount": money("6.30"), "taxRate": "0.21"}}))[0]
    assert (line["net_minor"], line["gross_minor"], line["tax_minor"]) == (3000, 3630, 630)


def test_no_tax_at_all_makes_each_tax_zero_only_where_tax_comes_on_top():
    untaxed = changed("priceSummary.tax", money("0.00"), order(taxIncludedInPrices=False))
    assert lines(with_line(untaxed, **NO_TOTALS))[0]["gross_minor"] == 3000
    inclusive = changed("priceSummary.tax", money("0.00"))  # may mean that tax is inside the prices
    assert head(with_line(inclusive, **NO_TOTALS))["malformed_field"] == "lineItems[0].totalPriceAfterTax"


@pytest.mark.parametrize(
    ("base", "fields"),
    [
        (order(), NO_TOTALS),
        (order(), {"taxInfo": {"taxRate": "0.21"}, "totalPriceBeforeTax": MISSING}),
        (order(appliedDiscounts=[{"discountType": "GLOBAL"}]), {**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21")}}),
        (changed("priceSummary.discount", money("1.00")), {**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21")}}),
        (order(), {**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21")}, "totalDiscount": money("1.00")}),
        (order(), {**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21")}, "modifierGroups": [{}]}),
        (order(), {**NO_TOTALS, "taxInfo": {"taxAmount": money("99.00")}}),
        (order(), {"taxInfo": MISSING, "totalPriceBeforeTax": money("30.01")}),
    ],
    ids=[
        "no tax",
        "a rate alone",
        "discounts",
        "discount in the summary",
        "line discount",
        "modifiers",
        "more tax than price",
        "net above gross",
    ],
)
def test_totals_that_cannot_be_derived_exactly_make_the_order_malformed(base, fields):
    assert head(with_line(base, **fields))["malformed_field"] == "lineItems[0].totalPriceAfterTax"


def test_shipping_with_its_price_only():
    def costing(cost, **changes):
        return order(shippingInfo={"title": "Pickup", "cost": cost}, additionalFees=[], **changes)

    assert [line["kind"] for line in lines(costing({"price": money("0")}))] == ["item"]
    exempt = costing({"price": money("4.95"), "taxDetails": {"taxRate": "0", "totalTax": money("0")}})
    assert [(line["net_minor"], line["gross_minor"]) for line in lines(exempt)] == [(2479, 3000), (495, 495)]
    assert head(costing({"price": money("4.95")}))["malformed_field"] == "shippingInfo.cost.totalPriceAfterTax"
    discounted = {"price": money("4.95"), "discount": money("1"), "taxInfo": {"taxAmount": money("0.86")}}
    assert head(costing(discounted))["malformed_field"] == "shippingInfo.cost.totalPriceAfterTax"
    assert [line["kind"] for line in lines(order(shippingInfo={"title": "None"}))] == ["item", "fee"]


def test_an_empty_rate_is_no_rate():
    line = lines(changed("shippingInfo.cost.taxInfo", {"taxRate": "", "taxAmount": money("0.86")}))[1]
    assert (line["tax_rate_ppm"], line["tax_minor"]) == (None, 86)


@pytest.mark.parametrize(
    ("currency", "amount", "total"), [("JPY", "3845", 3845), ("JPY", "3845.00", 3845), ("KWD", "3.845", 3845), ("KRW", "0", 0)]
)
def test_minor_units_are_the_currencys(currency, amount, total):
    whole = order(currency=currency, priceSummary={"total": money(amount)}, shippingInfo=None, additionalFees=None, balanceSummary=None)
    assert head(with_line(whole, **taxed("10", "12", "2")))["total_minor"] == total


# --- malformed orders -------------------------------------------------------------------------------------------------------------------

MALFORMED = [
    ("number", MISSING, "number", "missing"),
    ("number", 10042, "number", "a number"),
    ("createdDate", "2026-01-12", "createdDate", "2026-01-12"),
    ("updatedDate", "2026-01-12T09:14:03", "updatedDate", "2026-01-12T09:14:03"),
    ("updatedDate", "0001-01-01T00:00:00Z", "updatedDate", "0001-01-01T00:00:00Z"),
    ("updatedDate", MISSING, "updatedDate", "missing"),
    ("status", "", "status", "a text of 0 characters"),
    ("paymentStatus", None, "paymentStatus", "null"),
    ("fulfillmentStatus", MISSING, "fulfillmentStatus", "missing"),
    ("currency", "eur", "currency", "eur"),
    ("taxIncludedInPrices", "yes", "taxIncludedInPrices", "yes"),
    ("priceSummary", MISSING, "priceSummary", "missing"),
    ("priceSummary.total", MISSING, "priceSummary.total", "missing"),
    ("priceSummary.total.amount", 38.45, "priceSummary.total.amount", "38.45"),
    ("priceSummary.total.amount", "38,45", "priceSummary.total.amount", "38,45"),
    ("priceSummary.total.amount", "38.451", "priceSummary.total.amount", "38.451"),
    ("priceSummary.total.amount", "-1.00", "priceSummary.total.amount", "-1.00"),
    ("priceSummary.total.amount", "9" * 17, "priceSummary.total.amount", "9" * 17),
    ("balanceSummary.refunded.amount", "", "balanceSummary.refunded.amount", "a text of 0 characters"),
    ("lineItems", [], "lineItems", "an empty list"),
    ("lineItems", {}, "lineItems", "an object"),
    ("lineItems[0].quantity", 0, "lineItems[0].quantity", "0"),
    ("lineItems[0].quantity", 1.5, "lineItems[0].quantity", "1.5"),
    ("lineItems[0].productName", MISSING, "lineItems[0].productName", "missing"),
    ("lineItems[0].productName.original", "", "lineItems[0].productName.original", "a text of 0 characters"),
    ("lineItems[0].id", MISSING, "lineItems[0].id", "missing"),
    ("lineItems[0].taxInfo.taxRate", "21%", "lineItems[0].taxInfo.taxRate", "21%"),
    ("lineItems[0].taxInfo.taxRate", "0.2100001", "lineItems[0].taxInfo.taxRate", "0.2100001"),
    ("lineItems[0].taxInfo.taxAmount.amount", "1e3", "lineItems[0].taxInfo.taxAmount.amount", "1e3"),
    ("lineItems[0].physicalProperties.weight", -1, "lineItems[0].physicalProperties.weight", "-1"),
    ("additionalFees[0].priceAfterTax.amount", "x", "additionalFees[0].priceAfterTax.amount", "x"),
    ("shippingInfo.cost.price.amount", None, "shippingInfo.cost.price.amount", "null"),
    ("billingInfo.contactDetails.phone", 31201234567, "billingInfo.contactDetails.phone", "a number"),
    ("buyerInfo.email", ["noor@example.com"], "buyerInfo.email", "a list"),
]


@pytest.mark.parametrize(("path", "value", "field", "seen"), MALFORMED, ids=[f"{path}={value!r}"[:60] for path, value, *_ in MALFORMED])
def test_a_breach_is_named_by_field_and_told_without_personal_data(path, value, field, seen):
    decoded = land(changed(path, value))
    row = dict(zip(ORDER_FIELDS, decoded.order, strict=True))
    assert decoded.malformed and decoded.lines == []
    assert (row["malformed_field"], row["malformed_seen"]) == (field, seen)
    assert row["wix_order_id"] == order()["id"] and len(row["payload_hash"]) == 16
    assert row["number"] == (None if path == "number" else "10042")


@pytest.mark.parametrize("value", [MISSING, None, "", 7, "x" * 101, ["a"]])
def test_an_order_without_a_usable_id_is_named_after_its_hash(value):
    decoded = land(order(id=value))
    assert decoded.malformed and decoded.wix_order_id == f"malformed-{decoded.order[ORDER_FIELDS.index('payload_hash')].hex()}"
    assert decoded.order[ORDER_FIELDS.index("malformed_field")] == "id"


@pytest.mark.parametrize("payload", [b"null", b"7", b'"text"', b"[]", b"[[]]"])
def test_what_is_no_object_is_malformed_as_a_whole(payload):
    decoded = land(payload)
    assert decoded.malformed and decoded.order[ORDER_FIELDS.index("malformed_field")] == "$"


def test_text_that_postgresql_cannot_hold_is_replaced_not_refused():
    # Written with escapes, as a JSON API would.
    payload = json.dumps(order(buyerNote="a\x00b", number="7\ud83d"))
    assert (head(payload.encode())["buyer_note"], head(payload.encode())["number"]) == ("a\ufffdb", "7\ufffd")
    assert head(raw(order(buyerNote="literal \\u0000 and \x00")))["buyer_note"] == "literal \\u0000 and \ufffd"
    assert head(raw(order(buyerNote="é")).replace("é".encode(), b"\xff"))["buyer_note"] == "\ufffd"
    assert head(json.dumps(order(buyerNote="\U0001f600\x00")).encode())["buyer_note"] == "\U0001f600\ufffd"


def places(value, path=()):
    yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*path, key))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(["", "1.00", "-1", "\x00", "9" * 30, "2026-01-01T00:00:00Z"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["amount", "original", "x"]), inner, max_size=2),
    max_leaves=4,
)
PLACES = [path for path in places(order()) if path]
KINDS = {"str": str, "bool": bool, "Int64": int, "Float64": float, "datetime64[us, UTC]": datetime, "object": (bytes, dict)}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON), min_size=1, max_size=2))
def test_whatever_stands_anywhere_the_rows_fit_their_columns(changes):
    payload = order()
    for path, value in changes:
        target = payload
        try:
            for step in path[:-1]:
                target = target[step]
            target[path[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue
    decoded = land(json.dumps(payload).encode())
    fits(ORDERS, ORDER_FIELDS, decoded.order, full=not decoded.malformed)
    assert bool(decoded.lines) != decoded.malformed
    for line in decoded.lines:
        fits(LINES, LINE_FIELDS, line)


def fits(table, names, row, full=True):
    columns = {column.name: column for column in table.columns}
    for name, value in zip(names, row, strict=True):
        column = columns[name]
        assert value is not None or not column.required, name
        if value is not None:
            assert isinstance(value, KINDS[column.dtype]), name
            assert column.dtype == "bool" or not isinstance(value, bool), name
        if isinstance(value, str):
            value.encode()
            assert "\x00" not in value, name
        if isinstance(value, int):
            assert -(2**63) <= value < 2**63, name
        if isinstance(value, dict):
            assert "\\u0000" not in json.dumps(value), name
    assert not full or row[names.index("wix_order_id")]


def test_a_chunk_gives_back_the_bytes():
    raws = [raw(order()), b'{"id": "a",  "x": 1.0}', b"null"]
    assert unpack(pack(raws)) == raws


# --- payloads made by others ------------------------------------------------------------------------------------------------------------


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
