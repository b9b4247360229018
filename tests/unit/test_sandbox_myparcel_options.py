"""Carrier, zone, package type, options and insured amounts, as the fake of MyParcel holds them against each other."""

from __future__ import annotations

import pytest
from parcels_to_check import findings

POSTNL, BPOST, DPD, FORYOU, CONNECT, EUROPLUS, UPS, SAVER, GLS, TRUNKRS = 1, 2, 4, 9, 10, 11, 12, 13, 14, 16
EVENING = {"delivery_type": 3, "delivery_date": "2026-11-24 18:00:00"}
PLACE = {"location_name": "Primera", "street": "Markt", "postal_code": "1000AA", "city": "Ergens", "location_code": "170001"}


def eur(euros: int) -> dict:
    return {"insurance": {"amount": euros * 100, "currency": "EUR"}}


def refused(*given, **more) -> set[tuple[int, str]]:
    return {(fault.code, fault.path.removeprefix("data.shipments[0].")) for fault in findings(*given, **more).faults}


def option(name: str) -> set[tuple[int, str]]:
    return {(3705, f"options.{name}")}


KIND = {(3733, "options.package_type")}
STEP = {(3743, "options.insurance")}
HEAVY = {(3730, "physical_properties.weight")}
DELIVERY = {(3721, "options.delivery_type")}
BOTH = {"signature": 1, "only_recipient": 1}

TAKEN = [
    (POSTNL, "NL", 1, {}), (POSTNL, "NL", 2, {}), (POSTNL, "NL", 2, {"priority_delivery": 1}), (POSTNL, "NL", 4, {}),
    (POSTNL, "NL", 6, {}), (POSTNL, "NL", 1, {"return": 1}), (POSTNL, "NL", 1, BOTH | eur(100)), (POSTNL, "NL", 1, BOTH | eur(5000)),
    (POSTNL, "NL", 1, {"receipt_code": 1} | eur(100)), (POSTNL, "NL", 1, BOTH | {"age_check": 1}), (POSTNL, "NL", 1, {"only_recipient": 1} | EVENING),
    (POSTNL, "BE", 1, {"signature": 1} | eur(500)), (POSTNL, "BE", 1, {}), (POSTNL, "DE", 1, {"signature": 1} | eur(50)), (POSTNL, "FR", 6, {"tracked": 1}),
    (POSTNL, "CH", 1, {"signature": 1} | eur(500)), (POSTNL, "US", 6, {"tracked": 1} | eur(50)), (POSTNL, "CH", 3, {}),
    (DPD, "DE", 1, eur(520)), (DPD, "NL", 2, {}), (DPD, "FR", 1, {"recipient__company": "Exemple SA", "saturday_delivery": 1}),
    (FORYOU, "NL", 7, {}), (FORYOU, "NL", 1, {"age_check": 1, "signature": 1}), (FORYOU, "BE", 1, {"hide_sender": 1} | eur(500)),
    (CONNECT, "DE", 1, {"signature": 1} | eur(500)), (EUROPLUS, "DE", 1, {"signature": 1, "recipient__company": "Muster GmbH"}),
    (UPS, "US", 1, eur(250)), (SAVER, "NL", 1, {"delivery_type": 7}), (GLS, "DE", 1, {"signature": 1} | eur(100)), (GLS, "NL", 1, {"saturday_delivery": 1}),
    (TRUNKRS, "NL", 1, {"receipt_code": 1, "fresh_food": 1}), (TRUNKRS, "NL", 1, {"delivery_type": 6}),
]  # fmt: skip


@pytest.mark.parametrize(("carrier", "cc", "kind", "more"), TAKEN)
def test_what_is_taken(carrier, cc, kind, more):
    assert refused(carrier, cc, kind, **more) == set()


