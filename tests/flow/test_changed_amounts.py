"""The hold of a change after booking names its amounts with the decimals of their currency."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from shop_world import wix_order

ONE_LESS = {"lines": (("CAM-AZ-M", 1, 2495),)}


def in_currency(order: dict[str, Any], currency: str, digits: int) -> dict[str, Any]:
    """The order with all its amounts, of two decimals, in another currency: the same number of its minor units."""

    def told(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: told(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [told(inner) for inner in value]
        return str((Decimal(value) * 100).scaleb(-digits)) if key == "amount" else value

    return told(order) | {"currency": currency}


@pytest.mark.parametrize(
    ("currency", "digits", "was", "now"), [("EUR", 2, "54.85", "29.90"), ("JPY", 0, "5485", "2990"), ("KWD", 3, "5.485", "2.990")]
)
def test_the_amounts_have_the_decimals_of_their_currency(world, currency, digits, was, now):
    world.stock()
    world.sell("es", in_currency(wix_order("10001"), currency, digits))
    world.ingest()
    assert world.send("myparcel")["shipments"] == 1
    world.sell("es", in_currency(wix_order("10001", minute=30, **ONE_LESS), currency, digits))
    world.ingest(run="r2")
    rows = world.database.rows("holds/list", store="es", code="ORDER_CHANGED_AFTER_BOOKING", number="10001")
    [row] = [row for row in rows if row["destination"] == "myparcel"]
    told = re.fullmatch(
        r"shipment without number was made for (\S+ \S+); Wix now has (\S+) \(APPROVED, PAID, (\S+)\), version \w{8}", row["seen"]
    )
    assert told and told.groups() == (f"{was} {currency}", now, currency)


def test_an_order_that_changed_its_currency_is_told_in_both(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("myparcel")
    world.sell("es", in_currency(wix_order("10001", minute=30, **ONE_LESS), "JPY", 0))
    world.ingest(run="r2")
    [row] = world.database.rows("holds/list", store="es", code="ORDER_CHANGED_AFTER_BOOKING", number="10001")
    assert "made for 54.85 EUR; Wix now has 2990 (APPROVED, PAID, JPY)" in row["seen"]
