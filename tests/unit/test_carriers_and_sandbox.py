"""What we call legal the sandbox's MyParcel takes: two tables made apart from one contract, held against each other."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_sync.mapping import carriers
from order_sync.mapping.legality import settle, with_label
from order_sync.mapping.parcel_wish import FLAGS, Place, Wanted
from sandbox.myparcel.fields import Findings
from sandbox.myparcel.validation import check_shipment

RECIPIENT = {
    "NL": {"cc": "NL", "postal_code": "1012AB", "city": "Amsterdam", "street": "Voorbeeldstraat", "number": "12"},
    "BE": {"cc": "BE", "postal_code": "9000", "city": "Gent", "street": "Voorbeeldstraat", "number": "12"},
    "DE": {"cc": "DE", "postal_code": "10115", "city": "Berlin", "street": "Beispielweg 1"},
    "FR": {"cc": "FR", "postal_code": "75001", "city": "Paris", "street": "1 rue Exemple"},
    "CH": {"cc": "CH", "postal_code": "8001", "city": "Bern", "street": "Beispielweg 1"},
    "LI": {"cc": "LI", "postal_code": "9490", "city": "Vaduz", "street": "Beispielweg 1"},
}
CONTACT = {"person": "Sanne Voorbeeld", "email": "sanne@example.com", "phone": "+31600000001"}
PLATFORM = {"NL": 1, "BE": 3}


def taken(wanted, to, grams):
    """Settle the wish; None where it is refused here, else what the sandbox has against the shipment."""
    found = settle(wanted, to, "heavier than 23 kg" if grams > carriers.LARGE_OVER_G else "")
    if found.faults:
        return None
    least, most = found.offer.kinds[found.kind]
    weight = min(max(grams, least), most or grams)
    item = {"description": "Candle", "amount": 1, "weight": weight, "item_value": {"amount": 1000, "currency": "EUR"},
            "classification": "34060000", "country": "NL"}  # fmt: skip
    shipment = {
        "carrier": wanted.carrier, "recipient": RECIPIENT[to.country] | CONTACT | ({"company": "Voorbeeld BV"} if to.business else {}),
        "options": with_label(found.options, "10001"), "physical_properties": {"weight": weight},
    }  # fmt: skip
    if to.country in ("CH", "LI"):
        shipment["customs_declaration"] = {"contents": 1, "invoice": "10001", "weight": weight, "items": [item]}
    findings = Findings()
    check_shipment(shipment, 0, PLATFORM[to.platform], findings)
    return [fault.says for fault in findings.faults] + findings.unknown + findings.ignored


@pytest.mark.parametrize(("carrier", "country"), list(itertools.product(carriers.CARRIERS, RECIPIENT)))
def test_every_package_type_and_delivery(carrier, country):
    for platform, kind, delivery, business in itertools.product(
        ("NL", "BE"), range(1, 8), ("standard", "morning", "evening", "saturday", "same_day", "express"), (False, True)
    ):
        wanted = Wanted(carrier, kind, delivery, named=frozenset({"package_type", "delivery"}))
        assert taken(wanted, Place(country, platform, business, day="2026-11-30"), 500) in (None, []), (platform, kind, delivery, business)


WISHES = st.builds(
    Wanted,
    carrier=st.sampled_from(sorted(carriers.CARRIERS)),
    kind=st.sampled_from([1, 1, 1, 2, 3, 4, 6]),
    delivery=st.sampled_from(["standard", "standard", "evening", "saturday", "same_day"]),
    flags=st.frozensets(st.sampled_from(sorted(FLAGS.values())), max_size=4),
    insurance_cents=st.sampled_from([0, 0, 1, 5_000, 10_000, 49_999, 52_000, 123_456, 600_000]),
    by_value=st.booleans(),
    named=st.frozensets(st.sampled_from(["package_type", "delivery", "insurance", *FLAGS])),
)


@given(
    WISHES,
    st.sampled_from(sorted(RECIPIENT)),
    st.sampled_from(["NL", "BE"]),
    st.booleans(),
    st.sampled_from([1, 900, 2_000, 22_999, 29_000]),
)
def test_every_wish(wanted, country, platform, business, grams):
    assert taken(wanted, Place(country, platform, business, day="2026-11-30"), grams) in (None, [])


def test_every_pair_of_options():
    """All pairs of flags with and without insurance, by every carrier and delivery at home."""
    for carrier, pair, delivery, cents in itertools.product(
        carriers.CARRIERS, itertools.combinations(sorted(FLAGS.values()), 2), ("standard", "morning", "evening"), (0, 10_000)
    ):
        for named in (frozenset(FLAGS), frozenset()):
            wanted = Wanted(carrier, 1, delivery, frozenset(pair), cents, named=named | {"delivery"})
            for business in (False, True):
                to = Place("NL", "NL", business, day="2026-11-30")
                assert taken(wanted, to, 900) in (None, []), (wanted, business)
