"""Treatment and key: chosen by table, never by rate alone, never the closest; contradictions are seen."""

from datetime import date

import pandas as pd
import pytest
from order_sync.mapping.taxes import CASE, contradictions, keys, rates, treatment
from order_sync.mapping.vat_area import places, vat_country
from order_sync.settings import PROJECT_ROOT, TaxRule, load_config

DAY = date(2026, 1, 12)


@pytest.mark.parametrize(
    ("country", "inside", "rate", "vat", "exempt", "service", "expected"),
    [
        ("ES", True, 210_000, False, False, False, "domestic"),
        ("ES", True, 0, False, False, False, "domestic"),
        ("ES", True, 0, False, True, False, "exempt"),
        ("ES", False, 0, False, False, False, "export"),
        ("ES", False, 210_000, False, False, False, "export"),
        ("FR", True, 200_000, False, False, False, "oss"),
        ("FR", True, 200_000, True, False, False, ""),
        ("FR", True, 0, True, False, False, "intra_eu_goods"),
        ("FR", True, 0, True, True, True, "intra_eu_services"),
        ("FR", True, 0, False, True, False, "exempt"),
        ("FR", True, 0, False, False, False, ""),
        ("US", False, 0, False, False, False, "export"),
        ("US", False, 0, False, False, True, "export_services"),
        ("", False, 210_000, False, False, False, ""),
    ],
)
def test_the_treatment_of_a_sale_from_spain(country, inside, rate, vat, exempt, service, expected):
    assert treatment("ES", country, inside, rate, vat, exempt, service) == expected


@pytest.mark.parametrize(
    ("home", "country", "inside", "rate", "exempt", "service", "expected"),
    [
        ("ES", "ES", True, 262_000, False, False, "surcharge"),
        ("ES", "ES", True, 210_000, False, False, "surcharge"),
        ("ES", "ES", True, 210_000, False, True, "domestic"),  # the surcharge is for goods
        ("ES", "ES", True, 0, True, False, "exempt"),
        ("ES", "ES", False, 0, False, False, "export"),
        ("ES", "FR", True, 200_000, False, False, "oss"),
        ("NL", "NL", True, 210_000, False, False, "domestic"),  # Spain's own regime
    ],
)
def test_a_retailer_s_surcharge_is_for_goods_at_home(home, country, inside, rate, exempt, service, expected):
    assert treatment(home, country, inside, rate, False, exempt, service, surcharge=True) == expected


@pytest.mark.parametrize(
    ("country", "inside", "vat", "service", "expected"),
    [
        ("XI", True, True, False, "intra_eu_goods"),
        ("XI", True, True, True, "export_services"),  # Northern Ireland is a member for goods only
        ("XI", True, False, True, "export_services"),
        ("DE", True, True, True, "intra_eu_services"),
    ],
)
def test_services_to_northern_ireland_leave_the_union(country, inside, vat, service, expected):
    assert treatment("ES", country, inside, 0, vat, False, service) == expected


@pytest.mark.parametrize(
    ("home", "country", "postal_code", "expected"),
    [
        ("IC", "ES", "35001", ("IC", "domestic")),
        ("IC", "ES", "38-001", ("IC", "domestic")),
        ("IC", "IC", "", ("IC", "domestic")),
        ("IC", "ES", "28001", ("ES", "export")),
        ("IC", "ES", "51001", ("ES", "export")),
        ("IC", "DE", "10115", ("DE", "export")),
        ("EA", "ES", "52001", ("EA", "domestic")),
        ("EA", "ES", "35001", ("ES", "export")),
        ("ES", "ES", "35001", ("ES", "export")),
        ("ES", "IC", "35001", ("IC", "export")),
    ],
)
def test_a_merchant_on_the_canary_islands_is_at_home_there(home, country, postal_code, expected):
    row = places(pd.Series([country]), pd.Series([postal_code]), home).iloc[0]
    assert (row["country"], treatment(home, row["country"], bool(row["inside"]), 0, False, False, False)) == expected


