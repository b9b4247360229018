"""Every carrier × zone × package type × delivery, as MyParcel's contract states it (sections 2.3 to 2.8), not as our table has it."""

from __future__ import annotations

import itertools

import pytest
from order_sync.mapping import carriers
from order_sync.mapping.legality import settle
from order_sync.mapping.parcel_wish import Place, Wanted

COUNTRY = {"NL": "NL", "BE": "BE", "EU": "DE", "ROW": "CH"}
# 2.5: carrier, package types, and where it goes to people's doors (CH stands for the world)
STATED = {
    1: ({1, 2, 3, 4, 6}, {"NL", "BE", "EU", "ROW"}), 3: ({5}, {"NL"}), 4: ({1, 2}, {"NL", "BE", "EU"}), 9: ({1, 2, 6, 7}, {"NL", "BE"}),
    10: ({1}, {"NL", "BE", "EU"}), 11: ({1}, {"NL", "BE", "EU"}), 12: ({1}, {"NL", "BE", "EU", "ROW"}),
    13: ({1}, {"NL", "BE", "EU", "ROW"}), 14: ({1}, {"NL", "BE", "EU"}), 16: ({1}, {"NL"}),
}  # fmt: skip
# 2.8: what a destination takes without a contract
ZONE_TYPES = {"NL": {1, 2, 3, 4, 5, 6, 7}, "BE": {1}, "EU": {1, 6}, "ROW": {1, 3, 6}}
DELIVERY_TYPES = {1: {1, 2, 3}, 4: {2}, 9: {2, 3}, 10: {2}, 11: {2}, 12: {2}, 13: {7}, 14: {2}, 16: {2, 6}}  # 2.5, without pickup
WORDS = {"morning": 1, "standard": 2, "evening": 3, "same_day": 6, "express": 7}
BUSINESS = {11}  # 2.5: Europlus is B2B
NAMED = frozenset({"carrier", "package_type", "delivery", "insurance", "signature", "only_recipient", "return_to_sender", "age_check",
                   "large_format", "receipt_code", "hide_sender"})  # fmt: skip
BY_500 = list(range(500, 5001, 500))


def place(zone, carrier, platform="NL", **more):
    return Place(COUNTRY[zone], platform, business=carrier in BUSINESS, **more)


def faults(carrier, zone, kind=1, platform="NL", day="", large="", **wish):
    flags = frozenset(wish.pop("flags", ()))
    # 2.5: UPS Express Saver's normal type is 7
    wish.setdefault("delivery", "express" if carrier == 13 else "standard")
    return settle(Wanted(carrier, kind, flags=flags, named=NAMED, **wish), place(zone, carrier, platform, day=day), large)


@pytest.mark.parametrize(("carrier", "zone", "kind"), list(itertools.product(STATED, COUNTRY, range(1, 8))))
def test_package_types(carrier, zone, kind):
    types, zones = STATED[carrier]
    legal = zone in zones and kind in types & ZONE_TYPES[zone]
    found = faults(carrier, zone, kind)
    assert (not found.faults) is legal, found.faults
    if legal:
        assert found.options["package_type"] == kind
        assert ("tracked" in found.options) is (kind == 6 and zone != "NL")  # 2.3


@pytest.mark.parametrize("zone", COUNTRY)
@pytest.mark.parametrize("kind", range(1, 8))
def test_belgian_accounts(zone, kind):
    assert (not faults(1, zone, kind, "BE").faults) is (kind == 1)  # 2.5: BE account: 1
    assert (not faults(2, zone, kind, "BE").faults) is (kind == 1 or (kind == 2 and zone == "BE"))
    assert faults(2, zone, kind, "NL").faults[0].field == "carrier"  # BE accounts only
    assert faults(14, zone, kind, "BE").faults[0].field == "carrier"  # NL account


@pytest.mark.parametrize("carrier", [0, 5, 6, 7, 8, 15, 17, 18, 19, 20, 99])
def test_carriers_that_nobody_can_use(carrier):
    (fault,) = faults(carrier, "NL").faults
    assert fault.field == "carrier" and str(carrier) in fault.says and fault.cure


@pytest.mark.parametrize(
    ("carrier", "country"), [(10, "FR"), (10, "SE"), (4, "GB"), (4, "HR"), (4, "MT"), (4, "CY"), (14, "GB"), (9, "DE")]
)
def test_countries_left_out(carrier, country):
    (fault,) = settle(Wanted(carrier, named=NAMED), Place(country)).faults
    assert fault.field == "carrier" and country in fault.says


def test_dpd_goes_to_liechtenstein():
    assert not settle(Wanted(4), Place("LI")).faults


