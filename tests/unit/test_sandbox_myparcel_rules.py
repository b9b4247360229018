"""What the fake of MyParcel refuses, and that it takes everything the published examples send."""

from __future__ import annotations

import copy
import json

import pytest
from sandbox.myparcel.fields import Findings
from sandbox.myparcel.validation import check_shipment

GOOD = {
    "carrier": 1,
    "reference_identifier": "nl:10001-aaaaaaaa",
    "recipient": {"cc": "NL", "postal_code": "9712HN", "city": "Groningen", "street": "Proefstraat", "number": "7", "person": "Sem Bakker"},
    "options": {"package_type": 1},
    "physical_properties": {"weight": 850},
}
ABROAD = {"cc": "CH", "postal_code": "8004", "city": "Zürich", "street": "Beispielweg 21", "person": "Mia Keller", "number": None}
ITEM = {
    "description": "Mug",
    "amount": 1,
    "weight": 850,
    "item_value": {"amount": 1990, "currency": "EUR"},
    "classification": "691110",
    "country": "NL",
}
PAPERS = {"contents": 1, "invoice": "10001", "weight": 850, "items": [ITEM]}


def findings(platform: int = 1, /, **changes) -> Findings:
    """GOOD with changes; ``recipient__city="x"`` reaches inside, None takes a field away."""
    shipment = copy.deepcopy(GOOD)
    for name, value in changes.items():
        outer, _, inner = name.partition("__")
        place, key = (shipment, outer) if not inner else (shipment[outer], inner)
        place[key] = value
        if value is None:
            del place[key]
    if isinstance(shipment.get("recipient"), dict):
        shipment["recipient"] = {name: value for name, value in shipment["recipient"].items() if value is not None}
    found = Findings()
    check_shipment(shipment, 4, platform, found)
    return found


