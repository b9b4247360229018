"""The fake's totals and the product's proof of them are written apart: they must agree under every rounding rule."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_sync.mapping.money import MoneyLine, PricedLine, computed_total
from order_sync.mapping.totals import plan
from sandbox.holded.totals import RULES, Line, totals

RATES = {"s_iva_21": 210_000, "s_iva_10": 100_000, "s_iva_4": 40_000, "s_rec": 52_000, "s_iva_exento": 0}
PRICES = st.decimals(min_value=0, max_value=Decimal("9999.999999"), places=6)
LINES = st.lists(st.tuples(PRICES, st.integers(1, 40), st.sampled_from(sorted(RATES))), min_size=1, max_size=12)


@pytest.mark.parametrize("rule", RULES)
@given(given_lines=LINES)
def test_totals_agree(rule, given_lines):
    sent = [PricedLine(str(price), units, RATES[key], key) for price, units, key in given_lines]
    made = [Line(price, Decimal(units), Decimal(0), (key,)) for price, units, key in given_lines]
    found = totals(made, Decimal(0), {key: Decimal(rate) / 10_000 for key, rate in RATES.items()}, rule)
    assert found.total * 100 == computed_total(sent, rule)
    assert found.subtotal + found.tax == found.total


PAIRS = {"s_iva_21+s_rec": (210_000, 52_000), "s_iva_10": (), "s_iva_4": ()}


@pytest.mark.parametrize("rule", RULES)
@given(given_lines=st.lists(st.tuples(PRICES, st.integers(1, 40), st.sampled_from(sorted(PAIRS))), min_size=1, max_size=12))
def test_totals_agree_where_a_line_bears_vat_and_surcharge(rule, given_lines):
    sent = [
        PricedLine(str(price), units, sum(RATES[part] for part in key.split("+")), key, PAIRS[key]) for price, units, key in given_lines
    ]
    made = [Line(price, Decimal(units), Decimal(0), tuple(key.split("+"))) for price, units, key in given_lines]
    found = totals(made, Decimal(0), {key: Decimal(rate) / 10_000 for key, rate in RATES.items()}, rule)
    assert found.total * 100 == computed_total(sent, rule)


@pytest.mark.parametrize("rule", RULES)
@given(amounts=st.lists(st.tuples(st.integers(1, 500_000), st.integers(1, 9)), min_size=1, max_size=8))
def test_a_plan_with_surcharge_is_what_holded_computes(rule, amounts):
    lines = [MoneyLine(gross, units, 262_000, "s_iva_21+s_rec", (210_000, 52_000)) for gross, units in amounts]
    planned = plan(lines, rule, "accept")
    if planned.problem:  # many units at a price below a cent: no six decimals do it
        return
    made = [Line(Decimal(line.price), Decimal(line.units), Decimal(0), ("s_iva_21", "s_rec")) for line in planned.lines]
    found = totals(made, Decimal(0), {key: Decimal(rate) / 10_000 for key, rate in RATES.items()}, rule)
    assert found.total * 100 == planned.total
    assert sum(line.gross_minor for line in lines) - planned.total == planned.correction


def test_a_discount_of_the_line_and_of_the_document_both_count():
    found = totals([Line(Decimal(15), Decimal(10), Decimal(10), ("s",))], Decimal(50), {"s": Decimal(21)}, "line_then_sum")
    assert (found.subtotal, found.tax, found.total) == (Decimal("67.50"), Decimal("14.18"), Decimal("81.68"))
