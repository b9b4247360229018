"""Decisions for MyParcel: each reason to hold or ignore, the order of the rules, and the body of a shipment."""

from __future__ import annotations

import json

import jsonschema
import pandas as pd
import pytest
import yaml
from order_sync.contracts.decisions import DECISIONS
from order_sync.contracts.holds import HOLD_CODES, IGNORE_REASONS
from order_sync.contracts.staging import LINES, ORDERS
from order_sync.mapping.shipments import decide_shipments
from order_sync.settings import load_config
from shipped_orders import LINE, ORDER, ORDER_ID

BE, DE = {"ship_country": "BE", "ship_postal_code": "B-9000"}, {"ship_country": "DE", "ship_postal_code": "10115"}
CH, CANARIES = {"ship_country": "CH", "ship_postal_code": "8001"}, {"ship_country": "ES", "ship_postal_code": "35001"}
SIGNED = {"signature": True, "only_recipient": True}
STREET = {"ship_street_name": None, "ship_street_number": None}


def _euros(amount):
    return {"amount": amount * 100, "currency": "EUR"}


def _frame(table, rows):
    frame = pd.DataFrame(rows, columns=list(table.names))
    return frame.astype({"quantity": "Int64", "unit_weight_g": "Float64"} if table is LINES else {"total_minor": "Int64"})


@pytest.fixture(scope="module")
def config():
    return load_config()


def _decide(config, order=None, lines=None, settings=None, preferences=None, store="nl"):
    order = ORDER | (order or {})
    lines = [LINE | line for line in ([{}] if lines is None else lines)]
    changes = {"defaults": "settings"} | (settings or {})
    shop = config.store(store)
    shop = shop.model_copy(update={"myparcel": shop.myparcel.model_copy(update=changes)})
    frame = decide_shipments(_frame(ORDERS, [order]), _frame(LINES, lines), shop, config, preferences)
    assert tuple(frame.columns) == DECISIONS.names
    return frame.iloc[0]


@pytest.mark.parametrize(
    ("order", "lines", "code", "field", "seen"),
    [
        ({"malformed_field": "lineItems", "malformed_seen": "-1", "status": None}, None, "MALFORMED_ORDER", "lineItems", "-1"),
        ({"status": "NEW"}, None, "UNKNOWN_STATUS", "status", "NEW / PAID / NOT_FULFILLED"),
        ({"fulfillment_status": "PARTIALLY_FULFILLED"}, None, "FULFILMENTS_UNKNOWN", "fulfillmentStatus", "PARTIALLY_FULFILLED"),
        ({"payment_status": "PARTIALLY_REFUNDED"}, None, "PARTLY_REFUNDED", "paymentStatus", "PARTIALLY_REFUNDED"),
        ({"pickup_method": "PICKUP_POINT"}, None, "PICKUP_POINT_UNKNOWN", "pickupMethod", "PICKUP_POINT"),
        (CANARIES, None, "TERRITORY_PARKED", "postalCode", "Canary Islands"),
        ({"ship_country": "GB", "ship_postal_code": "BT1 5GS"}, None, "TERRITORY_PARKED", "postalCode", "Northern Ireland"),
        (CH, [{}, {"line_no": 1, "sku": "VASE"}], "CUSTOMS_INCOMPLETE", "hs_code", "VASE: no HS code"),
        ({"ship_country": "US", "ship_city": None}, [{"sku": None}], "CUSTOMS_INCOMPLETE", "hs_code", "line l1"),
        ({"ship_country": None}, None, "ADDRESS_INCOMPLETE", "country", "no country"),
        ({"ship_postal_code": None}, None, "ADDRESS_INCOMPLETE", "postalCode", "no postal code"),
        ({"ship_postal_code": "1012"}, None, "ADDRESS_INCOMPLETE", "postalCode", "not a Dutch postal code"),
        ({"ship_country": "BE", "ship_postal_code": "1012AB"}, None, "ADDRESS_INCOMPLETE", "postalCode", "not a Belgian postal code"),
        ({"ship_city": " "}, None, "ADDRESS_INCOMPLETE", "city", "no city"),
        ({**STREET, "ship_address_line": None}, None, "ADDRESS_INCOMPLETE", "addressLine", "no street"),
        ({**STREET, "ship_address_line": "Voorbeeldstraat"}, None, "ADDRESS_INCOMPLETE", "streetAddress.number", "no house number"),
        ({"ship_first_name": None, "ship_last_name": None}, None, "ADDRESS_INCOMPLETE", "contactDetails", "neither a name"),
        ({**STREET, "ship_address_line": "Voorbeeldstraat 12 45"}, None, "ADDRESS_UNCLEAR", "addressLine", "… 99 99"),
        ({}, [{"unit_weight_g": 30_001.0}], "WEIGHT_OUT_OF_RANGE", "weight", "60002 g"),
        (DE, [{"unit_weight_g": 23_001.0}], "WEIGHT_OUT_OF_RANGE", "weight", "23000 g"),
    ],
)  # fmt: skip
def test_holds(config, order, lines, code, field, seen):
    row = _decide(config, order, lines)
    assert (row["action"], row["reason"]) == ("hold", code)
    assert field in row["field"] and seen in row["seen"] and row["cure"]
    assert row["body"] is None or pd.isna(row["body"])
    assert row["trace"][-1]["verdict"] == "hold" and code in row["trace"][-1]["because"]
    assert code in HOLD_CODES


