"""VAT numbers: their form, where buyers write them, and what VIES must say before a sale goes out untaxed."""

import json

import pandas as pd
import pytest
from frames import line, order, products, staged
from hypothesis import given
from hypothesis import strategies as st
from order_sync.mapping.contacts import tax_ids
from order_sync.mapping.documents import decide_documents
from order_sync.mapping.vat_numbers import VatEvidence, to_ask
from order_sync.mapping.vat_text import in_note, well_formed
from order_sync.settings import PROJECT_ROOT, load_config

CONFIG = load_config(PROJECT_ROOT / "include" / "config")
CATALOGUE = products(("62360932b6c99f7e80a93249", "", "CAM-AZ-M"))
GOOD = ("FR11123456782", "DE123456788", "NL123456782B12", "BE0123456749", "IT12345670017", "ESB12345674", "XI123456782")
FIELD = "custom:VAT number"
VALID, INVALID, SILENT = VatEvidence(True, "WAPIAAAAX1", "2026-01-12"), VatEvidence(False, "", "2026-01-12"), None


@pytest.mark.parametrize("number", GOOD)
def test_numbers_of_several_members_are_well_formed(number):
    assert well_formed(number)


@pytest.mark.parametrize(
    "number", ["", "FR", "DE123456789", "FR12345678901", "NL123456782", "B12345674", "GB123456782", "ES12345678A", "EL12"]
)
def test_wrong_check_digits_short_and_foreign_numbers_are_not(number):
    assert not well_formed(number)


@given(st.sampled_from(GOOD), st.integers(2, 20), st.sampled_from("0123456789"))
def test_a_number_with_one_digit_changed_is_another_number_or_none(number, place, digit):
    place = min(place, len(number) - 1)
    changed = number[:place] + digit + number[place + 1 :]
    known = changed == number or not number[place].isdigit()
    # Spain's and most others' check digits see every single digit that is typed wrong.
    assert known or not well_formed(changed) or number[:2] in ("FR", "NL", "XI", "BE", "IT")


@pytest.mark.parametrize(
    ("note", "home", "found"),
    [
        ("Please invoice us, VAT no. DE 123 456 788. Thanks!", "ES", "DE123456788"),
        ("btw: nl123456782b12", "NL", "NL123456782B12"),
        ("FR12345678901 is wrong, FR 11 123456782 is right", "ES", "FR11123456782"),
        ("IT12345670017 and BE 0123.456.749", "ES", "IT12345670017"),
        ("BE0123.456.749/IT12345670017", "ES", "BE0123456749"),
        ("Factura con CIF B-12345674 por favor", "ES", "B12345674"),
        ("Factura con CIF B-12345674 por favor", "NL", ""),
        ("NIF 12.345.678-Z", "ES", "12345678Z"),
        ("Llamar al 600000001", "ES", ""),
        ("Deliver to Bel Air, best before Demain 123456788", "ES", ""),
        ("CADEAU DE 20 EUROS", "ES", ""),
        ("", "ES", ""),
    ],
)
def test_the_first_well_formed_number_of_a_note(note, home, found):
    assert in_note(note, home) == found


@given(st.text(max_size=30), st.sampled_from(GOOD), st.sampled_from([" ", ".", "-", " / "]), st.text(max_size=30))
def test_a_number_is_found_in_any_text_and_a_note_never_gives_a_malformed_one(before, number, sign, after):
    found = in_note(f"{before} {number[:2]}{sign}{number[2:6]}{sign}{number[6:]}\n{after}", "ES")
    assert found and (well_formed(found) or well_formed(f"ES{found}"))


@given(st.text(max_size=60))
def test_any_text_is_a_note(note):
    found = in_note(note, "ES")
    assert found == "" or well_formed(found) or well_formed(f"ES{found}")


def test_a_note_counts_where_the_store_says_so_and_in_that_order():
    extras = pd.Series([{FIELD: "DE123456788"}, {}, {FIELD: "-"}, None], dtype="object")
    notes = pd.Series(["FR11123456782", "FR11123456782", "hello", "our VAT: FR11123456782"])
    assert tax_ids(extras, (FIELD, "note"), notes, "ES").tolist() == ["DE123456788", "FR11123456782", "", "FR11123456782"]
    assert tax_ids(extras, ("note", FIELD), notes, "ES").tolist() == ["FR11123456782", "FR11123456782", "", "FR11123456782"]
    assert tax_ids(extras, (FIELD,), notes, "ES").tolist() == ["DE123456788", "", "", ""]


def store(key="es", **vat):
    settings = CONFIG.store(key)
    vat = {"vies": False} | vat
    holded = settings.holded.model_copy(update={"vat": settings.holded.vat.model_copy(update=vat)})
    return settings.model_copy(update={"holded": holded})


def abroad(number, country="FR", rate=0, **changes):
    places = {f"{prefix}_{name}": value for prefix in ("bill", "ship") for name, value in (("country", country), ("postal_code", "75002"))}
    head = order(bill_company="Exemple SARL", extra_fields={FIELD: number}, **(places | changes))
    return head, [line(head, tax_rate_ppm=rate)]