@pytest.mark.parametrize(("country", "inside", "expected"), [("CH", False, "domestic"), ("DE", True, "export"), ("US", False, "export")])
def test_a_store_outside_the_union_exports_everywhere_else(country, inside, expected):
    assert treatment("CH", country, inside, 0, False, False, False) == expected


@pytest.mark.parametrize(
    ("country", "postal_code", "expected"),
    [
        ("ES", "41001", ("ES", True)),
        ("ES", "35001", ("ES", False)),
        ("ES", "38 001", ("ES", False)),
        ("es", "51001", ("ES", False)),
        ("ES", "52-001", ("ES", False)),
        ("FR", "75002", ("FR", True)),
        ("FR", "97400", ("FR", False)),
        ("FR", "98000", ("FR", True)),
        ("MC", "98000", ("FR", True)),
        ("DE", "D-27498", ("DE", False)),
        ("IT", "23041", ("IT", False)),
        ("PT", "9000-001", ("PT", True)),
        ("GB", "SW1A 1AA", ("GB", False)),
        ("GB", "BT1 1AA", ("XI", True)),
        ("EL", "10431", ("GR", True)),
        ("CH", "8001", ("CH", False)),
        ("AX", "22100", ("AX", False)),
        (None, None, ("", False)),
    ],
)
def test_the_vat_area(country, postal_code, expected):
    row = places(pd.Series([country], dtype="object"), pd.Series([postal_code], dtype="object")).iloc[0]
    assert (row["country"], bool(row["inside"])) == expected


@pytest.mark.parametrize(
    ("number", "country"), [("DE123456789", "DE"), ("EL123456789", "GR"), ("B12345674", ""), ("GB123456789", ""), ("FRANCE", "")]
)
def test_the_member_of_a_vat_number(number, country):
    assert vat_country(number) == country


def tax(treatment, country, rate, key, line=2, connection="holded_es", **days):
    return TaxRule(line=line, connection=connection, treatment=treatment, country=country, rate_ppm=rate, key=key, **days)


TABLE = [
    tax("domestic", "ES", 210_000, "s_iva_21"),
    tax("domestic", "ES", 50_000, "s_iva_5", line=3, valid_to=date(2025, 12, 31)),
    tax("domestic", "ES", 50_000, "s_iva_5_new", line=4, valid_from=date(2026, 1, 1)),
    tax("oss", "FR", 200_000, "s_oss_fr_20", line=5),
    tax("export", "*", 0, "s_iva_export", line=6),
    tax("export", "CH", 0, "s_swiss", line=7),
    tax("domestic", "ES", 100_000, "of_another_account", line=8, connection="holded_nl"),
    tax("surcharge", "ES", 262_000, "s_iva_21+s_rec_52", line=9),
]


def key_of(country="ES", inside=True, rate=210_000, vat=False, exempt=False, service=False, surcharge=False, day=DAY, active=None):
    cases = pd.DataFrame([(country, inside, rate, vat, exempt, service, surcharge, day)], columns=list(CASE), index=[5])
    return keys(cases, TABLE, "holded_es", "ES", active).loc[5]


@pytest.mark.parametrize(
    ("case", "key"),
    [
        ({}, "s_iva_21"),
        ({"rate": 50_000}, "s_iva_5_new"),
        ({"rate": 50_000, "day": date(2025, 12, 31)}, "s_iva_5"),
        ({"country": "FR", "rate": 200_000}, "s_oss_fr_20"),
        ({"country": "US", "inside": False, "rate": 0}, "s_iva_export"),
        ({"country": "CH", "inside": False, "rate": 0}, "s_swiss"),
        ({"country": "ES", "inside": False, "rate": 0}, "s_iva_export"),
        ({"rate": 210_000, "active": {"s_iva_21"}}, "s_iva_21"),
    ],
)
def test_the_key_of_a_case(case, key):
    assert key_of(**case)["key"] == key


