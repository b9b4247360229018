"""Mistakes of shipping_rules.csv that no order is needed to see: what no line can name, what can never be sent, lines that never decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from order_sync.mapping import carriers, legality, parcel_plan, parcels
from order_sync.mapping.parcel_wish import Place
from order_sync.mapping.shipping_table import like
from order_sync.mapping.zones import EU_COUNTRIES, zone

_ZONES = ("NL", "BE", "EU", "ROW")
_ELSEWHERE = "ZZ"  # stands for every country that nobody names
_SAMPLES = ("CH", "GB", "NO", "US", "LI", "JP", "AU", "CA", "TR")  # of the rest of the world, besides those that lines name
_SHOWN = 6


class Mistake(NamedTuple):
    """One mistake: the line, column, what is wrong, what to do; ``certain`` is False where only some orders would be held."""

    line: int
    column: str
    seen: str
    cure: str
    certain: bool = True


def check(rules: Sequence[Any], settings: Any, wish: parcels.Wishes, platform: carriers.Platform) -> list[Mistake]:
    """The mistakes of a store's lines, in their order. ``rules``: settings.ShippingRule; ``settings``: settings.MyParcelSettings."""
    world = sorted(EU_COUNTRIES | {*_SAMPLES, _ELSEWHERE} | {country.upper() for rule in rules for country in rule.countries})
    found: list[Mistake] = []
    for place, rule in enumerate(rules):
        own = list(_of_line(rule, settings, wish, platform, world))
        earlier = next((above for above in rules[:place] if _covers(above, rule, world)), None)
        if earlier is not None:
            cure = f"Move it above line {earlier.line}, or take it out."
            own.append(Mistake(rule.line, "", f"line {earlier.line} takes every order that it could take: it never decides", cure))
        found += own
    return found


def _of_line(rule: Any, settings: Any, wish: parcels.Wishes, platform: carriers.Platform, world: Sequence[str]) -> Iterator[Mistake]:
    for country in rule.countries:
        if not re.fullmatch(r"[A-Za-z]{2}", country):
            yield Mistake(rule.line, "countries", f"{country} is not a country code of two letters", "Write codes such as NL|BE|DE.")
    for place in rule.zones:
        if place.upper() not in _ZONES:
            yield Mistake(rule.line, "zones", f"{place} is no zone", f"Zones are {', '.join(_ZONES)}.")
    for least, most in (("min_weight_g", "max_weight_g"), ("min_value", "max_value"), ("min_items", "max_items")):
        low, high = getattr(rule, least), getattr(rule, most)
        if low is not None and high is not None and low > high:
            yield Mistake(rule.line, least, f"{least} {low} is more than {most} {high}: it never decides", "Swap the two.")
    for unknown in parcels.unknown_placeholders(rule.label):
        yield Mistake(
            rule.line, "label", f"nothing is known for {unknown}", "Placeholders: {number}, {sku}, {product}, {quantity}, {note}."
        )
    reach = _reach(rule, world)
    if not reach:
        yield Mistake(rule.line, "countries", "no country is in both countries and zones: it never decides", "Correct one of the two.")
        return
    yield from _illegal(rule, settings, wish, platform, sorted(reach - {_ELSEWHERE}))


def _illegal(rule: Any, settings: Any, wish: parcels.Wishes, platform: carriers.Platform, reach: Sequence[str]) -> Iterator[Mistake]:
    """Combinations that some or all of the line's countries refuse, whatever the order."""
    refused: dict[str, list[Any]] = {}
    for country in reach:
        faults = [_faults(rule, settings, wish, Place(country, platform, business)) for business in _buyers(rule)]
        if all(faults):
            refused[country] = faults[0]
    if not refused:
        return
    fault = next(iter(refused.values()))[0]
    if len(refused) == len(reach):
        yield Mistake(rule.line, fault.field, f"{fault.value} can never be: {fault.says}", fault.cure)
        return
    places = ", ".join(list(refused)[:_SHOWN]) + (f" and {len(refused) - _SHOWN} more" if len(refused) > _SHOWN else "")
    seen = f"orders to {places} would be held: {fault.says}"
    yield Mistake(rule.line, fault.field, seen, "Name the countries or zones that the line is for.", certain=False)


def _faults(rule: Any, settings: Any, wish: parcels.Wishes, place: Place) -> list[Any]:
    plan = parcel_plan.planned(rule, settings, wish, place, 100)
    found = legality.settle(replace(plan.wanted, kind=plan.kind), place)
    return plan.faults + found.faults


def _buyers(rule: Any) -> tuple[bool, ...]:
    """A company's name may stand in an order whatever the buyer is, so only a line for consumers is sure to be without."""
    return {"business": (True,), "consumer": (False,)}.get(rule.buyer or "", (False, True))


def _reach(rule: Any, world: Sequence[str]) -> frozenset[str]:
    countries, zones = {country.upper() for country in rule.countries}, {place.upper() for place in rule.zones}
    return frozenset(country for country in world if (not countries or country in countries) and (not zones or zone(country) in zones))


def _covers(above: Any, rule: Any, world: Sequence[str]) -> bool:
    """Whether every order that fits ``rule`` fits the line above it too."""
    return (
        _reach(rule, world) <= _reach(above, world)
        and _within(rule.min_weight_g, rule.max_weight_g, above.min_weight_g, above.max_weight_g)
        and _within(rule.min_value, rule.max_value, above.min_value, above.max_value)
        and _within(rule.min_items, rule.max_items, above.min_items, above.max_items)
        and _texts(rule.skus, above.skus)
        and _texts(rule.methods, above.methods)
        and (not above.tags or (bool(rule.tags) and {t.casefold() for t in rule.tags} <= {t.casefold() for t in above.tags}))
        and above.buyer in (None, rule.buyer)
    )


def _within(low: Any, high: Any, least: Any, most: Any) -> bool:
    return (least is None or (low is not None and low >= least)) and (most is None or (high is not None and high <= most))


def _texts(patterns: Sequence[str], above: Sequence[str]) -> bool:
    """Whether whatever is like one of the patterns is like one of those above. A * in a pattern is only covered by a *."""
    return not above or (bool(patterns) and all(any(_wider(pattern, other) for other in above) for pattern in patterns))


def _wider(pattern: str, other: str) -> bool:
    return like(pattern.strip().rstrip("*"), other) if not pattern.strip().endswith("*") or other.strip().endswith("*") else False