@pytest.mark.parametrize(
    ("order", "lines", "reason"),
    [
        ({"payment_status": "NOT_PAID"}, None, "NOT_PAID_YET"),
        ({"payment_status": "FULLY_REFUNDED"}, None, "FULLY_REFUNDED"),
        ({"status": "CANCELED"}, None, "CANCELED"),
        ({"status": "PENDING"}, None, "NOT_ORDERED"),
        ({"fulfillment_status": "FULFILLED"}, None, "ALREADY_FULFILLED"),
        ({}, [{"shippable": False}], "NOT_PHYSICAL"),
        ({}, [{"kind": "shipping", "shippable": False}], "NOT_PHYSICAL"),
        ({}, [], "NOT_PHYSICAL"),
        ({"pickup_method": "STORE_PICKUP", "ship_city": None}, None, "STORE_PICKUP"),
        ({"channel": "POS", "has_shipping": False, "ship_city": None}, None, "STORE_PICKUP"),
    ],
)
def test_ignores(config, order, lines, reason):
    row = _decide(config, order, lines)
    assert (row["action"], row["reason"]) == ("ignore", reason)
    assert reason in IGNORE_REASONS


def test_a_store_without_myparcel_ignores_all_but_malformed_orders(config):
    shop = config.store("nl").model_copy(update={"myparcel": None})
    rows = [ORDER, ORDER | {"wix_order_id": "x", "malformed_field": "number", "malformed_seen": "missing"}]
    frame = decide_shipments(_frame(ORDERS, rows), _frame(LINES, [LINE]), shop, config)
    assert list(frame["reason"]) == ["DESTINATION_OFF", "MALFORMED_ORDER"]


def test_every_order_gets_one_row_in_order(config):
    rows = [
        ORDER | {"wix_order_id": f"{n}{ORDER_ID}", "number": str(n), "payment_status": state}
        for n, state in enumerate(["PAID", "NOT_PAID", "PAID"])
    ]
    frame = decide_shipments(
        _frame(ORDERS, rows), _frame(LINES, [LINE | {"wix_order_id": row["wix_order_id"]} for row in rows]), config.store("nl"), config
    )
    assert list(frame["wix_order_id"]) == [row["wix_order_id"] for row in rows]
    assert list(frame["action"]) == ["send", "ignore", "send"]
    assert set(frame["destination"]) == {"myparcel"} and set(frame["kind"]) == {"shipment"} and set(frame["batch_id"]) == {"nl/run"}
    assert list(frame["amount_minor"]) == [3890] * 3 and str(frame["amount_minor"].dtype) == "Int64"


