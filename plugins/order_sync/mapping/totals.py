"""Net prices that reach the Wix total: exactly where Holded's rounding lets them, else as near as it can be.

A total with tax cannot always be reached: with 21 % on the sum, about one in six lies between two nets. Where it does, the search
proves which difference is the smallest, and takes the side below Wix's total: never more is booked than the buyer paid, and a
rounding line, if the store wants one, is positive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from order_sync.mapping.money import (
    HOLDED_DIGITS,
    MILLION,
    PRICE_DECIMALS,
    MoneyLine,
    PricedLine,
    RoundingRule,
    divided,
    price_text,
    taxed,
    unit_price,
    untaxed,
)

Policy = Literal["accept", "line", "hold"]
_REACH = 2  # nets tried on either side of the nearest one


@dataclass(frozen=True)
class Plan:
    """Prices of the lines in their order, and what the document will add up to.

    ``lines_total`` is the total of the order's own lines; ``correction`` is what it lacks of Wix's total (minor units; negative where
    it is more); ``rounding_line`` tells that an untaxed line carries the correction. ``problem`` is "" or says why nothing can be sent.
    """

    lines: tuple[PricedLine, ...] = ()
    lines_total: int = 0
    correction: int = 0
    rounding_line: bool = False
    problem: str = ""

    @property
    def total(self) -> int:
        """Total of the document, with the rounding line."""
        return self.lines_total + (self.correction if self.rounding_line else 0)


def plan(lines: Sequence[MoneyLine], rule: RoundingRule, policy: Policy, digits: int = 2) -> Plan:
    """Prices whose document total is the sum of the lines' gross amounts under Holded's rounding ``rule``.

    Where no price reaches it, the smallest difference is one minor unit, and ``policy`` decides: accept it, carry it on an untaxed
    line, or hold. A difference of more than one is always a problem, and so is a price that needs more than six decimals.
    """
    if digits < HOLDED_DIGITS:
        return _without_cents(lines, rule, digits)
    wanted = sum(line.gross_minor for line in lines)
    prices, total = _open_prices(lines, digits) if rule == "at_end" else _rounded_prices(lines, rule, digits)
    if prices is None:
        return Plan(problem="no unit price of six decimals reproduces a line's net")
    priced = tuple(
        PricedLine(price_text(price, digits), line.units, line.rate_ppm, line.tax, line.parts)
        for price, line in zip(prices, lines, strict=True)
    )
    lacks = wanted - total
    if abs(lacks) > 1:
        return Plan(problem=f"the nearest total differs by {abs(lacks)} minor units")
    if lacks and policy == "hold":
        return Plan(problem="the nearest total differs by one minor unit")
    if lacks < 0 and policy == "line":
        return Plan(problem="the nearest total is one minor unit more, and a rounding line cannot be negative")
    return Plan(priced, total, lacks, rounding_line=bool(lacks) and policy == "line")


def _without_cents(lines: Sequence[MoneyLine], rule: RoundingRule, digits: int) -> Plan:
    """The plan in a currency without cents: Holded rounds to hundredths all the same, and what they lack is less than the smallest coin."""
    factor = 10 ** (HOLDED_DIGITS - digits)
    found = plan([replace(line, gross_minor=line.gross_minor * factor) for line in lines], rule, "accept", HOLDED_DIGITS)
    if found.problem:
        return found
    if found.correction:
        return Plan(problem="the nearest total differs by a hundredth, and the currency has no cents")
    plain = tuple(replace(line, price=_plain(line.price)) for line in found.lines)
    return Plan(plain, found.lines_total // factor)


def _plain(price: str) -> str:
    """A price without the zeros that stand for no cents."""
    return price.rstrip("0").rstrip(".")


def _rounded_prices(lines: Sequence[MoneyLine], rule: RoundingRule, digits: int) -> tuple[list[int] | None, int]:
    """Lines rounded to the minor unit: by_line searches line by line, line_then_sum by the sum of each tax."""
    nets = [untaxed(line.gross_minor, line.rate_ppm) for line in lines]
    groups: dict[object, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        groups[place if rule == "by_line" else (line.tax, line.rate_ppm)].append(place)
    members = list(groups.values())
    buckets = [_candidates([lines[place] for place in places], sum(nets[place] for place in places)) for places in members]
    chosen = _choose(buckets)
    total = 0
    for places, net in zip(members, chosen, strict=True):
        _spread(lines, nets, places, net)
        total += taxed(net, lines[places[0]].rate_ppm, lines[places[0]].parts)
    prices = [unit_price(line, net, digits) for line, net in zip(lines, nets, strict=True)]
    return (None if None in prices else prices), total


def _candidates(lines: list[MoneyLine], natural: int) -> list[tuple[int, int, int]]:
    """(difference of the gross, cost, net) of the nets near the wanted gross; a group of free lines stays free."""
    gross, rate = sum(line.gross_minor for line in lines), lines[0].rate_ppm
    if gross == 0:
        return [(0, 0, 0)]
    nearest = untaxed(gross, rate)
    nets = range(max(0, nearest - _REACH), nearest + _REACH + 1)
    found = [(taxed(net, rate, lines[0].parts) - gross, net) for net in nets]
    # A group that stays exact is worth more than lines that keep their own rounding.
    return [(off, abs(off) * 10_000 + abs(net - natural), net) for off, net in found]


def _choose(buckets: list[list[tuple[int, int, int]]]) -> list[int]:
    """One net per bucket, so that the differences add up to nothing, or to as little as can be; then at the least cost."""
    exact = [min((one for one in bucket if one[0] == 0), key=lambda one: one[1], default=None) for bucket in buckets]
    if None not in exact:
        return [one[2] for one in exact]
    spread = max(abs(one[0]) for bucket in buckets for one in bucket)  # a difference beyond it is never needed on the way
    states: dict[int, tuple[int, tuple]] = {0: (0, ())}
    for bucket in buckets:
        following: dict[int, tuple[int, tuple]] = {}
        for off, (cost, path) in states.items():
            for more, price, net in bucket:
                place, worth = off + more, cost + price
                if abs(place) <= spread and (place not in following or worth < following[place][0]):
                    following[place] = (worth, (path, net))
        states = following
    _, path = states[min(states, key=lambda off: (abs(off), off > 0))]
    nets: list[int] = []
    while path:
        path, net = path
        nets.append(net)
    return nets[::-1]


def _spread(lines: Sequence[MoneyLine], nets: list[int], places: list[int], wanted: int) -> None:
    """Move the lines' nets by single minor units until they add up, first where the rounding had gone farthest the other way."""
    missing = wanted - sum(nets[place] for place in places)
    step = 1 if missing > 0 else -1
    for _ in range(abs(missing)):
        able = [place for place in places if lines[place].gross_minor and nets[place] + step >= 0]
        place = max(able, key=lambda at: step * (lines[at].gross_minor * MILLION - nets[at] * (MILLION + lines[at].rate_ppm)))
        nets[place] += step


def _open_prices(lines: Sequence[MoneyLine], digits: int) -> tuple[list[int] | None, int]:
    """Nothing is rounded before the end: exact prices of six decimals, the rest of their error taken up by the line of fewest units."""
    scale = 10 ** (PRICE_DECIMALS - digits)
    prices = [divided(line.gross_minor * scale * MILLION, (MILLION + line.rate_ppm) * line.units) for line in lines]
    weights = [line.units * (MILLION + line.rate_ppm) for line in lines]
    wanted = sum(line.gross_minor for line in lines) * scale * MILLION
    error = sum(price * weight for price, weight in zip(prices, weights, strict=True)) - wanted
    paid = [place for place, line in enumerate(lines) if line.gross_minor]
    if paid and abs(error) * 2 >= scale * MILLION:
        place = min(paid, key=lambda at: weights[at])
        steps = divided(abs(error), weights[place])
        prices[place] -= min(steps, prices[place]) if error > 0 else -steps
    total = divided(sum(price * weight for price, weight in zip(prices, weights, strict=True)), scale * MILLION)
    return prices, total
