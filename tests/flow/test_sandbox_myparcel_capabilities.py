"""What the fake of MyParcel says about carriers before anything is sent; its answers and its refusals must not differ."""

from __future__ import annotations

import json

import pytest
from myparcel_client import Client
from parcels_to_check import findings
from sandbox.myparcel.account import merchant
from sandbox.myparcel.capabilities import CARRIERS as NAMES
from sandbox.myparcel.capabilities import capabilities
from sandbox.myparcel.tables import CARRIERS, zone

V2 = "application/json;version=2.0"


@pytest.fixture
def call(sandbox) -> Client:
    return Client(sandbox)


def ask(call: Client, **body) -> dict[str, dict]:
    answer = call("POST", "/shipments/capabilities", json=body, Content_Type=V2)
    assert answer.status_code == 200, answer.text
    return {row["carrier"]: row for row in answer.json()["results"]}


def test_what_can_carry_a_parcel_to_germany(call):
    found = ask(call, recipient={"countryCode": "DE", "isBusiness": False}, packageType="PACKAGE")
    assert set(found) == {"POSTNL", "DPD", "DHL_PARCEL_CONNECT", "UPS_STANDARD", "UPS_EXPRESS_SAVER", "GLS"}
    assert found["POSTNL"]["options"]["insurance"]["max"] == {"amount": 50_000, "currency": "EUR"}
    assert found["GLS"]["options"]["requiresSignature"]["isRequired"] is True
    assert "recipientOnlyDelivery" not in found["POSTNL"]["options"]
    assert found["POSTNL"]["deliveryTypes"] == ["STANDARD_DELIVERY", "PICKUP_DELIVERY"]


def test_weight_options_and_carrier_narrow_it_down(call):
    heavy = {"weight": {"value": 31, "unit": "kg"}}
    assert set(ask(call, recipient={"countryCode": "DE"}, packageType="PACKAGE", physicalProperties=heavy)) == {"DPD"}
    assert set(ask(call, recipient={"countryCode": "NL"}, options={"requiresReceiptCode": {}})) == {"POSTNL", "TRUNKRS"}
    assert ask(call, recipient={"countryCode": "US"}, carrier="DPD") == {}
    (mailbox,) = ask(call, recipient={"countryCode": "NL"}, packageType="MAILBOX", carrier="POSTNL").values()
    assert set(mailbox["options"]) == {"priorityDelivery"} and mailbox["collo"]["max"] == 1


def test_wrong_and_ignored_questions(sandbox, call):
    assert call("POST", "/shipments/capabilities", json={}, Content_Type="application/json").status_code == 415
    assert "3212" in call("POST", "/shipments/capabilities", json={}, Content_Type=V2).json()["errors"][0]
    ask(call, recipient={"countryCode": "NL"}, options={"signature": {}})
    assert "options.signature" in sandbox.violations.pop()["text"]


def test_the_published_example_has_the_same_shape(call, shared):
    example = json.loads((shared / "contracts" / "myparcel.examples" / "706_capabilities.json").read_text())
    told = example["response"]["body"]["results"][0]
    found = ask(call, **example["request"]["body"])["POSTNL"]
    assert found.keys() == told.keys()
    assert told["options"]["insurance"].keys() == found["options"]["insurance"].keys()


@pytest.mark.parametrize("key", ["nl", "be"])
@pytest.mark.parametrize("cc", ["NL", "BE", "DE", "FR", "CH", "US"])
def test_answers_agree_with_refusals(key, cc):
    """Every carrier that is offered is one that takes the parcel; others refuse it for carrier, country or package type."""
    names = {
        row["carrier"]
        for row in capabilities(merchant(key), {"recipient": {"countryCode": cc}, "packageType": "PACKAGE"}, print)["results"]
    }
    for carrier in CARRIERS:
        more = {"recipient__company": "Voorbeeld"} | ({"signature": 1} if zone(cc) in CARRIERS[carrier].signed else {})
        faults = findings(carrier, cc, platform=merchant(key).platform, customs__code="6911100000", **more).faults
        assert bool({fault.code for fault in faults} & {3516, 3728, 3733}) == (NAMES[carrier] not in names), (carrier, faults)


def test_implications_need_a_right_and_follow_the_switch(sandbox, call):
    path = "/shops/80002/shipping_rules/implications?country=DE&type=standard"
    (row,) = call("GET", path).json()["data"]["implications"]
    assert (row["carrier_id"], row["shipment_options"]["package_type"]) == (1, 1)
    sandbox.settings["myparcel.shipping_rules"] = {"DE": {"carrier_id": 4, "shipping_rule_id": 660001}}
    (row,) = call("GET", path).json()["data"]["implications"]
    assert (row["carrier_id"], row["shipping_rule_id"]) == (4, 660001)
    sandbox.settings["myparcel.missing_permissions"] = ["readShippingRules"]
    assert call("GET", path).status_code == 403


def test_order_mode_is_told_on_both_hosts(sandbox, call):
    sandbox.settings["myparcel.order_mode"] = 1
    assert "LEGACY_ORDER_MANAGEMENT" in call("GET", "/whoami", service="iam").json()["features"]
    assert call("GET", "/accounts").json()["data"]["accounts"][0]["general_settings"]["order_mode"] == 1
