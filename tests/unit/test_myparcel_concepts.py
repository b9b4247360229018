"""What counts as an edit of a concept, the request that replaces one, and what is left of an order to ship."""

from __future__ import annotations

import copy

import pytest
from order_sync.hooks.myparcel_concepts import cannot_be_replaced, differences, of_the_parcel, replacement
from order_sync.mapping.remainder import Others, covers, others, refunded, remainder_rule

SENT = {
    "reference_identifier": "nl:1", "carrier": 1,
    "recipient": {"cc": "NL", "postal_code": "1012AB", "city": "Amsterdam", "street": "Voorbeeldstraat", "number": "12", "person": "Sanne Voorbeeld"},
    "options": {"package_type": 1, "label_description": "10001", "insurance": {"amount": 0, "currency": "EUR"}, "signature": 0},
    "physical_properties": {"weight": 900},
}  # fmt: skip
FOUND = {
    "id": 7, "status": 1, "carrier_id": 1, "recipient": SENT["recipient"] | {"email": None, "region": ""},
    "options": SENT["options"] | {"delivery_type": 2, "age_check": 0, "return": False, "insurance": {"amount": 0, "currency": "EUR"}},
    "physical_properties": {"weight": 900, "carrier_weight": 950}, "customs_declaration": None, "secondary_shipments": [],
}  # fmt: skip


def found(**changes):
    row = copy.deepcopy(FOUND)
    for path, value in changes.items():
        part, _, name = path.partition("__")
        if name:
            row[part][name] = value
        else:
            row[part] = value
    return row


@pytest.mark.parametrize(
    "same",
    [
        {},
        {"recipient__postal_code": "1012 AB"},
        {"recipient__city": "AMSTERDAM"},
        {"recipient__number": 12},
        {"recipient__phone": ""},
        {"options__signature": False},
        {"options__insurance": None},
        {"options__delivery_date": "2026-11-23 00:00:00"},
        {"physical_properties__height": None},
        {"pickup": None},
    ],
)
def test_what_a_service_may_change_by_itself_is_no_edit(same):
    assert differences(SENT, found(**same)) == []


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"recipient__street": "Elders"}, "recipient.street"),
        ({"recipient__number": "13"}, "recipient.number"),
        ({"recipient__email": "a@example.com"}, "recipient.email"),
        ({"recipient__company": "Voorbeeld BV"}, "recipient.company"),
        ({"options__signature": 1}, "options.signature"),
        ({"options__age_check": 1}, "options.age_check"),
        ({"options__delivery_type": 3}, "options.delivery_type"),
        ({"options__insurance": {"amount": 10000, "currency": "EUR"}}, "options.insurance"),
        ({"options__label_description": "other"}, "options.label_description"),
        ({"carrier_id": 9}, "carrier"),
        ({"physical_properties__weight": 1000}, "physical_properties.weight"),
        ({"pickup": {"location_code": "1"}}, "pickup"),
        ({"secondary_shipments": [{"id": 8, "status": 1}]}, "secondary_shipments"),
    ],
)
def test_what_a_person_edits_is_named_without_its_value(edit, field):
    assert differences(SENT, found(**edit)) == [field]


def test_lines_of_a_customs_declaration_are_compared():
    item = {
        "description": "Candle",
        "amount": 2,
        "weight": 700,
        "item_value": {"amount": 2500, "currency": "EUR"},
        "classification": "340600",
        "country": "NL",
    }
    sent = SENT | {"customs_declaration": {"contents": 1, "invoice": "1", "weight": 700, "items": [item]}}
    same = found(customs_declaration={"contents": 1, "invoice": "1", "weight": 700, "items": [item | {"id": 3}]})
    assert differences(sent, same) == []
    same["customs_declaration"]["items"][0]["classification"] = "999999"
    assert differences(sent, same) == ["customs_declaration.items[0].classification"]


def test_children_keep_their_ids_and_only_further_ones_are_new():
    wanted = SENT | {"secondary_shipments": [{"reference_identifier": "nl:1"}, {"reference_identifier": "nl:1"}]}
    row = found(secondary_shipments=[{"id": 8, "status": 1}, {"id": 9, "status": 99}])
    body = replacement(row, wanted)
    assert body["id"] == 7 and [child.get("id") for child in body["secondary_shipments"]] == [8, None]
    assert "secondary_shipments" not in replacement(row, SENT)


