"""One decision per order: documents, lines, taxes, contacts and dates as the contract wants them."""

from datetime import date
from decimal import Decimal

import pytest
from document_decisions import ABROAD, COMPANY, SHIRT, VAT, one, store


def test_a_paid_consumer_order_becomes_a_receipt_like_the_one_of_the_contract():
    lines = [{"quantity": 2, "gross_minor": 4990, "description": "Talla: M"}, {"kind": "shipping", "name": "Envío", "gross_minor": 495}]
    row = one({"wix_order_id": "5c1d3f2a-9b7e-4c60-8a11-0f5d2e7b6c34"}, lines)
    assert (row["action"], row["kind"], row["doc_date"], row["amount_minor"], row["currency"]) == (
        "send",
        "receipt",
        date(2026, 1, 12),
        5485,
        "EUR",
    )
    assert row["body"] == {
        "contact_name": "Lucía Pérez",
        "date": "2026-01-12",
        "description": "Pedido Wix 10023",
        "notes": "Wix order 5c1d3f2a-9b7e-4c60-8a11-0f5d2e7b6c34",
        "language": "es",
        "currency": "EUR",
        "tags": ["wix", "wxes5c1d3f2a9b7e4c608a110f5d"],
        "number_line_id": "64cb081258c19782950b6ecb",
        "warehouse_id": "6d764022e72480fa96081956",
        "sales_channel_id": "6482bd64c6c9f098c9ef8b77",
        "payment_method_id": "6bdb680a705cf068cb1337f7",
        "items": [
            {
                "type": "product",
                "name": "Camiseta azul",
                "description": "Talla: M",
                "product_id": SHIRT,
                "sku": "CAM-AZ-M",
                "units": 2,
                "price": "20.619835",
                "taxes": ["s_iva_21"],
            },
            {"type": "service", "name": "Envío", "units": 1, "price": "4.090909", "taxes": ["s_iva_21"]},
        ],
    }
    assert row["contact"] is None
    assert row["proof"]["by_rate"] == [{"rate_ppm": 210000, "key": "s_iva_21", "wix_gross": 5485, "net": 4533, "tax": 952}]
    assert row["proof"]["marker"] == row["body"]["tags"][-1]
    assert {name: row["proof"][name] for name in ("wix_total", "our_total", "correction")} == {
        "wix_total": 5485,
        "our_total": 5485,
        "correction": 0,
    }


def test_a_company_gets_an_invoice_and_is_its_contact():
    row = one(COMPANY)
    assert (row["action"], row["kind"], row["body"]["due_date"]) == ("send", "invoice", "2026-01-12")
    assert "contact_name" not in row["body"] and "contact_id" not in row["body"]
    assert (row["contact"]["body"]["name"], row["contact"]["body"]["code"]) == ("Camisetas del Norte, S.L.", "B12345674")
    assert row["contact"]["keys"][0] == {"kind": "tax_id", "values": ["B12345674"]}
    assert row["body"]["number_line_id"] == "64cb081258c19782950b6ec1"


def test_a_sales_order_shows_the_wix_status_and_waits_for_our_number():
    dutch = {"store": "nl", "buyer_language": "nl-NL", "payment_status": "NOT_PAID"} | {
        f"{prefix}_{name}": value
        for prefix in ("bill", "ship")
        for name, value in (("country", "NL"), ("city", "Utrecht"), ("postal_code", "3511 AB"))
    }
    row = one(dutch, settings=store("nl"))
    assert (row["action"], row["kind"]) == ("send", "order")
    assert row["body"]["tags"][2:] == ["wixapproved", "wixnotpaid", "wixnotfulfilled"]
    assert row["body"]["description"] == "Wix-bestelling 10023 · {reference}"
    assert row["body"]["language"] == "nl"
    assert "payment_method_id" not in row["body"]
    assert row["contact"]["keys"] == [{"kind": "email", "values": ["lucia@example.com"]}]