@pytest.mark.parametrize(
    ("case", "seen"),
    [
        ({"rate": 100_000}, "domestic, ES, 10 %"),
        ({"rate": 200_000}, "domestic, ES, 20 %"),
        ({"country": "IT", "rate": 220_000}, "oss, IT, 22 %"),
        ({"country": "US", "inside": False, "rate": 82_500}, "export, US, 8.25 %"),
        ({"inside": False}, "export, ES outside the VAT area, 21 %: taxed, though it leaves the VAT area"),
        ({"surcharge": True}, "surcharge, ES, 21 %: the buyer asks for the equivalence surcharge and Wix charged the plain rate"),
        ({"rate": 262_000}, "domestic, ES, 26.2 %: the rate has the equivalence surcharge in it and the buyer does not ask for it"),
        ({"active": {"s_iva_21": 200_000}}, "domestic, ES, 21 %: key s_iva_21 has 20 % in the account"),
        ({"rate": 262_000, "surcharge": True, "active": {"s_iva_21"}}, "surcharge, ES, 26.2 %: key s_rec_52 is not active in the account"),
        ({"country": "FR", "rate": 200_000, "vat": True}, "no certain treatment, FR, 20 %, buyer with a VAT number"),
        ({"country": "FR", "rate": 0}, "no certain treatment, FR, 0 %, no VAT number and no exemption"),
        ({"country": "", "rate": 0}, "no certain treatment, no country, 0 %"),
        ({"active": {"s_iva_10"}}, "domestic, ES, 21 %: key s_iva_21 is not active in the account"),
    ],
)
def test_no_key_says_treatment_country_and_rate(case, seen):
    row = key_of(**case)
    assert (row["key"], row["seen"]) == ("", seen)


def test_vat_and_surcharge_are_one_key_of_two_parts_that_the_account_must_both_have():
    row = key_of(rate=262_000, surcharge=True, active={"s_iva_21": 210_000, "s_rec_52": 52_000})
    assert (row["treatment"], row["key"], row["parts"]) == ("surcharge", "s_iva_21+s_rec_52", (210_000, 52_000))
    assert key_of(rate=262_000, surcharge=True)["parts"] == ()  # the account is not known
    assert key_of(active={"s_iva_21": None})["key"] == "s_iva_21"


@pytest.mark.parametrize(
    ("case", "cure"),
    [
        ({"rate": 75_000}, "In Holded create a sales tax of 7.5 %, then add to taxes.csv: holded_es,domestic,ES,75000,<its key>,,."),
        (
            {"country": "IT", "rate": 220_000},
            "In Holded create a sales tax of 22 % for IT (one-stop shop), then add to taxes.csv: holded_es,oss,IT,220000,<its key>,,.",
        ),
        (
            {"country": "FR", "rate": 0, "vat": True, "service": True},
            "In Holded create or activate the sales tax for services inside the Union, then add to taxes.csv: "
            "holded_es,intra_eu_services,*,0,<its key>,,.",
        ),
        (
            {"rate": 0, "active": {"s_iva_invsuj": 0, "s_iva_0": 0, "s_iva_21": 210_000}},
            "In Holded create a sales tax of 0 %, then add to taxes.csv: holded_es,domestic,ES,0,<its key>,, "
            "(neither an exemption nor a reverse charge is guessed). At this rate the account has s_iva_0, s_iva_invsuj.",
        ),
        (
            {"rate": 45_000, "surcharge": True},
            "In Holded create the VAT of 4 % and the surcharge of 0.5 % as sales taxes, then add to taxes.csv: "
            "holded_es,surcharge,ES,45000,<its key>,,.",
        ),
        ({"surcharge": True}, "Charge 26.2 % in Wix for such buyers, correct the checkout field, or book it by hand."),
        ({"rate": 262_000}, "Name the checkout field in holded.vat.surcharge_fields, or correct the tax in Wix."),
        (
            {"active": {"s_iva_10": 100_000, "s_otro_21": 210_000}},
            "Create or activate s_iva_21 in Holded, or correct line 2 of taxes.csv. At this rate the account has s_otro_21.",
        ),
        (
            {"country": "FR", "rate": 200_000, "vat": True},
            "Correct address, tax or VAT number of the order in Wix, or book it by hand: no key is right for certain.",
        ),
    ],
)
def test_no_key_says_what_to_create_and_which_line_to_add(case, cure):
    assert key_of(**case)["cure"] == cure