def test_a_plain_dutch_parcel_is_taken():
    assert findings() == Findings()


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"recipient__city": None}, 3501, "recipient.city"),
        ({"recipient__street": None}, 3509, "recipient.street"),
        ({"recipient__street": "12"}, 3509, "recipient.street"),
        ({"recipient__street": "x" * 41}, 3509, "recipient.street"),
        ({"recipient__person": "x" * 51}, 3510, "recipient.person"),
        ({"recipient__number": None}, 3503, "recipient.number"),
        ({"recipient__number": 7}, 3503, "recipient.number"),
        ({"recipient__number": "7a"}, 3503, "recipient.number"),
        ({"recipient__number_suffix": "x" * 7}, 3511, "recipient.number_suffix"),
        ({"recipient__box_number": "3"}, 3501, "recipient.box_number"),
        ({"recipient__postal_code": "97HN"}, 3505, "recipient.postal_code"),
        ({"recipient__postal_code": None}, 3505, "recipient.postal_code"),
        ({"recipient__cc": "nl"}, 3506, "recipient.cc"),
        ({"recipient__cc": "BE", "recipient__postal_code": "90000"}, 3505, "recipient.postal_code"),
        ({"recipient__phone": "1" * 26}, 3512, "recipient.phone"),
        ({"recipient__email": "nobody"}, 3752, "recipient.email"),
        ({"options__package_type": None}, 3733, "options.package_type"),
        ({"options__package_type": 5}, 3733, "options.package_type"),
        ({"options__label_description": "x" * 46}, 3705, "options.label_description"),
        ({"options__signature": True}, 3705, "options.signature"),
        ({"options__signature": 2}, 3705, "options.signature"),
        ({"options": {"package_type": 1, "signature": 1, "only_recipient": 1, "insurance": {"amount": 12_345, "currency": "EUR"}}}, 3743, "options.insurance"),
        ({"options__insurance": {"amount": 10_000, "currency": "USD"}}, 3743, "options.insurance"),
        ({"options": {"package_type": 1, "age_check": 1, "signature": 1}}, 3705, "options.only_recipient"),
        ({"options": {"package_type": 1, "delivery_type": 4, "signature": 1}}, 3722, "pickup"),
        ({"options": {"package_type": 1, "delivery_type": 3, "only_recipient": 1}}, 3721, "options.delivery_date"),
        ({"options__delivery_type": 7}, 3721, "options.delivery_type"),
        ({"carrier": 99}, 3728, "carrier"),
        ({"carrier": 2}, 3728, "carrier"),
        ({"carrier": 4}, 3751, "recipient.email"),
        ({"physical_properties__weight": 30_001}, 3730, "physical_properties.weight"),
        ({"physical_properties__weight": 1.5}, 3704, "physical_properties.weight"),
        ({"physical_properties__weight": 0}, 3730, "physical_properties.weight"),
        ({"physical_properties": {}}, 3704, "physical_properties.weight"),
        ({"options__package_type": 2, "physical_properties__weight": 2_001}, 3730, "physical_properties.weight"),
        ({"options__package_type": 4, "physical_properties": None}, 3730, "physical_properties.weight"),
        ({"reference_identifier": "x" * 256}, 3754, "reference_identifier"),
        ({"recipient": ABROAD}, 3702, "customs_declaration"),
        ({"recipient": ABROAD, "customs_declaration": PAPERS | {"invoice": None}}, 3703, "customs_declaration.invoice"),
        ({"recipient": ABROAD, "customs_declaration": PAPERS | {"weight": 1}}, 3702, "customs_declaration.weight"),
        ({"recipient": ABROAD, "customs_declaration": PAPERS | {"items": []}}, 3702, "customs_declaration.items"),
        ({"recipient": ABROAD, "customs_declaration": PAPERS, "options__large_format": 1}, 3705, "options.large_format"),
        ({"recipient": ABROAD, "customs_declaration": PAPERS, "physical_properties": None}, 3730, "physical_properties.weight"),
        ({"secondary_shipments": [{}], "options__package_type": 2}, 3735, "secondary_shipments"),
    ],
)  # fmt: skip
def test_what_is_refused(changes, code, path):
    (fault,) = findings(**changes).faults
    assert (fault.code, fault.path) == (code, f"data.shipments[4].{path}")


def test_a_field_that_would_be_ignored_is_noted_and_refuses_nothing():
    found = findings(recipient__zip="9712HN", weight=850)
    assert found.faults == []
    assert sorted(found.unknown) == ["data.shipments[4].recipient.zip", "data.shipments[4].weight"]


def test_customs_papers_make_it_pass_outside_the_eu():
    assert findings(recipient=ABROAD, customs_declaration=PAPERS) == Findings()


def test_bpost_is_for_belgian_accounts():
    assert findings(3, carrier=2) == Findings()


def test_contract_examples_are_taken(shared):
    """Every example that the contract shows as created is created here, and its errors are the same errors."""
    checked = 0
    for file in sorted((shared / "contracts" / "myparcel.examples").glob("*.json")):
        example = json.loads(file.read_text(encoding="utf-8"))
        request, answer = example["request"], example["response"]
        if (
            request["method"] != "POST"
            or request["path"] != "/shipments"
            or "vnd.shipment+json" not in request["headers"].get("Content-Type", "")
        ):
            continue
        found = Findings()
        for index, shipment in enumerate(request["body"]["data"]["shipments"]):
            check_shipment(shipment, index, 3 if shipment["carrier"] == 2 else 1, found)
        assert found.unknown == [], file.name
        if answer["status"] == 200 or answer["status"] >= 500:
            assert found.faults == [], file.name
        elif (
            isinstance(answer["body"]["errors"], list)
            and "3716" not in str(answer["body"])
            and "instance" not in answer["body"]
            and answer["status"] == 422
        ):
            told = [(int(code), path) for entry in answer["body"]["errors"] for code, what in entry.items() for path in what["fields"]]
            assert [(fault.code, fault.path) for fault in found.faults] == told, file.name
        checked += 1
    assert checked > 30
