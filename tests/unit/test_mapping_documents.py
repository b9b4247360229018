"""One decision per order: documents as the contract wants them, and every reason not to make one."""

import json
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from frames import frame, line, order, products, staged
from order_sync.contracts.decisions import ACTIONS, DECISIONS
from order_sync.contracts.holds import HOLD_CODES
from order_sync.contracts.staging import LINE_FIELDS, LINES, ORDER_FIELDS, ORDERS
from order_sync.mapping.documents import decide_documents
from order_sync.mapping.money import PricedLine, computed_total
from order_sync.mapping.wix_order import rows as wix_rows
from order_sync.mapping.wix_pages import raw_order
from order_sync.settings import PROJECT_ROOT, load_config

CONFIG = load_config(PROJECT_ROOT / "include" / "config")
SHIRT = "62360932b6c99f7e80a93249"
CATALOGUE = products(
    (SHIRT, "6a1dd4114c98069523cdf1d9", "CAM-AZ-M"), ("60f986b9ca0969d40b2ea7b8", "", "CUAD-A5"), ("p1", "", "TWO"), ("p2", "", "TWO")
)
VAT = "extended:_user_fields.vat_number"
COMPANY = {"bill_company": "Camisetas del Norte, S.L.", "extra_fields": {VAT: "B-12345674"}}
ABROAD = {
    f"{prefix}_{name}": value
    for prefix in ("bill", "ship")
    for name, value in (("country", "FR"), ("city", "Paris"), ("postal_code", "75002"))
}


def _plain(settings):
    """The sample store without what other tests are about: VIES, further currencies, places and stages."""
    holded = settings.holded
    simple = {
        "vat": holded.vat.model_copy(update={"vies": False}), "currencies": ("EUR",), "warehouses": (),
        "order_status": holded.order_status.model_copy(update={"show": "tags", "stages": ()}),
    }  # fmt: skip
    return settings.model_copy(update={"holded": holded.model_copy(update=simple)})


def store(key="es", **holded):
    """A store of the shipped configuration; nested settings are given as dictionaries."""
    settings = _plain(CONFIG.store(key))
    changes = {
        name: getattr(settings.holded, name).model_copy(update=value) if isinstance(value, dict) else value
        for name, value in holded.items()
    }
    return settings.model_copy(update={"holded": settings.holded.model_copy(update=changes)})


def decide(*pairs, settings=None, active=None):
    """Decisions for pairs of an order and its lines."""
    orders, lines = staged(*pairs)
    return decide_documents(orders, lines, CATALOGUE, settings or store(), CONFIG, active)


def one(changes=(), lines=({},), settings=None, active=None):
    """The decision about one order whose total is the sum of its lines unless it is given."""
    changes = dict(changes)
    head = order(**changes)
    rows = [line(head, **({"line_no": place, "line_id": f"line-{place}"} | dict(given))) for place, given in enumerate(lines)]
    if "total_minor" not in changes:
        head["total_minor"] = sum(row["gross_minor"] or 0 for row in rows)
    if "tax_minor" not in changes:
        head["tax_minor"] = sum(row["tax_minor"] or 0 for row in rows)
    return decide((head, rows), settings=settings, active=active).iloc[0]


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