def test_an_untaxed_delivery_inside_the_union_is_never_a_receipt():
    receipts = store(documents=store().holded.documents[2:])
    row = one(ABROAD | {"extra_fields": {VAT: "FR11123456782"}}, [{"tax_rate_ppm": 0}], settings=receipts)
    assert (row["reason"], row["field"], row["seen"]) == ("NO_DOCUMENT_RULE", "holded.documents", "receipt for intra_eu_goods")


@pytest.mark.parametrize(
    ("changes", "lines", "kind"),
    [
        ({}, [{}], "receipt"),
        (COMPANY, [{}], "invoice"),
        ({"extra_fields": {VAT: "12345678Z"}}, [{}], "invoice"),
        ({"extra_fields": {VAT: "-"}}, [{}], "receipt"),
        ({}, [{"gross_minor": 300_000}], "receipt"),
        ({}, [{"gross_minor": 300_001}], "invoice"),
    ],
)
def test_the_document_is_the_store_s_first_rule_that_fits(changes, lines, kind):
    assert one(changes, lines)["kind"] == kind


@pytest.mark.parametrize(
    ("changes", "lines", "keys"),
    [
        (ABROAD, [{"tax_rate_ppm": 200_000}], ["s_oss_fr_20"]),
        ({"ship_postal_code": "35001"}, [{"tax_rate_ppm": 0}], ["s_iva_export"]),
        ({"ship_country": "US", "ship_postal_code": "10011"}, [{"tax_rate_ppm": 0}], ["s_iva_export"]),
        ({"tax_exempt": True}, [{"tax_rate_ppm": 0}], ["s_iva_exento"]),
        (ABROAD | {"bill_company": "Exemple SARL", "extra_fields": {VAT: "FR11123456782"}}, [{"tax_rate_ppm": 0}], ["s_iva_intrab"]),
        (ABROAD | {"pickup_method": "STORE_PICKUP"}, [{}], ["s_iva_21"]),
        (ABROAD | {"channel": "POS"}, [{}], ["s_iva_21"]),
        (
            {"ship_country": None, "bill_country": "FR"},
            [{"item_type": "DIGITAL", "shippable": False, "tax_rate_ppm": 200_000}],
            ["s_oss_fr_20"],
        ),
        (
            {},
            [{}, {"sku": "CUAD-A5", "tax_rate_ppm": 100_000}, {"kind": "shipping", "gross_minor": 500}],
            ["s_iva_21", "s_iva_10", "s_iva_21"],
        ),
    ],
)
def test_taxes_by_treatment_of_the_destination(changes, lines, keys):
    row = one(changes, lines)
    assert row["action"] == "send", row["seen"]
    assert [item["taxes"] for item in row["body"]["items"]] == [[key] for key in keys]


def test_the_cents_that_wix_s_lines_lack_go_to_the_largest_line():
    lines = [{"gross_minor": 100}, {"gross_minor": 2_000, "sku": "CUAD-A5"}, {"kind": "shipping", "gross_minor": 500}]
    row = one({"total_minor": 2_603}, lines, store(rounding={"policy": "accept"}))
    assert (row["proof"]["wix_total"], row["proof"]["our_total"], row["proof"]["wix_difference"]) == (2603, 2603, 3)
    prices = [Decimal(item["price"]) * Decimal("1.21") for item in row["body"]["items"]]
    assert [round(price, 2) for price in prices] == [Decimal("1.00"), Decimal("20.03"), Decimal("5.00")]
    assert one({"total_minor": 2_604}, lines)["reason"] == "TOTAL_MISMATCH"


def test_a_free_item_stays_for_its_stock_and_free_delivery_is_left_out():
    gift = {"gross_minor": 0, "tax_rate_ppm": 0, "sku": "CUAD-A5"}
    row = one(lines=[{}, gift, {"kind": "shipping", "gross_minor": 0, "tax_rate_ppm": None, "net_minor": None, "tax_minor": None}])
    assert [(item["type"], item["price"], item["taxes"]) for item in row["body"]["items"]] == [
        ("product", "20.619835", ["s_iva_21"]),
        ("product", "0.00", ["s_iva_21"]),
    ]


