"""The body of a shipment: options by destination, contact, names within their limits."""

from __future__ import annotations

import jsonschema
import pytest
import yaml
from order_sync.settings import load_config
from shipment_decisions import BE, DE, decide, euros

SIGNED = {"signature": True, "only_recipient": True}


@pytest.fixture(scope="module")
def config():
    return load_config()


def test_the_body_of_a_dutch_parcel(config):
    row = decide(
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


def test_contact_is_shared_only_where_allowed_or_needed(config):
    assert {"email", "phone"}.isdisjoint(decide(config, settings={"share_contact": False})["body"]["recipient"])
    dpd = decide(config, settings={"share_contact": False, "carrier": 4})["body"]["recipient"]
    assert "email" in dpd and "phone" not in dpd
    assert decide(config, {"buyer_email": None}, settings={"carrier": 4})["reason"] == "ADDRESS_INCOMPLETE"
    assert "email" not in decide(config, {"buyer_email": "not a mail"})["body"]["recipient"]


@pytest.mark.parametrize(
    ("order", "settings", "options"),
    [
        # PostNL NL insures only together with signature and only_recipient, on the next step.
        ({}, {"insurance_cents": 15_000}, {"insurance": euros(250), "signature": 1, "only_recipient": 1}),
        ({}, {"insurance_cents": 900_000}, {"insurance": euros(5_000)}),
        ({}, {"package_type": 2}, {"package_type": 2, "signature": None, "insurance": None}),
        (BE, SIGNED, {"signature": 1, "only_recipient": None, "return": None}),
        (BE, {"package_type": 2}, {"package_type": 1}),
        (DE, SIGNED, {"signature": None, "only_recipient": None}),
        (DE, {"insurance_cents": 6_000}, {"signature": 1, "insurance": euros(500)}),
        ({"ship_country": "FR", "ship_postal_code": "75001"}, {"package_type": 6}, {"package_type": 6, "tracked": 1}),
        ({}, {"label_description": "Order {number} " + "x" * 40}, {"label_description": "Order 10001 " + "x" * 33}),
    ],
)  # fmt: skip
def test_options_by_destination(config, order, settings, options):
    chosen = decide(config, order, [{"unit_weight_g": 100.0}], settings)["body"]["options"]
    for name, value in options.items():
        assert chosen.get(name) == value if value is not None else name not in chosen


def test_what_was_shortened_is_told_without_the_text(config):
    row = decide(config, {"ship_company": "Voorbeeld " * 9, "ship_city": "Amsterdam"})
    assert row["trace"][-1]["because"] == "company cut from 89 to 49"  # 50, less a space at the end


def test_names_are_cut_by_rule_and_unicode_is_kept_without_emoji(config):
    long = decide(config, {"ship_first_name": "Željko-" * 4, "ship_last_name": "Ørsted " * 6})["body"]["recipient"]["person"]
    assert long.startswith("Ž. Ørsted") and len(long) <= 50
    assert decide(config, {"ship_first_name": "张", "ship_last_name": "伟 🎁"})["body"]["recipient"]["person"] == "张 伟"
    assert (
        decide(config, {"ship_first_name": None, "ship_last_name": None, "ship_company": "Voorbeeld BV"})["body"]["recipient"]["person"]
        == "Voorbeeld BV"
    )


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
            body = decide(config, order, [{"unit_weight_g": 100.0}], settings)["body"]
            assert not [fault.message for fault in validator.iter_errors(body)]
