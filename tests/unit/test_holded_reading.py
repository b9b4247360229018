"""Amounts, dates, tags and documents as Holded writes them: round trips and the ambiguous forms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_sync.errors import ContractBroken
from order_sync.hooks import holded_reading as reading
from sandbox.holded import notation

MONEY = st.decimals(min_value=Decimal("-9999999.99"), max_value=Decimal("9999999.99"), places=2)
PRICE = st.decimals(min_value=0, max_value=Decimal("99999.999999"), places=6)
ID = "644b7497c4bb5f3e8c071b12"


@given(MONEY)
def test_money_survives_spanish_notation(value: Decimal):
    assert reading.amount(notation.spanish(value)) == value


@given(MONEY)
def test_money_survives_dot_notation(value: Decimal):
    assert reading.amount(notation.dotted(value)) == value


@given(PRICE)
def test_prices_with_six_decimals_survive_spanish_notation(value: Decimal):
    assert reading.amount(notation.spanish(value), notation="spanish") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56", "1234.56"),
        ("16,12", "16.12"),
        ("20,619835", "20.619835"),
        ("1.234.567", "1234567"),
        ("121.00", "121"),
        ("121.5", "121.5"),
        ("1234.567", "1234.567"),
        ("0.123", "0.123"),
        ("1.234", "1.234"),
        ("0", "0"),
        ("-3,50", "-3.5"),
        (12, "12"),
        (Decimal("0.5"), "0.5"),
    ],
)
def test_amount_reads_both_notations(text, value):
    assert reading.amount(text) == Decimal(value)


def test_a_notation_decides_the_ambiguous_text_only():
    assert reading.amount("1.234", notation="spanish") == 1234
    assert reading.amount("121.50", notation="spanish") == Decimal("121.5")
    assert reading.amount("121,50", notation="dot") == Decimal("121.5")


@pytest.mark.parametrize("value", ["", None])
def test_nothing_is_no_amount(value):
    assert reading.amount(value) is None


@pytest.mark.parametrize("value", ["12 EUR", "1,234,56", "1.23,4.5", "NaN", "1e3", "٣", True, [], {}, "12.34.5"])
def test_what_is_no_amount_breaks_the_contract(value):
    with pytest.raises(ContractBroken, match="no amount"):
        reading.amount(value, where="total")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2026-11-20T23:59:00", date(2026, 11, 20)),
        ("20/11/2026", date(2026, 11, 20)),
        (1795129200, date(2026, 11, 20)),
        ("1795129200", date(2026, 11, 20)),
        (None, None),
        ("", None),
    ],
)
def test_day_reads_every_form(value, expected):
    assert reading.day(value) == expected


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2080, 1, 1)))
def test_days_survive_every_form(value: date):
    text = value.isoformat()
    assert reading.day(notation.day(text, "spanish")) == reading.day(text) == reading.day(notation.madrid_seconds(text)) == value


@pytest.mark.parametrize("value", ["20-11-2026", "2026-13-01", "31/02/2026", True, [], "soon", 10**20])
def test_what_is_no_day_breaks_the_contract(value):
    with pytest.raises(ContractBroken, match="no date"):
        reading.day(value)


def test_tags_compare_without_case_accents_and_signs():
    assert reading.tag("WX-Año 12") == "wxano12"


def a_document(**changes):
    return {
        "id": ID, "document_number": None, "contact_id": None, "date": "20/11/2026", "subtotal": "1.020,00", "tax": "214,20",
        "total": "1.234,20", "currency": "eur", "tags": ["Wix", "wxabc1"], "description": "Pedido 1", "draft": True,
        "payments_detail": [], "lines": [],
    } | changes  # fmt: skip


def test_document_is_read_into_plain_values():
    seen = reading.document(a_document(payments_detail=[{"id": "x", "amount": "1.234", "date": 1795129200}]), where="invoice")
    assert seen == {
        "id": ID, "number": None, "draft": True, "subtotal": Decimal("1020"), "tax": Decimal("214.20"), "total": Decimal("1234.20"),
        "tags": ["wix", "wxabc1"], "date": date(2026, 11, 20), "currency": "EUR", "contact_id": None, "description": "Pedido 1", "canceled": False,
        "payments": [{"amount": Decimal("1234"), "date": date(2026, 11, 20)}], "made_from": None, "lines": [],
    }  # fmt: skip


def test_lines_are_read_in_the_notation_of_the_document_or_not_at_all():
    line = {"sku": "CAM", "units": 2, "price": "1.020,619835", "taxes": ["s_iva_21"], "name": "Camiseta"}
    read = reading.row(a_document(lines=[line]), where="invoice")["lines"]
    assert read == [{"sku": "CAM", "units": Decimal(2), "price": Decimal("1020.619835"), "taxes": ["s_iva_21"]}]
    assert reading.row(a_document(lines=[line | {"price": "dear"}]), where="invoice")["lines"] is None
    without = {key: value for key, value in a_document().items() if key != "lines"}
    assert reading.row(without, where="list")["lines"] is None


@pytest.mark.parametrize(("link", "id"), [({"id": "a1", "doc_type": "salesorder"}, "a1"), ([], None), (None, None), ({}, None)])
def test_what_a_document_was_converted_from_is_told(link, id):
    assert reading.document(a_document(**{"from": link}), where="invoice")["made_from"] == id


@pytest.mark.parametrize(
    ("changes", "total"),
    [
        ({"subtotal": "1.000", "tax": "210", "total": "1.210"}, "1210"),  # only thousands add up
        ({"subtotal": "1.000", "tax": "0.210", "total": "1.210"}, "1.210"),  # 0.210 can only be a decimal
        ({"subtotal": "1.234", "tax": "0", "total": "1.234"}, "1234"),  # both add up: a total has cents
        ({"subtotal": "1.234", "tax": "0", "total": "1.234", "lines": [{"price": "2,468", "units": 500, "discount": 0}]}, "1234"),
        ({"subtotal": "1.234", "tax": "0", "total": "1.234", "lines": [{"price": "0.617", "units": 2, "discount": 0}]}, "1.234"),
    ],
)
def test_the_ambiguous_total_is_settled_by_sums(changes, total):
    assert reading.row(a_document(**changes), where="row")["total"] == Decimal(total)


def test_amounts_that_add_up_in_no_way_break_the_contract():
    with pytest.raises(ContractBroken, match="neither notation"):
        reading.row(a_document(subtotal="1.000", tax="1.210", total="1.211"), where="row")
    with pytest.raises(ContractBroken, match="two notations"):
        reading.row(a_document(subtotal="1020.00", tax="214,20"), where="row")


@pytest.mark.parametrize(
    ("changes", "means", "draft"),
    [
        ({"draft": False}, True, False),
        ({"draft": None, "approved_at": "2026-11-20T10:05:00"}, True, False),
        ({"draft": None, "document_number": "F260001"}, True, False),
        ({"draft": None, "document_number": "SO260001"}, False, None),
        ({"draft": None, "document_number": ""}, False, True),
    ],
)
def test_draft_is_told_by_flag_approval_or_number(changes, means, draft):
    assert reading.row(a_document(**changes), where="row", number_means_approved=means)["draft"] is draft


@pytest.mark.parametrize("raw", [None, [], {}, {"id": 3}, {"id": ""}])
def test_a_document_without_id_breaks_the_contract(raw):
    with pytest.raises(ContractBroken, match="without id"):
        reading.row(raw, where="row")