SHIPPED = load_config(PROJECT_ROOT / "include" / "config").taxes


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: f"{rule.connection}-{rule.treatment}-{rule.country}-{rule.rate_ppm}")
def test_every_line_of_the_shipped_table_is_reached_by_its_case_and_by_no_other_rate(rule):
    home = {"holded_es": "ES", "holded_nl": "NL"}[rule.connection]
    away = rule.treatment.startswith("export")
    country = rule.country if rule.country != "*" else "US" if away else "FR"
    case = (
        country, not away, rule.rate_ppm, rule.treatment.startswith("intra_eu"), rule.treatment == "exempt",
        rule.treatment.endswith("services"), rule.treatment == "surcharge", DAY,
    )  # fmt: skip
    cases = pd.DataFrame([case, (*case[:2], rule.rate_ppm + 1, *case[3:])], columns=list(CASE))
    found = keys(cases, SHIPPED, rule.connection, home)
    assert found["treatment"].tolist()[0] == rule.treatment
    assert found["key"].tolist() == [rule.key, ""]


def amounts(gross, net, tax, rate, quantity=1, at=0, order_tax=0):
    names = {
        "gross_minor": gross,
        "net_minor": net,
        "tax_minor": tax,
        "tax_rate_ppm": rate,
        "quantity": quantity,
        "order_tax_minor": order_tax,
    }
    return pd.DataFrame({"at": [at], **{name: pd.array([value], dtype="Int64") for name, value in names.items()}})


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        (amounts(2495, 2062, 433, 210_000), ""),
        (amounts(2495, None, 433, 210_000), ""),
        (amounts(2495, 2062, None, 210_000), ""),
        (amounts(2495, None, None, 210_000), ""),
        (amounts(2500, 2066, 434, 210_000), ""),
        (amounts(10_000, 8260, 1740, 210_000, quantity=10), ""),  # rounded by unit
        (amounts(6916, 6650, 266, 0), "tax 266 of 6916 minor units at 0 %"),
        (amounts(2495, 2494, 1, 0), "tax 1 of 2495 minor units at 0 %"),
        (amounts(2495, 2495, 0, 210_000), "tax 0 of 2495 minor units at 21 %"),
        (amounts(2495, 2268, 227, 210_000), "tax 227 of 2495 minor units at 21 %"),
        (amounts(2600, 2062, 433, 200_000), "net 2062 and tax 433 are not 2600 minor units"),
        (amounts(2495, 2062, 433, None), ""),
    ],
)
def test_contradictions_between_rate_and_amounts(line, seen):
    assert contradictions(line).tolist() == [seen]


@pytest.mark.parametrize(
    ("lines", "rate"),
    [
        ([amounts(500, 500, 0, None)], 0),
        ([amounts(500, None, None, None)], 0),
        ([amounts(500, 500, 0, None, order_tax=100)], None),
        ([amounts(500, 413, 87, None)], None),
        ([amounts(0, 0, 0, 0), amounts(2495, 2062, 433, 210_000), amounts(100, 91, 9, 100_000)], 210_000),
        ([amounts(0, 0, 0, None, order_tax=433), amounts(2495, 2062, 433, 210_000)], 210_000),
        ([amounts(0, 0, 0, 0)], 0),
        ([amounts(100, 91, 9, 100_000), amounts(2495, 2062, 433, 210_000)], 100_000),
    ],
)
def test_the_gaps_of_rates_that_are_no_guess(lines, rate):
    found = rates(pd.concat(lines, ignore_index=True)).iloc[0]
    assert (None if pd.isna(found) else found) == rate
