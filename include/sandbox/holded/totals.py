"""Totals of a document under each rounding rule that Holded might follow (contract 2.6, 12 point 10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

RULES = ("line_then_sum", "by_line", "at_end")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """What a line contributes: net unit price, units, percent of discount, tax keys."""

    price: Decimal
    units: Decimal
    discount: Decimal
    taxes: tuple[str, ...]


@dataclass(frozen=True)
class Totals:
    """Subtotal (net), tax and total of a document, to the cent."""

    subtotal: Decimal
    tax: Decimal
    total: Decimal


def totals(lines: Sequence[Line], discount: Decimal, rates: Mapping[str, Decimal], rule: str, unit: Decimal = CENT) -> Totals:
    """Totals of lines under a rule; ``discount`` is the percent on the whole document, ``rates`` percent by tax key,
    ``unit`` the smallest amount of the currency. A line may bear several keys (of different groups): each is a tax on the same net.

    line_then_sum: each line's net to the cent, then tax on the sum by key. by_line: the tax of each line to the cent too.
    at_end: nothing is rounded before the end; subtotal and total are, and tax is their difference, so that a document adds up.
    """
    kept = 1 - discount / 100
    nets = [line.price * line.units * (1 - line.discount / 100) * kept for line in lines]
    if rule != "at_end":
        nets = [_to(net, unit) for net in nets]
    by_key: dict[str, Decimal] = defaultdict(Decimal)
    for line, net in zip(lines, nets, strict=True):
        for key in line.taxes:
            tax = net * rates[key] / 100
            by_key[key] += _to(tax, unit) if rule == "by_line" else tax
    subtotal = sum(nets, Decimal(0))
    if rule == "at_end":
        total = _to(subtotal + sum(by_key.values(), Decimal(0)), unit)
        return Totals(_to(subtotal, unit), total - _to(subtotal, unit), total)
    tax = sum((_to(value, unit) for value in by_key.values()), Decimal(0))
    return Totals(subtotal, tax, subtotal + tax)


def _to(value: Decimal, unit: Decimal) -> Decimal:
    return value.quantize(unit, ROUND_HALF_UP)
