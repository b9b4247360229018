"""Decisions for MyParcel: each reason to hold or ignore, and the order of the rules."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from order_sync.contracts.decisions import DECISIONS
from order_sync.contracts.holds import HOLD_CODES, IGNORE_REASONS
from order_sync.contracts.staging import LINES, ORDERS
from order_sync.mapping.shipments import decide_shipments
from order_sync.settings import load_config
from shipment_decisions import DE, decide, euros, framed
from shipped_orders import LINE, ORDER, ORDER_ID

CH, CANARIES = {"ship_country": "CH", "ship_postal_code": "8001"}, {"ship_country": "ES", "ship_postal_code": "35001"}
STREET = {"ship_street_name": None, "ship_street_number": None}


@pytest.fixture(scope="module")
def config():
    return load_config()


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
    row = decide(config, order, lines)
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
    row = decide(config, order, lines)
    assert (row["action"], row["reason"]) == ("ignore", reason)
    assert reason in IGNORE_REASONS


def test_a_store_without_myparcel_ignores_all_but_malformed_orders(config):
    shop = config.store("nl").model_copy(update={"myparcel": None})
    rows = [ORDER, ORDER | {"wix_order_id": "x", "malformed_field": "number", "malformed_seen": "missing"}]
    frame = decide_shipments(framed(ORDERS, rows), framed(LINES, [LINE]), shop, config)
    assert list(frame["reason"]) == ["DESTINATION_OFF", "MALFORMED_ORDER"]


def test_every_order_gets_one_row_in_order(config):
    rows = [
        ORDER | {"wix_order_id": f"{n}{ORDER_ID}", "number": str(n), "payment_status": state}
        for n, state in enumerate(["PAID", "NOT_PAID", "PAID"])
    ]
    frame = decide_shipments(
        framed(ORDERS, rows), framed(LINES, [LINE | {"wix_order_id": row["wix_order_id"]} for row in rows]), config.store("nl"), config
    )
    assert list(frame["wix_order_id"]) == [row["wix_order_id"] for row in rows]
    assert list(frame["action"]) == ["send", "ignore", "send"]
    assert set(frame["destination"]) == {"myparcel"} and set(frame["kind"]) == {"shipment"} and set(frame["batch_id"]) == {"nl/run"}
    assert list(frame["amount_minor"]) == [3890] * 3 and str(frame["amount_minor"].dtype) == "Int64"


def test_an_empty_batch_gives_an_empty_frame(config):
    frame = decide_shipments(framed(ORDERS, []), framed(LINES, []), config.store("nl"), config)
    assert frame.empty and tuple(frame.columns) == DECISIONS.names


def test_the_hash_follows_the_parcel_and_nothing_else(config):
    same = decide(config, {"total_minor": 4000, "buyer_note": "hello"})["money_hash"]
    assert decide(config)["money_hash"] == same
    changes = [
        ({"ship_city": "Utrecht"}, None),
        ({**STREET, "ship_address_line": "Weg 1"}, None),
        (None, [{"quantity": 3}]),
        (None, [{"line_id": "l9"}]),
    ]
    assert all(decide(config, order, lines)["money_hash"] != same for order, lines in changes)


def test_more_than_23_kg_goes_as_large_format(config):
    assert decide(config, lines=[{"unit_weight_g": 12_000.0}])["body"]["options"]["large_format"] == 1


def test_a_mailbox_takes_2_kg(config):
    row = decide(config, lines=[{"unit_weight_g": 1_000.2}], settings={"package_type": 2})
    assert row["reason"] == "WEIGHT_OUT_OF_RANGE" and "2001 g" in row["seen"]


def test_the_account_s_preferences_are_used_when_the_store_says_so(config):
    preferences = {
        "shipment_options": {"package_type": 1, "signature": 1, "only_recipient": 0, "return": 1, "insurance": euros(0),
                             "label_description": "[ORDER_NR] [CUSTOMER_NOTE]"},
        "general_settings": {"weight": 1500},
    }  # fmt: skip
    body = decide(config, lines=[{"unit_weight_g": None}], settings={"defaults": "account"}, preferences=preferences)["body"]
    assert (body["options"]["signature"], body["options"]["return"]) == (1, 1)
    assert body["options"]["label_description"] == "10001"
    assert body["physical_properties"] == {"weight": 1500}
    assert decide(config, settings={"defaults": "settings"}, preferences=preferences)["body"]["options"]["signature"] == 0
    assert decide(config, settings={"defaults": "account"}, preferences=None)["body"]["options"]["signature"] == 0


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
        row = decide(config, order)
        told = json.dumps(
            [row["trace"], row["proof"] if isinstance(row["proof"], dict) else None, *map(str, row[["reason", "field", "seen", "cure"]])],
            ensure_ascii=False,
        )
        assert not [secret for secret in secrets if secret in told]
