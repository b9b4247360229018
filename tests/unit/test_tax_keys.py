"""The tax key of a case: by treatment, country, rate and day, never the closest; what to create where there is none."""

from datetime import date

import pandas as pd
import pytest
from order_sync.mapping.taxes import CASE, keys
from order_sync.settings import PROJECT_ROOT, load_config
from tax_cases import tax

DAY = date(2026, 1, 12)
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
