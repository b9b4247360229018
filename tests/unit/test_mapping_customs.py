"""Customs: what is missing is named by SKU and field; what is declared adds up to the gram and to the cent."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_sync.mapping.customs import classification, customs_rule, declared, lacks, territory_rule
from order_sync.mapping.customs_declaration import shared
from order_sync.mapping.packing import Parcel
from order_sync.mapping.parcel_case import Case, Stop
from order_sync.settings import MyParcelSettings, Product

POSTNL, BPOST, DPD, DHL = 1, 2, 4, 9
MUG = Product(line=2, sku="MUG", hs_code="691110", origin="NL", description="Ceramic mug", weight_g=380)
TOWEL = Product(line=3, sku="TOWEL", hs_code="6302600000", origin="PT", weight_g=110)


def line(id="l1", sku="MUG", quantity=1, gross=1990, grams=None, name="Mok"):
    return {"line_id": id, "sku": sku, "name": name, "quantity": quantity, "gross_minor": gross, "net_minor": gross, "unit_weight_g": grams}


def case(lines=None, country="CH", carrier=POSTNL, products=(MUG, TOWEL), parcels=None, order=None, **customs):
    lines = lines or [line()]
    settings = MyParcelSettings(connection="m", customs=customs)
    parcels = parcels or [Parcel({row["line_id"]: row["quantity"] for row in lines}, 400)]
    plan = SimpleNamespace(wanted=SimpleNamespace(carrier=carrier), kind=1, shipments=[SimpleNamespace(parcels=[one]) for one in parcels])
    whose = {"ship_country": country, "ship_postal_code": "8004", "currency": "EUR", "number": "10041", "buyer_email": "mia@example.com"}
    known = {product.sku: product for product in products}
    return Case(whose | (order or {}), lines, settings, SimpleNamespace(item_weight_g=500), {}, products=known, plan=plan)


@pytest.mark.parametrize(
    ("code", "country", "carrier", "wanted"),
    [
        ("691110", "CH", POSTNL, "691110"), ("69111000", "CH", POSTNL, "69111000"), ("6911100000", "US", POSTNL, "6911100000"),
        ("69111000", "US", POSTNL, None), ("691110", "US", POSTNL, None), ("6911100000", "GB", DPD, "69111000"),
        ("691110", "GB", DPD, None), ("69111000", "CH", DHL, "69111000"), ("6911100000", "CH", DHL, "6911100000"),
        ("691110", "CH", DHL, None), ("6911100000", "CH", BPOST, "69111000"), ("691110", "CH", BPOST, "691110"),
        ("6911100", "CH", POSTNL, None), ("", "CH", POSTNL, None), ("69111", "CH", POSTNL, None),
    ],
)  # fmt: skip
def test_a_code_has_as_many_digits_as_country_and_carrier_want(code, country, carrier, wanted):
    assert classification(code, country, carrier) == wanted


@pytest.mark.parametrize(
    ("country", "postal_code", "wanted"),
    [
        ("NL", "1012AB", False), ("BE", "9000", False), ("DE", "10115", False), ("ES", "28001", False), ("FR", "75001", False),
        ("CH", "8004", True), ("GB", "BS1 4ST", True), ("NO", "0155", True), ("US", "97205", True), ("LI", "9490", True),
        ("ES", "35001", True), ("ES", "51001", True), ("GB", "BT1 5GS", True), ("DE", "78266", True), ("IT", "23041", True),
        ("FI", "22100", True), ("FR", "97110", True), ("CW", "", True), ("", "", False),
    ],
)  # fmt: skip
def test_what_leaves_the_customs_union_is_declared(country, postal_code, wanted):
    assert declared(country, postal_code) is wanted


@pytest.mark.parametrize(
    ("changes", "field", "seen"),
    [
        ({"products": ()}, "hs_code", "to CH: MUG: no HS code; MUG: no country of origin"),
        ({"products": (MUG.model_copy(update={"origin": ""}),)}, "origin", "to CH: MUG: no country of origin"),
        ({"country": "US"}, "hs_code", "to US: MUG: HS code of 6 digits, 10 digits are wanted"),
        ({"order": {"currency": "GBP"}}, "currency", "values must be in EUR, the order is in GBP"),
        ({"order": {"currency": ""}}, "currency", "no currency"),
        ({"country": "NO", "order": {"buyer_email": ""}}, "buyerInfo.email", "Norway needs an e-mail"),
        ({"country": "GB", "carrier": DPD, "products": (TOWEL,), "lines": [line(sku="TOWEL")]}, "myparcel.customs.eori_number", "EORI"),
        ({"lines": [line(gross=0)]}, "price", "MUG: customs want a value"),
        ({"lines": [line(gross=None)]}, "price", "MUG: customs want a value"),
        ({"lines": [line(gross=99)]}, "price", "99 cents in all, customs want at least 100"),
        ({"lines": [line(sku="")]}, "hs_code", "line l1: no HS code"),
        ({"lines": [line(f"l{place}") for place in range(101)]}, "lineItems", "101 lines"),
    ],
)
def test_what_is_missing_is_named(changes, field, seen):
    found = customs_rule(case(**changes))
    assert isinstance(found, Stop) and (found.action, found.reason, found.field) == ("hold", "CUSTOMS_INCOMPLETE", field)
    assert seen in found.seen and "example.com" not in found.seen


def test_settings_fill_in_for_products_that_say_nothing():
    made = case(products=(), hs_code="691110", origin="ES")
    assert not list(lacks(made)) and not isinstance(customs_rule(made), Stop)
    [item] = made.declarations[0]["items"]
    assert (item["classification"], item["country"], item["description"]) == ("691110", "ES", "Mok")


def test_the_contract_s_example_is_declared():
    lines = [line(quantity=2, gross=3980), line("l2", "TOWEL", gross=1450)]
    mug = MUG.model_copy(update={"hs_code": "6911100000"})
    towel = TOWEL.model_copy(update={"description": "Cotton tea towel"})
    made = case(lines, "US", products=(mug, towel), parcels=[Parcel({"l1": 2, "l2": 1}, 870)], order={"number": "10040"})
    assert customs_rule(made) == "2 items declared to customs of US"
    assert made.declarations == [
        {
            "contents": 1, "weight": 870, "invoice": "10040",
            "items": [
                {"description": "Ceramic mug", "amount": 2, "weight": 760, "item_value": {"amount": 3980, "currency": "EUR"},
                 "classification": "6911100000", "country": "NL"},
                {"description": "Cotton tea towel", "amount": 1, "weight": 110, "item_value": {"amount": 1450, "currency": "EUR"},
                 "classification": "6302600000", "country": "PT"},
            ],
        }
    ]  # fmt: skip


@pytest.mark.parametrize("item_value", ["line", "piece"])
@pytest.mark.parametrize(("gross", "held"), [(199, True), (200, False)])
def test_each_of_several_parcels_is_worth_enough_for_customs(gross, held, item_value):
    made = case([line(quantity=2, gross=gross)], parcels=[Parcel({"l1": 1}, 400), Parcel({"l1": 1}, 400)], item_value=item_value)
    found = customs_rule(made)
    assert isinstance(found, Stop) is held
    if held:
        assert (found.reason, found.field) == ("CUSTOMS_INCOMPLETE", "price") and "99 cents in a parcel" in found.seen


def test_by_piece_where_the_account_reads_it_so():
    made = case([line(quantity=3, gross=1000)], parcels=[Parcel({"l1": 3}, 1150)], item_value="piece", item_weight="piece")
    customs_rule(made)
    [item] = made.declarations[0]["items"]
    assert (item["amount"], item["item_value"]["amount"], item["weight"]) == (3, 333, 383)


@pytest.mark.parametrize(
    ("country", "wanted"),
    [
        ("GB", {"eori_number": "NL1", "vat_number": "NL2", "vat_number_uk": "GB3"}),
        ("NO", {"eori_number": "NL1", "vat_number": "NL2", "voec_number": "4"}),
        ("CH", {"eori_number": "NL1", "vat_number": "NL2"}),
    ],
)
def test_the_seller_s_numbers_go_where_they_are_asked_for(country, wanted):
    made = case(country=country, eori_number="NL1", vat_number="NL2", vat_number_uk="GB3", voec_number="4")
    customs_rule(made)
    assert {name: value for name, value in made.declarations[0].items() if "number" in name} == wanted


def test_gifts_carry_no_invoice_and_long_descriptions_are_cut():
    mug = MUG.model_copy(update={"description": "x" * 50})
    made = case(contents=4, carrier=BPOST, products=(mug,))
    customs_rule(made)
    assert "invoice" not in made.declarations[0] and len(made.declarations[0]["items"][0]["description"]) == 30


@pytest.mark.parametrize(("territories", "held"), [("hold", True), ("ship", False)])
def test_territories_are_parked_or_declared(territories, held):
    made = case(country="ES", order={"ship_postal_code": "35001"}, territories=territories)
    assert isinstance(territory_rule(made), Stop) is held
    customs_rule(made)
    assert len(made.declarations) == 1


def test_inside_the_union_nothing_is_declared():
    made = case(country="DE", products=())
    assert territory_rule(made) == "an ordinary destination" and "no customs" in customs_rule(made) and not made.declarations


@given(
    quantities=st.lists(st.integers(1, 9), min_size=1, max_size=5), gross=st.integers(100, 99_999), parcels=st.integers(1, 4),
    grams=st.integers(200, 9_000), piece=st.integers(0, 3_000),
)  # fmt: skip
def test_over_all_shipments_values_pieces_and_grams_add_up(quantities, gross, parcels, grams, piece):
    lines = [line(f"l{place}", quantity=quantity, gross=gross + place, grams=piece) for place, quantity in enumerate(quantities)]
    loads = [{} for _ in range(parcels)]
    for place, row in enumerate(lines):
        for turn in range(row["quantity"]):
            load = loads[(place + turn) % parcels]
            load[row["line_id"]] = load.get(row["line_id"], 0) + 1
    made = case(lines, products=(MUG.model_copy(update={"weight_g": None}),), parcels=[Parcel(load, grams) for load in loads if load])
    customs_rule(made)
    items = [item for declaration in made.declarations for item in declaration["items"]]
    assert sum(item["item_value"]["amount"] for item in items) == sum(row["gross_minor"] for row in lines)
    assert sum(item["amount"] for item in items) == sum(quantities)
    for declaration in made.declarations:
        assert sum(item["weight"] for item in declaration["items"]) == declaration["weight"] == grams
        assert all(item["weight"] >= 1 and item["amount"] >= 1 for item in declaration["items"])


@given(total=st.integers(0, 10_000), weights=st.lists(st.integers(0, 5_000), min_size=1, max_size=20))
def test_shares_add_up_and_follow_the_weights(total, weights):
    parts = shared(total, weights)
    assert sum(parts) == total and min(parts) >= (1 if total >= len(weights) else 0)
    assert parts[weights.index(max(weights))] >= parts[weights.index(min(weights))]