def decide(*pairs, settings=None, evidence=None):
    orders, lines = staged(*pairs)
    return decide_documents(orders, lines, CATALOGUE, settings or store(), CONFIG, vat_evidence=evidence).iloc[0]


@pytest.mark.parametrize(
    ("number", "country", "rate", "reason"),
    [
        ("FR11123456782", "FR", 0, None),
        ("FR12345678901", "FR", 0, "VAT_NUMBER_INVALID"),
        ("DE123456789", "FR", 0, "VAT_NUMBER_INVALID"),
        ("ESB12345675", "ES", 210_000, "VAT_NUMBER_INVALID"),
        ("B12345675", "ES", 210_000, "VAT_NUMBER_INVALID"),  # in Spain the tax id is the number without its prefix
        ("12345678Z", "ES", 210_000, None),
        ("ESB12345674", "ES", 210_000, None),
        ("FR12345678901", "US", 0, "VAT_NUMBER_INVALID"),  # the invoice prints it
        ("123456789", "US", 0, None),  # no number of the Union
        ("123456789", "FR", 200_000, None),
    ],
)
def test_a_number_that_is_printed_or_relied_on_must_be_well_formed(number, country, rate, reason):
    row = decide(abroad(number, country, rate))
    assert row["reason"] == reason, row["seen"]
    if reason:
        assert row["field"] == "wix.vat_number_fields" and row["seen"].endswith("is not well formed")
        off = decide(abroad(number, country, rate), settings=store(check_format=False))
        assert off["reason"] != reason


VIES = {"vies": True}


@pytest.mark.parametrize(
    ("vat", "answer", "reason", "vies"),
    [
        ({}, SILENT, None, "not asked"),
        (VIES, VALID, None, "valid"),
        (VIES, INVALID, "VAT_NUMBER_INVALID", ""),
        (VIES, SILENT, "VIES_UNAVAILABLE", ""),
        (VIES | {"when_vies_is_down": "accept"}, SILENT, None, "no answer"),
        (VIES | {"when_vies_is_down": "accept"}, INVALID, "VAT_NUMBER_INVALID", ""),
        (VIES, VatEvidence(None), "VIES_UNAVAILABLE", ""),
    ],
)
def test_what_vies_says_decides_and_is_kept_as_evidence(vat, answer, reason, vies):
    evidence = {"FR11123456782": answer} if answer else {}
    row = decide(abroad("FR 11 123 456 782"), settings=store(**vat), evidence=evidence)
    assert row["reason"] == reason
    if not reason:
        asked = {"request_id": "WAPIAAAAX1", "asked_on": "2026-01-12"} if answer else {"request_id": "", "asked_on": ""}
        assert row["proof"]["vat"] == {"country": "FR", "well_formed": True, "vies": vies} | asked
        told = next(step["because"] for step in row["trace"] if step["rule"] == "VAT number")
        assert told == f"FR number, well formed, VIES: {vies}" + (" on 2026-01-12, request WAPIAAAAX1" if answer else "")


@pytest.mark.parametrize(
    "pair", [abroad("FR11123456782", rate=200_000), abroad("FR11123456782", "US"), abroad("ESB12345674", "ES", 210_000), abroad("", "US")]
)
def test_vies_has_no_say_where_no_untaxed_sale_inside_the_union_depends_on_it(pair):
    assert decide(pair, settings=store(**VIES))["reason"] in (None, "NO_TAX_KEY", "CONTACT_INCOMPLETE")
    assert "vat" not in (decide(pair)["proof"] or {})


def test_only_numbers_on_which_something_depends_are_asked():
    pairs = [
        abroad("FR11123456782"), abroad("fr 11 123456782"), abroad("DE123456788", "DE"), abroad("NL123456782B12", "FR", rate=200_000),
        abroad("BE0123456749", status="CANCELED"), abroad("FR12345678901"), abroad("ESB12345674"), abroad("IT12345670017", "US"),
    ]  # fmt: skip
    assert to_ask(*staged(*pairs), store()) == ["DE123456788", "FR11123456782"]
    assert to_ask(*staged(pairs[-1]), store()) == []


def test_no_hold_and_no_trace_tells_the_number():
    for number in ("FR12345678901", "DE123456789", "ESB12345675"):
        row = decide(abroad(number), settings=store(**VIES))
        told = json.dumps(row[["reason", "seen", "cure", "trace"]].to_dict())
        assert number not in told and number[2:] not in told
    invalid = decide(abroad("FR11123456782"), settings=store(**VIES), evidence={"FR11123456782": INVALID})
    assert invalid["seen"] == "FR number of 13 characters is not valid in VIES on 2026-01-12"
    assert "123456782" not in json.dumps(invalid["trace"])


@pytest.mark.parametrize(
    ("country", "rate", "reason"), [("FR", 0, "VAT_NUMBER_INVALID"), ("FR", 200_000, "NO_TAX_KEY"), ("NL", 210_000, None)]
)
def test_a_sales_order_needs_the_number_only_where_it_goes_out_untaxed(country, rate, reason):
    row = decide(abroad("FR12345678901", country, rate, store="nl"), settings=store("nl"))
    assert (row["kind"], row["reason"]) == ("order", reason)
