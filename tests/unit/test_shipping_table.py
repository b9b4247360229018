"""shipping_rules.csv: conditions, first match, what a line does to a parcel, and holds that name it."""

from __future__ import annotations

import json

import jsonschema
import pandas as pd
import pytest
import yaml
from order_sync.contracts.staging import LINES, ORDERS
from order_sync.mapping.shipments import decide_shipments
from order_sync.mapping.shipping_table import key
from order_sync.settings import Product, load_config
from shipped_orders import LINE, ORDER
from shipping_lines import rule

TEXT = {"BE": ("9000", "Gent"), "DE": ("10115", "Berlin"), "NL": ("1012AB", "Amsterdam"), "FR": ("75001", "Paris")}
SENDER = {"company": "Outlet", "cc": "NL", "postal_code": "1234AB", "city": "Voorbeeldstad", "street": "Weg", "number": "1"}


@pytest.fixture(scope="module")
def config():
    return load_config()


def to(country):
    return {"ship_country": country, "ship_postal_code": TEXT[country][0], "ship_city": TEXT[country][1]}


def decide(config, rules, order=None, lines=({},), settings=None, products=()):
    shop = config.store("nl")
    changes = {"defaults": "settings"} | (settings or {})
    myparcel = type(shop.myparcel).model_validate(shop.myparcel.model_dump() | changes)
    shop = shop.model_copy(update={"myparcel": myparcel})
    tables = config.model_copy(
        update={"shipping_rules": tuple(rules), "products": tuple(Product.model_validate({"line": 2} | row) for row in products)}
    )
    rows = [LINE | {"line_no": place, "line_id": f"l{place + 1}"} | line for place, line in enumerate(lines)]
    orders = pd.DataFrame([ORDER | (order or {})], columns=list(ORDERS.names)).astype({"total_minor": "Int64"})
    frame = pd.DataFrame(rows, columns=list(LINES.names)).astype({"quantity": "Int64", "unit_weight_g": "Float64"})
    return decide_shipments(orders, frame, shop, tables).iloc[0]


def hit(row):
    return next(step for step in row["trace"] if step["rule"] == "shipping rule")


CONDITIONS = [  # a condition, the order that meets it, one that does not
    ({"countries": "BE|DE"}, to("DE"), to("NL")),
    ({"zones": "EU"}, to("DE"), to("BE")),
    ({"min_weight_g": 700}, {}, {"lines": [{"unit_weight_g": 349.0}]}),
    ({"max_weight_g": 700}, {}, {"lines": [{"unit_weight_g": 350.5}]}),
    ({"min_value": "38.90"}, {}, {"total_minor": 3889}),
    ({"max_value": "38.90"}, {}, {"total_minor": 3891}),
    ({"skus": "VASE|can*"}, {}, {"lines": [{"sku": "DANCE"}]}),
    ({"skus": "CANDLE"}, {"lines": [{"sku": "candle "}, {"sku": "VASE"}]}, {"lines": [{"sku": "CANDLE-2"}]}),
    ({"tags": "fragile|wine"}, {"products": [{"sku": "CANDLE", "tags": "Wine"}]}, {"products": [{"sku": "CANDLE", "tags": "bread"}]}),
    ({"methods": "express*"}, {"delivery_title": "Express (today)"}, {"delivery_title": "Not express"}),
    ({"buyer": "business"}, {"bill_company": "BV"}, {}),
    (
        {"buyer": "business"},
        {"extra_fields": {"custom:VAT number": "NL123456782B12"}},
        {"extra_fields": {"custom:other": "NL123456782B12"}},
    ),
    ({"buyer": "consumer"}, {}, {"ship_company": "BV"}),
    ({"min_items": 2}, {}, {"lines": [{"quantity": 1}]}),
    ({"max_items": 2}, {}, {"lines": [{"quantity": 2}, {"quantity": 1}]}),
]


@pytest.mark.parametrize(("condition", "fits", "fails"), CONDITIONS)
def test_conditions(config, condition, fits, fails):
    for order, line in ((fits, 7), (fails, None)):
        more = {name: value for name, value in order.items() if name in ("lines", "products")}
        row = decide(config, [rule(7, **condition)], {k: v for k, v in order.items() if k not in more}, **more)
        assert row["action"] == "send", row["seen"]
        assert hit(row)["rule_line"] == line == row["proof"]["rule_line"]


def test_the_first_line_that_fits_decides_and_every_store_has_its_own(config):
    lines = [rule(2, stores="es", signature="yes"), rule(3, zones="BE"), rule(4, stores="es|nl", name="Ours", age_check="yes"), rule(5)]
    row = decide(config, lines)
    assert hit(row)["rule_line"] == 4 and "line 4 of shipping_rules.csv (Ours)" in hit(row)["because"]
    assert row["body"]["options"]["age_check"] == row["body"]["options"]["signature"] == 1  # the age check requires it
    assert "signature on: the age check requires it" in next(step["because"] for step in row["trace"] if step["rule"] == "package")
    assert hit(decide(config, []))["rule_key"] is None