def test_country_and_package_type_are_fixed():
    assert not cannot_be_replaced(FOUND, SENT)
    assert cannot_be_replaced(FOUND, SENT | {"recipient": SENT["recipient"] | {"cc": "BE"}})
    assert cannot_be_replaced(FOUND, SENT | {"options": SENT["options"] | {"package_type": 2}})


def test_after_the_label_only_the_address_and_customs_matter():
    other = SENT | {"options": {"package_type": 2}, "recipient": SENT["recipient"] | {"number": "13"}}
    assert of_the_parcel(SENT, other) == ["recipient.number"]


# --- what is left -------------------------------------------------------------------------------------------------------------------


def test_our_fulfilments_and_our_parcels_never_count():
    made = [
        {"id": "ours", "lineItems": [{"id": "a", "quantity": 1}]},
        {"id": "x", "lineItems": [{"id": "a", "quantity": 1}], "trackingInfo": {"trackingNumber": "3SOURS"}},
        {"id": "y", "lineItems": [{"id": "a", "quantity": 2}], "trackingInfo": {"trackingNumber": "DHL"}},
        {"id": "z", "lineItems": [{"id": "b"}]},
    ]
    told = others(made, ["ours"], ["3SOURS"])
    assert told.ours and told.units["a"] == 2 and told.units["b"] > 10**6 and told.tracked == {"a": 2}
    assert (
        covers(told.tracked, [{"id": "a", "quantity": 2}]) and not covers(told.tracked, [{"id": "a", "quantity": 3}]) and not covers({}, [])
    )


class Case:
    """The part of a case that the rule looks at."""

    def __init__(self, policy="ship", status=("PAID", "PARTIALLY_FULFILLED"), taken=None, back=None):
        self.order = {"payment_status": status[0], "fulfillment_status": status[1]}
        self.settings = type("Settings", (), {"partly_refunded": policy})
        self.others, self.refunded = (Others(taken) if taken is not None else None), back or {}
        self.lines = [
            {"line_id": "a", "quantity": 3, "net_minor": 1000, "gross_minor": 1210, "tax_minor": None},
            {"line_id": "b", "quantity": 1, "net_minor": 500, "gross_minor": 605, "tax_minor": 105},
        ]


def test_the_rest_is_shipped_with_its_share_of_the_amounts():
    case = Case(taken={"a": 2, "b": 1})
    assert remainder_rule(case) == "1 of 4 units are left"
    assert case.lines == [{"line_id": "a", "quantity": 1, "net_minor": 333, "gross_minor": 403, "tax_minor": None}]


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        (Case(taken={"a": 3, "b": 1}), ("ignore", "NOTHING_LEFT")),
        (Case(taken={"a": 10**9, "b": 1}), ("ignore", "NOTHING_LEFT")),
        (Case(), ("hold", "FULFILMENTS_UNKNOWN")),
        (Case("hold", ("PARTIALLY_REFUNDED", "NOT_FULFILLED")), ("hold", "PARTLY_REFUNDED")),
        (Case("ship", ("PARTIALLY_REFUNDED", "PARTIALLY_FULFILLED"), {"a": 1}, {"a": 1}), ("hold", "PARTLY_REFUNDED")),
        (Case("ship", ("PARTIALLY_REFUNDED", "NOT_FULFILLED"), None, {"a": 3, "b": 1}), ("ignore", "NOTHING_LEFT")),
    ],
)
def test_what_stops(case, verdict):
    stop = remainder_rule(case)
    assert (stop.action, stop.reason) == verdict


def test_what_was_not_refunded_is_shipped():
    case = Case("ship", ("PARTIALLY_REFUNDED", "NOT_FULFILLED"), None, {"a": 1})
    assert remainder_rule(case) == "3 of 4 units are left" and [line["quantity"] for line in case.lines] == [2, 1]


def test_refunds_count_unless_they_failed():
    line = {"line_id": "a", "quantity": 1, "amount_minor": 100}
    rows = [{"state": state, "details": {"lines": [line]}} for state in ("succeeded", "pending", "failed")]
    assert refunded([*rows, {"state": "succeeded", "details": None}]) == {"a": 2}