@pytest.mark.parametrize(("carrier", "word"), list(itertools.product(DELIVERY_TYPES, WORDS)))
def test_delivery_types(carrier, word):
    found = faults(carrier, "NL", delivery=word, day="2026-11-30")
    legal = WORDS[word] in DELIVERY_TYPES[carrier] or (carrier == 9 and word == "same_day")  # 2.3: DHL For You NL has it as an option
    assert (not found.faults) is legal, found.faults
    if legal and word != "standard" and (carrier, word) != (9, "same_day"):
        assert found.options["delivery_type"] == WORDS[word]
    # 2.8: neither morning nor evening outside NL, and 2.3: both need a date and a package
    if word in ("morning", "evening") and legal:
        assert faults(carrier, "NL", delivery=word).faults[0].field == "delivery"
        assert faults(carrier, "BE", delivery=word, day="2026-11-30").faults[0].field == "delivery"
        assert faults(carrier, "NL", 2, delivery=word, day="2026-11-30").faults


@pytest.mark.parametrize("zone", COUNTRY)
@pytest.mark.parametrize("carrier", [4, 10, 11, 14, 9, 1, 12, 16])
def test_saturday(carrier, zone):
    """2.3: DPD B2B, bpost, GLS NL, DHL Europlus NL."""
    legal = (carrier in (11, 14) and zone == "NL") or (carrier == 4 and zone != "ROW")
    to = Place(COUNTRY[zone], business=carrier in (4, 11))
    found = settle(Wanted(carrier, delivery="saturday", named=NAMED), to)
    assert (not found.faults) is legal
    if legal:
        assert found.options["saturday_delivery"] == 1 and "delivery_type" not in found.options
    assert settle(Wanted(4, delivery="saturday", named=NAMED), Place("NL")).faults  # not for consumers


OPTIONS = {  # 2.3 and 2.8: (option, carrier) to the zones that have it
    ("only_recipient", 1): {"NL"}, ("return", 1): {"NL"}, ("age_check", 1): {"NL"}, ("age_check", 9): {"NL"}, ("age_check", 12): {"NL"},
    ("age_check", 13): {"NL"}, ("age_check", 16): {"NL"}, ("age_check", 4): set(), ("age_check", 14): set(), ("receipt_code", 1): {"NL"},
    ("receipt_code", 16): {"NL"}, ("receipt_code", 9): set(), ("hide_sender", 9): {"NL", "BE"}, ("hide_sender", 11): {"NL", "BE"},
    ("hide_sender", 1): set(), ("large_format", 1): {"NL", "BE"}, ("signature", 1): {"NL", "BE"},
}  # fmt: skip


@pytest.mark.parametrize(("option", "carrier"), OPTIONS)
@pytest.mark.parametrize("zone", COUNTRY)
def test_options(option, carrier, zone):
    found = faults(carrier, zone, flags={option})
    legal = zone in OPTIONS[option, carrier]
    assert (not found.faults) is legal, found.faults
    assert (found.options.get(option) == 1) is legal


@pytest.mark.parametrize("kind", [2, 3, 4, 6])
def test_a_mailbox_parcel_has_no_options(kind):
    for option in ("signature", "only_recipient", "age_check"):
        assert faults(1, "NL", kind, flags={option}).faults
    assert faults(1, "NL", kind, insurance_cents=10_000).faults


STEPS = [  # 2.5 and 2.8
    (1, "NL", 1, [100, 250, *BY_500]), (1, "BE", 1, [100, 250, *BY_500]), (1, "EU", 1, [50, 500]), (1, "ROW", 1, [50, 500]), (1, "ROW", 6, [50]),
    (4, "NL", 1, [520]), (9, "NL", 1, BY_500), (10, "EU", 1, BY_500), (11, "BE", 1, BY_500), (12, "ROW", 1, [100, 250, *BY_500]),
    (13, "EU", 1, [100, 250, *BY_500]), (14, "NL", 1, [100]), (16, "NL", 1, []),
]  # fmt: skip


@pytest.mark.parametrize(("carrier", "zone", "kind", "steps"), STEPS)
def test_insurance_is_raised_to_the_next_step(carrier, zone, kind, steps):
    for euros in (1, 50, 51, 100, 249, 250, 499, 501, 1234, 4999, 5000):
        found = faults(carrier, zone, kind, insurance_cents=euros * 100)
        fitting = [step for step in steps if step >= euros]
        if fitting:
            assert found.options["insurance"] == {"amount": fitting[0] * 100, "currency": "EUR"} and not found.faults
        else:
            assert [fault.field for fault in found.faults] == ["insurance"]
    if steps:  # an order's own value is insured as far as the carrier goes, and that is said
        found = settle(Wanted(carrier, kind, insurance_cents=999_900, by_value=True, named=NAMED - {"delivery"}), place(zone, carrier))
        assert found.options["insurance"]["amount"] == steps[-1] * 100 and any("the most there is" in note for note in found.notes)