@pytest.mark.parametrize(
    ("actions", "order", "field", "seen"),
    [
        ({"carrier": 9}, to("DE"), "carrier", "9 (DHL For You) does not go to DE"),
        ({"carrier": 2}, {}, "carrier", "Belgian accounts"),
        ({"carrier": 7}, {}, "carrier", "withdrawn"),
        ({"package_type": 2}, to("BE"), "package_type", "package type 2 (mailbox) does not go to BE"),
        ({"age_check": "yes"}, to("BE"), "age_check", "no age_check in BE"),
        ({"package_type": 2, "signature": "yes"}, {}, "signature", "package type 2 has no signature"),
        ({"insurance": "600"}, to("DE"), "insurance", "at most 500 euros"),
        ({"insurance": "value"}, {"currency": "USD"}, "insurance", "another currency"),
        ({"delivery": "evening"}, {}, "delivery", "needs a date"),
        ({"delivery": "express"}, {}, "delivery", "no express delivery"),
        ({"sender": "outlet"}, {}, "sender", "no such sender"),
        ({"parcels": 3}, {}, "parcels", "2 pieces"),
        ({"receipt_code": "yes"}, {"buyer_email": None}, "receipt_code", "e-mail"),
    ],
)
def test_what_a_line_asks_for_and_nobody_takes_is_held_with_its_number(config, actions, order, field, seen):
    row = decide(config, [rule(9, name="Odd", **actions)], order)
    assert (row["action"], row["reason"], row["field"]) == ("hold", "SHIPPING_RULE_ILLEGAL", field)
    assert "line 9 of shipping_rules.csv (Odd)" in row["seen"] and seen in row["seen"] and row["cure"]
    assert hit(row)["rule_line"] == 9  # the report counts it


def test_what_the_store_s_settings_ask_for_and_nobody_takes_is_held_too(config):
    row = decide(config, [], to("DE"), settings={"carrier": 9})
    assert (row["reason"], row["field"]) == ("SHIPPING_RULE_ILLEGAL", "myparcel.carrier") and "no line" in row["seen"]


def test_several_parcels_are_one_shipment_where_multi_collo_is_possible(config):
    row = decide(config, [rule(parcels=2)], lines=[{"quantity": 2}, {"quantity": 1, "unit_weight_g": 1000.0}])
    assert row["body"]["secondary_shipments"] == [{"physical_properties": {"weight": 700}}] and "further" not in row["body"]
    assert row["body"]["physical_properties"] == {"weight": 1000}
    assert row["proof"] == {
        "lines": [{"id": "l1", "quantity": 2}, {"id": "l2", "quantity": 1}], "parcels": 2, "rule_line": 2,
        "pieces": [[{"id": "l2", "quantity": 1}], [{"id": "l1", "quantity": 2}]],
    }  # fmt: skip


@pytest.mark.parametrize(("country", "settings"), [("DE", {}), ("BE", {"platform": "BE", "carrier": 1})])
def test_elsewhere_each_parcel_is_a_shipment_of_its_own(config, country, settings):
    lines = [{"quantity": 3, "unit_weight_g": 12_000.0, "gross_minor": 30_000}]
    row = decide(config, [rule(insurance="value", label="{number} {quantity}")], to(country) | {"total_minor": 30_000}, lines, settings)
    bodies = [row["body"], *row["body"]["further"]]
    most = 1 if country == "DE" else 2
    assert [body["physical_properties"]["weight"] for body in bodies] == [
        12_000 * pieces for pieces in ([1, 1, 1] if most == 1 else [2, 1])
    ]
    assert [body["reference_identifier"] for body in bodies] == [
        "nl:10001-3f2b1c9e",
        *(f"nl:10001-3f2b1c9e-{n}" for n in range(2, len(bodies) + 1)),
    ]
    assert all("secondary_shipments" not in body and body["recipient"] == bodies[0]["recipient"] for body in bodies)
    assert [body["options"]["insurance"]["amount"] for body in bodies] == ([50_000] * 3 if most == 1 else [25_000, 10_000])
    assert [body["options"]["label_description"] for body in bodies] == [
        f"10001 {sum(piece['quantity'] for piece in pieces)}" for pieces in row["proof"]["pieces"]
    ]
    assert row["proof"]["parcels"] == len(bodies) and "further" not in row["body"]["further"][0]


def test_too_heavy_for_one_parcel_is_split_or_held(config):
    lines = [{"unit_weight_g": 20_000.0}]
    row = decide(config, [], lines=lines, settings={"packaging_weight_g": 300})
    assert [row["body"]["physical_properties"]["weight"]] * 2 == [
        20_300,
        row["body"]["secondary_shipments"][0]["physical_properties"]["weight"],
    ]
    assert decide(config, [], lines=lines, settings={"overweight": "hold"})["reason"] == "WEIGHT_OUT_OF_RANGE"
    heavy = decide(config, [], lines=[{"quantity": 1, "unit_weight_g": 30_001.0}])
    assert heavy["reason"] == "WEIGHT_OUT_OF_RANGE" and "30001" in heavy["seen"]
    light = decide(config, [rule(carrier=14)], lines=[{"quantity": 1, "unit_weight_g": 99.0}])
    assert light["reason"] == "WEIGHT_OUT_OF_RANGE" and "99 g" in light["seen"]


