"""Between the remotes' decimal amounts and our minor units, exactly."""

from __future__ import annotations

from decimal import Decimal

from order_sync.contracts.currencies import minor_digits


def to_minor(amount: Decimal, currency: str) -> int:
    """Minor units of an amount; ValueError where it is finer than the currency's minor unit."""
    scaled = amount.scaleb(minor_digits(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} {currency} is finer than the minor unit")
    return int(scaled)


def from_minor(minor: int, currency: str) -> str:
    """The amount as decimal text with a dot: 5485 EUR is "54.85"."""
    digits = minor_digits(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"
