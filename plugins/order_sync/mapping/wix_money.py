"""Amounts and rates of Wix orders, exact: decimal text in, whole minor units or millionths out. Source: Wix contract, section 2.3."""

from __future__ import annotations

from functools import lru_cache

# ISO 4217: currencies whose minor unit is not a hundredth.
_NONE = ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF")
_DIGITS = {
    **dict.fromkeys(_NONE, 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
_LARGEST = 10**15  # Wix's own limit of an amount


def minor_digits(currency: str) -> int:
    """Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, 2)


@lru_cache(maxsize=8192)
def minor_units(amount: str, digits: int) -> int:
    """``"20.1"`` with 2 digits is 2010. ValueError where the text is no plain decimal, too large, or finer than the minor unit."""
    return _scaled(amount, digits)


@lru_cache(maxsize=512)
def rate_ppm(rate: str) -> int:
    """A decimal fraction in millionths: ``"0.21"`` is 210000. ValueError where the text is no plain decimal or finer than that."""
    return _scaled(rate, 6)


def _scaled(text: str, digits: int) -> int:
    whole, point, decimals = text.partition(".")
    if not (whole + decimals).isdigit() or not whole or not text.isascii() or (point and not decimals):
        raise ValueError("not a plain decimal")
    decimals = decimals.rstrip("0")
    if len(decimals) > digits:
        raise ValueError("more decimals than the unit has")
    if len(whole) > 16 or int(whole) > _LARGEST:
        raise ValueError("too large")
    return int(whole + decimals.ljust(digits, "0"))
