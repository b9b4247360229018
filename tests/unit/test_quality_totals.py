"""The proof computes what Holded will compute, under each rounding rule, and shares no code with the mapping."""

from __future__ import annotations

import pytest
from order_sync.quality.totals import document_total

RATES = {"s_iva_21": 210_000, "s_iva_10": 100_000, "s_iva_0": 0}


def line(units, price, key="s_iva_21", **more):
    return {"units": units, "price": price, "taxes": [key], **more}


@pytest.mark.parametrize(("rule", "total"), [("line_then_sum", 62), ("by_line", 63), ("at_end", 62)])
def test_rounding_rules_differ_where_they_should(rule, total):
    # Three lines of 0.17 net: 0.51 + 0.1071 of tax on the sum, or three times 0.04 by line.
    assert document_total([line(1, "0.17")] * 3, RATES, rule) == total


def test_a_line_is_rounded_before_the_tax_unless_only_the_end_is():
    # 3 x 20.619835 = 61.859505 net: 61.86 + 12.99 by line; 74.85 exactly at the end.
    assert document_total([line(3, 20.619835)], RATES, "line_then_sum") == 7485
    # 0.005 rounds up to a cent by line, and is 0.00605 -> 1 cent at the end; twice it is 2 cents or 1.
    assert document_total([line(1, "0.005", "s_iva_0")] * 2, RATES, "by_line") == 2
    assert document_total([line(1, "0.005", "s_iva_0")] * 2, RATES, "at_end") == 1


def test_taxes_are_summed_by_key_and_discounts_taken_off():
    items = [line(2, 10, discount=50), line(1, "5.00", "s_iva_10"), line(1, -1, "s_iva_0")]
    assert document_total(items, RATES, "line_then_sum") == 1210 + 550 - 100


def test_currencies_without_cents():
    assert document_total([line(1, 1000)], RATES, "line_then_sum", digits=0) == 1210


@pytest.mark.parametrize(
    "broken",
    [{"taxes": []}, {"taxes": ["s_iva_21", "p_iva_10"]}, {"taxes": ["p_iva_21"]}, {"taxes": None}, {"price": "ten"}, {"units": None}],
)
def test_a_line_that_cannot_be_computed_gives_no_total(broken):
    assert document_total([line(1, 10), {**line(1, 10), **broken}], RATES, "at_end") is None


def test_a_line_without_price_gives_no_total():
    assert document_total([{"units": 1, "taxes": ["s_iva_21"]}], RATES, "at_end") is None


def test_two_taxes_of_one_line_are_added():
    surcharge = [{"units": 3, "price": "3.33", "taxes": ["s_iva_21", "s_rec_52"]}]
    rates = RATES | {"s_rec_52": 52_000}
    assert document_total(surcharge, rates, "line_then_sum") == 999 + 210 + 52
    assert document_total(surcharge, rates, "at_end") == 1261
