"""The total that Holded will compute for a document, by the account's rounding rule. Source: Holded contract, section 2.6.

Written apart from the mapping on purpose: what proves a sum may not share the code that made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

_PPM = Decimal(1_000_000)


def document_total(items: Sequence[Mapping[str, Any]], rates: Mapping[str, int], rule: str, digits: int = 2) -> int | None:
    """Gross total in minor units; None where a line lacks units, price or known tax keys.

    ``items``: lines of the request with units, price (net, one unit), discount (percent), taxes (keys). ``rates``: key to ppm.
    ``rule``: line_then_sum (line net rounded, tax on the sum by key), by_line (both rounded by line), at_end (only the totals).
    """
    cent = Decimal(1).scaleb(-digits)
    net_total, taxes = Decimal(0), dict.fromkeys(rates, Decimal(0))
    for item in items:
        read = _line(item, rates)
        if read is None:
            return None
        net, keys = read
        net = net if rule == "at_end" else _round(net, cent)
        net_total += net
        for key in keys:
            tax = net * rates[key] / _PPM
            taxes[key] += _round(tax, cent) if rule == "by_line" else tax
    tax_total = sum((_round(tax, cent) if rule == "line_then_sum" else tax for tax in taxes.values()), Decimal(0))
    return int(_round(net_total + tax_total, cent).scaleb(digits))


def _line(item: Mapping[str, Any], rates: Mapping[str, int]) -> tuple[Decimal, list[str]] | None:
    keys = item.get("taxes") or []
    if not keys or not all(key in rates for key in keys):
        return None
    try:
        net = Decimal(str(item["units"])) * Decimal(str(item["price"]))
        return net * (1 - Decimal(str(item.get("discount") or 0)) / 100), list(keys)
    except (KeyError, InvalidOperation):
        return None


def _round(value: Decimal, cent: Decimal) -> Decimal:
    return value.quantize(cent, ROUND_HALF_UP)