def test_the_date_is_the_merchant_s_and_not_utc():
    row = one({"purchased_at": "2026-03-31T22:30:00Z"})
    assert (row["doc_date"], row["body"]["date"]) == (date(2026, 4, 1), "2026-04-01")


@pytest.mark.parametrize(
    ("contacts", "changes", "settings", "expected"),
    [
        ({}, {}, "es", None),
        ({"receipts_need_contact": True}, {}, "es", "email"),
        ({"receipts_need_contact": True, "generic_contact_id": "a" * 24}, {"buyer_email": None}, "es", "generic"),
        ({"generic_contact_id": "a" * 24}, {"buyer_email": None, "store": "nl", "ship_country": "NL"}, "nl", "generic"),
    ],
)
def test_contacts_of_receipts_and_orders(contacts, changes, settings, expected):
    row = one(changes, settings=store(settings, contacts=contacts))
    assert row["action"] == "send"
    found = row["contact"] and ("generic" if row["contact"] == {"contact_id": "a" * 24} else row["contact"]["keys"][0]["kind"])
    assert found == expected


def test_an_order_without_tax_id_and_mail_needs_the_generic_contact_and_an_invoice_never_takes_it():
    anonymous = {"buyer_email": None, "ship_country": "NL"}
    assert one(anonymous, settings=store("nl"))["seen"] == "order without tax id and e-mail"
    generic = store(contacts={"generic_contact_id": "a" * 24})
    assert one({"bill_company": "Sin NIF, S.L."}, settings=generic)["reason"] == "CONTACT_INCOMPLETE"


@pytest.mark.parametrize(
    ("changes", "lines", "same"),
    [
        ({}, [{}], True),
        ({"updated_at": "2026-02-01T00:00:00Z", "archived": True, "fulfillment_status": "FULFILLED"}, [{}], True),
        ({}, [{"name": "Other name"}], True),
        ({"payment_status": "PARTIALLY_REFUNDED", "refunded_minor": 100}, [{}], True),
        ({"status": "CANCELED"}, [{}], True),
        ({"total_minor": 2496}, [{}], False),
        ({}, [{"quantity": 2}], False),
        ({}, [{"line_id": "another"}], False),
        ({}, [{"tax_rate_ppm": 100_000}], False),
        (COMPANY, [{}], False),
    ],
)
def test_the_money_hash_changes_with_the_money_and_only_with_it(changes, lines, same):
    first = one({"wix_order_id": "same", "total_minor": 2495})
    second = one({"wix_order_id": "same", "total_minor": 2495, **changes}, lines)
    assert (first["money_hash"] == second["money_hash"]) is same


@pytest.mark.parametrize(
    ("paid_at", "day"),
    [
        ("2026-01-14T23:30:00Z", "2026-01-15"),  # the day in Madrid
        ("2026-01-12T09:15:00Z", "2026-01-12"),
        ("2026-01-02T09:00:00Z", "2026-01-12"),  # a payment before the purchase: an import
        (None, "2026-01-12"),
    ],
)
def test_a_receipt_is_dated_by_its_payment_where_that_is_later(paid_at, day):
    assert one({"paid_at": paid_at})["body"]["date"] == day


def test_the_trace_tells_every_rule_up_to_the_one_that_decides():
    sent = [step["rule"] for step in one()["trace"]]
    first, last = ["form", "document", "status", "free order", "currency"], ["tax amounts", "VAT number", "tax key", "issue date"]
    assert sent == [*first, "sum of lines", "gift card", "product", *last, "total", "contact"]
    held = one({"currency": "USD"}, [{"sku": "NEW-1"}])["trace"]
    assert [step["rule"] for step in held] == first
    assert held[-1] == {"rule": "currency", "verdict": "hold", "because": "CURRENCY_NOT_CONFIGURED: USD"}