REFUSED = [
    # package type by carrier and zone
    (POSTNL, "BE", 4, {}, KIND), (POSTNL, "DE", 2, {}, KIND), (POSTNL, "DE", 4, {}, KIND), (POSTNL, "NL", 7, {}, KIND), (POSTNL, "NL", 5, {}, KIND),
    (DPD, "DE", 2, {}, KIND), (DPD, "NL", 4, {}, KIND), (UPS, "NL", 2, {}, KIND), (CONNECT, "DE", 2, {}, KIND), (TRUNKRS, "NL", 6, {}, KIND),
    # carrier by country, account and buyer
    (FORYOU, "DE", 1, {}, {(3516, "recipient.cc")}), (DPD, "CH", 1, {"customs__code": "69111000"}, {(3516, "recipient.cc")}),
    (TRUNKRS, "FR", 1, {}, {(3516, "recipient.cc")}), (GLS, "CH", 1, {}, {(3516, "recipient.cc")}), (BPOST, "BE", 1, {}, {(3728, "carrier")}),
    (5, "NL", 1, {}, {(3728, "carrier")}), (EUROPLUS, "DE", 1, {"signature": 1}, {(3728, "carrier")}),
    (CONNECT, "FR", 1, {"signature": 1}, DELIVERY),
    # options by zone
    (POSTNL, "BE", 1, {"return": 1}, option("return")), (POSTNL, "BE", 1, {"only_recipient": 1}, option("only_recipient")),
    (POSTNL, "DE", 1, {"age_check": 1}, option("age_check")), (POSTNL, "CH", 1, {"large_format": 1}, option("large_format")),
    (FORYOU, "BE", 1, {"age_check": 1}, option("age_check")), (POSTNL, "NL", 1, {"hide_sender": 1}, option("hide_sender")),
    (DPD, "NL", 1, {"only_recipient": 1}, option("only_recipient")), (DPD, "NL", 1, {"age_check": 1}, option("age_check")),
    (DPD, "DE", 1, {"receipt_code": 1}, option("receipt_code")), (POSTNL, "NL", 1, {"saturday_delivery": 1}, option("saturday_delivery")),
    (DPD, "DE", 1, {"saturday_delivery": 1}, option("saturday_delivery")), (GLS, "DE", 1, {"signature": 1, "saturday_delivery": 1}, option("saturday_delivery")),
    (POSTNL, "NL", 1, {"frozen": 1}, option("frozen")), (POSTNL, "NL", 1, {"drop_off_at_postal_point": 1}, option("drop_off_at_postal_point")),
    # options by package type
    (POSTNL, "NL", 2, {"signature": 1}, option("signature")), (POSTNL, "NL", 4, {"return": 1}, option("return")), (POSTNL, "NL", 1, {"tracked": 1}, option("tracked")),
    (POSTNL, "NL", 1, {"priority_delivery": 1}, option("priority_delivery")), (POSTNL, "FR", 6, {}, option("tracked")),
    # options that need or exclude each other
    (POSTNL, "NL", 1, eur(100), option("signature") | option("only_recipient")), (POSTNL, "DE", 1, eur(50), option("signature")),
    (POSTNL, "DE", 1, {"signature": 1}, option("signature")), (POSTNL, "CH", 1, {"signature": 1}, option("signature")),
    (POSTNL, "NL", 1, {"age_check": 1}, option("signature") | option("only_recipient")),
    (FORYOU, "NL", 1, {"age_check": 1, "only_recipient": 1}, option("only_recipient")),
    (POSTNL, "NL", 1, {"receipt_code": 1}, option("receipt_code")), (POSTNL, "NL", 1, {"receipt_code": 1, "signature": 1} | eur(100), option("signature")),
    (POSTNL, "NL", 1, EVENING, option("only_recipient")), (POSTNL, "NL", 1, BOTH | EVENING | {"age_check": 1}, option("age_check")),
    (CONNECT, "DE", 1, {}, option("signature")), (GLS, "DE", 1, {"signature": 0}, option("signature")),
    # delivery types
    (POSTNL, "BE", 1, EVENING, DELIVERY), (POSTNL, "NL", 2, EVENING | {"only_recipient": 0}, DELIVERY | option("only_recipient")),
    (DPD, "NL", 1, {"delivery_type": 3}, DELIVERY), (SAVER, "NL", 1, {"delivery_type": 2}, DELIVERY), (TRUNKRS, "NL", 1, {"delivery_type": 4}, DELIVERY),
    (POSTNL, "FR", 1, {"delivery_type": 4, "pickup": PLACE}, DELIVERY), (POSTNL, "NL", 1, {"delivery_type": 4, "pickup": PLACE}, option("signature")),
    (DPD, "DE", 1, {"delivery_type": 4}, {(3722, "pickup")}),
    (DPD, "DE", 1, {"delivery_type": 4, "pickup": PLACE | {"location_code": ""}}, {(3722, "pickup.location_code")}),
    (POSTNL, "NL", 1, {"delivery_type": 4, "pickup": PLACE, "signature": 1, "return": 1}, option("return")),
    # insured amounts
    (POSTNL, "NL", 1, BOTH | eur(300), STEP), (POSTNL, "DE", 1, {"signature": 1} | eur(100), STEP), (POSTNL, "NL", 2, eur(100), STEP | option("signature") | option("only_recipient")),
    (POSTNL, "FR", 6, {"tracked": 1} | eur(50), STEP), (DPD, "DE", 1, eur(500), STEP), (FORYOU, "NL", 1, eur(250), STEP), (TRUNKRS, "NL", 1, eur(100), STEP),
    (GLS, "DE", 1, {"signature": 1} | eur(250), STEP), (UPS, "DE", 1, eur(50), STEP),
    # weights and sizes
    (POSTNL, "NL", 1, {"grams": 30_001, "large_format": 1}, HEAVY), (POSTNL, "CH", 1, {"grams": 20_001}, HEAVY), (POSTNL, "NL", 6, {"grams": 2_001}, HEAVY),
    (DPD, "DE", 1, {"grams": 31_501}, HEAVY), (GLS, "NL", 1, {"grams": 99}, HEAVY),
    (POSTNL, "NL", 1, {"physical__height": 176, "large_format": 1}, {(3740, "physical_properties.length")}),
    # who must be reachable
    (UPS, "DE", 1, {"recipient__phone": ""}, {(3512, "recipient.phone")}), (TRUNKRS, "NL", 1, {"recipient__email": ""}, {(3752, "recipient.email")}),
    (GLS, "NL", 1, {"recipient__company": "x" * 31}, {(3513, "recipient.company")}),
    # customs
    (POSTNL, "US", 1, {"customs__code": "69111000"}, {(3702, "customs_declaration.items[0].classification")}),
    (POSTNL, "CH", 1, {"customs__code": "6911100"}, {(3702, "customs_declaration.items[0].classification")}),
    (DPD, "GB", 1, {"customs__code": "69111000"}, {(3748, "customs_declaration.eori_number"), (3749, "customs_declaration.vat_number")}),
    (DPD, "GB", 1, {"customs__code": "69111000", "recipient__company": "Sample Ltd"}, {(3748, "recipient.eori_number"), (3749, "recipient.vat_number")}),
]  # fmt: skip