PLAIN_HOLDS = [
    ("MALFORMED_ORDER", {"malformed_field": "lineItems[0].quantity", "malformed_seen": "text"}, [{}], "lineItems[0].quantity", "text"),
    ("MALFORMED_ORDER", {"total_minor": None}, [{}], "priceSummary.total", "empty or not usable"),
    ("MALFORMED_ORDER", {}, [], "lineItems", "empty or not usable"),
    ("MALFORMED_ORDER", {}, [{"gross_minor": None}], "lineItems.totalPriceAfterTax", "empty or not usable"),
    ("UNKNOWN_STATUS", {"payment_status": "UNSPECIFIED"}, [{}], "status", "APPROVED / UNSPECIFIED / NOT_FULFILLED"),
    ("CANCELED_BUT_PAID", {"status": "CANCELED"}, [{}], "status", "CANCELED / PAID / NOT_FULFILLED: line 19 of status_rules.csv"),
    ("CURRENCY_NOT_CONFIGURED", {"currency": "USD"}, [{}], "currency", "USD"),
    ("TOTAL_MISMATCH", {"total_minor": 2493}, [{}], "priceSummary.total", "lines add up to 24.95 EUR, the total is 24.93 EUR"),
    ("GIFT_CARD_LINE", {}, [{"item_type": "GIFT_CARD"}], "lineItems.itemType", "a gift card"),
    ("BLANK_SKU", {}, [{}, {"sku": None}], "lineItems.physicalProperties.sku", "line 2"),
    ("UNKNOWN_SKU", {}, [{"sku": "NEW-1"}, {"sku": "NEW-2"}], "lineItems.physicalProperties.sku", "NEW-1, NEW-2"),
    ("DUPLICATE_SKU", {}, [{"sku": "TWO"}], "lineItems.physicalProperties.sku", "TWO"),
    ("TAX_INCONSISTENT", {}, [{"tax_minor": 266, "tax_rate_ppm": 0}], "lineItems.taxInfo", "line 1: tax 266 of 2495 minor units at 0 %"),
    ("TAX_INCONSISTENT", {}, [{"tax_rate_ppm": None}], "lineItems.taxInfo", "line 1: no tax rate"),
    ("NO_TAX_KEY", ABROAD, [{"tax_rate_ppm": 85_000}], "lineItems.taxInfo.taxRate", "oss, FR, 8.5 %"),
    ("CONTACT_INCOMPLETE", {"bill_company": "Sin NIF, S.L."}, [{}], "billingInfo", "invoice without tax id"),
    ("CONTACT_INCOMPLETE", {}, [{"gross_minor": 350_000}], "billingInfo", "invoice without tax id"),
]


@pytest.mark.parametrize(("code", "changes", "lines", "field", "seen"), PLAIN_HOLDS)
def test_every_reason_to_hold(code, changes, lines, field, seen):
    row = one(changes, lines)
    assert (row["action"], row["reason"], row["field"], row["seen"]) == ("hold", code, field, seen)
    assert row["cure"] == HOLD_CODES[code].cure or (code == "NO_TAX_KEY" and "holded_es,oss,FR,85000,<its key>,," in row["cure"])
    assert row["trace"][-1]["verdict"] == "hold"
    assert row["body"] is None and row["contact"] is None and row["proof"] is None


@pytest.mark.parametrize(
    ("reason", "changes", "settings"),
    [
        ("NOT_PAID_YET", {"payment_status": "NOT_PAID"}, {}),
        ("CANCELED", {"status": "CANCELED", "payment_status": "NOT_PAID"}, {}),
        ("FULLY_REFUNDED", {"payment_status": "FULLY_REFUNDED"}, {}),
        ("NOT_ORDERED", {"status": "PENDING"}, {}),
    ],
)
def test_reasons_to_ignore(reason, changes, settings):
    row = one(changes, settings=store(**settings))
    assert (row["action"], row["reason"], row["cure"], row["field"]) == ("ignore", reason, None, None)


FREE = ({"total_minor": 0, "tax_minor": 0, "payment_status": "NOT_PAID"}, [{"gross_minor": 0}])


def test_a_free_order_is_ignored_or_booked_by_the_store_s_choice_and_never_waits_for_money():
    assert one(*FREE, settings=store(free_orders="ignore"))["reason"] == "FREE_ORDER"
    booked = one(*FREE)
    assert (booked["action"], booked["proof"]["our_total"], booked["body"]["items"][0]["price"]) == ("send", 0, "0.00")


def test_a_store_without_holded_ignores_every_order():
    off = CONFIG.store("es").model_copy(update={"holded": None})
    row = one({"malformed_field": "number"}, settings=off)
    assert (row["action"], row["reason"]) == ("ignore", "DESTINATION_OFF")