def test_an_empty_batch_gives_an_empty_frame(config):
    frame = decide_shipments(_frame(ORDERS, []), _frame(LINES, []), config.store("nl"), config)
    assert frame.empty and tuple(frame.columns) == DECISIONS.names


def test_the_body_of_a_dutch_parcel(config):
    row = _decide(
        config,
        {"ship_company": "Voorbeeld BV"},
        [{}, {"line_no": 1, "line_id": "l2", "quantity": 1, "unit_weight_g": None}],
        {"packaging_weight_g": 100},
    )
    assert row["body"] == {
        "reference_identifier": "nl:10001-3f2b1c9e",
        "carrier": 1,
        "recipient": {
            "cc": "NL", "postal_code": "1012AB", "city": "Amsterdam", "street": "Voorbeeldstraat", "number": "12", "number_suffix": "A",
            "person": "Sanne Voorbeeld", "company": "Voorbeeld BV", "email": "sanne@example.com", "phone": "+31600000001",
        },
        "options": {
            "package_type": 1, "label_description": "10001", "insurance": {"amount": 0, "currency": "EUR"}, "signature": 0,
            "only_recipient": 0, "return": 0, "age_check": 0, "large_format": 0,
        },
        "physical_properties": {"weight": 2 * 350 + 500 + 100},
    }  # fmt: skip
    lines = [{"id": "l1", "quantity": 2}, {"id": "l2", "quantity": 1}]
    assert row["proof"] == {"lines": lines, "parcels": 1, "rule_line": None, "pieces": [lines]}
    assert {step["verdict"] for step in row["trace"]} == {"pass"}
    assert len(row["money_hash"]) == 64


def test_the_hash_follows_the_parcel_and_nothing_else(config):
    same = _decide(config, {"total_minor": 4000, "buyer_note": "hello"})["money_hash"]
    assert _decide(config)["money_hash"] == same
    changes = [
        ({"ship_city": "Utrecht"}, None),
        ({**STREET, "ship_address_line": "Weg 1"}, None),
        (None, [{"quantity": 3}]),
        (None, [{"line_id": "l9"}]),
    ]
    assert all(_decide(config, order, lines)["money_hash"] != same for order, lines in changes)


def test_contact_is_shared_only_where_allowed_or_needed(config):
    assert {"email", "phone"}.isdisjoint(_decide(config, settings={"share_contact": False})["body"]["recipient"])
    dpd = _decide(config, settings={"share_contact": False, "carrier": 4})["body"]["recipient"]
    assert "email" in dpd and "phone" not in dpd
    assert _decide(config, {"buyer_email": None}, settings={"carrier": 4})["reason"] == "ADDRESS_INCOMPLETE"
    assert "email" not in _decide(config, {"buyer_email": "not a mail"})["body"]["recipient"]


@pytest.mark.parametrize(
    ("order", "settings", "options"),
    [
        # PostNL NL insures only together with signature and only_recipient, on the next step.
        ({}, {"insurance_cents": 15_000}, {"insurance": _euros(250), "signature": 1, "only_recipient": 1}),
        ({}, {"insurance_cents": 900_000}, {"insurance": _euros(5_000)}),
        ({}, {"package_type": 2}, {"package_type": 2, "signature": None, "insurance": None}),
        (BE, SIGNED, {"signature": 1, "only_recipient": None, "return": None}),
        (BE, {"package_type": 2}, {"package_type": 1}),
        (DE, SIGNED, {"signature": None, "only_recipient": None}),
        (DE, {"insurance_cents": 6_000}, {"signature": 1, "insurance": _euros(500)}),
        ({"ship_country": "FR", "ship_postal_code": "75001"}, {"package_type": 6}, {"package_type": 6, "tracked": 1}),
        ({}, {"label_description": "Order {number} " + "x" * 40}, {"label_description": "Order 10001 " + "x" * 33}),
    ],
)  # fmt: skip
def test_options_by_destination(config, order, settings, options):
    chosen = _decide(config, order, [{"unit_weight_g": 100.0}], settings)["body"]["options"]
    for name, value in options.items():
        assert chosen.get(name) == value if value is not None else name not in chosen