def test_a_piece_that_is_too_large(config):
    table = {"sku": "CANDLE", "length_cm": 120, "width_cm": 10, "height_cm": 10}
    assert decide(config, [], products=[table])["body"]["options"]["large_format"] == 1
    row = decide(config, [], to("DE"), products=[table])
    assert (row["reason"], row["field"]) == ("SHIPPING_RULE_ILLEGAL", "myparcel.large_format")
    assert decide(config, [], products=[table | {"length_cm": 176}])["reason"] == "SIZE_OUT_OF_RANGE"


BY_CONTENTS = {"package_by_contents": ["digital_stamp", "mailbox", "small_package"]}
FLAT = {"sku": "CANDLE", "length_cm": 30, "width_cm": 20, "height_cm": 1, "weight_g": 100}


@pytest.mark.parametrize(
    ("order", "settings", "product", "kind"),
    [
        ({}, BY_CONTENTS, FLAT, 4),
        ({}, {"package_by_contents": ["mailbox"]}, FLAT, 2),
        ({}, {"package_by_contents": ["mailbox"]}, FLAT | {"fits_mailbox": 1}, 1),
        ({}, BY_CONTENTS, FLAT | {"weight_g": 1001}, 1),
        ({}, BY_CONTENTS, {"sku": "CANDLE"}, 1),
        ({}, BY_CONTENTS | {"signature": True}, FLAT, 1),
        (to("DE"), BY_CONTENTS, FLAT, 6),
        (to("BE"), BY_CONTENTS, FLAT, 1),
        ({}, {"package_by_contents": ["mailbox"], "package_type": 2}, FLAT | {"height_cm": 5}, 1),
    ],
)
def test_package_type_by_contents(config, order, settings, product, kind):
    row = decide(config, [], order, settings=settings, products=[product])
    assert row["body"]["options"]["package_type"] == kind
    assert any("by contents" in step["because"] for step in row["trace"])


def test_a_line_that_names_the_package_type_goes_before_the_contents(config):
    row = decide(config, [rule(package_type=3)], settings=BY_CONTENTS, products=[FLAT])
    assert row["body"]["options"]["package_type"] == 3
    assert row["body"]["physical_properties"] == {"weight": 200}  # products.csv goes before Wix


def test_sender_and_label(config):
    lines = [{"sku": "CANDLE", "name": "Candle"}, {"sku": "VASE", "name": "Vase", "quantity": 1}]
    label = "{number} [PRODUCT_SKU] %product_qty%x {note} [DELIVERY_DATE]"
    row = decide(
        config, [rule(sender="outlet", label=label)], {"buyer_note": "ring [PRODUCT_SKU]"}, lines, {"custom_sender": {"outlet": SENDER}}
    )
    assert row["body"]["sender"] == SENDER | {"person": "Outlet"}
    assert row["body"]["options"]["label_description"] == "10001 CANDLE, VASE 3x ring [PRODUCT_SKU]"
    assert "ring" not in json.dumps([row["trace"], row["proof"]])


@pytest.mark.parametrize(("carrier", "platform", "most"), [(1, "NL", 45), (2, "BE", 30)])
def test_the_label_is_cut(config, carrier, platform, most):
    row = decide(config, [rule(label="{number} {product}")], to("BE"), [{"name": "x" * 80}], {"carrier": carrier, "platform": platform})
    assert row["body"]["options"]["label_description"] == ("10001 " + "x" * 80)[:most]


def test_a_line_that_moves_in_the_table_does_not_change_the_parcel(config):
    first, moved = (decide(config, [rule(line, signature="yes")]) for line in (2, 8))
    assert first["money_hash"] == moved["money_hash"] and hit(first)["rule_key"] == hit(moved)["rule_key"]
    assert key(rule(2, signature="yes")) != key(rule(2, signature="no"))
    heavy = [{"unit_weight_g": 16_000.0}]
    assert decide(config, [], lines=heavy)["money_hash"] != decide(config, [], lines=[{"unit_weight_g": 15_000.0}])["money_hash"]


def test_bodies_keep_to_myparcel_s_published_schema(config, shared):
    text = (shared / "contracts" / "myparcel.openapi.yaml").read_text(encoding="utf-8")
    schema = {"$ref": "#/components/schemas/SafeShipmentRequest", "components": yaml.safe_load(text)["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    actions = [{"parcels": 2}, {"age_check": "yes"}, {"receipt_code": "yes"}, {"insurance": "value"}, {"sender": "outlet"}, {"carrier": 16, "delivery": "same_day"},
               {"carrier": 13}, {"carrier": 14, "delivery": "saturday"}, {"carrier": 9, "hide_sender": "yes"}, {"package_type": 4}]  # fmt: skip
    for one in actions:
        row = decide(config, [rule(**one)], settings={"custom_sender": {"outlet": SENDER}})
        assert row["action"] == "send", row["seen"]
        assert not [fault.message for fault in validator.iter_errors(row["body"])]