def test_no_document_rule_fits():
    rules = store().holded.documents[:2]
    row = one(settings=store(documents=rules))
    assert (row["reason"], row["seen"]) == ("NO_DOCUMENT_RULE", "delivered to ES")


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


def test_unknown_and_blank_skus_may_be_plain_lines_but_a_duplicate_never():
    plain = store(unknown_sku="plain")
    row = one(lines=[{"sku": "NEW-1", "description": "Talla: M"}, {"sku": None, "item_type": "CUSTOM"}], settings=plain)
    assert [{**item, "price": 0} for item in row["body"]["items"]] == [
        {
            "type": "service",
            "name": "Camiseta azul",
            "description": "Talla: M; SKU NEW-1",
            "units": 1,
            "price": 0,
            "taxes": ["s_iva_21"],
        },
        {"type": "service", "name": "Camiseta azul", "units": 1, "price": 0, "taxes": ["s_iva_21"]},
    ]
    assert one(lines=[{"sku": "TWO"}], settings=plain)["reason"] == "DUPLICATE_SKU"


UNREACHABLE = [{"gross_minor": 60}]


@pytest.mark.parametrize(
    ("rounding", "action", "proof"),
    [
        ({"policy": "hold"}, "hold", None),
        ({"policy": "accept"}, "send", (60, 59, 1)),
        ({"policy": "line", "tax_key": "s_iva_nosujeto"}, "send", (60, 60, 1)),
        ({"policy": "line", "tax_key": None}, "hold", None),
        ({"policy": "hold", "rule": "at_end"}, "send", (60, 60, 0)),
    ],
)
def test_a_total_out_of_reach_follows_the_store_s_policy(rounding, action, proof):
    row = one(lines=UNREACHABLE, settings=store(rounding=rounding))
    assert row["action"] == action
    if proof is None:
        assert row["reason"] == "TOTAL_UNREACHABLE"
    else:
        assert tuple(row["proof"][name] for name in ("wix_total", "our_total", "correction")) == proof
    if rounding["policy"] == "line" and proof:
        assert row["body"]["items"][-1] == {"type": "service", "name": "Redondeo", "units": 1, "price": "0.01", "taxes": ["s_iva_nosujeto"]}


def test_a_key_that_the_account_does_not_have_is_no_key():
    assert one(active={"s_iva_21"})["action"] == "send"
    row = one(active={"s_iva_10"})
    assert (row["reason"], row["seen"]) == ("NO_TAX_KEY", "domestic, ES, 21 %: key s_iva_21 is not active in the account")
    row = one(lines=UNREACHABLE, settings=store(rounding={"policy": "line", "tax_key": "gone"}), active={"s_iva_21"})
    assert (row["reason"], row["field"]) == ("NO_TAX_KEY", "holded.rounding.tax_key")


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


@pytest.mark.parametrize(
    ("changes", "lines", "seen"),
    [
        ({"ship_country": "US"}, [{"item_type": "DIGITAL", "shippable": False, "tax_rate_ppm": 50_000}], "export_services, US, 5 %"),
        (
            ABROAD | {"extra_fields": {VAT: "FR11123456782"}},
            [{"tax_rate_ppm": 200_000}],
            "no certain treatment, FR, 20 %, buyer with a VAT number",
        ),
        ({"ship_country": None, "bill_country": None}, [{}], "no certain treatment, no country, 21 %"),
        ({"ship_country": "US"}, [{"tax_rate_ppm": 82_500, "jurisdictions": 2}], "export, US, 8.25 %"),
    ],
)
def test_an_uncertain_treatment_is_held(changes, lines, seen):
    row = one(changes, lines)
    assert (row["reason"], row["seen"]) == ("NO_TAX_KEY", seen)


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


def base(**changes):
    return order(wix_order_id="same", **changes)


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


