"""Amounts and rates: exact or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_sync.mapping.wix_money import minor_digits, minor_units, rate_ppm


@pytest.mark.parametrize(
    ("amount", "digits", "minor"),
    [
        ("0", 2, 0),
        ("20.1", 2, 2010),
        ("85.00", 2, 8500),
        ("85.000000", 2, 8500),
        ("007.10", 2, 710),
        ("12", 0, 12),
        ("12.0", 0, 12),
        ("0.005", 3, 5),
    ],
)
def test_amounts(amount, digits, minor):
    assert minor_units(amount, digits) == minor


@pytest.mark.parametrize(
    "amount",
    ["", "-1", "+1", "1,00", "1.", ".5", "1e2", " 1", "1 ", "1.001", "0.5\n", "٣", "1_0", "NaN", "99999999999999999", "1000000000000001"],
)
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError):
        minor_units(amount, 2)


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("CLF", 4)])
def test_minor_digits(currency, digits):
    assert minor_digits(currency) == digits


@pytest.mark.parametrize(
    ("rate", "ppm"), [("0.21", 210000), ("0", 0), ("0.0", 0), ("0.0825", 82500), ("0.088750", 88750), ("1", 1_000_000)]
)
def test_rates(rate, ppm):
    assert rate_ppm(rate) == ppm


@given(st.integers(0, 10**15), st.text("0123456789", max_size=8), st.integers(0, 4))
def test_every_amount_is_exact_or_refused(whole, decimals, digits):
    text = f"{whole}.{decimals}" if decimals else str(whole)
    exact = Decimal(text) * 10**digits
    if exact == exact.to_integral_value():
        assert minor_units(text, digits) == int(exact)
    else:
        with pytest.raises(ValueError):
            minor_units(text, digits)


@given(st.text(max_size=12))
def test_any_text_is_a_decimal_or_refused(text):
    try:
        value = minor_units(text, 2)
    except ValueError:
        return
    assert Decimal(text) * 100 == value