@pytest.mark.parametrize(("carrier", "cc", "kind", "more", "expected"), REFUSED)
def test_what_is_refused(carrier, cc, kind, more, expected):
    assert refused(carrier, cc, kind, **more) == expected


def test_belgian_accounts():
    assert refused(BPOST, "BE", platform=3, signature=1, **eur(2500)) == set()
    assert refused(BPOST, "BE", platform=3, **eur(2500)) == option("signature")
    assert refused(POSTNL, "NL", 2, platform=3) == KIND
    assert refused(POSTNL, "NL", platform=3, only_recipient=1, **EVENING) == DELIVERY
    assert refused(POSTNL, "FR", platform=3, recipient__phone="") == {(3512, "recipient.phone")}
    assert refused(POSTNL, "DE", platform=3, signature=1, **eur(50)) == option("signature")
    assert refused(GLS, "BE", platform=3, signature=1) == {(3728, "carrier")}


def test_the_other_reading_of_signatures_abroad():
    assert refused(POSTNL, "DE", abroad="never", **eur(50)) == set()
    assert refused(POSTNL, "DE", abroad="never", signature=1, **eur(50)) == option("signature")


@pytest.mark.parametrize("more", [{"grams": 24_000}, {"physical__length": 101}])
def test_a_forgotten_large_format_is_noted(more):
    found = findings(POSTNL, "NL", **more)
    assert found.faults == [] and "large_format" in found.ignored[0]
    assert findings(POSTNL, "NL", **more, large_format=1).ignored == []


def test_weights_of_pieces_instead_of_lines_are_noted():
    item = {"description": "Mug", "amount": 2, "weight": 425, "item_value": {"amount": 1990, "currency": "EUR"}}
    found = findings(POSTNL, "CH", customs__items=[item | {"classification": "691110", "country": "NL"}])
    assert found.faults == [] and "do not add up" in found.ignored[0]