def many():
    """An order for each way to go, with numbers in no order."""
    cases = [(dict(changes), lines) for _, changes, lines, _, _ in PLAIN_HOLDS] + [
        FREE,
        ({}, [{}]),
        (COMPANY, [{}]),
        ({"payment_status": "NOT_PAID"}, [{}]),
    ]
    pairs = []
    for changes, lines in cases:
        head = order(**({"total_minor": 2495} | changes))
        pairs.append((head, [line(head, **({"line_no": place} | given)) for place, given in enumerate(lines)]))
    return pairs


def test_every_order_gets_exactly_one_decision_in_the_columns_of_the_contract():
    pairs = many()
    rows = decide(*reversed(pairs))
    assert tuple(rows.columns) == DECISIONS.names
    assert rows["wix_order_id"].tolist() == [head["wix_order_id"] for head, _ in reversed(pairs)]
    assert set(rows["action"]) == set(ACTIONS)
    for column in DECISIONS.columns:
        values = rows[column.name]
        assert not (column.required and values.isna().any()), column.name
        assert not column.allowed or set(values.dropna()) <= set(column.allowed), column.name


def test_an_order_is_judged_alike_alone_and_among_others():
    pairs = many()
    together = decide(*pairs).set_index("wix_order_id")
    for head, lines in pairs:
        alone = decide((head, lines)).iloc[0]
        assert alone.drop("wix_order_id").to_dict() == together.loc[head["wix_order_id"]].to_dict()


def test_no_orders_give_an_empty_frame():
    orders, lines = staged((order(), []))
    rows = decide_documents(orders.iloc[:0], lines, CATALOGUE, store(), CONFIG)
    assert rows.empty and tuple(rows.columns) == DECISIONS.names


def test_decisions_can_be_written_to_the_database(database):
    rows = decide(*many())
    with database.begin() as tx:
        tx.copy("staging.decisions", DECISIONS.names, rows.itertuples(index=False, name=None))
    with database.engine.connect() as connection:
        back = connection.exec_driver_sql(
            "SELECT action, count(*), count(body), count(reason) FROM staging.decisions GROUP BY action"
        ).all()
    assert {action: (rows, bodies) for action, rows, bodies, _ in back}["send"] == (3, 3)
    assert sum(count for _, count, _, _ in back) == len(rows)


def test_frames_read_back_from_the_database_are_decided_alike(database):
    pairs = [pair for pair in many() if pair[1]] + [(order(), [])]
    orders, lines = staged(*pairs)
    with database.begin() as tx:
        for table, staged_rows in ((ORDERS, orders), (LINES, lines)):
            plain = staged_rows.astype("object")
            tx.copy(table.name, table.names, plain.where(plain.notna(), None).itertuples(index=False, name=None))
        back = tx.frame("publish/orders_of_batch", batch_id="es/test", after="", slice=100)
        lines_back = tx.frame("publish/lines_of_orders", batch_id="es/test", wix_order_ids=back["wix_order_id"].tolist())
    direct = decide_documents(orders, lines, CATALOGUE, store(), CONFIG).sort_values("wix_order_id", ignore_index=True)
    pd.testing.assert_frame_equal(decide_documents(back, lines_back, CATALOGUE, store(), CONFIG), direct)


def test_an_empty_catalogue_knows_no_sku():
    head = order()
    orders, lines = staged((head, [line(head)]))
    nothing = pd.DataFrame(columns=["product_id", "variant_id", "sku", "name"])
    assert decide_documents(orders, lines, nothing, store(), CONFIG).iloc[0]["reason"] == "UNKNOWN_SKU"


def test_reasons_and_traces_carry_no_personal_data():
    rows = decide(*many())
    told = json.dumps(rows[["reason", "field", "seen", "cure", "trace", "proof"]].to_dict("records"), ensure_ascii=False)
    for secret in ("Lucía", "Pérez", "example.com", "+34", "Plaza", "41001", "12345674", "Camisetas"):
        assert secret not in told


