"""shipping_rules.csv: which line fits an order. Lines are tried from top to bottom; the first that fits decides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from order_sync.mapping.zones import zone

FILE = "shipping_rules.csv"


@dataclass(frozen=True)
class Facts:
    """What the conditions ask about an order. ``total`` in its currency, None where it is not known; ``grams`` as one parcel."""

    country: str
    grams: int
    total: Decimal | None
    skus: frozenset[str]
    tags: frozenset[str]
    method: str
    business: bool
    items: int


def first(rules: Iterable[Any], facts: Facts) -> Any:
    """The first line (settings.ShippingRule) whose conditions all fit, or None."""
    return next((rule for rule in rules if fits(rule, facts)), None)


def fits(rule: Any, facts: Facts) -> bool:
    """Whether all conditions of a line fit; an empty one always does."""
    return (
        (not rule.countries or facts.country in {country.upper() for country in rule.countries})
        and (not rule.zones or zone(facts.country) in {place.upper() for place in rule.zones})
        and _between(facts.grams, rule.min_weight_g, rule.max_weight_g)
        and _between(facts.total, rule.min_value, rule.max_value)
        and (not rule.skus or any(like(sku, pattern) for sku in facts.skus for pattern in rule.skus))
        and (not rule.tags or not facts.tags.isdisjoint(tag.casefold() for tag in rule.tags))
        and (not rule.methods or any(like(facts.method, pattern) for pattern in rule.methods))
        and (rule.buyer is None or (rule.buyer == "business") is facts.business)
        and _between(facts.items, rule.min_items, rule.max_items)
    )


def like(text: str, pattern: str) -> bool:
    """Whether a text is the pattern, in any case; * at the end of the pattern stands for any ending."""
    found, wanted = text.strip().casefold(), pattern.strip().casefold()
    return found.startswith(wanted[:-1]) if wanted.endswith("*") else found == wanted


def _between(value: Any, least: Any, most: Any) -> bool:
    if least is None and most is None:
        return True
    return value is not None and (least is None or value >= least) and (most is None or value <= most)


def named(rule: Any) -> str:
    """A line as people read it."""
    return f"line {rule.line} of {FILE}" + (f" ({rule.name})" if rule.name else "")


def key(rule: Any) -> str:
    """What a line says, wherever it stands: a line that was only moved keeps its key."""
    return hashlib.sha256(rule.model_dump_json(exclude={"line"}).encode()).hexdigest()[:12]


def of_store(rules: Sequence[Any], store: str) -> list[Any]:
    """The lines about a store, in their order."""
    return [rule for rule in rules if rule.stores == "*" or store in (part.strip() for part in rule.stores.split("|"))]