@pytest.mark.parametrize(
    ("carrier", "zone", "wish", "forced"),
    [
        (1, "NL", {"insurance_cents": 1}, {"signature", "only_recipient"}),
        (1, "NL", {"flags": {"age_check"}}, {"signature", "only_recipient"}),
        (1, "NL", {"delivery": "evening", "day": "2026-11-30"}, {"only_recipient"}),
        (1, "BE", {"insurance_cents": 1}, set()),
        (1, "EU", {"insurance_cents": 1}, {"signature"}),
        (1, "ROW", {"insurance_cents": 1}, {"signature"}),
        (10, "EU", {}, {"signature"}),
        (10, "NL", {}, {"signature"}),
        (11, "EU", {}, {"signature"}),
        (14, "EU", {}, {"signature"}),
        (14, "BE", {}, {"signature"}),
        (14, "NL", {}, set()),
    ],
)
def test_what_a_carrier_requires_is_forced_and_said(carrier, zone, wish, forced):
    found = faults(carrier, zone, **wish)
    on = {option for option in ("signature", "only_recipient") if found.options.get(option)}
    assert on == forced and not found.faults
    assert all(any(note.startswith(f"{option} on") for note in found.notes) for option in forced)


def test_bpost_signs_what_is_insured_and_prints_30_characters():
    assert settle(Wanted(2, insurance_cents=1), Place("BE", "BE")).options["signature"] == 1
    assert settle(Wanted(2), Place("BE", "BE")).options["signature"] == 0
    assert (carriers.label_length(2), carriers.label_length(1)) == (30, 45)


def test_postnl_abroad_signs_exactly_where_insured():
    assert faults(1, "EU", flags={"signature"}).faults[0].field == "signature"
    assert "signature" not in faults(1, "EU").options
    assert settle(Wanted(1, flags=frozenset({"signature"}), insurance_cents=1, named=NAMED), Place("DE", "BE")).faults


def test_options_that_clash():
    both = faults(9, "NL", flags={"age_check", "only_recipient"})
    assert both.faults[0].field == "only_recipient"
    assert faults(1, "NL", flags={"age_check"}, delivery="morning", day="2026-11-30").faults[0].field == "age_check"
    code = faults(1, "NL", flags={"receipt_code"})
    assert code.options["insurance"]["amount"] == 10_000 and code.options["signature"] == 0 and not code.faults
    assert faults(1, "NL", flags={"receipt_code", "signature"}).faults[0].field == "signature"
    assert faults(1, "NL", flags={"receipt_code"}, delivery="evening", day="2026-11-30").faults[0].field == "receipt_code"
    assert settle(Wanted(1, flags=frozenset({"receipt_code"}), named=NAMED), Place("NL", email=False)).faults[0].field == "receipt_code"


def test_what_only_the_store_prefers_is_dropped_and_said_but_never_an_age_check():
    wish = Wanted(1, 2, flags=frozenset({"only_recipient", "signature", "return"}), insurance_cents=900_000)
    found = settle(wish, Place("DE"))
    assert not found.faults and found.kind == 1
    assert found.options["insurance"]["amount"] == 50_000 and "only_recipient" not in found.options
    told = " ".join(found.notes)
    assert "only_recipient left out" in told and "return_to_sender left out" in told and "instead of 2" in told
    assert settle(Wanted(1, flags=frozenset({"age_check"})), Place("BE")).faults[0].field == "age_check"


def test_large_format_is_said_where_it_exists_and_refused_elsewhere():
    assert faults(1, "NL", large="heavier than 23 kg").options["large_format"] == 1
    assert faults(1, "EU", large="a piece is larger").faults[0].field == "large_format"


WEIGHTS = [  # 2.4
    (1, "NL", 1, 1, 30_000), (1, "ROW", 1, 1, 20_000), (1, "NL", 2, 1, 2_000), (1, "NL", 3, 1, 2_000), (1, "NL", 4, 1, 2_000),
    (1, "ROW", 6, 1, 2_000), (4, "EU", 1, 1, 31_500), (14, "EU", 1, 100, 30_000), (16, "NL", 1, 1, 30_000), (12, "ROW", 1, 1, 30_000),
]  # fmt: skip


@pytest.mark.parametrize(("carrier", "zone", "kind", "least", "most"), WEIGHTS)
def test_weights(carrier, zone, kind, least, most):
    assert carriers.offer(carrier, COUNTRY[zone]).kinds[kind] == (least, most)


@pytest.mark.parametrize(("kind", "country", "platform"), list(itertools.product(range(1, 8), ("NL", "BE", "DE", "CH"), ("NL", "BE"))))
def test_multi_collo(kind, country, platform):
    """2.7: package type 1, NL and BE only, NL platform."""
    assert carriers.multi_collo(kind, country, platform) is (kind == 1 and country in ("NL", "BE") and platform == "NL")