def test_more_than_23_kg_goes_as_large_format(config):
    assert _decide(config, lines=[{"unit_weight_g": 12_000.0}])["body"]["options"]["large_format"] == 1


def test_a_mailbox_takes_2_kg(config):
    row = _decide(config, lines=[{"unit_weight_g": 1_000.2}], settings={"package_type": 2})
    assert row["reason"] == "WEIGHT_OUT_OF_RANGE" and "2001 g" in row["seen"]


def test_the_account_s_preferences_are_used_when_the_store_says_so(config):
    preferences = {
        "shipment_options": {"package_type": 1, "signature": 1, "only_recipient": 0, "return": 1, "insurance": _euros(0),
                             "label_description": "[ORDER_NR] [CUSTOMER_NOTE]"},
        "general_settings": {"weight": 1500},
    }  # fmt: skip
    body = _decide(config, lines=[{"unit_weight_g": None}], settings={"defaults": "account"}, preferences=preferences)["body"]
    assert (body["options"]["signature"], body["options"]["return"]) == (1, 1)
    assert body["options"]["label_description"] == "10001"
    assert body["physical_properties"] == {"weight": 1500}
    assert _decide(config, settings={"defaults": "settings"}, preferences=preferences)["body"]["options"]["signature"] == 0
    assert _decide(config, settings={"defaults": "account"}, preferences=None)["body"]["options"]["signature"] == 0


def test_what_was_shortened_is_told_without_the_text(config):
    row = _decide(config, {"ship_company": "Voorbeeld " * 9, "ship_city": "Amsterdam"})
    assert row["trace"][-1]["because"] == "company cut from 89 to 49"  # 50, less a space at the end


def test_names_are_cut_by_rule_and_unicode_is_kept_without_emoji(config):
    long = _decide(config, {"ship_first_name": "Željko-" * 4, "ship_last_name": "Ørsted " * 6})["body"]["recipient"]["person"]
    assert long.startswith("Ž. Ørsted") and len(long) <= 50
    assert _decide(config, {"ship_first_name": "张", "ship_last_name": "伟 🎁"})["body"]["recipient"]["person"] == "张 伟"
    assert (
        _decide(config, {"ship_first_name": None, "ship_last_name": None, "ship_company": "Voorbeeld BV"})["body"]["recipient"]["person"]
        == "Voorbeeld BV"
    )


def test_no_personal_data_outside_the_body(config):
    secrets = ["Sanne", "Voorbeeld", "Voorbeeldstraat", "sanne@example.com", "600000001", "1012", "Amsterdam", "12A"]
    unclear = {**STREET, "ship_address_line": "Voorbeeldstraat 12A 45"}
    for order in (
        {},
        unclear,
        {"ship_city": None},
        CH,
        {"ship_postal_code": "1012"},
        CANARIES,
    ):
        row = _decide(config, order)
        told = json.dumps(
            [row["trace"], row["proof"] if isinstance(row["proof"], dict) else None, *map(str, row[["reason", "field", "seen", "cure"]])],
            ensure_ascii=False,
        )
        assert not [secret for secret in secrets if secret in told]


def test_bodies_keep_to_myparcel_s_published_schema(config, shared):
    text = (shared / "contracts" / "myparcel.openapi.yaml").read_text(encoding="utf-8")
    schema = {"$ref": "#/components/schemas/SafeShipmentRequest", "components": yaml.safe_load(text)["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    wishes = [{}, SIGNED, {"insurance_cents": 15_000}, {"package_type": 2}, {"package_type": 6}, {"carrier": 4}, {"carrier": 14}]
    long = {
        "ship_first_name": "x" * 60,
        "ship_last_name": "y" * 60,
        "ship_company": "z" * 80,
        "ship_city": "w" * 40,
        "ship_phone": "1" * 30,
    }
    for order in ({}, long, BE, DE, {"ship_country": "IE", "ship_postal_code": None}):
        for settings in wishes:
            body = _decide(config, order, [{"unit_weight_g": 100.0}], settings)["body"]
            assert not [fault.message for fault in validator.iter_errors(body)]
