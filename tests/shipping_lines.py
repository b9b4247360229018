"""Lines of shipping_rules.csv and what they decide, for tests of shipping rules."""

from __future__ import annotations

from order_sync.settings import ShippingRule


def rule(line=2, **fields):
    """A line of shipping_rules.csv."""
    return ShippingRule.model_validate({"line": line} | {name: str(value) for name, value in fields.items()})
