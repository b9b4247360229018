"""Exact money: lines, unit prices of up to six decimals, and the total that Holded computes from them.

Amounts are whole minor units of the currency, rates are millionths (210000 is 21 %), prices are counted in millionths of the major
unit. Rounding is half up, as in Holded. Amounts are never negative.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

RoundingRule = Literal["line_then_sum", "by_line", "at_end"]
PRICE_DECIMALS = 6
MILLION = 1_000_000
HOLDED_DIGITS = 2  # Holded contract 2.6: amounts are rounded to hundredths, taken to be so in currencies without cents too


@dataclass(frozen=True)
class MoneyLine:
    """A line as Wix has it: total with tax after all discounts, units, rate, and the tax under which Holded sums it.

    ``parts``: the rates of a tax that is two (VAT and surcharge, together ``rate_ppm``): Holded rounds each on its own.
    """

    gross_minor: int
    units: int
    rate_ppm: int
    tax: str = ""
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class PricedLine:
    """A line as it is sent: net price of one unit as decimal text, units, rate, tax, and the rates of its parts."""

    price: str
    units: int
    rate_ppm: int
    tax: str = ""
    parts: tuple[int, ...] = ()


def divided(dividend: int, divisor: int) -> int:
    """Quotient of two numbers that are not negative, rounded half up."""
    return (2 * dividend + divisor) // (2 * divisor)


def taxed(net_minor: int, rate_ppm: int, parts: tuple[int, ...] = ()) -> int:
    """Net plus its tax, the tax (each of its parts) rounded to the minor unit."""
    return net_minor + sum(divided(net_minor * rate, MILLION) for rate in parts or (rate_ppm,))


def untaxed(gross_minor: int, rate_ppm: int) -> int:
    """Net of a gross amount, to the nearest minor unit."""
    return divided(gross_minor * MILLION, MILLION + rate_ppm)


def price_text(price: int, digits: int) -> str:
    """A price in millionths of the major unit as decimal text, with at least the currency's own decimals."""
    whole, rest = divmod(price, MILLION)
    decimals = f"{rest:06}".rstrip("0").ljust(digits, "0")
    return f"{whole}.{decimals}" if decimals else str(whole)


def unit_price(line: MoneyLine, net_minor: int, digits: int) -> int | None:
    """A unit price (millionths) of which units times price rounds to the wanted net; None where six decimals cannot do it.

    The line's exact net price comes first: it is right under every rounding rule. The wanted net divided by the units is second.
    """
    scale = 10 ** (PRICE_DECIMALS - digits)
    exact = divided(line.gross_minor * scale * MILLION, (MILLION + line.rate_ppm) * line.units)
    for price in (exact, divided(net_minor * scale, line.units)):
        if divided(price * line.units, scale) == net_minor:
            return price
    return None


def computed_total(lines: Sequence[PricedLine], rule: RoundingRule, digits: int = 2) -> int:
    """The document's total in minor units, computed anew from what is sent: the proof, with nothing in common with the search."""
    return int(computed(lines, rule, digits).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP).scaleb(digits))


def computed(lines: Sequence[PricedLine], rule: RoundingRule, digits: int = 2) -> Decimal:
    """The document's total in major units as Holded computes it; of a currency without cents it may have hundredths.

    line_then_sum: each line's net to the minor unit, then the tax of each tax's sum. by_line: the tax of each line to the minor unit
    too. at_end: nothing is rounded but the total.
    """
    unit = Decimal(1).scaleb(-max(digits, HOLDED_DIGITS))
    net, tax_sums, tax_total = Decimal(0), defaultdict(Decimal), Decimal(0)
    for line in lines:
        line_net = Decimal(line.price) * line.units
        if rule != "at_end":
            line_net = line_net.quantize(unit, ROUND_HALF_UP)
        net += line_net
        for part, rate in enumerate(line.parts or (line.rate_ppm,)):
            line_tax = line_net * rate / MILLION
            if rule == "by_line":
                tax_total += line_tax.quantize(unit, ROUND_HALF_UP)
            else:
                tax_sums[line.tax, part, rate] += line_tax
    sums = tax_sums.values()
    tax_total += sum(sums) if rule == "at_end" else sum(value.quantize(unit, ROUND_HALF_UP) for value in sums)
    return (net + tax_total).quantize(unit, ROUND_HALF_UP)