def test_every_body_adds_up_to_what_its_proof_says():
    rates = {rule.key: rule.rate_ppm for rule in CONFIG.taxes}
    for row in decide(*many()).itertuples():
        if row.body:
            lines = [PricedLine(item["price"], item["units"], rates[item["taxes"][0]], item["taxes"][0]) for item in row.body["items"]]
            assert computed_total(lines, "line_then_sum") == row.proof["our_total"] == row.proof["wix_total"] - row.proof["correction"]


def test_bodies_and_contacts_fit_the_schema_of_the_contract(shared):
    jsonschema = pytest.importorskip("jsonschema")
    yaml = pytest.importorskip("yaml")
    contract = yaml.safe_load((shared / "contracts" / "holded.openapi.yaml").read_text(encoding="utf-8"))
    schemas = {"invoice": "V2InvoiceWrite", "receipt": "V2ReceiptWrite", "order": "V2OrderWrite"}
    dutch = store("nl", rounding={"policy": "line", "tax_key": "s_btw_0"})
    rows = pd.concat(
        [decide(*many()), one(ABROAD | {"ship_country": "NL", "bill_country": "NL"}, UNREACHABLE, settings=dutch).to_frame().T]
    )
    sent = rows.loc[rows["action"].eq("send")]
    assert set(sent["kind"]) == set(schemas)
    for row in sent.itertuples():
        body = row.body if row.kind == "receipt" else row.body | {"contact_id": "a" * 24}
        jsonschema.validate(json.loads(json.dumps(body)), {"$ref": f"#/components/schemas/{schemas[row.kind]}"} | contract)
        if row.contact:
            jsonschema.validate(json.loads(json.dumps(row.contact["body"])), {"$ref": "#/components/schemas/V2ContactWrite"} | contract)


def test_every_published_payload_is_decided(shared):
    """Examples of the contract and real payloads, all SKUs known: each is booked, ignored, or held with a reason."""
    found = {}
    for file in sorted([*(shared / "contracts" / "wix.examples").glob("*.json"), *(shared / "fixtures" / "wix_orders").glob("*.json")]):
        for payload in _orders(json.loads(file.read_text(encoding="utf-8"))):
            raw = raw_order(json.dumps(payload).encode())
            read = wix_rows(raw.raw, raw.digest)
            found.setdefault(read.wix_order_id, read)
    given = {"batch_id": "es/test", "store": "es"}
    orders = frame(ORDERS, [given | dict(zip(ORDER_FIELDS, read.order, strict=True)) for read in found.values()])
    lines = frame(LINES, [given | dict(zip(LINE_FIELDS, line, strict=True)) for read in found.values() for line in read.lines])
    catalogue = products(*[(f"{place:024x}", "", sku) for place, sku in enumerate(lines["sku"].dropna().unique())])
    for settings in (store("es"), store("nl", currencies=("EUR", "USD"))):
        decided = decide_documents(orders, lines, catalogue, settings, CONFIG)
        assert decided["wix_order_id"].tolist() == list(found)
        assert set(decided.loc[decided["action"].eq("hold"), "reason"]) <= set(HOLD_CODES)
        for row in decided.loc[decided["action"].eq("send")].itertuples():
            assert row.proof["wix_total"] - row.proof["correction"] == computed_total(_priced(row.body), "line_then_sum")
    dutch = decided.set_index("wix_order_id")
    sent = dutch.loc[dutch["action"].eq("send")]
    assert len(sent) >= 9


def _orders(tree):
    """Every order in a JSON tree: a payload may be an answer, an event or an order alone."""
    if isinstance(tree, dict):
        if "lineItems" in tree and "priceSummary" in tree:
            yield tree
        else:
            for branch in tree.values():
                yield from _orders(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from _orders(branch)


def _priced(body):
    """The lines of a body without a rounding line, with the rates of the shipped table."""
    rates = {rule.key: rule.rate_ppm for rule in CONFIG.taxes}
    items = [item for item in body["items"] if item["name"] not in ("Redondeo", "Afronding", "Rundung", "Rounding", "Arrondi")]
    return [PricedLine(item["price"], item["units"], rates[item["taxes"][0]], item["taxes"][0]) for item in items]
