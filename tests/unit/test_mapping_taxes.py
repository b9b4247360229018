"""Treatment of a sale: chosen by table, never by rate alone; contradictions between rate and amounts are seen."""

import pandas as pd
import pytest
from order_sync.mapping.taxes import contradictions, rates, treatment
from order_sync.mapping.vat_area import places, vat_country


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
